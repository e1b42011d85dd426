"""The agenda with every group's evidence, to read before a meeting or on paper."""

from collections.abc import Iterable

from ..access import Access
from .agenda import Item
from .comparison import Comparison
from .comparison_queries import compare_areas
from .context import AgendaContext
from .minutes import minutes_by_word
from .sections import ALONE, Section, sections


def with_answers(
    access: Access, shown: Iterable[Item], context: AgendaContext
) -> list[tuple[Section, list[Comparison]]]:
    """Return the items with what each group wrote: [(Section, Comparisons)].

    In the order of the agenda; what one group rated alone comes last. Two queries.
    """
    drafts = {area.area_id: context.drafts[area.area_id] for area in context.areas}
    comparisons = {
        found.agreed.pk: found
        for found in compare_areas(access, drafts, context.labels, to_share=True)
    }
    items = list(shown)
    parts = sections(items, minutes_by_word(access.assessment.meeting.minutes))
    if alone := [item for item in items if item.is_alone]:
        parts.append(Section(ALONE, alone, 0))
    return [
        (part, [comparisons[item.agreed.pk] for item in part.items]) for part in parts
    ]


def texts_of(parts: Iterable[tuple[Section, list[Comparison]]]) -> list[str]:
    """Return every text that people wrote in what `with_answers` gives."""
    found = []
    for _, comparisons in parts:
        for comparison in comparisons:
            found.append(comparison.agreed.rationale)
            for answer in comparison.answers:
                found += [answer.evidence, answer.ideas, answer.dissent]
    return found
