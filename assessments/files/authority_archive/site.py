"""What all pages of an authority's archive need, and how one is made."""

from collections import defaultdict
from dataclasses import dataclass

from django.template.loader import render_to_string

from frameworks.models import ScalePoint

from ..data import zips
from .contents import NAMED

BY_ROUND = [
    "groups",
    "group_members",
    "drafts",
    "areas",
    "meetings",
    "approvals",
    "submissions",
    "submission_files",
    "young_people_scores",
    "follow_ups",
    "follow_up_scores",
]


@dataclass(frozen=True)
class Page:
    """A page of the archive, and what it is in the list of its files."""

    name: str
    about: str
    html: str


class Names(dict):
    """{key: a part of a file's name, like no other's}, made when first asked for."""

    def of(self, key, text, spare):
        if key not in self:
            part, number = zips.part(text, spare), 2
            name = part
            while name in self.values():
                name, number = f"{part}-{number}", number + 1
            self[key] = name
        return self[key]


class Site:
    """What all pages of one authority's archive need. A small query for each of `BY_ROUND`, and two."""

    def __init__(self, authority):
        self.authority = authority
        self.assessments = list(NAMED["assessments"].rows(authority))
        self.of_round = {name: self._by_round(name) for name in BY_ROUND}
        self.labels = defaultdict(dict)
        points = ScalePoint.objects.values_list("framework__edition", "value", "label")
        for edition, value, label in points:
            self.labels[edition][value] = label
        self.folders, groups = Names({None: "tables"}), defaultdict(Names)
        for one in self.assessments:
            one["folder"] = self.folders.of(one["round"], one["round"], "round")
            for draft in self.of_round["drafts"][one["round"]]:
                group = groups[one["round"]].of(draft["group"], draft["group"], "group")
                draft["file"] = f"draft-{group}-area-{draft['area']}.html"
            for area in self.of_round["areas"][one["round"]]:
                area["file"] = f"agreed-area-{area['area']}.html"
        self.edition = {one["round"]: one["edition"] for one in self.assessments}

    def _by_round(self, name):
        found = defaultdict(list)
        for row in NAMED[name].rows(self.authority):
            found[row["round"]].append(row)
        return found

    def rows(self, name):
        return NAMED[name].rows(self.authority)

    def page(self, folder, file, about, template, **context):
        """Make a page of a folder; "" is that of the archive itself."""
        context |= {"site": self, "top": "../" if folder else "", "about": about}
        html = render_to_string(f"authority_archive/archive/{template}.html", context)
        return Page(f"{folder}/{file}" if folder else file, about, html)
