from django.urls import path

from inroads.overview.progress import views

urlpatterns = [
    path("", views.index, name="progress_index"),
    path("helps.csv", views.helps_csv, name="progress_helps_csv"),
    path("referrals.csv", views.referrals_csv, name="progress_referrals_csv"),
]
