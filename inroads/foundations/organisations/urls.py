from django.urls import path

from inroads.foundations.organisations.views import agreements, demo, members, partners

urlpatterns = [
    path("", partners.list_partners, name="organisations_list"),
    path("add/", partners.add, name="organisations_add"),
    path("demo-sign-in/", demo.demo_sign_in, name="organisations_demo_sign_in"),
    path("<int:pk>/", partners.show, name="organisations_show"),
    path("<int:pk>/change/", partners.change, name="organisations_change"),
    path("<int:pk>/teams/add/", partners.add_a_team, name="organisations_team_add"),
    path(
        "<int:pk>/teams/<int:team>/change/",
        partners.change_a_team,
        name="organisations_team_change",
    ),
    path(
        "<int:pk>/teams/<int:team>/remove/",
        partners.remove_a_team,
        name="organisations_team_remove",
    ),
    path("<int:pk>/members/invite/", members.invite_member, name="organisations_member_invite"),
    path(
        "<int:pk>/members/<int:membership>/change/",
        members.change_member,
        name="organisations_member_change",
    ),
    path(
        "<int:pk>/members/<int:membership>/remove/",
        members.remove,
        name="organisations_member_remove",
    ),
    path(
        "<int:pk>/members/<int:membership>/invite-again/",
        members.invite_again,
        name="organisations_member_invite_again",
    ),
    path("<int:pk>/agreements/add/", agreements.add, name="organisations_agreement_add"),
    path("agreements/<slug:public_id>/end/", agreements.end, name="organisations_agreement_end"),
]
