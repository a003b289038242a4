from django.urls import path

from inroads.foundations.notifications import api, views

urlpatterns = [
    path("", views.list_messages, name="notifications_list"),
    path("letters/", views.letters, name="notifications_letters"),
    path("callback/", api.callback, name="notifications_callback"),
    path("<uuid:reference>/", views.show, name="notifications_show"),
    path("<uuid:reference>/retry/", views.retry, name="notifications_retry"),
    path("<uuid:reference>/posted/", views.posted, name="notifications_posted"),
]
