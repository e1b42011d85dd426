"""Coram Voice's analysis of a round: what it is of, and its tables and plots. Reads only."""
