"""The URLs of everything from a round to a submission.

Only the URL says what is being edited.
"""

from django.conf import settings
from django.urls import include, path, register_converter

from . import analysis_urls, desk_urls
from .converters import ReferenceConverter
from .views import (
    account_help,
    action_plan,
    actions,
    agenda,
    agreed_form,
    approving,
    assessment_files,
    authority_archive,
    blank_forms,
    board_report,
    coming_back,
    consent,
    cover_autosave,
    data_columns,
    draft_files,
    draft_history,
    drafts,
    follow_up,
    follow_up_returns,
    group,
    groups,
    hand_in_receipt,
    home,
    later,
    moderation,
    offline,
    overview,
    pack,
    peer_reviews,
    people,
    plan,
    presence_and_notes,
    previous_answers,
    proposals,
    questions,
    rate,
    redacting,
    reminders,
    reopening,
    room,
    schemas,
    second_ratings,
    sent_emails,
    settling,
    signing_off,
    submissions,
    table,
    young_people,
)

register_converter(ReferenceConverter, "reference")

ASSESSMENT = "assessments/<int:pk>/"
GROUP = ASSESSMENT + "groups/<int:group>/"
DRAFT = GROUP + "areas/<int:number>/"
AREA = ASSESSMENT + "moderation/<int:number>/"
FOLLOW_UP = ASSESSMENT + "follow-up/"
FINDING = ASSESSMENT + "young-people/findings/"
PLAN = ASSESSMENT + "action-plan/"
ACTION = PLAN + "<int:action>/"
AUTHORITY = "authorities/<slug:slug>/"
EVERYTHING = AUTHORITY + "everything"
PEOPLE = AUTHORITY + "people/"

