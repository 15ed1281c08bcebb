"""Addresses of reading by a model."""

from django.urls import path

from japacar.certificates import dealer_views, views

app_name = "certificates"
urlpatterns = [
    path("sell/cars/<slug:reference>/reading/", views.ai_reading, name="ai_reading"),
    path("sell/settings/papers/<slug:paper>/reading/", dealer_views.dealer_paper, name="dealer_paper"),
    path("certificates/fields/", views.permitted_fields, name="permitted_fields"),
]
