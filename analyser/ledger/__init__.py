"""What was seen, found and decided, under which lists, in one SQLite file."""
