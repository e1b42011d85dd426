"""The agenda with everybody's evidence, to be read before a meeting or on paper."""

from .agenda import Section, sections
from .comparison_queries import compare_areas

ALONE = "Rated by one group"


def with_voices(access, shown, grounds):
    """The items with what each group wrote, as [(Section, Comparisons)]. Two queries.

    In the order of the agenda; what one group rated alone comes last.
    """
    drafts = {area.area_id: grounds.drafts[area.area_id] for area in grounds.areas}
    comparisons = {
        found.agreed.pk: found
        for found in compare_areas(access, drafts, grounds.labels)
    }
    alone = [item for item in shown if item.is_alone]
    parts = sections(shown, access.assessment.meeting.minutes)
    if alone:
        parts.append(Section(ALONE, alone, 0))
    return [
        (part, [comparisons[item.agreed.pk] for item in part.items]) for part in parts
    ]


def texts_of(sections):
    """Return every text that people wrote in what `with_voices` gives."""
    found = []
    for _, comparisons in sections:
        for comparison in comparisons:
            found.append(comparison.agreed.rationale)
            for voice in comparison.voices:
                found += [voice.evidence, voice.ideas, voice.dissent]
    return found
