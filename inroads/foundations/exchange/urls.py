from django.urls import path

from inroads.foundations.exchange import views

urlpatterns = [
    path("", views.index, name="exchange_list"),
    path("new/<slug:importer>/", views.new, name="exchange_new"),
    path("<slug:public_id>/", views.show, name="exchange_show"),
    path("<slug:public_id>/confirm/", views.confirm, name="exchange_confirm"),
    path("<slug:public_id>/cancel/", views.cancel, name="exchange_cancel"),
    path("<slug:public_id>/again/", views.again, name="exchange_again"),
]
