"""Values that the frame of every page needs."""

from django.conf import settings


def site(request):
    return {"DEMO": settings.DEMO, "OPENID_APPS": settings.OPENID_APPS}
