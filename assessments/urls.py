"""The URLs of everything from a round to a submission.

Only the URL says what is being edited.
"""

from django.conf import settings
from django.urls import path, register_converter

from .converters import ReferenceConverter
from .views import (
    agenda,
    agreed_form,
    authority_archive,
    blank_forms,
    data_columns,
    draft_files,
    draft_history,
    drafts,
    groups,
    hand_in_receipt,
    home,
    moderation,
    offline,
    overview,
    past_imports,
    people,
    presence_and_notes,
    previous_answers,
    reminders,
    room,
    round_data,
    round_files,
    rounds,
    schemas,
    second_ratings,
    sent_emails,
    settling,
    signing_off,
    submissions,
    supplements,
)

register_converter(ReferenceConverter, "reference")

ASSESSMENT = "assessments/<int:pk>/"
GROUP = ASSESSMENT + "groups/<int:group>/"
DRAFT = GROUP + "areas/<int:number>/"
AREA = ASSESSMENT + "moderation/<int:number>/"
BATCH = "past-submissions/<int:batch>/"
EVERYTHING = "authorities/<slug:slug>/everything"
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
    path(
        "frameworks/<slug:edition>/form.<str:format>",
        blank_forms.blank_form,
        name="blank_form",
    ),
    path(EVERYTHING + "/", authority_archive.everything, name="everything"),
    path(
        EVERYTHING + ".zip", authority_archive.everything_file, name="everything_file"
    ),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new_round, name="new_round"),
    path("rounds/<slug:slug>/", rounds.round, name="round"),
    path(
        "rounds/<slug:slug>/data.<str:format>", round_data.round_file, name="round_file"
    ),
    path(
        "rounds/<slug:slug>/data-with-text/", round_data.round_text, name="round_text"
    ),
    path("past-submissions/", past_imports.past_submissions, name="past_submissions"),
    path(BATCH, past_imports.past_batch, name="past_batch"),
    path(BATCH + "discard/", past_imports.discard_past, name="discard_past"),
    path(BATCH + "report.csv", past_imports.past_report_file, name="past_report_file"),
    path(
        "schemas/submission-1.json",
        schemas.submission_schema,
        name="submission_schema",
    ),
    path(
        "rounds/<slug:slug>/downloads/",
        round_files.round_downloads,
        name="round_downloads",
    ),
    path("rounds/<slug:slug>/pdfs.zip", round_files.round_zip, name="round_zip"),
    path(ASSESSMENT, overview.assessment, name="assessment"),
    path(ASSESSMENT + "cover/", overview.cover, name="cover"),
    path(ASSESSMENT + "history/", overview.history, name="history"),
    path(ASSESSMENT + "remind/", reminders.remind, name="remind"),
    path(ASSESSMENT + "groups/", groups.groups, name="groups"),
    path(GROUP, groups.group, name="group"),
    path(GROUP + "remove/", groups.remove_group, name="remove_group"),
    path(GROUP + "offline/", offline.offline, name="offline"),
    path(GROUP + "offline/upload/", offline.offline_upload, name="offline_upload"),
    path(GROUP + "offline/<int:upload>/", offline.offline_check, name="offline_check"),
    path(DRAFT, drafts.draft, name="draft"),
    path(DRAFT + "draft.pdf", draft_files.draft_file, name="draft_file"),
    path(DRAFT + "here/", presence_and_notes.here, name="here"),
    path(DRAFT + "notes/<str:letter>/", presence_and_notes.notes, name="notes"),
    path(DRAFT + "last-time/", previous_answers.last_time, name="last_time"),
    path(DRAFT + "hand-in/", drafts.hand_in, name="hand_in"),
    path(DRAFT + "handed-in/", hand_in_receipt.handed_in, name="handed_in"),
    path(DRAFT + "hand-back/", drafts.hand_back, name="hand_back"),
    path(
        DRAFT + "history/<str:letter>/",
        draft_history.response_history,
        name="response_history",
    ),
    path(DRAFT + "after/<str:letter>/", second_ratings.voice, name="voice"),
    path(ASSESSMENT + "moderation/", moderation.moderation, name="moderation"),
    path(ASSESSMENT + "moderation/agenda/", agenda.agenda, name="agenda"),
    path(
        ASSESSMENT + "moderation/agenda/next/",
        agenda.next_on_agenda,
        name="next_on_agenda",
    ),
    path(ASSESSMENT + "moderation/agenda/pack/", agenda.pack, name="agenda_pack"),
    path(
        ASSESSMENT + "moderation/agenda/pack.pdf",
        agenda.pack_file,
        name="agenda_pack_file",
    ),
    path(ASSESSMENT + "agreed.docx", agreed_form.agreed_form, name="agreed_form"),
    path(AREA, moderation.discussion, name="discussion"),
    path(AREA + "<str:letter>/", settling.settle, name="settle"),
    path(ASSESSMENT + "room/", room.room, name="room"),
    path(ASSESSMENT + "room/state/", room.room_state, name="room_state"),
    path(ASSESSMENT + "scores/", moderation.scores, name="scores"),
    path(ASSESSMENT + "sign-off/", signing_off.sign_off, name="sign_off"),
    path(ASSESSMENT + "sign-off/ask/", signing_off.ask, name="ask_sign_off"),
    path(
        ASSESSMENT + "sign-off/<int:number>/<str:letter>/",
        signing_off.change_rating,
        name="change_rating",
    ),
    path(ASSESSMENT + "check/", submissions.check, name="check"),
    path(ASSESSMENT + "submit/", submissions.submit, name="submit"),
    path(ASSESSMENT + "reopen/", submissions.reopen, name="reopen"),
    path(ASSESSMENT + "young-people/", supplements.young_people, name="young_people"),
    path(ASSESSMENT + "follow-up/", supplements.follow_up, name="follow_up"),
    path(
        ASSESSMENT + "follow-up/ideas/",
        supplements.follow_up_ideas,
        name="follow_up_ideas",
    ),
    path("data/columns/", data_columns.data_columns, name="data_columns"),
    path(
        "submissions/<reference:reference>/", submissions.submission, name="submission"
    ),
    path(
        "submissions/<reference:reference>/since/<reference:other>/",
        submissions.differences,
        name="differences",
    ),
    path(
        "submissions/<reference:reference>.<str:format>",
        submissions.submission_file,
        name="submission_file",
    ),
]
if settings.DEMO:  # nobody else may read what a real site sends
    urlpatterns.append(path("mails/", sent_emails.mails, name="mails"))
