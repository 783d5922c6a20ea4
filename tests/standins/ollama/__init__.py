"""An Ollama over real HTTP, with its quirks and its lies, and no model behind it."""
