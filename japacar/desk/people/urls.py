"""Addresses of the people's part of the desk."""

from django.urls import path

from japacar.desk.people import account_views, views

urlpatterns = [
    path("desk/people/", views.people, name="people"),
    path("desk/people/<uuid:pk>/", views.person, name="person"),
    path("desk/people/<uuid:pk>/disable/", account_views.disable_account, name="disable_account"),
    path("desk/people/<uuid:pk>/enable/", account_views.propose_enabling, name="propose_enabling"),
    path("desk/people/<uuid:pk>/reset/", views.propose_reset, name="propose_reset"),
    path("desk/people/resets/<uuid:pk>/confirm/", views.confirm_reset, name="confirm_reset"),
    path("desk/people/resets/<uuid:pk>/stop/", views.stop_reset, name="stop_reset"),
]
