from django.urls import path

from inroads.foundations.people.views import agreeing, records, rights

urlpatterns = [
    path("", records.list_people, name="people_list"),
    path("add/", records.add, name="people_add"),
    path("<int:pk>/", records.show, name="people_show"),
    path("<int:pk>/change/", records.change, name="people_change"),
    path("<int:pk>/household/", records.household, name="people_household"),
    path("<int:pk>/household/leave/", records.leave, name="people_leave"),
    path("<int:pk>/consent/", agreeing.consent, name="people_consent"),
    path("<int:pk>/consent/<int:consent_pk>/withdraw/", agreeing.withdraw, name="people_withdraw"),
    path("<int:pk>/holding/<int:holding_pk>/let-go/", agreeing.let_go, name="people_let_go"),
    path("<int:pk>/export/", rights.export, name="people_export"),
    path("<int:pk>/export.json", rights.export_json, name="people_export_json"),
    path("<int:pk>/erase/", rights.erase, name="people_erase"),
]
