"""What was decided and found before, and what changed lists make of it."""
