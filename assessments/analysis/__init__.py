"""Arithmetic and sentences, without a database."""
