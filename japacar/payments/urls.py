"""Addresses of the payments room, in the order of a user's journey."""

from django.urls import path

from japacar.payments import views

app_name = "payments"
urlpatterns = [
    path("deals/<slug:code>/invoice/", views.issue_invoice, name="issue_invoice"),
    path("deals/<slug:code>/payment/<slug:number>/", views.pay, name="pay"),
    path("deals/<slug:code>/funds/<slug:number>/", views.confirm, name="confirm"),
    path("deals/<slug:code>/funds/<slug:number>/reject/", views.reject, name="reject"),
    path("deals/<slug:code>/funds/<slug:number>/settle/", views.settle, name="settle"),
    path("deals/<slug:code>/funds/<slug:number>/refund/", views.record_refund, name="record_refund"),
    path("deals/<slug:code>/payment/<slug:number>/refunded/", views.confirm_refund, name="confirm_refund"),
]
