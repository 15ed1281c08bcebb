"""Addresses of the desk room: the home with all queues, then one line for each module of the desk."""

from django.urls import path

from japacar.desk import bank_views, letters_views, listings_views, names_views, proofs_views, views
from japacar.desk.dealers import urls as dealers
from japacar.desk.exceptions import urls as exceptions
from japacar.desk.guardians import urls as guardians
from japacar.desk.people import urls as people

app_name = "desk"
urlpatterns = [
    path("desk/", views.home, name="home"),
    path("desk/proofs/", proofs_views.proofs, name="proofs"),
    path("desk/bank-changes/", bank_views.bank_changes, name="bank_changes"),
    path("desk/bank-changes/<uuid:pk>/stop/", bank_views.stop_bank_change, name="stop_bank_change"),
    path("desk/listings/", listings_views.listings, name="listings"),
    path("desk/listings/<slug:reference>/", listings_views.listing, name="listing"),
    path("desk/listings/<slug:reference>/approve/", listings_views.approve_listing, name="approve_listing"),
    path("desk/listings/<slug:reference>/refuse/", listings_views.refuse_listing, name="refuse_listing"),
    path("desk/letters/", letters_views.letters, name="letters"),
    path("desk/letters/<uuid:pk>/again/", letters_views.send_again, name="send_again"),
    path("desk/jobs/<int:pk>/again/", letters_views.run_again, name="run_again"),
    path("desk/names/", names_views.names, name="names"),
    path("desk/names/makes/<int:pk>/", names_views.named_make, name="named_make"),
    path("desk/names/models/<int:pk>/", names_views.named_model, name="named_model"),
    path("desk/names/codes/<int:pk>/", names_views.named_code, name="named_code"),
    path("desk/names/changes/<int:pk>/undo/", names_views.undo_names, name="undo_names"),
    *dealers.urlpatterns,
    *exceptions.urlpatterns,
    *guardians.urlpatterns,
    *people.urlpatterns,
]
