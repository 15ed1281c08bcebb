"""Addresses of the demo: who can be signed in as, and the mails that went out. Not there in production."""

from django.urls import path

from japacar.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.demo, name="demo"),
    path("papers/<str:name>", views.paper, name="paper"),
    path("mail/", views.mailbox, name="mailbox"),
    path("mail/<str:name>/", views.mail, name="mail"),
]
