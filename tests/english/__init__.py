"""A reader of the project's English: what it says to people and to developers.

`python -m tests.english` lists every sentence to change, by folder.
"""
