"""To be replaced."""

from django.http import Http404


def draft(request, pk, group, number):
    raise Http404


def hand_in(request, pk, group, number):
    raise Http404


def hand_back(request, pk, group, number):
    raise Http404


def response_history(request, pk, group, number, letter):
    raise Http404
