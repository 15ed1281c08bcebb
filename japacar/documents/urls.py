"""Addresses of the documents room, in the order of a user's journey."""

from django.urls import path

from japacar.documents import business_views, views

app_name = "documents"
urlpatterns = [
    path("deals/<slug:code>/papers/", views.collect, name="collect"),
    path("deals/<slug:code>/papers/customs/", views.issue_customs, name="issue_customs"),
    path("papers/<uuid:pk>/", views.paper, name="paper"),
    path("sell/papers/", business_views.business, name="business"),
    path("sell/papers/letter/", business_views.issue_letter, name="issue_letter"),
    path("sell/papers/letter/<uuid:pk>/", business_views.letter, name="letter"),
    path("sell/papers/ledger/", business_views.read_ledger, name="read_ledger"),
    path("verify/", views.find, name="find"),
    path("verify/<str:code>/", views.verify, name="verify"),
]
