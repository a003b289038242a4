"""Addresses of sessions and bookings."""

from django.urls import path

from inroads.programme.timetable import views

urlpatterns = [
    path("", views.list_sessions, name="timetable_list"),
    path("add/", views.add, name="timetable_add"),
    path("<int:pk>/", views.show, name="timetable_show"),
    path("closures/", views.closures, name="timetable_closures"),
    path("closures/add/", views.close, name="timetable_close"),
    path("closures/<int:pk>/open/", views.not_closed, name="timetable_open"),
    path("<int:pk>/book/", views.book_place, name="timetable_book"),
    path("<int:pk>/attendance/", views.attendance, name="timetable_attendance"),
    path("<int:pk>/capacity/", views.capacity, name="timetable_capacity"),
    path("<int:pk>/cancel/", views.cancel, name="timetable_cancel"),
    path("<int:pk>/confirm/", views.confirm, name="timetable_confirm"),
    path("<int:pk>/discard/", views.discard, name="timetable_discard"),
    path("services/<int:pk>/times/add/", views.add_time, name="timetable_times_add"),
    path("bookings/<int:pk>/cancel/", views.give_up_place, name="timetable_bookings_cancel"),
]
