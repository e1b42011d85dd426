"""To be replaced."""

from django.http import Http404


def groups(request, pk):
    raise Http404


def group(request, pk, group):
    raise Http404


def remove_group(request, pk, group):
    raise Http404
