"""Addresses of champions, their shifts and their checks."""

from django.urls import path

from inroads.programme.champions.views import calendars, checks, register, shifts

urlpatterns = [
    path("", register.list_champions, name="champions_list"),
    path("add/", register.find, name="champions_add"),
    path("add/new/", register.add_new, name="champions_add_new"),
    path("add/<int:person>/", register.add_known, name="champions_add_known"),
    path("<int:pk>/", register.show, name="champions_show"),
    path("<int:pk>/change/", register.change, name="champions_change"),
    path("<int:pk>/status/", register.status, name="champions_status"),
    path("<int:pk>/sign-in/", register.sign_in, name="champions_sign_in"),
    path("<int:pk>/check/", checks.check, name="champions_check"),
    path("<int:pk>/sessions/", shifts.sessions, name="champions_sessions"),
    path("<int:pk>/sessions/<int:session>/promise/", shifts.promise, name="champions_promise"),
    path("<int:pk>/take/<int:shift>/", shifts.take, name="champions_take"),
    path("<int:pk>/calendar/", calendars.make_own, name="champions_calendar_make"),
    path("calendar/<str:secret>.ics", calendars.calendar, name="champions_calendar"),
    path("calendars/", calendars.calendars, name="champions_calendars"),
    path("calendars/<int:venue>/make/", calendars.make, name="champions_calendars_make"),
    path("calendars/<int:pk>/revoke/", calendars.revoke, name="champions_calendars_revoke"),
    path("checks/", checks.due, name="champions_checks_due"),
    path("roles/", checks.roles, name="champions_roles"),
    path("roles/ask/", checks.ask, name="champions_roles_ask"),
    path("roles/<int:pk>/no-longer/", checks.no_longer, name="champions_roles_no_longer"),
    path("sessions/", shifts.uncovered, name="champions_uncovered"),
    path("sessions/<int:session>/", shifts.for_session, name="champions_for_session"),
    path("shifts/<int:pk>/offer/", shifts.offer, name="champions_offer"),
    path("shifts/<int:pk>/keep/", shifts.keep, name="champions_keep"),
    path("shifts/<int:pk>/withdraw/", shifts.withdraw, name="champions_withdraw"),
]
