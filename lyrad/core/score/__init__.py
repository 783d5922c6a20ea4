"""Write a scratch score: from a cue's mood, length and hits to notes. Makes no sound itself."""
