"""A fixed assessment of four groups on every area, and one of one group an area.

Invented, the same every time, and in the proportions of a large county's return: so
many statements are split, so many close. `WALK=1 make bench` settles all of them.
"""

import json
import random
from itertools import cycle, islice

from django.utils import timezone

from assessments.analysis.agreement import Word
from assessments.models import DraftResponse
from assessments.workflow import presets
from tests.support.builders import (
    hand_in,
    make_assessment,
    make_authority,
    make_group,
    make_member,
    open_discussions,
)

from .returns import TEXTS

LOCALITIES = ["North locality", "East locality", "South locality", "West locality"]
# What the four groups rated, from the top of a scale of four; None: not rated.
RATINGS = {
    Word.SPLIT: [(4, 3, 2, 1), (4, 4, 2, 2), (3, 3, 1, 2)],
    Word.ONE_VOICE: [(4, 4, 3, 2), (1, 2, 2, 3), (3, 3, 3, 2)],
    Word.ONLY_ONE: [(3, None, None, None)],
    Word.NOBODY: [(None, None, None, None)],
    Word.CLOSE: [(4, 3, 4, 4), (3, 4, 3, 3), (2, 1, 2, 2), (4, 4, 3, 3)],
    Word.SAME: [(4, 4, 4, 4), (3, 3, 3, 3), (2, 2, 2, 2)],
}
COUNTS = {
    Word.SPLIT: 18,
    Word.ONE_VOICE: 23,
    Word.ONLY_ONE: 4,
    Word.NOBODY: 3,
    Word.CLOSE: 36,
}  # the rest are Same
WORDS = (30, 150)  # of a text
STANDS_OUT = 24  # of the statements that one group rates alone


def words_in_turn(count):
    """Return a word for each of so many statements, mixed, always the same."""
    words = [word for word, times in COUNTS.items() for _ in range(times)]
    words += [Word.SAME] * (count - len(words))
    random.Random("words").shuffle(words)
    return words


def texts_of(name):
    """Return an endless iterator of invented texts of 30 to 150 words."""
    chance = random.Random(name)
    source = cycle(" ".join(json.loads(TEXTS.read_text())[name]).split())
    while True:
        text = " ".join(islice(source, chance.randint(*WORDS)))
        yield f"{text[0].upper()}{text[1:].rstrip('.,')}."


def four_groups(authority=None, moderator=None):
    """Return (assessment, moderator): all handed in, all discussions open."""
    authority = authority or make_authority("Combeshire")
    moderator = moderator or make_member(authority, "moderator")
    assessment = make_assessment(authority, moderator)
    groups = [
        make_group(assessment, moderator, make_member(authority), name=name)
        for name in LOCALITIES
    ]
    statements = statements_of(assessment)
    evidence, ideas = texts_of("evidence"), texts_of("ideas")
    ratings = {word: cycle(kinds) for word, kinds in RATINGS.items()}
    chance = random.Random("gaps")
    for statement, word in zip(statements, words_in_turn(len(statements)), strict=True):
        given = next(ratings[word])
        for group, value in zip(groups, given, strict=True):
            answer(
                group,
                statement,
                value,
                evidence=next(evidence) if value and chance.random() < 0.85 else "",
                ideas=next(ideas) if value and chance.random() < 0.3 else "",
            )
    for group in groups:
        hand_in(group, moderator)
    open_discussions(assessment, moderator)
    return assessment, moderator


def one_group_an_area(authority=None, moderator=None):
    """Return (assessment, moderator): some answers lack evidence, so they stand out."""
    authority = authority or make_authority("Littleshire")
    moderator = moderator or make_member(authority, "moderator")
    assessment = make_assessment(authority, moderator)
    presets.apply_preset(
        assessment=assessment, preset=presets.Preset.GROUP_PER_AREA, by=moderator
    )
    statements = statements_of(assessment)
    stands_out = set(random.Random("stands out").sample(statements, STANDS_OUT))
    evidence = texts_of("evidence")
    groups = {
        draft.area_id: group
        for group in assessment.groups.all()
        for draft in group.drafts.all()
    }
    for place, statement in enumerate(statements):
        is_bare = statement in stands_out
        answer(
            groups[statement.area_id],
            statement,
            4 if is_bare else 4 - place % 4,
            evidence="" if is_bare else next(evidence),
        )
    for group in set(groups.values()):
        hand_in(group, moderator)
    open_discussions(assessment, moderator)
    return assessment, moderator


def statements_of(assessment):
    """Return the edition's statements in order."""
    return [
        statement
        for area in assessment.round.framework.areas.prefetch_related("statements")
        for statement in area.statements.all()
    ]


def answer(group, statement, value, **texts):
    """Set a group's answer; without a rating it does not know."""
    scale = {p.value: p for p in group.assessment.round.framework.scale.all()}
    DraftResponse.objects.filter(draft__group=group, statement=statement).update(
        rating=scale[value] if value else None,
        not_rated_reason="" if value else DraftResponse.NotRated.UNKNOWN,
        updated_at=timezone.now(),
        **texts,
    )
