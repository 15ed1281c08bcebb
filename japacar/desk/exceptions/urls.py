"""Addresses of exceptions, whatever they are about."""

from django.urls import path

from japacar.desk.exceptions import views

urlpatterns = [
    path("desk/exceptions/", views.overrides, name="overrides"),
    path("desk/exceptions/<uuid:pk>/confirm/", views.confirm, name="confirm_override"),
    path("desk/exceptions/<uuid:pk>/decline/", views.decline, name="decline_override"),
]
