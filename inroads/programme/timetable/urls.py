"""Addresses of sessions and bookings."""

from django.urls import path

from inroads.programme.timetable.views import printed, sessions

urlpatterns = [
    path("", sessions.list_sessions, name="timetable_list"),
    path("add/", sessions.add, name="timetable_add"),
    path("<int:pk>/", sessions.show, name="timetable_show"),
    path("closures/", sessions.closures, name="timetable_closures"),
    path("closures/add/", sessions.close, name="timetable_close"),
    path("closures/<int:pk>/open/", sessions.not_closed, name="timetable_open"),
    path("posters/", printed.posters, name="timetable_posters"),
    path("posters/<int:venue>/", printed.poster, name="timetable_poster"),
    path("<int:pk>/sign-in-sheet/", printed.sign_in_sheet, name="timetable_sign_in_sheet"),
    path("<int:pk>/book/", sessions.book_place, name="timetable_book"),
    path("<int:pk>/attendance/", sessions.attendance, name="timetable_attendance"),
    path("<int:pk>/capacity/", sessions.capacity, name="timetable_capacity"),
    path("<int:pk>/cancel/", sessions.cancel, name="timetable_cancel"),
    path("<int:pk>/confirm/", sessions.confirm, name="timetable_confirm"),
    path("<int:pk>/discard/", sessions.discard, name="timetable_discard"),
    path("services/<int:pk>/times/add/", sessions.add_time, name="timetable_times_add"),
    path("bookings/<int:pk>/cancel/", sessions.give_up_place, name="timetable_bookings_cancel"),
]
