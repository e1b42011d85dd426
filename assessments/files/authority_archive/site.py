"""The values that all pages of an authority's archive share, and making a page."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string

from assessments.models import LocalAuthority
from frameworks.models import ScalePoint

from ..data import zips
from .contents import NAMED
from .table import Row

BY_ROUND = [
    "groups",
    "group_members",
    "drafts",
    "areas",
    "meetings",
    "approvals",
    "submissions",
    "submission_files",
    "young_people",
    "young_people_scores",
    "survey_findings",
    "follow_ups",
    "follow_up_scores",
    "follow_up_returns",
    "actions",
]


@dataclass(frozen=True)
class Page:
    """A page of the archive; `about` says what it is in the list of files."""

    name: str
    about: str
    html: str


class UniqueNames(dict[object, str]):
    """{key: a part of a file's name, unique}, made when first asked for."""

    def of(self, key: object, text: str, spare: str) -> str:
        """Return the name of a key, made from its text, or from `spare`."""
        if key not in self:
            part, number = zips.part(text, spare), 2
            name = part
            while name in self.values():
                name, number = f"{part}-{number}", number + 1
            self[key] = name
        return self[key]


class Site:
    """The values that all pages of one authority's archive share.

    Takes one small query for each of `BY_ROUND`, and two more.
    """

    def __init__(self, authority: LocalAuthority) -> None:
        self.authority = authority
        self.assessments = list(NAMED["assessments"].rows(authority))
        self.of_round = {name: self._by_round(name) for name in BY_ROUND}
        self.labels: defaultdict[str, dict[int, str]] = defaultdict(dict)
        points = ScalePoint.objects.values_list("framework__edition", "value", "label")
        for edition, value, label in points:
            self.labels[edition][value] = label
        self.folders = UniqueNames({None: "tables"})
        groups: defaultdict[str, UniqueNames] = defaultdict(UniqueNames)
        for one in self.assessments:
            one["folder"] = self.folders.of(one["round"], one["round"], "round")
            for draft in self.of_round["drafts"][one["round"]]:
                group = groups[one["round"]].of(draft["group"], draft["group"], "group")
                draft["file"] = f"draft-{group}-area-{draft['area']}.html"
            for area in self.of_round["areas"][one["round"]]:
                area["file"] = f"agreed-area-{area['area']}.html"
        self.edition = {one["round"]: one["edition"] for one in self.assessments}

    def _by_round(self, name: str) -> defaultdict[object, list[Row]]:
        found = defaultdict(list)
        for row in NAMED[name].rows(self.authority):
            found[row["round"]].append(row)
        return found

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the authority's rows of the table of that name."""
        return NAMED[name].rows(self.authority)

    def page(
        self, folder: str, file: str, about: str, template: str, **context: object
    ) -> Page:
        """Return a page of a folder; "" is that of the archive itself."""
        context |= {"site": self, "top": "../" if folder else "", "about": about}
        html = render_to_string(f"authority_archive/archive/{template}.html", context)
        return Page(f"{folder}/{file}" if folder else file, about, html)
