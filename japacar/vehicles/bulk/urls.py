"""Addresses of lists and archives, taken up by the room's urls.py."""

from django.urls import URLPattern, path, re_path

from japacar.vehicles.bulk import archive_views, views

bulk_urls: list[URLPattern] = [
    path("sell/stock/import/", views.import_stock, name="import_stock"),
    path("sell/stock/import/<uuid:pk>/", views.stock_import, name="stock_import"),
    path("sell/stock/import/<uuid:pk>/columns/", views.import_columns, name="import_columns"),
    path("sell/stock/import/<uuid:pk>/apply/", views.apply_import, name="apply_import"),
    path("sell/stock/import/<uuid:pk>/stop/", views.cancel_import, name="cancel_import"),
    path("sell/stock/import/<uuid:pk>/undo/", views.undo_import, name="undo_import"),
    path("sell/stock/import/<uuid:pk>/errors.csv", views.import_errors, name="import_errors"),
    path("sell/stock/photos/", archive_views.import_photos, name="import_photos"),
    path("sell/stock/photos/<uuid:pk>/", archive_views.photo_archive, name="photo_archive"),
    path("sell/stock/photos/<uuid:pk>/stop/", archive_views.cancel_photos, name="cancel_photos"),
    re_path(r"^sell/stock/export\.(?P<form>csv|xlsx)$", views.export_stock, name="export_stock"),
]
