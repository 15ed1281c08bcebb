"""Addresses of the deals room, in the order of a user's journey."""

from django.urls import path

from japacar.deals.views import asking, listing, room, steps

app_name = "deals"
urlpatterns = [
    path("cars/<slug:reference>/quote/", asking.request_quote, name="request_quote"),
    path("cars/<slug:reference>/quote/code/", asking.confirm_request, name="confirm_request"),
    path("cars/<slug:reference>/quote/code/again/", asking.send_request_code_again, name="send_request_code_again"),
    path("deals/", listing.deals, name="deals"),
    path("deals/<slug:code>/", room.deal, name="deal"),
    path("deals/<slug:code>/message/", steps.write_message, name="write_message"),
    path("deals/<slug:code>/stock/", steps.confirm_stock, name="confirm_stock"),
    path("deals/<slug:code>/end/", steps.end, name="end"),
    path("deals/<slug:code>/consignee/", steps.consignee, name="consignee"),
    path("deals/<slug:code>/yard/", steps.report_yard, name="report_yard"),
    path("deals/<slug:code>/papers-sent/", steps.send_papers, name="send_papers"),
    path("deals/<slug:code>/papers-arrived/", steps.receive_papers, name="receive_papers"),
    path("deals/<slug:code>/received/", steps.received, name="received"),
]
