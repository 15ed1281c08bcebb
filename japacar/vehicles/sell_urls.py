"""Addresses of the dealer's own pages, taken up by urls.py."""

from django.urls import URLPattern, path

from japacar.vehicles import code_views, editor_views, photo_views, plate_views, sell_views, stock_views

sell_urls: list[URLPattern] = [
    path("sell/cars/", sell_views.stock, name="stock"),
    path("sell/cars/confirm/", stock_views.confirm_stock, name="confirm_stock"),
    path("sell/cars/new/", sell_views.new_vehicle, name="new_vehicle"),
    path("sell/certificates/<uuid:search_id>/", code_views.code_search, name="code_search"),
    path("sell/cars/<slug:reference>/", editor_views.edit_vehicle, name="edit_vehicle"),
    path("sell/cars/<slug:reference>/save/", editor_views.autosave_vehicle, name="autosave_vehicle"),
    path("sell/cars/<slug:reference>/photos/", photo_views.add_photo, name="add_photo"),
    path("sell/cars/<slug:reference>/photos/arrange/", photo_views.arrange_photos, name="arrange_photos"),
    path("sell/cars/<slug:reference>/photos/<uuid:photo_id>/", plate_views.hide_plate, name="hide_plate"),
    path("sell/cars/<slug:reference>/copy/", sell_views.copy_vehicle, name="copy_vehicle"),
    path("sell/cars/<slug:reference>/price/", sell_views.change_price, name="change_price"),
    path("sell/cars/<slug:reference>/withdraw/", sell_views.withdraw, name="withdraw_vehicle"),
]
