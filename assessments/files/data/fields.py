"""Every field of the data files, described once.

A long table has these as its columns. The wide table has one of each for every
area, or for every statement, as `tables` names them. A name never changes and never
comes to mean something else; tests/golden holds them all.
"""

from dataclasses import replace

from assessments.analysis.agreement import Word
from assessments.analysis.group_kinds import BY_NUMBER
from assessments.analysis.scoring import BANDS_FROM, Band

from .columns import Column, Kind, decimal, whole, written

NOT_SETTLED, NOT_AGREED, NOT_RATED = -7, -8, -9
NO_RATING = {
    NOT_SETTLED: "Not settled",
    NOT_AGREED: "Could not agree",
    NOT_RATED: "Not rated",
}
NOT_GIVEN = -9
NO_SCORE = {NOT_GIVEN: "Not given"}
NO_SUM = {NOT_RATED: "Nothing rated"}

OUTCOMES = {
    1: "Agreed",
    2: "Could not agree",
    3: "Not rated",
    4: "Not settled",
}
SETTLED = OUTCOMES | {1: "Settled"}
BANDS = dict(enumerate(Band, 1))
WORDS = [
    Word.SAME,
    Word.CLOSE,
    Word.ONE_VOICE,
    Word.SPLIT,
    Word.ONLY_ONE,
    Word.NOBODY,
]
FOLLOW_UP_STATUS = {
    1: "Not submitted yet",
    2: "Submitted",
    3: "Submitted, typed in by Coram Voice",
}
RANK = "1 is the highest of its edition in the file; equal ones share a rank."
BOTH_STAGES = "Of the areas that have a score at both stages, each out of 10."
IN_GROUP = "The people in it, as the moderator said; blank if nobody said."
OF_GROUPS = "Of the first ratings, before the discussion."


def score(name: str, label: str, about: str = "Out of 10.") -> Column:
    return whole(name, label, about, missing=NO_SCORE)


# Whose submission it is: the first columns of every table
IDENTITY = [
    Column("authority", "Authority"),
    Column("authority_code", "Code of the authority", about="Of ONS (GSS)."),
    Column(
        "evaluation_code",
        "Code in the evaluation",
        about="In a round's data; it stands for the name where no name may be.",
    ),
    Column("region", "Region"),
    Column("authority_kind", "Kind of authority"),
    Column("clusters", "Clusters", about="In a round's data, on the day of the file."),
    Column("round", "Round", about="Its short name, as in its web address."),
    Column("edition", "Edition", about="Of the self-assessment."),
    Column("reference", "Reference", about="Of the submission."),
    whole("submission_number", "Submission number", "1 is the authority's first."),
    Column(
        "dated_on",
        "Day it is of",
        Kind.DATE,
        "When it was submitted or, if it was imported, completed.",
    ),
    Column(
        "imported",
        "Imported by Coram Voice",
        Kind.CHOICE,
        "It came as a file, such as a Word form by email.",
        values={1: "Yes", 2: "No"},
    ),
]

# The submission as a whole
SUBMISSION = [
    Column("round_name", "Name of the round"),
    Column("framework", "Title of the edition"),
    Column("submitted_at", "Submitted", Kind.TIME, "UK time."),
    written("submitted_by", "Submitted by"),
    written("reopened_because", "Why Coram Voice reopened the one before"),
    Column("approved_at", "Approved", Kind.TIME, "UK time."),
    written("approved_by", "Approved by"),
    Column(
        "changed_since",
        "Changed since it was approved",
        about="Which statements and areas.",
    ),
    Column("digest", "Digest (SHA-256)", about="Of the content; see the JSON file."),
    Column("completed_on", "Date self-assessment completed", Kind.DATE),
    written("how_completed", "How the self-assessment was completed"),
    written("who_was_involved", "Who was involved"),
    written("lead_name", "Lead person"),
    written("lead_job_title", "Job title of the lead person"),
    written("lead_email", "Email address of the lead person"),
    Column("follow_up_completed_on", "Date follow-up completed", Kind.DATE),
    Column(
        "follow_up_status",
        "Follow-up",
        Kind.CHOICE,
        "Blank if it has not been begun.",
        values=FOLLOW_UP_STATUS,
    ),
    Column("follow_up_reference", "Reference of the follow-up"),
    Column("follow_up_submitted_at", "Follow-up submitted", Kind.TIME, "UK time."),
    whole("young_people_number", "Young people who took part"),
    Column("young_people_on", "Date young people's scores were gathered", Kind.DATE),
    written("young_people_by", "Who gathered young people's scores"),
    written("young_people_gathered", "How young people's scores were gathered"),
]

