"""Addresses of the checking of guardians' consents."""

from django.urls import path

from japacar.desk.guardians import views

urlpatterns = [
    path("desk/consents/", views.consents, name="consents"),
    path("desk/consents/<uuid:pk>/", views.consent, name="consent"),
    path("desk/consents/<uuid:pk>/look/", views.look, name="look_at_consent"),
    path("desk/consents/<uuid:pk>/right/", views.right, name="find_consent_right"),
    path("desk/consents/<uuid:pk>/hold/", views.hold, name="hold_consent"),
    path("desk/consents/<uuid:pk>/refuse/", views.refuse, name="refuse_consent"),
]
