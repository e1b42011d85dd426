"""Coram Voice's pages of clusters: authorities that work together."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import as_error, error_list
from leavingcare.refusals import Refused

from ..access import open_cluster, require_desk, require_officer
from ..desk import clusters as desk
from ..desk import contacts, round_rows
from ..forms.clusters import ClusterForm
from ..models import Cluster
from ..workflow import clusters as workflow
from .requests import SignedInRequest


@require_safe
def clusters(request: SignedInRequest) -> HttpResponse:
    """List the clusters that the person may see."""
    require_desk(request.user)
    context = {"clusters": list(desk.listed(request.user))}
    return render(request, "clusters/clusters.html", context)


@require_safe
def cluster(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show a cluster's authorities and their progress in each round."""
    found = open_cluster(request.user, slug)
    context = {
        "cluster": found,
        "authorities": list(found.authorities.order_by("name")),
        "facilitators": list(found.facilitators.order_by("name")),
        "contacts": contacts.to_be_in_touch(request.user, cluster=found),
        "rounds": round_rows.of_cluster(found),
        "events": list(found.desk_events.select_related("by")[:50]),
    }
    return render(request, "clusters/cluster.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_cluster(request: SignedInRequest) -> HttpResponse:
    """Make a cluster."""
    require_officer(request.user)
    data = request.POST if request.method == "POST" else None
    form = ClusterForm(data, facilitators=desk.facilitators())
    status = 200 if data is None else 422
    if form.is_valid():
        try:
            made = workflow.make(by=request.user, **form.values)
        except Refused as refusal:
            form.add_error("name", as_error(refusal))
            status = 409
        else:
            messages.success(request, f"{made} has been made.")
            return redirect("cluster", slug=made.slug)
    context = {"form": form, "errors": error_list(form)}
    return render(request, "clusters/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change_cluster(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change a cluster, or end it."""
    require_officer(request.user)
    found = open_cluster(request.user, slug)
    if request.method == "POST" and request.POST.get("form") == "end":
        workflow.end(cluster=found, by=request.user)
        messages.success(request, f"{found} has ended.")
        return redirect("clusters")
    data = request.POST if request.method == "POST" else None
    form = ClusterForm(data, initial=_initial(found), facilitators=desk.facilitators())
    status = 200 if data is None else 422
    if form.is_valid():
        try:
            workflow.change(
                cluster=found,
                shown_authorities=form.shown("authorities"),
                shown_facilitators=form.shown("facilitators"),
                by=request.user,
                **form.values,
            )
        except Refused as refusal:
            form.add_error("name", as_error(refusal))
            status = 409
        else:
            messages.success(request, "The cluster has been changed.")
            return redirect("cluster", slug=found.slug)
    context = {"cluster": found, "form": form, "errors": error_list(form)}
    return render(request, "clusters/change.html", context, status=status)


def _initial(found: Cluster) -> dict[str, object]:
    authorities = list(found.authorities.order_by("name"))
    facilitators = list(found.facilitators.values_list("pk", flat=True))
    return {
        "name": found.name,
        "authorities": "\n".join(each.name for each in authorities),
        "facilitators": facilitators,
        "shown_authorities": ",".join(str(each.pk) for each in authorities),
        "shown_facilitators": ",".join(map(str, facilitators)),
    }
