"""Where the text leads to a listed maker, and by which route."""
