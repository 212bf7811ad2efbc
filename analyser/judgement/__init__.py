"""What the text does with a name, and how sure that is."""
