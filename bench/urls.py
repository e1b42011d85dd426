"""The site's URLs and, below /floor/, those of the least that could do the work."""

from django.urls import path

from leavingcare.urls import *
from leavingcare.urls import urlpatterns as of_the_site

from . import floor, floor_moderation

urlpatterns = [
    *of_the_site,
    path("floor/<int:draft>/", floor.draft, name="floor"),
    path("floor/of/<int:pk>/agenda/", floor_moderation.agenda, name="floor_agenda"),
    path("floor/of/<int:pk>/room/", floor_moderation.room, name="floor_room"),
    path(
        "floor/of/<int:pk>/<int:number>/table/",
        floor_moderation.table,
        name="floor_table",
    ),
    path(
        "floor/of/<int:pk>/<int:number>/<str:letter>/",
        floor_moderation.settle,
        name="floor_settle",
    ),
]