urlpatterns = [
    *desk_urls.urlpatterns,
    *analysis_urls.urlpatterns,
    path("", home.home, name="home"),
    path(
        "invitations/<str:token>/", people.accept_invitation, name="accept_invitation"
    ),
    path("staff/<int:pk>/account/", account_help.staff_account, name="staff_account"),
    path(PEOPLE, include("assessments.people_urls")),
    path(
        "frameworks/<slug:edition>/form.<str:format>",
        blank_forms.blank_form,
        name="blank_form",
    ),
    path(EVERYTHING + "/", authority_archive.everything, name="everything"),
    path(
        EVERYTHING + ".zip", authority_archive.everything_file, name="everything_file"
    ),
    path(
        "schemas/submission-1.json",
        schemas.submission_schema,
        name="submission_schema",
    ),
    path(ASSESSMENT, overview.assessment, name="assessment"),
    path(ASSESSMENT + "rate/", rate.rate, name="rate"),
    path(ASSESSMENT + "files/", assessment_files.files, name="files"),
    path(ASSESSMENT + "cover/", overview.cover, name="cover"),
    path(ASSESSMENT + "cover/here/", cover_autosave.cover_here, name="cover_here"),
    path(ASSESSMENT + "history/", overview.history, name="history"),
    path(ASSESSMENT + "remind/", reminders.remind, name="remind"),
    path(ASSESSMENT + "groups/", groups.groups, name="groups"),
    path(GROUP, group.group, name="group"),
    path(GROUP + "remove/", group.remove_group, name="remove_group"),
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
    path(
        DRAFT + "remove-words/<str:letter>/",
        redacting.remove_words,
        name="remove_words",
    ),
    path(DRAFT + "ask-back/", hand_in_receipt.ask_back, name="ask_back"),
    path(DRAFT + "after/<str:letter>/", second_ratings.voice, name="voice"),
    path(ASSESSMENT + "moderation/", agenda.moderation, name="moderation"),
    path(ASSESSMENT + "moderation/agenda/", agenda.agenda, name="agenda"),
    path(
        ASSESSMENT + "moderation/agenda/next/",
        agenda.next_on_agenda,
        name="next_on_agenda",
    ),
    path(ASSESSMENT + "moderation/agenda/plan/", plan.plan, name="plan"),
    path(
        ASSESSMENT + "moderation/agenda/plan/<int:meeting>/",
        plan.planned_meeting,
        name="planned_meeting",
    ),
    path(ASSESSMENT + "moderation/agenda/pack/", pack.pack, name="agenda_pack"),
    path(
        ASSESSMENT + "moderation/agenda/pack.pdf",
        pack.pack_file,
        name="agenda_pack_file",
    ),
    path(ASSESSMENT + "agreed.docx", agreed_form.agreed_form, name="agreed_form"),
    path(ASSESSMENT + "moderation/proposals/", proposals.proposals, name="proposals"),
    path(
        ASSESSMENT + "moderation/proposals/here/",
        proposals.proposals_here,
        name="proposals_here",
    ),
    path(ASSESSMENT + "moderation/table/", table.table, name="table"),
    path(AREA, moderation.discussion, name="discussion"),
    path(AREA + "<str:letter>/", settling.settle, name="settle"),
    path(AREA + "<str:letter>/look-again/", later.look_again, name="look_again"),
    path(AREA + "<str:letter>/come-back/", coming_back.come_back, name="come_back"),
    path(ASSESSMENT + "room/", room.room, name="room"),
    path(ASSESSMENT + "room/state/", room.room_state, name="room_state"),
    path(ASSESSMENT + "scores/", moderation.scores, name="scores"),
    path(ASSESSMENT + "sign-off/", signing_off.sign_off, name="sign_off"),
    path(ASSESSMENT + "sign-off/ask/", signing_off.ask, name="ask_sign_off"),
    path(ASSESSMENT + "sign-off/send-back/", signing_off.send_back, name="send_back"),
    path(
        ASSESSMENT + "sign-off/comments/<int:comment>/",
        signing_off.answer_comment,
        name="answer_comment",
    ),
    path(
        ASSESSMENT + "sign-off/<int:number>/<str:letter>/",
        approving.change_rating,
        name="change_rating",
    ),
    path(ASSESSMENT + "reviews/", peer_reviews.reviews, name="reviews"),
    path(ASSESSMENT + "reviews/<int:review>/", peer_reviews.review, name="review"),
    path("reviews/<int:pk>/", peer_reviews.own_review, name="own_review"),
    path(ASSESSMENT + "questions/", questions.questions, name="questions"),
    path(ASSESSMENT + "questions/<int:question>/", questions.question, name="question"),
    path(ASSESSMENT + "cluster/", consent.cluster_scores, name="cluster_scores"),
    path(ASSESSMENT + "consent/", consent.consent, name="consent"),
    path(ASSESSMENT + "check/", submissions.check, name="check"),
    path(ASSESSMENT + "submit/", submissions.submit, name="submit"),
    path(ASSESSMENT + "reopen/", reopening.reopen, name="reopen"),
    path(ASSESSMENT + "ask-to-reopen/", reopening.ask_to_reopen, name="ask_to_reopen"),
    path(ASSESSMENT + "board-report/", board_report.board_report, name="board_report"),
    path(ASSESSMENT + "young-people/", young_people.young_people, name="young_people"),
    path(
        ASSESSMENT + "young-people/here/",
        young_people.young_people_here,
        name="young_people_here",
    ),
    path(FINDING + "add/", young_people.add_finding, name="add_finding"),
    path(FINDING + "<int:finding>/", young_people.finding, name="finding"),
    path(
        FINDING + "<int:finding>/remove/",
        young_people.remove_finding,
        name="remove_finding",
    ),
    path(FOLLOW_UP, follow_up.follow_up, name="follow_up"),
    path(FOLLOW_UP + "here/", follow_up.follow_up_here, name="follow_up_here"),
    path(FOLLOW_UP + "check/", follow_up.follow_up_check, name="follow_up_check"),
    path(FOLLOW_UP + "reopen/", follow_up.reopen_follow_up, name="reopen_follow_up"),
    path(
        FOLLOW_UP + "history/<int:number>/",
        follow_up_returns.follow_up_history,
        name="follow_up_history",
    ),
    path(FOLLOW_UP + "actions/", action_plan.tick_off, name="tick_off"),
    path(
        "follow-ups/<reference:reference>/",
        follow_up_returns.follow_up_return,
        name="follow_up_return",
    ),
    path(
        "follow-ups/<reference:reference>.<str:format>",
        follow_up_returns.follow_up_file,
        name="follow_up_file",
    ),
    path(PLAN, action_plan.action_plan, name="action_plan"),
    path(
        ASSESSMENT + "action-plan.xlsx",
        action_plan.action_plan_file,
        name="action_plan_file",
    ),
    path(PLAN + "ideas/", action_plan.plan_ideas, name="plan_ideas"),
    path(PLAN + "add/", action_plan.add_action, name="add_action"),
    path(ACTION, actions.action, name="action"),
    path(ACTION + "move/", actions.move_action, name="move_action"),
    path(ACTION + "remove/", actions.remove_action, name="remove_action"),
    path(ACTION + "put-back/", actions.put_back_action, name="put_back_action"),
    path(ACTION + "restore/", actions.restore_action, name="restore_action"),
    path("data/columns/", data_columns.data_columns, name="data_columns"),
    path(
        "submissions/<reference:reference>/", submissions.submission, name="submission"
    ),
    path(
        "submissions/<reference:reference>/remove-words/",
        redacting.remove_submitted_words,
        name="remove_submitted_words",
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
