"""The site's addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("frameworks.urls")),
    path("", include("assessments.urls")),
    path("accounts/", include("leavingcare.account_pages")),
]

handler400 = "leavingcare.errors.bad_request"
handler403 = "leavingcare.errors.forbidden"
handler404 = "leavingcare.errors.not_found"
handler429 = "leavingcare.errors.too_many"
handler500 = "leavingcare.errors.server_error"
