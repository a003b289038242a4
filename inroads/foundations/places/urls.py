from django.urls import path

from inroads.foundations.places import views

urlpatterns = [
    path("", views.index, name="places_index"),
    path("councils/<slug:code>/", views.council, name="places_council"),
    path("areas/<int:pk>/", views.area, name="places_area"),
    path("venues/", views.venues, name="places_venues"),
    path("venues/add/", views.add, name="places_venue_add"),
    path("venues/<int:pk>/", views.venue, name="places_venue"),
    path("venues/<int:pk>/change/", views.change, name="places_venue_change"),
    path("postcodes/", views.postcodes, name="places_postcodes"),
]
