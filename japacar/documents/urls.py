"""Addresses of the documents room, in the order of a user's journey."""

from django.urls import path

from japacar.documents import views

app_name = "documents"
urlpatterns = [
    path("verify/<str:code>/", views.verify, name="verify"),
]
