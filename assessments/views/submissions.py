"""To be replaced."""

from django.http import Http404


def check(request, pk):
    raise Http404


def submit(request, pk):
    raise Http404


def reopen(request, pk):
    raise Http404


def submission(request, reference):
    raise Http404


def submission_file(request, reference, format):
    raise Http404
