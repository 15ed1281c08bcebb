"""Addresses of the payments room, in the order of a user's journey."""

from django.urls import path

from japacar.payments import views

app_name = "payments"
urlpatterns = [
    path("deals/<str:code>/invoice/", views.issue_invoice, name="issue_invoice"),
    path("deals/<str:code>/payment/<str:number>/", views.pay, name="pay"),
    path("deals/<str:code>/funds/<str:number>/", views.confirm, name="confirm"),
    path("deals/<str:code>/funds/<str:number>/reject/", views.reject, name="reject"),
    path("deals/<str:code>/funds/<str:number>/settle/", views.settle, name="settle"),
]
