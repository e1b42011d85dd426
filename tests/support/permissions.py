"""The permissions of each person: the design's table as data.

A row gives the answer to each person, in the order of PEOPLE. GET answers are
literal. For POST only the gate matters: "ok" is any answer of somebody who may ask
(a redirect, an error at a field, a refusal for the moment), "409" a refusal because
of the state of the assessment.
"""

from .world import STATES

# A row has these; Coram Voice's other people follow from it, see `row_of`.
FIRST = ["mo", "cass", "dee", "ann", "oli", "val", "nobody"]
FACILITATORS = ["fay", "gus"]  # of Northmoor's cluster, and of another one
PEOPLE = [*FIRST, *FACILITATORS, "eve"]  # Eve evaluates
EVERYBODY = [200, 200, 200, 200, 200, 200, 302]
THOSE_INSIDE_AND_STAFF = [200, 200, 200, 200, 404, 200, 302]
THOSE_INSIDE = [200, 200, 200, 200, 404, 403, 302]
LED_ON = [302, 302, 302, 302, 404, 403, 302]  # to another page
MODERATOR = [200, 403, 403, 403, 404, 403, 302]
MODERATOR_AND_STAFF = [200, 403, 403, 403, 404, 200, 302]
STAFF = [403, 403, 403, 403, 403, 200, 302]
STAFF_ALONE = [403, 403, 403, 403, 404, 200, 302]  # others do not know of it
STAFF_MAY = [403, 403, 403, 403, 403, "ok", 401]
OWN_GROUP = [200, 200, 403, 403, 404, 403, 302]  # a draft before its discussion
POST_ONLY = [302] * 7  # to the page above it, or to sign in
ONLY_OWN = [403, 200, 403, 403, 404, 403, 302]
NOT_RELEASED = [404, 404, 404, 404, 404, 404, 302]
NOT_NOW = [409, 403, 403, 403, 404, 403, 302]
NOT_ASKED = [403, 403, 403, 409, 404, 403, 302]  # the approver, who is not asked
OWN_GROUP_ALONE = [403, 200, 403, 403, 404, 403, 302]  # not even the moderator
NOT_SUBMITTED = [409, 409, 409, 409, 404, 409, 302]
NOT_NOW_ALONE = [403, 409, 403, 403, 404, 403, 302]
MODERATOR_MAY = ["ok", 403, 403, 403, 404, 403, 401]
MODERATOR_AND_STAFF_MAY = ["ok", 403, 403, 403, 404, "ok", 401]
MODERATOR_NOT_NOW = [409, 403, 403, 403, 404, 403, 401]
APPROVER_MAY = [403, 403, 403, "ok", 404, 403, 401]
APPROVER_NOT_NOW = [403, 403, 403, 409, 404, 403, 401]
GROUP_MAY = [403, "ok", 403, 403, 404, 403, 401]
GROUP_NOT_NOW = [403, 409, 403, 403, 404, 403, 401]
NO_POST = [405, 405, 405, 405, 405, 405, 401]


def while_open(row, closed):
    return dict.fromkeys(STATES[:3], row) | {"submitted": closed}


