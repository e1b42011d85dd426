"""The URLs of Coram Voice's pages, which a test and a bench ask for."""

from django.urls import reverse

ALONE = [
    "home",
    "rounds",
    "new_round",
    "authorities",
    "clusters",
    "new_cluster",
    "staff",
    "invite_staff",
    "evaluation",
    "past_submissions",
    "new_edition",
]
OF_ROUND = [
    "round",
    "round_csv",
    "change_round",
    "add_authority",
    "add_many",
    "chase",
    "round_responses",
    "round_questions",
    "responses_csv",
    "round_follow_ups",
    "round_downloads",
]
OF_CLUSTER = ["cluster", "change_cluster"]


def desk_pages(round, cluster, authority):
    """Return {name: URL} of the desk's pages; the three are named by their slugs."""
    return {
        **{name: reverse(name) for name in ALONE},
        **{name: reverse(name, args=[round]) for name in OF_ROUND},
        **{name: reverse(name, args=[cluster]) for name in OF_CLUSTER},
        "authority": reverse("authority", args=[authority]),
        "statement_notes": reverse("statement_notes", args=["2020"]),
    }
