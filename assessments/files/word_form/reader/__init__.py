"""Completed Word forms from outside, read into plain data."""