# URL's name: the answers in every state, or by state.
GET = {
    "help": [200] * 7,
    "help_page": [200] * 7,
    "home": EVERYBODY,
    "framework_list": EVERYBODY,
    "framework": EVERYBODY,
    "framework_since": EVERYBODY,
    "blank_form": EVERYBODY,
    "authorities": STAFF,
    "authority": STAFF,
    "change_authority": STAFF,
    "match_authority": STAFF,
    "merge_authority": STAFF,
    "hand_over": STAFF,
    "people": THOSE_INSIDE_AND_STAFF,
    "everything": MODERATOR,
    "everything_file": MODERATOR,
    "invite": POST_ONLY,
    "withdraw_invitation": POST_ONLY,
    "change_role": POST_ONLY,
    "remove_member": POST_ONLY,
    "accept_invitation": [403] * 6 + [200],  # it is for another person
    "reminder_choice": [200] * 7,  # anybody with the link in an email
    "your_account": EVERYBODY,
    # Signing in and the second step: nobody has one here, so there is none to remove.
    "mfa_add_webauthn": EVERYBODY,
    "mfa_edit_webauthn": [404] * 6 + [302],
    "mfa_remove_webauthn": [404] * 6 + [302],
    "mfa_reauthenticate_webauthn": [403] * 6 + [302],
    "mfa_index": EVERYBODY,
    "mfa_authenticate": [302] * 7,  # signed in already, or not half way in
    "mfa_reauthenticate": [403] * 6 + [302],
    "mfa_activate_totp": EVERYBODY,
    "mfa_deactivate_totp": [404] * 6 + [302],
    "mfa_view_recovery_codes": [404] * 6 + [302],
    "mfa_generate_recovery_codes": EVERYBODY,
    "usersessions_list": EVERYBODY,
    "openid_connect_login": [302] * 6 + [405],  # no service is known here
    "openid_connect_callback": [404] * 7,
    "tokens": STAFF,
    "member_account": [200, 403, 403, 403, 404, 200, 302],
    "staff_account": STAFF,
    "mails": [200] * 7,  # a demonstration's, and there is none elsewhere
    "remind": while_open(MODERATOR, NOT_NOW),
    "statement_notes": EVERYBODY,
    "new_edition": STAFF,
    "correspondence": STAFF,
    "accept_word_for_word": POST_ONLY,
    "decide_correspondence": STAFF,
    "correspondence_file": [403, 403, 403, 403, 403, 409, 302],  # not all is decided
    "take_back_note": POST_ONLY,
    "clusters": STAFF,
    "new_cluster": STAFF,
    "cluster": STAFF,
    "change_cluster": STAFF,
    "staff": STAFF,
    "invite_staff": STAFF,
    "staff_member": STAFF,
    "evaluation": STAFF,
    "evaluation_file": while_open(
        [403, 403, 403, 403, 403, 404, 302],  # nothing is passed on
        STAFF,
    ),
    "passed_on": while_open([403, 403, 403, 403, 403, 404, 302], STAFF),
    "reviews": while_open(
        [409, 403, 403, 409, 404, 409, 302], [200, 403, 403, 200, 404, 200, 302]
    ),
    "review": while_open(
        [404, 403, 403, 404, 404, 404, 302], [200, 403, 403, 200, 404, 200, 302]
    ),
    "own_review": while_open(
        [404, 404, 404, 404, 404, 404, 302], [404, 404, 404, 404, 200, 404, 302]
    ),
    "questions": while_open(
        [409, 403, 403, 409, 404, 409, 302], [200, 403, 403, 200, 404, 200, 302]
    ),
    "question": POST_ONLY,
    "cluster_scores": while_open(
        [409, 409, 409, 409, 404, 403, 302], [200, 200, 200, 200, 404, 403, 302]
    ),
    "consent": while_open(
        [409, 403, 403, 409, 404, 409, 302], [200, 403, 403, 200, 404, 200, 302]
    ),
    "rounds": STAFF,
    "new_round": STAFF,
    "round": STAFF,
    "round_csv": STAFF,
    "change_round": STAFF,
    "add_authority": STAFF,
    "add_one": STAFF,
    "add_many": STAFF,
    "chase": STAFF,
    "round_responses": STAFF,
    "round_questions": STAFF,
    "round_question": STAFF,
    "analysis": STAFF,
    "read_index": STAFF,
    "read_place": STAFF,
    "read_tag": STAFF,
    "search_round": STAFF,
    "tag_text": POST_ONLY,
    "round_results": STAFF,
    "results": THOSE_INSIDE_AND_STAFF,
    "results_file": NOT_RELEASED,
    "results_in_plain_words": while_open(NOT_SUBMITTED, THOSE_INSIDE_AND_STAFF),
    "analysis_part": STAFF,
    "analysis_csv": STAFF,
    "analysis_file": STAFF,
    "keep_analysis": POST_ONLY,
    "responses_csv": STAFF,
    "take_out": STAFF_ALONE,
    "own_due": STAFF_ALONE,
    "round_file": while_open([403, 403, 403, 403, 403, 409, 302], STAFF),
    "round_text": while_open(STAFF, STAFF),  # with a form once there is something
    "past_submissions": STAFF,
    "past_batch": STAFF,
    "past_file": STAFF,
    "discard_past": POST_ONLY,
    "undo_past": POST_ONLY,
    "past_report_file": STAFF,
    "submission_schema": [200] * 7,  # other programs' too
    "round_downloads": STAFF,
    "round_zip": while_open(
        [403, 403, 403, 403, 403, 409, 302],  # nothing has been submitted
        STAFF,  # the PDFs have been made for "everything_file"
    ),
    "assessment": THOSE_INSIDE_AND_STAFF,
    "rate": THOSE_INSIDE,
    "files": THOSE_INSIDE_AND_STAFF,
    "cover": THOSE_INSIDE,
    "cover_here": POST_ONLY,
    "history": THOSE_INSIDE,
    "groups": THOSE_INSIDE_AND_STAFF,
    "group": THOSE_INSIDE,
    "remove_group": POST_ONLY,
    "offline": while_open(OWN_GROUP_ALONE, NOT_NOW_ALONE),
    "offline_upload": while_open([403, 302, 403, 403, 404, 403, 302], NOT_NOW_ALONE),
    "offline_check": OWN_GROUP_ALONE,
    "draft": {
        "rating": OWN_GROUP,
        "handed_in": OWN_GROUP,
        "discussing": THOSE_INSIDE,
        "submitted": THOSE_INSIDE,
    },
    "draft_file": {
        "rating": OWN_GROUP,
        "handed_in": OWN_GROUP,
        "discussing": THOSE_INSIDE,
        "submitted": THOSE_INSIDE,
    },
    "here": POST_ONLY,
    "notes": {
        "rating": OWN_GROUP_ALONE,
        "handed_in": OWN_GROUP_ALONE,
        "discussing": THOSE_INSIDE,
        "submitted": THOSE_INSIDE,
    },
    "last_time": {
        "rating": OWN_GROUP,
        "handed_in": OWN_GROUP,
        "discussing": THOSE_INSIDE,
        "submitted": THOSE_INSIDE,
    },
    "hand_in": {
        "rating": ONLY_OWN,
        "handed_in": [403, 302, 403, 403, 404, 403, 302],
        "discussing": [403, 302, 403, 403, 404, 403, 302],
        "submitted": [403, 302, 403, 403, 404, 403, 302],
    },
    "handed_in": {
        "rating": [302, 302, 403, 403, 404, 403, 302],
        "handed_in": OWN_GROUP,
        "discussing": THOSE_INSIDE,
        "submitted": THOSE_INSIDE,
    },
    "hand_back": {
        "rating": NOT_NOW,
        "handed_in": MODERATOR,
        "discussing": MODERATOR,
        "submitted": NOT_NOW,
    },
    "response_history": {
        "rating": OWN_GROUP,
        "handed_in": OWN_GROUP,
        "discussing": THOSE_INSIDE,
        "submitted": THOSE_INSIDE,
    },
    "voice": {
        "rating": [403, 409, 403, 403, 404, 403, 302],
        "handed_in": [403, 409, 403, 403, 404, 403, 302],
        "discussing": ONLY_OWN,
        "submitted": [403, 409, 403, 403, 404, 403, 302],
    },
    "moderation": LED_ON,
    "agenda": THOSE_INSIDE,
    "plan": THOSE_INSIDE,
    "planned_meeting": while_open(MODERATOR, NOT_NOW),
    "next_on_agenda": [302, 302, 302, 302, 404, 403, 302],
    "agenda_pack": THOSE_INSIDE,
    "agenda_pack_file": THOSE_INSIDE,
    "agreed_form": {
        "rating": MODERATOR,
        "handed_in": MODERATOR,
        "discussing": [
            200,
            200,
            403,
            200,
            404,
            403,
            302,
        ],  # not whose draft is unfinished
        "submitted": [302, 302, 403, 302, 404, 403, 302],  # to the submission
    },
    "table": while_open(MODERATOR, NOT_NOW),
    "proposals": POST_ONLY,
    "proposals_here": POST_ONLY,
    "discussion": {
        "rating": MODERATOR,
        "handed_in": MODERATOR,
        "discussing": LED_ON,  # to the agenda of the area
        "submitted": LED_ON,
    },
    "look_again": POST_ONLY,
    "come_back": while_open(MODERATOR, NOT_NOW),
    "settle": {
        "rating": MODERATOR,
        "handed_in": MODERATOR,
        "discussing": THOSE_INSIDE,
        "submitted": THOSE_INSIDE,
    },
    "room": THOSE_INSIDE,
    "room_state": THOSE_INSIDE,
    "scores": THOSE_INSIDE,
    "check": {
        "rating": MODERATOR,
        "handed_in": MODERATOR,
        "discussing": MODERATOR,
        "submitted": [302, 403, 403, 403, 404, 403, 302],  # to the confirmation
    },
    "submit": {
        "rating": [302, 403, 403, 403, 404, 403, 302],
        "handed_in": [302, 403, 403, 403, 404, 403, 302],
        "discussing": [302, 403, 403, 403, 404, 403, 302],
        "submitted": MODERATOR,
    },
    "reopen": [403, 403, 403, 403, 404, 200, 302],
    "ask_to_reopen": MODERATOR,
    "sign_off": while_open(
        [200, 403, 403, 200, 404, 403, 302], [409, 403, 403, 409, 404, 403, 302]
    ),
    "ask_sign_off": POST_ONLY,
    "send_back": POST_ONLY,
    "answer_comment": POST_ONLY,
    "change_rating": NOT_ASKED,
    "board_report": while_open(
        [409, 403, 403, 403, 404, 403, 302], [200, 403, 403, 403, 404, 403, 302]
    ),
    "young_people": MODERATOR_AND_STAFF,
    "young_people_here": POST_ONLY,
    "add_finding": MODERATOR_AND_STAFF,
    "finding": MODERATOR_AND_STAFF,
    "remove_finding": POST_ONLY,
    "follow_up": while_open(NOT_SUBMITTED, THOSE_INSIDE_AND_STAFF),
    "follow_up_here": POST_ONLY,
    "follow_up_check": while_open(  # the authority has begun it itself
        [409, 403, 403, 403, 404, 409, 302], [200, 403, 403, 403, 404, 409, 302]
    ),
    "reopen_follow_up": while_open(
        [403, 403, 403, 403, 404, 409, 302], [403, 403, 403, 403, 404, 200, 302]
    ),
    "follow_up_history": while_open(NOT_SUBMITTED, THOSE_INSIDE_AND_STAFF),
    "tick_off": while_open(NOT_NOW, MODERATOR),
    "follow_up_return": THOSE_INSIDE_AND_STAFF,
    "follow_up_file": THOSE_INSIDE_AND_STAFF,
    "action_plan": while_open(NOT_SUBMITTED, THOSE_INSIDE_AND_STAFF),
    "action_plan_file": while_open(NOT_SUBMITTED, THOSE_INSIDE_AND_STAFF),
    "plan_ideas": while_open(NOT_NOW, MODERATOR),
    "add_action": while_open(NOT_NOW, MODERATOR),
    "action": while_open(NOT_NOW, MODERATOR),
    "move_action": POST_ONLY,
    "remove_action": POST_ONLY,
    "put_back_action": POST_ONLY,
    "restore_action": POST_ONLY,
    "round_follow_ups": STAFF,
    "data_columns": EVERYBODY,
    "remove_words": while_open(OWN_GROUP, [409, 409, 403, 403, 404, 403, 302]),
    "ask_back": {
        "rating": [403, 302, 403, 403, 404, 403, 302],
        "handed_in": ONLY_OWN,
        "discussing": ONLY_OWN,
        "submitted": NOT_NOW_ALONE,
    },
    "remove_submitted_words": while_open(
        [404] * 6 + [302], [403, 403, 403, 403, 404, 200, 302]
    ),
    "submission": THOSE_INSIDE_AND_STAFF,
    "differences": THOSE_INSIDE_AND_STAFF,
    "submission_file": THOSE_INSIDE_AND_STAFF,
}


