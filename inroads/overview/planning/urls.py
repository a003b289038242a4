from django.urls import path

from inroads.overview.planning import views

urlpatterns = [
    path("need/", views.need_councils, name="planning_need_councils"),
    path("need/<slug:code>/", views.need, name="planning_need"),
    path("need/<slug:code>/download/", views.need_download, name="planning_need_download"),
    path("reach/<slug:code>/", views.reach, name="planning_reach"),
    path("reach/<slug:code>/download/", views.reach_download, name="planning_reach_download"),
    path("cover/<slug:code>/", views.cover, name="planning_cover"),
    path("need/<slug:code>/<slug:area>/", views.need_area, name="planning_need_area"),
]
