from django.urls import path

from inroads.foundations.history import views

urlpatterns = [
    path("", views.list_events, name="history_list"),
    path("export.csv", views.export, name="history_export"),
]