POST = {
    "home": NO_POST,
    "framework_list": NO_POST,
    "framework": NO_POST,
    "framework_since": NO_POST,
    "blank_form": NO_POST,
    "authorities": NO_POST,
    "authority": STAFF_MAY,
    "change_authority": STAFF_MAY,
    "match_authority": STAFF_MAY,
    "merge_authority": STAFF_MAY,
    "hand_over": STAFF_MAY,
    "people": NO_POST,
    "everything": NO_POST,
    "everything_file": NO_POST,
    "invite": ["ok", 403, 403, 403, 404, "ok", 401],
    "withdraw_invitation": ["ok", 403, 403, 403, 404, "ok", 401],
    "change_role": ["ok", 403, 403, 403, 404, "ok", 401],
    "remove_member": ["ok", 403, 403, 403, 404, "ok", 401],
    "accept_invitation": [403] * 6 + ["ok"],  # it is for another person
    "reminder_choice": ["ok"] * 7,
    "your_account": ["ok"] * 6 + [401],
    "mfa_add_webauthn": ["ok"] * 6 + [401],
    "mfa_edit_webauthn": [404] * 6 + [401],
    "mfa_remove_webauthn": [404] * 6 + [401],
    "mfa_reauthenticate_webauthn": [403] * 6 + [401],
    "mfa_index": NO_POST,
    "mfa_authenticate": ["ok"] * 7,
    "mfa_reauthenticate": [403] * 6 + [401],
    "mfa_activate_totp": ["ok"] * 6 + [401],
    "mfa_deactivate_totp": [404] * 6 + [401],
    "mfa_view_recovery_codes": NO_POST,
    "mfa_generate_recovery_codes": ["ok"] * 6 + [401],
    "usersessions_list": ["ok"] * 6 + [401],
    "openid_connect_login": [404] * 7,
    "openid_connect_callback": [405] * 7,
    "tokens": STAFF_MAY,
    "member_account": ["ok", 403, 403, 403, 404, "ok", 401],
    "staff_account": STAFF_MAY,
    "mails": [405] * 7,
    "remind": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "statement_notes": STAFF_MAY,
    "new_edition": STAFF_MAY,
    "correspondence": NO_POST,
    "accept_word_for_word": STAFF_MAY,
    "decide_correspondence": STAFF_MAY,
    "correspondence_file": NO_POST,
    "take_back_note": STAFF_MAY,
    "clusters": NO_POST,
    "new_cluster": STAFF_MAY,
    "cluster": NO_POST,
    "change_cluster": STAFF_MAY,
    "staff": NO_POST,
    "invite_staff": STAFF_MAY,
    "staff_member": STAFF_MAY,
    "evaluation": NO_POST,
    "evaluation_file": NO_POST,
    "passed_on": NO_POST,
    "reviews": while_open(
        [409, 403, 403, 403, 404, 409, 401], ["ok", 403, 403, 403, 404, "ok", 401]
    ),
    "review": while_open(
        [404, 403, 403, 404, 404, 404, 401], ["ok", 403, 403, 403, 404, "ok", 401]
    ),
    "own_review": while_open(
        [404, 404, 404, 404, 404, 404, 401], [404, 404, 404, 404, "ok", 404, 401]
    ),
    "questions": while_open(
        [403, 403, 403, 403, 404, 409, 401], [403, 403, 403, 403, 404, "ok", 401]
    ),
    "question": while_open(
        [404, 403, 403, 403, 404, 404, 401], ["ok", 403, 403, 403, 404, "ok", 401]
    ),
    "cluster_scores": NO_POST,
    "consent": while_open(
        [409, 403, 403, 403, 404, 409, 401], ["ok", 403, 403, 403, 404, 409, 401]
    ),
    "rounds": NO_POST,
    "new_round": [403, 403, 403, 403, 403, "ok", 401],
    "round": NO_POST,
    "round_csv": NO_POST,
    "change_round": STAFF_MAY,
    "add_authority": STAFF_MAY,
    "add_one": STAFF_MAY,
    "add_many": STAFF_MAY,
    "chase": STAFF_MAY,
    "round_responses": NO_POST,
    "round_questions": STAFF_MAY,
    "round_question": NO_POST,
    "analysis": NO_POST,
    "read_index": NO_POST,
    "read_place": STAFF_MAY,
    "read_tag": STAFF_MAY,
    "search_round": STAFF_MAY,
    "tag_text": STAFF_MAY,
    "round_results": STAFF_MAY,
    "results": NO_POST,
    "results_file": NO_POST,
    "results_in_plain_words": NO_POST,
    "analysis_part": NO_POST,
    "analysis_csv": NO_POST,
    "analysis_file": NO_POST,
    "keep_analysis": STAFF_MAY,
    "responses_csv": NO_POST,
    "take_out": [403, 403, 403, 403, 404, "ok", 401],
    "own_due": [403, 403, 403, 403, 404, "ok", 401],
    "round_file": NO_POST,
    "round_text": [403, 403, 403, 403, 403, "ok", 401],
    "past_submissions": [403, 403, 403, 403, 403, "ok", 401],
    "past_batch": [403, 403, 403, 403, 403, "ok", 401],
    "past_file": [403, 403, 403, 403, 403, "ok", 401],
    "discard_past": [403, 403, 403, 403, 403, "ok", 401],
    "undo_past": STAFF_MAY,
    "past_report_file": NO_POST,
    "submission_schema": [405] * 7,
    "round_downloads": [403, 403, 403, 403, 403, "ok", 401],
    "round_zip": NO_POST,
    "assessment": NO_POST,
    "rate": NO_POST,
    "files": NO_POST,
    "cover": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "cover_here": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "history": NO_POST,
    "groups": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "group": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "remove_group": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "offline": while_open(GROUP_MAY, GROUP_NOT_NOW),
    "offline_upload": while_open(GROUP_MAY, GROUP_NOT_NOW),
    "offline_check": while_open(GROUP_MAY, GROUP_NOT_NOW),
    "draft": {"rating": GROUP_MAY} | dict.fromkeys(STATES[1:], GROUP_NOT_NOW),
    "draft_file": NO_POST,
    "here": {"rating": GROUP_MAY} | dict.fromkeys(STATES[1:], GROUP_NOT_NOW),
    "notes": while_open(GROUP_MAY, GROUP_NOT_NOW),
    "last_time": dict.fromkeys(STATES, GROUP_NOT_NOW),  # nothing to start from
    "hand_in": GROUP_MAY,
    "handed_in": NO_POST,
    "hand_back": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "response_history": {"rating": GROUP_MAY}
    | dict.fromkeys(STATES[1:], GROUP_NOT_NOW),
    "voice": dict.fromkeys(["rating", "handed_in", "submitted"], GROUP_NOT_NOW)
    | {"discussing": GROUP_MAY},
    "moderation": NO_POST,
    "agenda": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "plan": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "planned_meeting": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "look_again": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "come_back": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "next_on_agenda": NO_POST,
    "agenda_pack": NO_POST,
    "agenda_pack_file": NO_POST,
    "agreed_form": NO_POST,
    "discussion": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "table": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "proposals": while_open(
        [404, 403, 403, 403, 404, 403, 401], MODERATOR_NOT_NOW
    ),  # nothing is sent
    "proposals_here": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "settle": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "room": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "room_state": while_open(
        ["ok", "ok", "ok", "ok", 404, 403, 401],
        [409, 409, 409, 409, 404, 403, 401],
    ),
    "scores": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "check": NO_POST,
    "submit": MODERATOR_MAY,  # a person who presses twice is shown that it is done
    "reopen": [403, 403, 403, 403, 404, "ok", 401],
    "ask_to_reopen": MODERATOR_MAY,
    "sign_off": while_open(APPROVER_MAY, APPROVER_NOT_NOW),
    "ask_sign_off": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "send_back": while_open(APPROVER_MAY, APPROVER_NOT_NOW),
    "answer_comment": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "change_rating": while_open(APPROVER_MAY, APPROVER_NOT_NOW),
    "board_report": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "young_people": MODERATOR_AND_STAFF_MAY,
    "young_people_here": MODERATOR_AND_STAFF_MAY,
    "add_finding": MODERATOR_AND_STAFF_MAY,
    "finding": MODERATOR_AND_STAFF_MAY,
    "remove_finding": MODERATOR_AND_STAFF_MAY,
    "follow_up": while_open(
        [409, 403, 403, 403, 404, 409, 401], ["ok", 403, 403, 403, 404, 409, 401]
    ),
    "follow_up_here": while_open(
        [409, 403, 403, 403, 404, 409, 401], ["ok", 403, 403, 403, 404, 409, 401]
    ),
    "follow_up_check": while_open(
        [409, 403, 403, 403, 404, 409, 401], ["ok", 403, 403, 403, 404, 409, 401]
    ),
    "reopen_follow_up": while_open(
        [403, 403, 403, 403, 404, 409, 401], [403, 403, 403, 403, 404, "ok", 401]
    ),
    "follow_up_history": while_open(
        [409, 403, 403, 403, 404, 409, 401], ["ok", 403, 403, 403, 404, 409, 401]
    ),
    "tick_off": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "follow_up_return": NO_POST,
    "follow_up_file": NO_POST,
    "action_plan": NO_POST,
    "action_plan_file": NO_POST,
    "plan_ideas": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "add_action": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "action": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "move_action": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "remove_action": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "put_back_action": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "restore_action": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "round_follow_ups": [403, 403, 403, 403, 403, "ok", 401],
    "data_columns": NO_POST,
    "help": [405] * 7,
    "help_page": [405] * 7,
    "remove_words": while_open(
        ["ok", "ok", 403, 403, 404, 403, 401], [409, 409, 403, 403, 404, 403, 401]
    ),
    "ask_back": {"handed_in": GROUP_MAY}
    | dict.fromkeys(["rating", "discussing", "submitted"], GROUP_NOT_NOW),
    "remove_submitted_words": while_open(
        [404] * 6 + [401], [403, 403, 403, 403, 404, "ok", 401]
    ),
    "submission": NO_POST,
    "differences": NO_POST,
    "submission_file": NO_POST,
}


