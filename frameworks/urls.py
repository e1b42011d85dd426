"""URLs for reading and comparing the editions."""

from django.urls import path

from . import views

urlpatterns = [
    path("frameworks/", views.framework_list, name="framework_list"),
    path("frameworks/<slug:edition>/", views.framework, name="framework"),
    path(
        "frameworks/<slug:later>/since/<slug:earlier>/",
        views.framework_since,
        name="framework_since",
    ),
]
