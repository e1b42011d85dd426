"""Filters and tags for the templates of moderation and of printing."""
