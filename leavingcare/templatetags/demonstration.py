"""People to sign in as, on the sign-in page of a demonstration."""

from django import template

from leavingcare import demonstration

register = template.Library()


@register.inclusion_tag("account/_demonstration.html")
def people_of_demonstration() -> dict[str, object]:
    password = demonstration.texts()["password"]
    return {"password": password, "places": demonstration.people()}
