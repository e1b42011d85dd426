"""The site's addresses and, below /floor/, those of the least that could do it."""

from django.urls import path

from leavingcare.urls import *
from leavingcare.urls import urlpatterns as of_the_site

from . import floor

urlpatterns = [
    *of_the_site,
    path("floor/<int:draft>/", floor.draft, name="floor"),
]
