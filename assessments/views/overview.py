"""To be replaced."""

from django.http import Http404


def assessment(request, pk):
    raise Http404


def cover(request, pk):
    raise Http404


def history(request, pk):
    raise Http404
