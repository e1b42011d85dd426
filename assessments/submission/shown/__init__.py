"""The document of a submission, as values for people to read."""
