"""Addresses of help records and recording links."""

from django.urls import path

from inroads.programme.help import api
from inroads.programme.help.views import (
    concerns,
    helps,
    hotline,
    keeping,
    kiosk,
    links,
    recording,
    sheets,
    tallies,
)

urlpatterns = [
    path("", helps.list_helps, name="help_list"),
    path("export.csv", helps.export, name="help_export"),
    path("add/", helps.add, name="help_add"),
    path("<uuid:sender_id>/correct/", helps.correct, name="help_correct"),
    path("mine/", recording.mine, name="help_mine"),
    path("mine/thanks/<uuid:sender_id>/", recording.mine_thanks, name="help_mine_thanks"),
    path("record/<str:secret>/", recording.record, name="help_record"),
    path("worker.js", keeping.worker, name="help_worker"),
    path("record/<str:secret>/kept/", keeping.kept, name="help_kept"),
    path("record/<str:secret>/manifest/", keeping.manifest, name="help_manifest"),
    path("record/<str:secret>/thanks/<uuid:sender_id>/", recording.thanks, name="help_thanks"),
    path(
        "mine/thanks/<uuid:sender_id>/take-back/",
        recording.mine_take_back,
        name="help_mine_take_back",
    ),
    path(
        "record/<str:secret>/thanks/<uuid:sender_id>/take-back/",
        recording.link_take_back,
        name="help_take_back",
    ),
    path("record/<str:secret>/concern/", concerns.by_a_link, name="help_concern"),
    path("remind/<int:session>/", helps.remind, name="help_remind"),
    path("hotline/", hotline.hotline, name="help_hotline"),
    path("hotline/near/", hotline.near, name="help_near"),
    path("concern/", concerns.signed_in, name="help_mine_concern"),
    path("concerns/", concerns.list_concerns, name="help_concerns"),
    path("concerns/<uuid:sender_id>/", concerns.show, name="help_concern_show"),
    path(
        "concerns/<uuid:sender_id>/acknowledge/",
        concerns.acknowledge,
        name="help_concern_acknowledge",
    ),
    path("record/<str:secret>/week/", tallies.by_a_link, name="help_tally"),
    path("mine/week/", tallies.mine, name="help_mine_tally"),
    path("tallies/", tallies.claimed, name="help_tallies"),
    path("venue/<str:secret>/", kiosk.count, name="help_kiosk"),
    path("codes/", kiosk.codes, name="help_kiosk_codes"),
    path("codes/make/<int:venue>/", kiosk.make, name="help_kiosk_make"),
    path("codes/<int:pk>/revoke/", kiosk.revoke, name="help_kiosk_revoke"),
    path("sheets/", sheets.find, name="help_sheets"),
    path("sheets/make/<int:session>/", sheets.make, name="help_sheets_make"),
    path("sheets/<str:code>/", sheets.key, name="help_sheets_key"),
    path("sheets/<str:code>/print/", sheets.on_paper, name="help_sheets_print"),
    path("texts/", api.from_provider, name="help_texts"),
    path("texts/notify/", api.from_notify, name="help_texts_notify"),
    path("links/<int:champion>/", links.links, name="help_links"),
    path("links/<int:champion>/make/", links.make, name="help_links_make"),
    path("links/send/<int:pk>/", links.send, name="help_links_send"),
    path("links/revoke/<int:pk>/", links.revoke, name="help_links_revoke"),
]
