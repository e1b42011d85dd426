"""The drafts of an area side by side, and what has been settled, as values.

Nothing here writes. `assessments.access` says what a person may see; the pages, the
agenda and their tests get plain values, in a number of queries that does not grow
with the number of groups or statements.
"""
