"""The permissions of each person: the design's table as data.

A row gives the answer to each person, in the order of PEOPLE. GET answers are
literal. For POST only the gate matters: "ok" is any answer of somebody who may ask
(a redirect, an error at a field, a refusal for the moment), "409" a refusal because
of the state of the assessment.
"""

from .world import STATES

PEOPLE = ["mo", "cass", "dee", "ann", "oli", "val", "nobody"]
EVERYBODY = [200, 200, 200, 200, 200, 200, 302]
THOSE_INSIDE_AND_STAFF = [200, 200, 200, 200, 404, 200, 302]
THOSE_INSIDE = [200, 200, 200, 200, 404, 403, 302]
MODERATOR = [200, 403, 403, 403, 404, 403, 302]
STAFF = [403, 403, 403, 403, 403, 200, 302]
OWN_GROUP = [200, 200, 403, 403, 404, 403, 302]  # a draft before its discussion
POST_ONLY = [405, 405, 405, 405, 405, 405, 302]
ONLY_OWN = [403, 200, 403, 403, 404, 403, 302]
NOT_NOW = [409, 403, 403, 403, 404, 403, 302]
NOT_ASKED = [403, 403, 403, 409, 404, 403, 302]  # the approver, who is not asked
OWN_GROUP_ALONE = [403, 200, 403, 403, 404, 403, 302]  # not even the moderator
NOT_SUBMITTED = [409, 409, 409, 409, 404, 409, 302]
NOT_NOW_ALONE = [403, 409, 403, 403, 404, 403, 302]
MODERATOR_MAY = ["ok", 403, 403, 403, 404, 403, 401]
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
    "home": EVERYBODY,
    "framework_list": EVERYBODY,
    "framework": EVERYBODY,
    "framework_since": EVERYBODY,
    "blank_form": EVERYBODY,
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
    "mails": [200] * 7,  # a demonstration's, and there is none elsewhere
    "remind": while_open(MODERATOR, NOT_NOW),
    "rounds": STAFF,
    "new_round": STAFF,
    "round": STAFF,
    "round_file": while_open([403, 403, 403, 403, 403, 409, 302], STAFF),
    "round_text": while_open(STAFF, STAFF),  # with a form once there is something
    "past_submissions": STAFF,
    "past_batch": STAFF,
    "discard_past": POST_ONLY,
    "past_report_file": STAFF,
    "submission_schema": [200] * 7,  # other programs' too
    "round_downloads": STAFF,
    "round_zip": while_open(
        [403, 403, 403, 403, 403, 409, 302],  # nothing has been submitted
        STAFF,  # the PDFs have been made for "everything_file"
    ),
    "assessment": THOSE_INSIDE_AND_STAFF,
    "cover": THOSE_INSIDE,
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
    "moderation": THOSE_INSIDE,
    "agenda": THOSE_INSIDE,
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
    "discussion": {
        "rating": MODERATOR,
        "handed_in": MODERATOR,
        "discussing": THOSE_INSIDE,
        "submitted": THOSE_INSIDE,
    },
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
    "sign_off": while_open(
        [200, 403, 403, 200, 404, 403, 302], [409, 403, 403, 409, 404, 403, 302]
    ),
    "ask_sign_off": POST_ONLY,
    "change_rating": NOT_ASKED,
    "young_people": while_open(
        [409, 403, 403, 403, 404, 409, 302], [200, 403, 403, 403, 404, 200, 302]
    ),
    "follow_up": while_open(NOT_SUBMITTED, THOSE_INSIDE_AND_STAFF),
    "follow_up_ideas": while_open(NOT_SUBMITTED, THOSE_INSIDE_AND_STAFF),
    "data_columns": EVERYBODY,
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
    "mails": [405] * 7,
    "remind": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "rounds": NO_POST,
    "new_round": [403, 403, 403, 403, 403, "ok", 401],
    "round": [403, 403, 403, 403, 403, "ok", 401],
    "round_file": NO_POST,
    "round_text": [403, 403, 403, 403, 403, "ok", 401],
    "past_submissions": [403, 403, 403, 403, 403, "ok", 401],
    "past_batch": [403, 403, 403, 403, 403, "ok", 401],
    "discard_past": [403, 403, 403, 403, 403, "ok", 401],
    "past_report_file": NO_POST,
    "submission_schema": [405] * 7,
    "round_downloads": [403, 403, 403, 403, 403, "ok", 401],
    "round_zip": NO_POST,
    "assessment": NO_POST,
    "cover": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
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
    "next_on_agenda": NO_POST,
    "agenda_pack": NO_POST,
    "agenda_pack_file": NO_POST,
    "agreed_form": NO_POST,
    "discussion": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
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
    "sign_off": while_open(APPROVER_MAY, APPROVER_NOT_NOW),
    "ask_sign_off": while_open(MODERATOR_MAY, MODERATOR_NOT_NOW),
    "change_rating": while_open(APPROVER_MAY, APPROVER_NOT_NOW),
    "young_people": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "follow_up": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "follow_up_ideas": while_open(MODERATOR_NOT_NOW, MODERATOR_MAY),
    "data_columns": NO_POST,
    "submission": NO_POST,
    "differences": NO_POST,
    "submission_file": NO_POST,
}


def row_of(table, name, state):
    row = table[name]
    return row[state] if isinstance(row, dict) else row
