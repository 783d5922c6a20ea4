"""Read a folder of reference pictures, and write a clean copy of it; the folder stays as it is."""
