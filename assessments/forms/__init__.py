"""The forms that people fill in, by page."""
