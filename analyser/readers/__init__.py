"""One reader a format: any file to blocks of text with their places."""
