from django.urls import path

from inroads.overview.planning.views import cover, need, reach, runs

urlpatterns = [
    path("need/", need.need_councils, name="planning_need_councils"),
    path("need/<slug:code>/", need.need, name="planning_need"),
    path("need/<slug:code>/download/", need.need_download, name="planning_need_download"),
    path("need/<slug:code>/keep/", runs.need_keep, name="planning_need_keep"),
    path("reach/<slug:code>/", reach.reach, name="planning_reach"),
    path("reach/<slug:code>/download/", reach.reach_download, name="planning_reach_download"),
    path("reach/<slug:code>/keep/", runs.reach_keep, name="planning_reach_keep"),
    path("cover/<slug:code>/", cover.cover, name="planning_cover"),
    path("kept/", runs.run_list, name="planning_runs"),
    path("kept/<slug:public_id>/", runs.run_show, name="planning_run"),
    path("kept/<slug:public_id>/stop/", runs.run_stop, name="planning_run_stop"),
    path("kept/<slug:public_id>/again/", runs.run_again, name="planning_run_again"),
    path("kept/<slug:public_id>/repeat/", runs.run_repeat, name="planning_run_repeat"),
    path("kept/<slug:public_id>/ask/", runs.run_ask, name="planning_run_ask"),
    path("kept/<slug:public_id>/remove/", runs.run_remove, name="planning_run_remove"),
    path("kept/<slug:public_id>/download/", runs.run_download, name="planning_run_download"),
    path("kept/<slug:public_id>/all/", runs.run_kept, name="planning_run_kept"),
    path("need/<slug:code>/<slug:area>/", need.need_area, name="planning_need_area"),
]
