"""Addresses of the checking of dealers."""

from django.urls import path

from japacar.desk.dealers import views

urlpatterns = [
    path("desk/dealers/", views.dealers, name="dealers"),
    path("desk/dealers/all/", views.all_dealers, name="all_dealers"),
    path("desk/dealers/<uuid:pk>/", views.dealer, name="dealer"),
    path("desk/dealers/<uuid:pk>/approve/", views.approve, name="approve_dealer"),
    path("desk/dealers/<uuid:pk>/refuse/", views.refuse, name="refuse_dealer"),
]
