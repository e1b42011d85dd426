"""To be replaced."""

from django.http import Http404


def people(request, slug):
    raise Http404


def invite(request, slug):
    raise Http404


def withdraw_invitation(request, slug, invitation):
    raise Http404


def change_role(request, slug, member):
    raise Http404


def remove_member(request, slug, member):
    raise Http404


def accept_invitation(request, token):
    raise Http404
