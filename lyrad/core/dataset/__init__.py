"""Judge a folder of reference pictures before a character is trained on it. Pure: no files."""
