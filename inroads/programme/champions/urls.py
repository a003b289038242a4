"""Addresses of champions and their shifts."""

from django.urls import path

from inroads.programme.champions import views

urlpatterns = [
    path("", views.list_champions, name="champions_list"),
    path("add/", views.find, name="champions_add"),
    path("add/new/", views.add_new, name="champions_add_new"),
    path("add/<int:person>/", views.add_known, name="champions_add_known"),
    path("<int:pk>/", views.show, name="champions_show"),
    path("<int:pk>/change/", views.change, name="champions_change"),
    path("<int:pk>/status/", views.status, name="champions_status"),
    path("<int:pk>/sign-in/", views.sign_in, name="champions_sign_in"),
    path("<int:pk>/sessions/", views.sessions, name="champions_sessions"),
    path("<int:pk>/sessions/<int:session>/promise/", views.promise, name="champions_promise"),
    path("sessions/", views.uncovered, name="champions_uncovered"),
    path("sessions/<int:session>/", views.for_session, name="champions_for_session"),
    path("shifts/<int:pk>/withdraw/", views.withdraw, name="champions_withdraw"),
]