# What a facilitator may not do of what a programme officer may, even in their cluster.
FOR_OFFICERS = {
    "accept_word_for_word",
    "add_authority",
    "add_many",
    "add_one",
    "analysis",
    "analysis_csv",
    "analysis_file",
    "analysis_part",
    "authorities",
    "change_authority",
    "change_cluster",
    "change_role",
    "change_round",
    "chase",
    "correspondence",
    "correspondence_file",
    "decide_correspondence",
    "discard_past",
    "hand_over",
    "invite",
    "invite_staff",
    "keep_analysis",
    "match_authority",
    "member_account",
    "merge_authority",
    "new_edition",
    "new_cluster",
    "new_round",
    "own_due",
    "past_batch",
    "past_file",
    "past_report_file",
    "past_submissions",
    "read_index",
    "read_place",
    "read_tag",
    "search_round",
    "remove_member",
    "remove_submitted_words",
    "reopen",
    "reopen_follow_up",
    "responses_csv",
    "round",
    "round_csv",
    "round_downloads",
    "round_file",
    "round_follow_ups",
    "round_responses",
    "round_questions",
    "round_question",
    "round_results",
    "round_text",
    "round_zip",
    "rounds",
    "staff",
    "staff_account",
    "staff_member",
    "take_back_note",
    "tag_text",
    "take_out",
    "undo_past",
    "withdraw_invitation",
}
# What there is for every facilitator, whatever their clusters are.
FOR_FACILITATORS = {"clusters"}
# What is another cluster's does not exist for a facilitator.
OF_CLUSTER = {"authority", "cluster"}
# What every facilitator of a cluster reads, and only programme officers change.
CHANGED_BY_OFFICERS = {"consent", "review", "reviews", "statement_notes"}
FOR_EVALUATORS = {"evaluation", "evaluation_file", "passed_on"}
# What everybody at Coram Voice has, whatever their role.
FOR_ALL_STAFF = {"tokens"}


