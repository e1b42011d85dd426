"""The transitions of an assessment, from its start to its submission.

Every change that involves more than one row, or matters enough to be recorded, is
a function here, by stage: `setting_up`, `people`, `drafting`, `moderating`,
`submitting`. Each is one transaction, takes the person as `by` (None: an operator
at the command line), records one audit event, and raises `Refused` with a sentence
for the person if the state of the assessment does not allow it. Whether the person may ask
for it is decided by `assessments.access`.

Locks are taken in one order: the assessment's row, then drafts by key. Saving a
draft locks that draft alone, so submitting, which locks them all, sees every save
that was acknowledged and no save after it succeeds.
"""
