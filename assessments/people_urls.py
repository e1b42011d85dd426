"""The URLs of the people of one authority."""

from django.urls import path

from .views import account_help, people

urlpatterns = [
    path("", people.people, name="people"),
    path(
        "<int:member>/account/",
        account_help.member_account,
        name="member_account",
    ),
    path("invite/", people.invite, name="invite"),
    path(
        "invitations/<int:invitation>/withdraw/",
        people.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("<int:member>/role/", people.change_role, name="change_role"),
    path("<int:member>/remove/", people.remove_member, name="remove_member"),
]
