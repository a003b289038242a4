"""Addresses of referrals."""

from django.urls import path

from inroads.programme.referrals.views import answering, arranging, referring

urlpatterns = [
    path("", answering.list_received, name="referrals_list"),
    path("sent/", answering.list_sent, name="referrals_list_sent"),
    path("refer/", referring.begin, name="referrals_begin"),
    path(
        "refer/<int:organisation>/<uuid:journey>/<slug:step>/",
        referring.refer,
        name="referrals_refer",
    ),
    path("<int:pk>/", answering.show, name="referrals_show"),
    path("<int:pk>/sent/", referring.sent, name="referrals_sent"),
    path("<int:pk>/accept/", answering.accept, name="referrals_accept"),
    path("<int:pk>/decline/", answering.decline, name="referrals_decline"),
    path("<int:pk>/withdraw/", answering.withdraw, name="referrals_withdraw"),
    path("<int:pk>/spoken/", answering.spoken, name="referrals_spoken"),
    path("<int:pk>/close/", answering.close, name="referrals_close"),
    path("<int:pk>/suggest/", arranging.suggest, name="referrals_suggest"),
    path(
        "<int:pk>/choose/<int:champion>/<int:session>/", arranging.choose, name="referrals_choose"
    ),
    path("steps/<int:pk>/cancel/", arranging.cancel, name="referrals_cancel_step"),
    path("steps/<int:pk>/card/", arranging.card, name="referrals_card"),
]
