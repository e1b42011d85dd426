"""Filters and tags for moderation and printing."""
