"""A submission: its content, warnings and approval, and its supplements."""
