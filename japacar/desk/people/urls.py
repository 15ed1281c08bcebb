"""Addresses of the people's part of the desk."""

from django.urls import path

from japacar.desk.people import views

urlpatterns = [
    path("desk/people/", views.people, name="people"),
    path("desk/people/<uuid:pk>/", views.person, name="person"),
    path("desk/people/<uuid:pk>/reset/", views.propose_reset, name="propose_reset"),
    path("desk/people/resets/<uuid:pk>/confirm/", views.confirm_reset, name="confirm_reset"),
    path("desk/people/resets/<uuid:pk>/stop/", views.stop_reset, name="stop_reset"),
]
