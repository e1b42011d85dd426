"""The tables of the archive, and the models and fields left out, with the reasons.

A test checks these lists against every model and field. No table contains anything
that a moderator could not read on the site at that moment.
"""

from assessments.models import Assessment, Invitation, LocalAuthority, Membership

from . import tables_agreement, tables_drafts
from .table import ArchiveTable, columns

TABLES = [
    ArchiveTable(
        "authority",
        "The authority",
        LocalAuthority,
        "pk",
        columns("name slug region", ons_code="code"),
    ),
    ArchiveTable(
        "people",
        "The people of the authority and their roles",
        Membership,
        "authority",
        columns("role", name="user__name", email="user__email"),
        ["user__name"],
    ),
    ArchiveTable(
        "invitations",
        "Everybody who was invited, and who accepted",
        Invitation,
        "authority",
        columns(
            "email role invited_at invited_by__name expires_at accepted_at "
            "accepted_by__name withdrawn_at"
        ),
        ["invited_at"],
    ),
    ArchiveTable(
        "invitation_groups",
        "The groups people were invited to",
        Invitation.groups.through,
        "invitation__authority",
        {
            "email": "invitation__email",
            "invited_at": "invitation__invited_at",
            "round": "workinggroup__assessment__round__slug",
            "group": "workinggroup__name",
        },
        ["invitation__invited_at"],
    ),
    ArchiveTable(
        "assessments",
        "The assessments, with their rounds and cover sheets",
        Assessment,
        "authority",
        columns(
            " ".join(["status", *Assessment.COVER_FIELDS, "reopened_because"]),
            _assessment="pk",
            round="round__slug",
            round_name="round__name",
            edition="round__framework__edition",
            round_opened_on="round__opens_on",
            round_closes_on="round__closes_on",
        ),
        ["-round__opens_on"],
    ),
    *tables_drafts.TABLES,
    *tables_agreement.TABLES,
]
NAMED = {table.name: table for table in TABLES}

# Models, and fields of models, that are left out, and why.
COUNTER = "counts saves, so that two people do not overwrite each other"
LEFT_OUT = {
    "assessments.Presence": "who had a page open in the last minute; deleted after that",
    "assessments.Attendance": "who had the room open in the last minute",
    "assessments.Assessment.version": COUNTER,
    "assessments.AgreedArea.version": COUNTER,
    "assessments.AgreedResponse.version": COUNTER,
    "assessments.Draft.version": COUNTER,
    "assessments.DraftResponse.version": COUNTER,
    "assessments.Meeting.version": COUNTER,
    "assessments.YoungPeopleScore.version": COUNTER,
    "assessments.FollowUp.version": COUNTER,
    "assessments.FollowUpScore.version": COUNTER,
    "assessments.PastBatch": "Coram Voice's: files it imported together",
    "assessments.PastFile": "Coram Voice's: what it imported of a file is a submission",
    "assessments.SignOff.versions": "the counters of what was approved",
    "assessments.Invitation.token_digest": "the secret of a link",
    "assessments.FormDownload.content": "the drafts at that time: see the revisions",
    "assessments.FormUpload.content": "only for its group; what the group used is in "
    "the drafts",
    "assessments.SubmissionFile.content": "a file of its own",
    "leavingcare.User.password": "a secret",
    "leavingcare.User.last_login": "the person's own",
    "leavingcare.User.wants_reminders": "the person's own",
    "leavingcare.User.is_active": "an operator's",
    "leavingcare.User.is_staff": "whether somebody works for Coram Voice",
    "account.EmailAddress": "how people sign in",
    "account.EmailConfirmation": "how people sign in",
    "sessions.Session": "secrets of people who are signed in",
    "post_office.Email": "emails on their way; their links are secrets",
    "post_office.Log": "how emails were delivered",
    "post_office.EmailTemplate": "not used",
    "post_office.Attachment": "not used",
    "post_office.Attachment_emails": "not used",
    "auth.Permission": "not used",
    "auth.Group": "not used",
    "auth.Group_permissions": "not used",
    "contenttypes.ContentType": "names of tables",
    "frameworks.Correspondence": "Coram Voice's: which statements of editions correspond",
    "frameworks.Framework": "the edition is in everything.json, as submissions have it",
    "frameworks.ScalePoint": "the edition is in everything.json",
    "frameworks.Area": "the edition is in everything.json",
    "frameworks.Statement": "the edition is in everything.json",
}
