from django.urls import path

from inroads.overview.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("more/", views.more, name="home_more"),
    path("people/<int:pk>/story/", views.person, name="home_person"),
    path("healthz", views.healthz, name="home_healthz"),
    path("robots.txt", views.robots, name="home_robots"),
]