def row_of(table, name, state):
    """Return the answers to everybody of PEOPLE.

    Coram Voice's facilitators are answered as a programme officer is in their clusters,
    but for FOR_OFFICERS, and as somebody of another authority is elsewhere; an evaluator
    as the latter everywhere.
    """
    row = table[name]
    row = row[state] if isinstance(row, dict) else row
    of = dict(zip(FIRST, row, strict=True))
    of["eve"] = of["val"] if name in FOR_EVALUATORS else of["oli"]
    officers = FOR_OFFICERS | (CHANGED_BY_OFFICERS if table is POST else set())
    is_refused = name in officers and of["val"] in {200, 302, 409, "ok"}
    of["fay"] = 403 if is_refused and of["mo"] != 302 else of["val"]
    if name in FOR_EVALUATORS:
        of["fay"] = of["oli"]
    of["gus"] = of["oli"]
    if name == "own_review":  # Oli's own
        of |= dict.fromkeys(["gus", "eve"], of["val"])
    if name in FOR_ALL_STAFF:
        of |= dict.fromkeys(["fay", "gus", "eve"], of["val"])
    if name in FOR_FACILITATORS:
        of["gus"] = of["val"]
    elif name in OF_CLUSTER and of["oli"] == 403:
        of["gus"] = 404
    return [of[person] for person in PEOPLE]
