from django.urls import path

from inroads.overview.planning.views import cover, need, reach

urlpatterns = [
    path("need/", need.need_councils, name="planning_need_councils"),
    path("need/<slug:code>/", need.need, name="planning_need"),
    path("need/<slug:code>/download/", need.need_download, name="planning_need_download"),
    path("reach/<slug:code>/", reach.reach, name="planning_reach"),
    path("reach/<slug:code>/download/", reach.reach_download, name="planning_reach_download"),
    path("cover/<slug:code>/", cover.cover, name="planning_cover"),
    path("need/<slug:code>/<slug:area>/", need.need_area, name="planning_need_area"),
]
