"""The URLs of Coram Voice: rounds, authorities, clusters, its people and past submissions."""

from django.urls import path

from .views import (
    adding,
    authorities,
    chasing,
    clusters,
    correspondence,
    enquiries,
    evaluation,
    follow_up_requests,
    new_edition,
    past_imports,
    responses,
    round_data,
    round_files,
    rounds,
    staff,
    statement_notes,
    taking_out,
)

ASSESSMENT = "assessments/<int:pk>/"
AUTHORITY = "authorities/<slug:slug>/"
BATCH = "past-submissions/<int:batch>/"
CLUSTER = "clusters/<slug:slug>/"
EVALUATION = "evaluation/"
NEW_EDITION = "new-edition/<int:file>/"
ROUND = "rounds/<slug:slug>/"

urlpatterns = [
    path("authorities/", authorities.authorities, name="authorities"),
    path(AUTHORITY, authorities.authority, name="authority"),
    path(AUTHORITY + "change/", authorities.change_authority, name="change_authority"),
    path(AUTHORITY + "match/", authorities.match_authority, name="match_authority"),
    path(AUTHORITY + "merge/", authorities.merge_authority, name="merge_authority"),
    path(
        AUTHORITY + "hand-over/<int:member>/", authorities.hand_over, name="hand_over"
    ),
    path("clusters/", clusters.clusters, name="clusters"),
    path("clusters/new/", clusters.new_cluster, name="new_cluster"),
    path(CLUSTER, clusters.cluster, name="cluster"),
    path(CLUSTER + "change/", clusters.change_cluster, name="change_cluster"),
    path("staff/", staff.staff, name="staff"),
    path("staff/invite/", staff.invite_staff, name="invite_staff"),
    path("staff/<int:person>/", staff.staff_member, name="staff_member"),
    path(EVALUATION, evaluation.evaluation, name="evaluation"),
    path(
        EVALUATION + "data/<int:pk>.<str:format>",
        evaluation.evaluation_file,
        name="evaluation_file",
    ),
    path(EVALUATION + "<int:pk>/", evaluation.passed_on_page, name="passed_on"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new_round, name="new_round"),
    path(ROUND, rounds.round, name="round"),
    path(ROUND + "authorities.csv", rounds.round_csv, name="round_csv"),
    path(ROUND + "change/", rounds.change_round, name="change_round"),
    path(ROUND + "add/", adding.add_authority, name="add_authority"),
    path(ROUND + "add/<slug:key>/", adding.add_one, name="add_one"),
    path(ROUND + "add-many/", adding.add_many, name="add_many"),
    path(ROUND + "chase/", chasing.chase, name="chase"),
    path(ROUND + "questions/", enquiries.round_questions, name="round_questions"),
    path(
        ROUND + "questions/<int:enquiry>/",
        enquiries.round_question,
        name="round_question",
    ),
    path(ROUND + "answered/", responses.round_responses, name="round_responses"),
    path(ROUND + "answered.csv", responses.responses_csv, name="responses_csv"),
    path(
        "rounds/<slug:slug>/data.<str:format>", round_data.round_file, name="round_file"
    ),
    path(
        "rounds/<slug:slug>/data-with-text/", round_data.round_text, name="round_text"
    ),
    path(
        "rounds/<slug:slug>/follow-ups/",
        follow_up_requests.round_follow_ups,
        name="round_follow_ups",
    ),
    path("new-edition/", new_edition.new_edition, name="new_edition"),
    path(NEW_EDITION, correspondence.correspondence, name="correspondence"),
    path(
        NEW_EDITION + "correspondence.json",
        correspondence.correspondence_file,
        name="correspondence_file",
    ),
    path(
        NEW_EDITION + "word-for-word/",
        correspondence.accept_word_for_word,
        name="accept_word_for_word",
    ),
    path(
        NEW_EDITION + "<slug:place>/",
        correspondence.decide,
        name="decide_correspondence",
    ),
    path(
        "frameworks/<slug:edition>/notes/",
        statement_notes.statement_notes,
        name="statement_notes",
    ),
    path(
        "frameworks/<slug:edition>/notes/<int:note>/take-back/",
        statement_notes.take_back_note,
        name="take_back_note",
    ),
    path("past-submissions/", past_imports.past_submissions, name="past_submissions"),
    path(BATCH, past_imports.past_batch, name="past_batch"),
    path(BATCH + "files/<int:file>/", past_imports.past_file, name="past_file"),
    path(BATCH + "undo/", past_imports.undo_past, name="undo_past"),
    path(BATCH + "discard/", past_imports.discard_past, name="discard_past"),
    path(BATCH + "report.csv", past_imports.past_report_file, name="past_report_file"),
    path(
        "rounds/<slug:slug>/downloads/",
        round_files.round_downloads,
        name="round_downloads",
    ),
    path("rounds/<slug:slug>/pdfs.zip", round_files.round_zip, name="round_zip"),
    path(ASSESSMENT + "take-out/", taking_out.take_out, name="take_out"),
    path(ASSESSMENT + "due/", taking_out.own_due, name="own_due"),
]
