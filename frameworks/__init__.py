"""Editions of the self-assessment as data, and the pages to read and compare them."""
