"""Addresses of the members room, in the order of a user's journey."""

from django.urls import path

from japacar.members.views import bank, joining, looking_up, profile, sell, settings, store

app_name = "members"
urlpatterns = [
    path("sell/", sell.sell, name="sell"),
    path("sell/register/", joining.register, name="register"),
    path("sell/begin/", joining.begin, name="begin"),
    path("sell/settings/", settings.settings, name="settings"),
    path("sell/settings/company/", settings.company, name="company"),
    path("sell/settings/company/look-up/", looking_up.look_up, name="look_up"),
    path("sell/settings/representative/", settings.representative, name="representative"),
    path("sell/settings/address/", settings.address, name="address"),
    path("sell/settings/permit/", settings.permit, name="permit"),
    path("sell/settings/bank/", bank.bank, name="bank"),
    path("sell/settings/bank/reveal/", bank.reveal_bank, name="reveal_bank"),
    path("sell/settings/shop/", settings.shop, name="shop"),
    path("sell/settings/submit/", settings.submit, name="submit"),
    path("stores/<slug:slug>/", store.store, name="store"),
    path("account/profile/", profile.profile, name="profile"),
    path("account/consignees/new/", profile.new_consignee, name="new_consignee"),
    path("account/consignees/<uuid:pk>/", profile.consignee, name="consignee"),
    path("account/consignees/<uuid:pk>/remove/", profile.remove_consignee, name="remove_consignee"),
]
