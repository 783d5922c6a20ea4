"""What a shot list means for the tree: codes, lengths, the difference, its words. Pure."""
