"""Coram Voice's analysis of a round: its parts, its files, and keeping one."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from leavingcare.refusals import Refused

from ..access import require_officer
from ..files.bounded import jobs
from ..files.round_analysis import files
from ..forms.analysis import KeepForm, NarrowForm, OfForm, choice_of, kept_name
from ..models import Round, RoundAnalysis
from ..round_analysis.choosing import Choice, bases, data_of
from ..round_analysis.parts import PARTS, Part
from ..round_analysis.reading import RoundData
from ..round_analysis.rules import RULES, SHORT
from ..workflow import round_analyses as workflow
from .files import download, not_made
from .requests import SignedInRequest
from .rounds import CSV, staff_round

KINDS = {
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OVERVIEW = PARTS["answered"]  # the overview needs no more than this part
NOW = "The submissions as they are now"


@dataclass(frozen=True)
class Opened:
    """An analysis as a request asks for it."""

    round: Round
    of_form: OfForm
    narrow_form: NarrowForm
    choice: Choice
    data: RoundData
    analyses: list[RoundAnalysis]
    query: str

    @property
    def of(self) -> str:
        """Return which submissions it is of, as a line."""
        return kept_name(self.choice.kept) if self.choice.kept else NOW

    @property
    def context(self) -> dict[str, object]:
        """Return what every page of an analysis shows."""
        return {
            "round": self.round,
            "data": self.data,
            "of": self.of,
            "of_form": self.of_form,
            "narrow_form": self.narrow_form,
            "narrowed": self.choice.filters.in_words(),
            "has_codes": self.choice.has_codes,
            "baseline": self.of_form.baseline_round,
            "parts": list(PARTS.values()),
            "query": self.query,
        }

    def file_name(self, what: str, ending: str) -> str:
        """Return the name of a file, which says whether it has codes."""
        codes = "-codes" if self.choice.has_codes else ""
        return f"{self.round.slug}-{what}{codes}.{ending}"

    @property
    def heading(self) -> files.Heading:
        """Return the heading of every file of an analysis."""
        baseline = self.of_form.baseline_round
        return files.Heading(
            round=str(self.round),
            edition=self.data.edition.name,
            of=f"{self.of}, compared with {baseline}" if baseline else self.of,
            narrowed=self.choice.filters.in_words(),
            has_codes=self.choice.has_codes,
            asked=len(self.data.asked),
            returned=self.data.n,
        )


def _open(request: SignedInRequest, slug: str, part: Part | None = None) -> Opened:
    """Return the analysis a request asks for, as far as a part needs it, or all of it.

    Raises PermissionDenied or Http404.
    """
    require_officer(request.user)
    rounds = {each.slug: each for each in Round.objects.select_related("framework")}
    round = rounds.pop(slug, None)
    if round is None:
        raise Http404
    analyses = list(
        RoundAnalysis.objects.filter(round=round)
        .select_related("made_by", "baseline__framework")
        .defer("basis")
    )
    earlier = [each for each in rounds.values() if each.opens_on <= round.opens_on]
    of_form = OfForm(request.GET, analyses=analyses, earlier=earlier)
    asked_for = choice_of(of_form)
    chosen = bases(round, asked_for)
    narrow_form = NarrowForm(request.GET, asked=chosen.asked)
    choice = choice_of(of_form, narrow_form)
    with_discussion = part is None or part.with_discussion
    with_notes = part is None or part.with_notes
    if part and part.with_discussion:
        chosen = replace(chosen, baseline=None)  # it is not about change
    return Opened(
        round=round,
        of_form=of_form,
        narrow_form=narrow_form,
        choice=choice,
        data=data_of(
            round,
            chosen,
            choice,
            with_discussion=with_discussion,
            with_notes=with_notes,
        ),
        analyses=analyses,
        query=_query(request, [*of_form.fields, *narrow_form.fields]),
    )


def _query(request: HttpRequest, names: list[str]) -> str:
    """Return the part of the URL that chooses, to be added to other URLs."""
    query = QueryDict(mutable=True)
    query.update({name: request.GET[name] for name in names if request.GET.get(name)})
    return f"?{query.urlencode()}" if query else ""


@require_safe
def analysis(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the parts of an analysis, and those that were kept."""
    opened = _open(request, slug, OVERVIEW)
    kept = opened.choice.kept
    context = opened.context | {
        "title": "Analysis of the round",
        "analyses": opened.analyses,
        "kept": kept,
        "is_as_kept": kept and workflow.is_as_kept(kept),
        "rules": SHORT,
        "version": RULES,
        "keep_form": KeepForm(),
    }
    return render(request, "analysis/analysis.html", context)


def _part(name: str) -> Part:
    if name not in PARTS:
        raise Http404
    return PARTS[name]


@require_safe
def analysis_part(request: SignedInRequest, slug: str, part: str) -> HttpResponse:
    """Show one part: its tables, each with its plot."""
    require_officer(request.user)
    shown = _part(part)
    opened = _open(request, slug, shown)
    context = opened.context | {
        "title": shown.title,
        "part": shown,
        "tables": shown.make(opened.data),
    }
    return render(request, "analysis/part.html", context)


@require_safe
def analysis_csv(
    request: SignedInRequest, slug: str, part: str, table: str
) -> HttpResponse:
    """Download one table as CSV, its figures unrounded."""
    require_officer(request.user)
    shown = _part(part)
    opened = _open(request, slug, shown)
    for each in shown.make(opened.data):
        if each.slug == table:
            return download(files.csv(each), opened.file_name(table, "csv"), CSV)
    raise Http404


@require_safe
def analysis_file(request: SignedInRequest, slug: str, format: str) -> HttpResponse:
    """Download a whole analysis as one file."""
    require_officer(request.user)
    if format not in KINDS:
        raise Http404
    opened = _open(request, slug)
    try:
        with jobs.turn_of(request.user):
            content = _file(opened, format)
    except jobs.NotMade as failure:
        return not_made(request, failure, back=reverse("analysis", args=[slug]))
    return download(content, opened.file_name("analysis", format), KINDS[format])


def _file(opened: Opened, format: str) -> bytes:
    if format == "json":
        return files.json_file(opened.data)
    if format == "xlsx":
        return files.workbook(opened.data, opened.heading)
    return files.pdf(opened.data, opened.heading)


@require_POST
def keep_analysis(request: SignedInRequest, slug: str) -> HttpResponse:
    """Keep an analysis of the round as it is now."""
    round = staff_round(request, slug)
    earlier = Round.objects.exclude(pk=round.pk).filter(opens_on__lte=round.opens_on)
    of_form = OfForm(request.GET, analyses=[], earlier=list(earlier))
    narrowed = _query(request, list(NarrowForm.base_fields))
    form = KeepForm(request.POST)
    form.is_valid()
    try:
        kept = workflow.keep(
            round=round,
            baseline=of_form.baseline_round,
            note=form.cleaned_data.get("note", ""),
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("analysis", slug=slug)
    has_all = " It has every authority that was asked." if narrowed else ""
    messages.success(request, f"Analysis {kept.number} is kept.{has_all}")
    chosen = _query(request, ["by", *NarrowForm.base_fields]).replace("?", "&", 1)
    return redirect(f"{reverse('analysis', args=[slug])}?kept={kept.number}{chosen}")