CUMULATIVE = [
    whole("statements", "Statements"),
    whole("rated", "Statements rated"),
    whole(
        "cumulative",
        "Cumulative score",
        "Sum of the ratings given. Compare it with the highest possible one.",
        missing=NO_SUM,
    ),
    whole(
        "maximum",
        "Highest possible score",
        "If every statement had the highest rating, also those not rated.",
    ),
    decimal(
        "mean_rating",
        "Mean rating",
        "Of the statements rated.",
        missing=NO_SUM,
    ),
]
TOTAL = [
    *(
        replace(each, name=f"{each.name}_total", label=f"{each.label}, all areas")
        for each in CUMULATIVE
    ),
    Column(
        "band_total",
        "Band",
        Kind.CHOICE,
        "Of the cumulative score. Blank if fewer than nine in ten statements are rated.",
        values={number: str(band) for number, band in BANDS.items()},
    ),
    Column(
        "band_note",
        "Note on the band",
        about=f"Blank for the edition of {BANDS_FROM}, which the bands were printed for.",
    ),
    whole(
        "rank_cumulative",
        "Rank by cumulative score",
        f"{RANK} Blank if fewer than nine in ten statements are rated.",
    ),
    whole("global_scores_given", "Global scores given", "How many areas have one."),
    whole(
        "global_score_total",
        "Sum of the global scores",
        "Of the areas that have one, each out of 10.",
        missing=NO_SCORE,
    ),
    whole(
        "rank_global",
        "Rank by the sum of the global scores",
        f"{RANK} Blank unless every area has one.",
    ),
    whole("stage_areas", "Areas with a score at both stages", "Of the follow-up."),
    whole("stage_one_total", "Stage 1, total", BOTH_STAGES, missing=NO_SCORE),
    whole("stage_two_total", "Stage 2, total", BOTH_STAGES, missing=NO_SCORE),
    whole("actions", "Actions in the action plan"),
    whole("actions_done", "Actions that are done"),
]

# Each area of a submission
AREA_NAME = [
    whole("area", "Area", "Its number in this edition."),
    Column("theme", "Theme", about="The same in every edition."),
    Column("area_title", "Title of the area"),
]
AREA = [
    score("global_score", "Global score"),
    *CUMULATIVE,
    score("young_people_score", "Young people's score"),
    Column(
        "young_people_pick",
        "Best or worst",
        Kind.CHOICE,
        "Whether young people named it among their three best or worst areas.",
        values={1: "One of the three best", 2: "One of the three worst"},
    ),
    score("stage_one", "Stage 1", "Global score first given, out of 10."),
    score("stage_two", "Stage 2", "Global score of the follow-up, out of 10."),
    written("global_score_note", "Note on the global score"),
    written(
        "young_people_how",
        "How young people's score was gathered",
        "Where it differs from the other areas.",
    ),
    written("survey_findings", "What young people said"),
    written("what_helped", "What helped", "From the follow-up."),
    written("barriers", "Barriers", "From the follow-up."),
    written("next_steps", "Next steps", "From the follow-up."),
]

# Each statement of a submission
STATEMENT_NAME = [
    *AREA_NAME[:2],
    Column("code", "Code", about="Of the statement, in this edition."),
    Column("statement", "Statement"),
    Column(
        "family",
        "Family",
        about="The same word marks similar statements in several areas.",
    ),
]
ANSWER = Column("answer", "Answer", about="The outcome in words.")
OUTCOME = Column("outcome", "Outcome", Kind.CHOICE, values=OUTCOMES)
SETTLED_OUTCOME = Column(
    "settled",
    "Outcome, as pages call it",
    Kind.CHOICE,
    "The same as the outcome: one rating was settled, whether or not all groups gave it.",
    values=SETTLED,
)
RATING = whole("rating", "Rating", missing=NO_RATING)
SAID = written("groups_said", "What the groups rated, in words")
STATEMENT = [
    OUTCOME,
    SETTLED_OUTCOME,
    RATING,
    Column(
        "candidates",
        "Ratings it could have been",
        about="Where the groups could not agree.",
    ),
    whole("groups", "Groups that handed in"),
    whole("groups_rated", "Groups that rated"),
    Column(
        "agreement",
        "Agreement",
        Kind.CHOICE,
        OF_GROUPS,
        values={place: str(word) for place, word in enumerate(WORDS, 1)},
    ),
    whole(
        "steps",
        "Steps",
        f"How many steps on the scale would bring the groups together. {OF_GROUPS}",
    ),
    decimal(
        "dispersion",
        "Dispersion",
        "Steps as a share of the most there could be, from 0 to 1, where two or more "
        f"groups rated. {OF_GROUPS}",
    ),
    Column(
        "ideas_progress",
        "Progress on the ideas",
        Kind.CHOICE,
        "From the follow-up. Done if each idea has an action and all actions are done.",
        values={1: "Done", 2: "Under way", 3: "Not yet"},
    ),
    whole("dissent_count", "Groups that still disagree"),
    whole("change_count", "Changes by the approver"),
    written("evidence", "Evidence"),
    written("ideas", "Ideas for improvement"),
    written("reason", "Reason", "Why it was settled with this outcome."),
    written("dissents", "Notes of dissent"),
    written("changes", "What the approver changed"),
]

# Each group's answer to a statement
GROUP = [
    whole("group_number", "Group number", "Within this submission only."),
    written("group", "Group"),
    whole("first_rating", "Rating", missing={NOT_RATED: "Not rated"}),
    Column("not_rated_because", "Why not rated"),
    whole(
        "second_rating",
        "Second rating",
        "After the discussion; blank if the first is unchanged.",
    ),
    written("dissent", "Note of dissent"),
    Column("group_kind", "Kind of group", Kind.CHOICE, IN_GROUP, values=BY_NUMBER),
]
