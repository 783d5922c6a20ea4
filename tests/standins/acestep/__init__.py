"""An ACE-Step 1.5 API server over real HTTP: its quirks, its lies, real sound, and no model."""
