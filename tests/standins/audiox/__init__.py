"""AudioX's window over a real Gradio, with its quirks and its lies, and no model behind it."""
