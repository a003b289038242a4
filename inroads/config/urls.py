"""The address is the map: the first word of an address is an app."""

from django.urls import include, path

urlpatterns = [
    path("", include("inroads.overview.home.urls")),
    path("accounts/", include("inroads.foundations.accounts.urls")),
    path("", include("inroads.foundations.design.urls")),
    path("history/", include("inroads.foundations.history.urls")),
    path("organisations/", include("inroads.foundations.organisations.urls")),
    path("exchange/", include("inroads.foundations.exchange.urls")),
    path("places/", include("inroads.foundations.places.urls")),
    path("people/", include("inroads.foundations.people.urls")),
    path("notifications/", include("inroads.foundations.notifications.urls")),
    path("directory/", include("inroads.programme.directory.urls")),
    path("timetable/", include("inroads.programme.timetable.urls")),
    path("champions/", include("inroads.programme.champions.urls")),
    path("help/", include("inroads.programme.help.urls")),
    path("passports/", include("inroads.programme.passports.urls")),
    path("referrals/", include("inroads.programme.referrals.urls")),
    path("planning/", include("inroads.overview.planning.urls")),
    path("progress/", include("inroads.overview.progress.urls")),
]

handler400 = "inroads.foundations.design.errors.bad_request"
handler403 = "inroads.foundations.design.errors.forbidden"
handler404 = "inroads.foundations.design.errors.not_found"
handler500 = "inroads.foundations.design.errors.server_error"
