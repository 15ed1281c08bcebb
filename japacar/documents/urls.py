"""Addresses of the documents room, in the order of a user's journey."""

from django.urls import path

from japacar.documents import views

app_name = "documents"
urlpatterns = [
    path("deals/<slug:code>/papers/", views.collect, name="collect"),
    path("deals/<slug:code>/papers/customs/", views.issue_customs, name="issue_customs"),
    path("papers/<uuid:pk>/", views.paper, name="paper"),
    path("verify/", views.find, name="find"),
    path("verify/<str:code>/", views.verify, name="verify"),
]
