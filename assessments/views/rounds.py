"""To be replaced."""

from django.http import Http404


def rounds(request):
    raise Http404


def new_round(request):
    raise Http404


def round(request, slug):
    raise Http404
