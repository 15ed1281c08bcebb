"""Addresses of the members room, in the order of a user's journey."""

from django.urls import path

from japacar.members.views import (
    addresses,
    bank,
    identity,
    joining,
    joining_staff,
    looking_up,
    profile,
    sell,
    settings,
    shop,
    staff,
    store,
)

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
    path("sell/settings/identity/", identity.identity, name="identity"),
    path("sell/settings/identity/<uuid:pk>/remove/", identity.remove_identity, name="remove_identity"),
    path("sell/settings/bank/", bank.bank, name="bank"),
    path("sell/settings/bank/reveal/", bank.reveal_bank, name="reveal_bank"),
    path("sell/settings/shop/", shop.shop, name="shop"),
    path("sell/settings/shop/photos/", shop.add_shop_photos, name="add_shop_photos"),
    path("sell/settings/shop/photos/<uuid:pk>/remove/", shop.remove_shop_photo, name="remove_shop_photo"),
    path("sell/settings/staff/", staff.staff, name="staff"),
    path("sell/settings/staff/<uuid:user_id>/role/", staff.change_role, name="change_role"),
    path("sell/settings/staff/<uuid:user_id>/remove/", staff.remove_staff, name="remove_staff"),
    path("sell/settings/invitations/<uuid:pk>/resend/", staff.resend_invitation, name="resend_invitation"),
    path("sell/settings/invitations/<uuid:pk>/withdraw/", staff.withdraw_invitation, name="withdraw_invitation"),
    path("sell/settings/notices/", addresses.notification_address, name="notification_address"),
    path("sell/settings/notices/remove/", addresses.remove_address, name="remove_address"),
    path("sell/settings/submit/", settings.submit, name="submit"),
    path("join-staff/<str:secret>/", joining_staff.join_staff, name="join_staff"),
    path("mailbox/confirm/<str:secret>/", addresses.confirm_address, name="confirm_address"),
    path("mailbox/stop/<str:token>/", addresses.stop_mails, name="stop_mails"),
    path("stores/<slug:slug>/", store.store, name="store"),
    path("account/profile/", profile.profile, name="profile"),
    path("account/consignees/new/", profile.new_consignee, name="new_consignee"),
    path("account/consignees/<uuid:pk>/", profile.consignee, name="consignee"),
    path("account/consignees/<uuid:pk>/remove/", profile.remove_consignee, name="remove_consignee"),
]
