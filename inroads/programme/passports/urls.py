"""Addresses of skills passports."""

from django.urls import path

from inroads.programme.passports.views import making, skills, stamping

urlpatterns = [
    path("", making.overview, name="passports_overview"),
    path("make/", making.make, name="passports_make"),
    path("print/<uuid:batch>/", making.on_paper, name="passports_print"),
    path("replace/", making.replace, name="passports_replace"),
    path("stamp/", stamping.find, name="passports_find"),
    path("stamp/<str:code>/", stamping.stamp, name="passports_stamp"),
    path("stamp/<str:code>/<int:skill>/take-back/", stamping.take_back, name="passports_take_back"),
    path("skills/", skills.list_skills, name="passports_skills"),
    path("skills/begin/", skills.begin, name="passports_skills_begin"),
    path("skills/add/", skills.add, name="passports_skills_add"),
    path("skills/<int:pk>/change/", skills.change, name="passports_skills_change"),
    path("skills/<int:pk>/retire/", skills.retire, name="passports_skills_retire"),
    path("skills/<int:pk>/restore/", skills.restore, name="passports_skills_restore"),
]
