"""Addresses of topics, services and schedules."""

from django.urls import path

from inroads.programme.directory import views

urlpatterns = [
    path("", views.list_services, name="directory_list"),
    path("add/", views.add, name="directory_add"),
    path("<int:pk>/", views.show, name="directory_show"),
    path("<int:pk>/change/", views.change, name="directory_change"),
    path("<int:pk>/retire/", views.retire, name="directory_retire"),
    path("<int:pk>/restore/", views.restore, name="directory_restore"),
    path("times/<int:pk>/change/", views.change_time, name="directory_times_change"),
    path("times/<int:pk>/end/", views.end_time, name="directory_times_end"),
    path("topics/", views.topics, name="directory_topics"),
    path("topics/add/", views.add_a_topic, name="directory_topics_add"),
    path("topics/<int:pk>/change/", views.change_a_topic, name="directory_topics_change"),
    path("topics/<int:pk>/retire/", views.retire_a_topic, name="directory_topics_retire"),
    path("topics/<int:pk>/merge/", views.merge_a_topic, name="directory_topics_merge"),
    path("guides/<str:public_id>/", views.guide, name="directory_guide"),
    path("topics/<int:pk>/restore/", views.restore_a_topic, name="directory_topics_restore"),
]
