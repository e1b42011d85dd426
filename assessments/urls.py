"""The addresses of everything from a round to a submission.

What is being edited is in the address and nowhere else.
"""

from django.urls import path

from .views import (
    drafts,
    groups,
    home,
    moderation,
    overview,
    people,
    rounds,
    submissions,
)

ASSESSMENT = "assessments/<int:pk>/"
GROUP = ASSESSMENT + "groups/<int:group>/"
DRAFT = GROUP + "areas/<int:number>/"
AREA = ASSESSMENT + "moderation/<int:number>/"
PEOPLE = "authorities/<slug:slug>/people/"

urlpatterns = [
    path("", home.home, name="home"),
    path(
        "invitations/<str:token>/", people.accept_invitation, name="accept_invitation"
    ),
    path(PEOPLE, people.people, name="people"),
    path(PEOPLE + "invite/", people.invite, name="invite"),
    path(
        PEOPLE + "invitations/<int:invitation>/withdraw/",
        people.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(PEOPLE + "<int:member>/role/", people.change_role, name="change_role"),
    path(PEOPLE + "<int:member>/remove/", people.remove_member, name="remove_member"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new_round, name="new_round"),
    path("rounds/<slug:slug>/", rounds.round, name="round"),
    path(ASSESSMENT, overview.assessment, name="assessment"),
    path(ASSESSMENT + "cover/", overview.cover, name="cover"),
    path(ASSESSMENT + "history/", overview.history, name="history"),
    path(ASSESSMENT + "groups/", groups.groups, name="groups"),
    path(GROUP, groups.group, name="group"),
    path(GROUP + "remove/", groups.remove_group, name="remove_group"),
    path(DRAFT, drafts.draft, name="draft"),
    path(DRAFT + "hand-in/", drafts.hand_in, name="hand_in"),
    path(DRAFT + "hand-back/", drafts.hand_back, name="hand_back"),
    path(
        DRAFT + "history/<str:letter>/",
        drafts.response_history,
        name="response_history",
    ),
    path(ASSESSMENT + "moderation/", moderation.moderation, name="moderation"),
    path(AREA, moderation.discussion, name="discussion"),
    path(AREA + "<str:letter>/", moderation.settle, name="settle"),
    path(ASSESSMENT + "scores/", moderation.scores, name="scores"),
    path(ASSESSMENT + "check/", submissions.check, name="check"),
    path(ASSESSMENT + "submit/", submissions.submit, name="submit"),
    path(ASSESSMENT + "reopen/", submissions.reopen, name="reopen"),
    path("submissions/<str:reference>/", submissions.submission, name="submission"),
    path(
        "submissions/<str:reference>.<str:format>",
        submissions.submission_file,
        name="submission_file",
    ),
]
