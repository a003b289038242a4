from django.urls import path

from inroads.overview.planning.views import cover, matching, need, planner, reach, runs

urlpatterns = [
    path("need/", need.need_councils, name="planning_need_councils"),
    path("need/<slug:code>/", need.need, name="planning_need"),
    path("need/<slug:code>/download/", need.need_download, name="planning_need_download"),
    path("need/<slug:code>/picture/", need.need_picture, name="planning_need_picture"),
    path("reach/<slug:code>/picture/", reach.reach_picture, name="planning_reach_picture"),
    path("need/<slug:code>/keep/", runs.need_keep, name="planning_need_keep"),
    path("reach/<slug:code>/", reach.reach, name="planning_reach"),
    path("reach/<slug:code>/download/", reach.reach_download, name="planning_reach_download"),
    path("reach/<slug:code>/keep/", runs.reach_keep, name="planning_reach_keep"),
    path("cover/<slug:code>/", cover.cover, name="planning_cover"),
    path("cover/<slug:code>/download/", cover.cover_download, name="planning_cover_download"),
    path("kept/", runs.run_list, name="planning_runs"),
    path("kept/<slug:public_id>/", runs.run_show, name="planning_run"),
    path("kept/<slug:public_id>/stop/", runs.run_stop, name="planning_run_stop"),
    path("kept/<slug:public_id>/again/", runs.run_again, name="planning_run_again"),
    path("kept/<slug:public_id>/repeat/", runs.run_repeat, name="planning_run_repeat"),
    path("kept/<slug:public_id>/ask/", runs.run_ask, name="planning_run_ask"),
    path("kept/<slug:public_id>/remove/", runs.run_remove, name="planning_run_remove"),
    path("kept/<slug:public_id>/download/", runs.run_download, name="planning_run_download"),
    path("kept/<slug:public_id>/all/", runs.run_kept, name="planning_run_kept"),
    path("matching/", matching.matching, name="planning_matching"),
    path("matching/propose/", matching.propose, name="planning_matching_propose"),
    path("matching/<slug:public_id>/", matching.proposal_show, name="planning_proposal"),
    path("matching/<slug:public_id>/stop/", matching.proposal_stop, name="planning_proposal_stop"),
    path(
        "matching/<slug:public_id>/again/",
        matching.proposal_again,
        name="planning_proposal_again",
    ),
    path(
        "matching/<slug:public_id>/accept/",
        matching.proposal_accept,
        name="planning_proposal_accept",
    ),
    path(
        "matching/<slug:public_id>/<int:pair>/", matching.pair_decide, name="planning_proposal_pair"
    ),
    path("planner/<slug:code>/", planner.scenario_list, name="planning_scenarios"),
    path("planner/<slug:code>/add/", planner.scenario_add, name="planning_scenarios_add"),
    path(
        "planner/<slug:code>/compare/", planner.scenario_compare, name="planning_scenarios_compare"
    ),
    path("scenario/<slug:public_id>/", planner.scenario_show, name="planning_scenario"),
    path("scenario/<slug:public_id>/add/", planner.change_add, name="planning_scenario_put_add"),
    path("scenario/<slug:public_id>/move/", planner.change_move, name="planning_scenario_put_move"),
    path(
        "scenario/<slug:public_id>/close/", planner.change_close, name="planning_scenario_put_close"
    ),
    path(
        "scenario/<slug:public_id>/take-out/<int:change>/",
        planner.change_take_out,
        name="planning_scenario_take_out",
    ),
    path("scenario/<slug:public_id>/best/", planner.scenario_best, name="planning_scenario_best"),
    path(
        "scenario/<slug:public_id>/best/keep/",
        planner.scenario_best_keep,
        name="planning_scenario_best_keep",
    ),
    path(
        "scenario/<slug:public_id>/name/", planner.scenario_rename, name="planning_scenario_rename"
    ),
    path(
        "scenario/<slug:public_id>/apply/", planner.scenario_apply, name="planning_scenario_apply"
    ),
    path(
        "scenario/<slug:public_id>/remove/",
        planner.scenario_remove,
        name="planning_scenario_remove",
    ),
    path("need/<slug:code>/<slug:area>/", need.need_area, name="planning_need_area"),
]
