"""The kinds of working group: who sits in it, the same words in every authority.

A code never comes to mean something else: submissions and data files have it.
"""

KINDS = {
    "young_people": "Care leavers",
    "advisers": "Personal advisers",
    "social_workers": "Social workers",
    "managers": "Managers and senior leaders",
    "members": "Councillors and corporate parents",
    "housing": "Housing",
    "health": "Health",
    "education": "Education, employment and training",
    "voluntary": "Voluntary organisations",
    "mixed": "Several of these together",
    "other": "Others",
}
NUMBERS = {kind: number for number, kind in enumerate(KINDS, 1)}  # in data files
BY_NUMBER = dict(enumerate(KINDS.values(), 1))
