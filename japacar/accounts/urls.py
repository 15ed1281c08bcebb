"""Addresses of the accounts room, in the order of a user's journey."""

from django.urls import path, re_path

from japacar.accounts.views import (
    account,
    email,
    factors,
    joining,
    passkeys,
    providers,
    proving,
    sign_in,
    texts,
    through,
)

TEXT = r"^(?P<slug>terms|privacy)/"
VERSION = TEXT + r"(?P<version>\d{4}-\d{2}-\d{2})/"

PROVIDER = r"(?P<provider>google|line)/"

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.enter_code, name="enter_code"),
    path("sign-in/code/again/", sign_in.send_code_again, name="send_code_again"),
    path("sign-in/second/", proving.second_factor, name="second_factor"),
    path("sign-in/passkey/", passkeys.show_passkey, name="show_passkey"),
    path("sign-in/passkey/options/", passkeys.passkey_options, name="passkey_options"),
    re_path(rf"^sign-in/with/{PROVIDER}$", providers.start_with, name="start_with"),
    re_path(rf"^sign-in/with/{PROVIDER}failed/$", providers.provider_failed, name="provider_failed"),
    path("join/", joining.join, name="join"),
    path("join/buyer/", joining.join_buyer, name="join_buyer"),
    path("join/dealer/", joining.join_dealer, name="join_dealer"),
    path("join/through/", through.through, name="through"),
    re_path(r"^join/through/(?P<way>buyer|dealer)/$", through.join_through, name="join_through"),
    path("join/through/prove/", through.prove_through, name="prove_through"),
    path("join/through/leave/", through.leave_through, name="leave_through"),
    path("account/", account.account, name="account"),
    path("account/home/", account.home, name="home"),
    path("account/details/", account.details, name="details"),
    path("account/password/", account.password, name="password"),
    path("account/email/", email.change_email, name="change_email"),
    path("account/email/code/", email.confirm_change, name="confirm_change"),
    path("account/prove/", proving.prove, name="prove"),
    path("account/prove/code/", proving.send_proof_code, name="send_proof_code"),
    path("account/second-factors/", factors.factors, name="factors"),
    path("account/second-factors/app/", factors.add_app, name="add_app"),
    path("account/second-factors/passkey/", passkeys.add_passkey, name="add_passkey"),
    path("account/second-factors/passkey/options/", passkeys.add_passkey_options, name="add_passkey_options"),
    path("account/second-factors/recovery-codes/", factors.recovery_codes, name="recovery_codes"),
    path("account/second-factors/<int:factor_id>/name/", factors.rename_factor, name="rename_factor"),
    path("account/second-factors/<int:factor_id>/remove/", factors.remove_factor, name="remove_factor"),
    path("account/link/", through.link, name="link"),
    re_path(rf"^account/link/{PROVIDER}$", providers.start_linking, name="start_linking"),
    re_path(rf"^account/unlink/{PROVIDER}$", through.unlink, name="unlink"),
    path("account/sessions/end-others/", account.end_other_sessions, name="end_other_sessions"),
    re_path(r"^account/sessions/(?P<public_id>[0-9a-f]{32})/end/$", account.end_session, name="end_session"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    re_path(TEXT + "$", texts.text, name="text"),
    re_path(VERSION + "$", texts.text_version, name="text_version"),
    re_path(VERSION + "source/$", texts.text_source, name="text_source"),
]
