"""Arithmetic and wording about ratings, dates and texts, without a database."""
