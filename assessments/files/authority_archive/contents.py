"""The tables of the archive, and the models and fields left out, with the reasons.

A test checks these lists against every model and field. No table contains anything
that a moderator could not read on the site at that moment.
"""

from assessments.models import Assessment, Invitation, LocalAuthority, Membership

from . import tables_agreement, tables_drafts, tables_supplements
from .table import ArchiveTable, columns

TABLES = [
    ArchiveTable(
        "authority",
        "The authority",
        LocalAuthority,
        "pk",
        columns("name slug region kind other_names", ons_code="code"),
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
            " ".join(
                ["status", *Assessment.COVER_FIELDS, "reopened_because"]
                + ["due_on", "withdrawn_at"]
            ),
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
    *tables_supplements.TABLES,
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
    "assessments.PlannedMeeting.version": COUNTER,
    "assessments.Proposal.version": COUNTER,
    "assessments.YoungPeopleScore.version": COUNTER,
    "assessments.BoardReport.version": COUNTER,
    "assessments.FollowUp.version": COUNTER,
    "assessments.FollowUpScore.version": COUNTER,
    "assessments.YoungPeopleRecord.version": COUNTER,
    "assessments.SurveyFinding.version": COUNTER,
    "assessments.Action.version": COUNTER,
    "assessments.FollowUpRequest": "Coram Voice’s: by when it asks for follow-ups",
    "assessments.PastBatch": "Coram Voice's: files it imported together",
    "assessments.PastFile": "Coram Voice's: what it imported of a file is a submission",
    "assessments.Assessment.withdrawn_by": "Coram Voice's: who took it out of a round",
    "assessments.Assessment.withdrawn_because": "Coram Voice's own words on why",
    "assessments.Assessment.is_counted": "Coram Voice's: whether it counts as asked",
    "assessments.LocalAuthority.merged_into": "for the record of Coram Voice",
    "assessments.LocalAuthority_took_over_from": "Coram Voice's: who took over",
    "assessments.LocalAuthority.number": "the code that hides it in an evaluation",
    "assessments.EditionFile": "Coram Voice's: the file of an edition it decides on",
    "assessments.CorrespondenceDecision": "Coram Voice's: on statements of an edition",
    "assessments.Cluster": "Coram Voice's: which authorities work together",
    "assessments.Cluster_authorities": "Coram Voice's: which authorities work together",
    "assessments.Cluster_facilitators": "Coram Voice's: who facilitates them",
    "assessments.Consent.version": COUNTER,
    "assessments.Enquiry": "Coram Voice's: what it asked of several authorities",
    "assessments.Question.enquiry": "Coram Voice's: what it asked of several authorities",
    "assessments.PeerReview.version": COUNTER,
    "assessments.StatementNote": "Coram Voice's: notes on the statements of an edition",
    "assessments.Round.closed_at": "Coram Voice's: when it stopped waiting",
    "assessments.Round.closed_by": "Coram Voice's: when it stopped waiting",
    "assessments.DeskEvent": "Coram Voice's: what it did at its desk",
    "assessments.ContactNote": "Coram Voice's: its notes of contacts",
    "assessments.Digest": "Coram Voice's: its daily emails",
    "assessments.SubmissionFigures": "the ratings and scores of a submission, once more",
    "assessments.Benchmark": "of a whole round; its results are on a page and in a file",
    "assessments.ResultsOpening": "Coram Voice's: who has opened the results",
    "assessments.SeenByName": "which authorities of a cluster were shown to it",
    "assessments.ReadingTag": "Coram Voice's: its tags",
    "assessments.TaggedText": "Coram Voice's: where it put its tags",
    "assessments.RoundAnalysis": "Coram Voice's: its analyses of a whole round",
    "assessments.RegisterEntry": "the published register of all authorities",
    "assessments.RegisterEntry_succeeded_by": "the published register",
    "assessments.RegisterSource": "the published register",
    "assessments.SignOff.versions": "the counters of what was approved",
    "assessments.Invitation.token_digest": "the secret of a link",
    "assessments.FormDownload.content": "the drafts at that time: see the revisions",
    "assessments.FormUpload.content": "only for its group; what the group used is in "
    "the drafts",
    "assessments.SubmissionFile.content": "a file of its own",
    "leavingcare.User.password": "a secret",
    "leavingcare.User.last_login": "the person's own",
    "leavingcare.User.wants_reminders": "the person's own",
    "leavingcare.User.one_at_a_time": "the person's own",
    "leavingcare.User.is_active": "an operator's",
    "leavingcare.User.is_staff": "whether somebody works for Coram Voice",
    "leavingcare.User.staff_role": "what somebody does at Coram Voice",
    "account.EmailAddress": "how people sign in",
    "account.EmailConfirmation": "how people sign in",
    "mfa.Authenticator": "secrets with which people sign in",
    "usersessions.UserSession": "where people are signed in",
    "socialaccount.SocialAccount": "how people sign in",
    "socialaccount.SocialApp": "how people sign in",
    "socialaccount.SocialToken": "how people sign in",
    "leavingcare.AccountEvent": "the person's own: each sees theirs on their account page",
    "leavingcare.ProgramToken": "Coram Voice's: the programs that read its data",
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
