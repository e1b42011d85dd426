"""Coram Voice's desk: who takes part, who has something left to do, who answered.

Reads only, and progress only: nothing here shows what anybody wrote.
"""
