"""The watched folder: drops wait until they have settled, are claimed, analysed and put away."""
