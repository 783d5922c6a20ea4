"""ComfyUI as a backend: workflows go to its servers, and what they make is brought home."""
