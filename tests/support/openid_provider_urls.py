"""The URLs of the provider; nothing of the site imports them, or their models."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.idp.urls")),
    path("accounts/", include("allauth.account.urls")),
]
