"""Submissions of a round, and the URLs of its files."""

from assessments.models import LocalAuthority
from assessments.workflow import setting_up

from .builders import submit


def submitted(round, name, by):
    authority = LocalAuthority.objects.create(
        name=name, slug=f"authority-{LocalAuthority.objects.count()}"
    )
    assessment = setting_up.start(authority=authority, round=round, by=by)
    return submit(assessment, by)


def pages(round):
    return f"/rounds/{round.slug}/downloads/", f"/rounds/{round.slug}/pdfs.zip"
