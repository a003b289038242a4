"""Pages about this site itself, and the gallery of its parts."""

from django.urls import path

from inroads.foundations.design import views

urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("design/", views.gallery, name="design_gallery"),
    path("design/forms/", views.gallery_form, name="design_form"),
    path("design/errors/<slug:name>/", views.gallery_failure, name="design_failure"),
    path("design/card/", views.gallery_card, name="design_card"),
]
