"""The JSON of a submission: its published schema, and reading it untrusted."""
