"""The drafts of an area side by side, and what has been settled of it, as values.

Nothing here writes. What a person may see is asked of `assessments.access`; what the
pages, the agenda and their tests need comes out as plain values, in a number of
queries that does not grow with groups or statements.
"""
