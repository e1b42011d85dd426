"""Word forms, blank, completed or of a submission."""
