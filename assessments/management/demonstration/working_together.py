"""A cluster, what an authority agrees to, a question and a note, in a demonstration."""

from datetime import date

from assessments.models import Consent, LocalAuthority
from assessments.workflow import clusters, consent, questions, statement_notes
from frameworks.models import Statement


def work_together(demonstration):
    """Make a cluster of authorities with its facilitator."""
    said, people = demonstration.texts["cluster"], demonstration.people
    clusters.make(
        name=said["name"],
        authorities=LocalAuthority.objects.filter(name__in=said["members"]),
        facilitators=[people["fay"]],
        by=people["val"],
    )


def beside_the_submission(demonstration, assessment, moderator):
    """Save consent, a question with its reply, and a note on a statement."""
    texts, val = demonstration.texts, demonstration.people["val"]
    row = consent.consent_of(assessment)
    consent.save_consent(
        assessment=assessment,
        token=consent.token_of(row),
        values=consent.chosen(set(Consent.CHOICES) - {"quotes_named"}),
        by=moderator,
    )
    statements = {
        each.code: each
        for each in Statement.objects.filter(
            area__framework=demonstration.framework
        ).select_related("area")
    }
    asked, replied = texts["questions"]
    first = next(iter(statements.values()))
    question = questions.ask(assessment=assessment, statement=first, text=asked, by=val)
    questions.reply(question=question, text=replied, by=moderator)
    note = texts["statement_note"]
    if note["code"] in statements:
        statement_notes.add(
            statement=statements[note["code"]],
            on=date.fromisoformat(note["on"]),
            text=note["text"],
            by=val,
        )
