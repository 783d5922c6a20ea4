"""AudioX: ten seconds of music from words or from a picture, through its window in Gradio."""
