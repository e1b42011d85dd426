"""The site's addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("assessments.urls")),
    path("accounts/", include("allauth.account.urls")),
]

handler400 = "leavingcare.errors.bad_request"
handler403 = "leavingcare.errors.forbidden"
handler404 = "leavingcare.errors.not_found"
handler500 = "leavingcare.errors.server_error"
