"""The URLs of the site."""

from django.urls import include, path

from .account_pages import your_account
from .programs import tokens
from .reminders import reminder_choice

urlpatterns = [
    path("", include("frameworks.urls")),
    path("", include("assessments.urls")),
    path("accounts/", include("leavingcare.account_pages")),
    path("help/", include("leavingcare.help_pages")),
    path("your-account/", your_account, name="your_account"),
    path("your-account/tokens/", tokens, name="tokens"),
    path("reminders/<str:token>/", reminder_choice, name="reminder_choice"),
]

handler400 = "leavingcare.errors.bad_request"
handler403 = "leavingcare.errors.forbidden"
handler404 = "leavingcare.errors.not_found"
handler429 = "leavingcare.errors.too_many"
handler500 = "leavingcare.errors.server_error"
