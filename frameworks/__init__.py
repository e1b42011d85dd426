"""Editions of the self-assessment, to read and to compare."""
