"""To be replaced."""

from django.http import Http404


def moderation(request, pk):
    raise Http404


def discussion(request, pk, number):
    raise Http404


def settle(request, pk, number, letter):
    raise Http404


def scores(request, pk):
    raise Http404
