"""Addresses of the checking of dealers."""

from django.urls import path

from japacar.desk.dealers import again, holding, views

urlpatterns = [
    path("desk/dealers/", views.dealers, name="dealers"),
    path("desk/dealers/all/", views.all_dealers, name="all_dealers"),
    path("desk/dealers/again/", again.rechecks, name="rechecks"),
    path("desk/dealers/<uuid:pk>/", views.dealer, name="dealer"),
    path("desk/dealers/<uuid:pk>/claim/", holding.claim, name="claim_review"),
    path("desk/dealers/<uuid:pk>/take-over/", holding.take_over, name="take_over_review"),
    path("desk/dealers/<uuid:pk>/release/", holding.release, name="release_review"),
    path("desk/dealers/<uuid:pk>/permit/", holding.read_permit, name="read_permit"),
    path("desk/dealers/<uuid:pk>/look/", holding.look, name="look"),
    path("desk/dealers/<uuid:pk>/destroy/", holding.destroy, name="destroy_image"),
    path("desk/dealers/<uuid:pk>/approve/", views.approve, name="approve_dealer"),
    path("desk/dealers/<uuid:pk>/refuse/", views.refuse, name="refuse_dealer"),
    path("desk/dealers/<uuid:pk>/ask/", views.ask, name="ask_dealer"),
    path("desk/dealers/<uuid:pk>/undo/", views.undo, name="undo_decision"),
    path("desk/dealers/<uuid:pk>/suspend/", views.suspend, name="suspend_dealer"),
    path("desk/dealers/<uuid:pk>/checked-again/", views.checked_again, name="checked_again"),
    path("desk/dealers/<uuid:pk>/hold/", holding.hold, name="hold_pictures"),
    path("desk/dealers/<uuid:pk>/propose/", holding.propose, name="propose_override"),
]
