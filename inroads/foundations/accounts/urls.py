"""Sign-in. Of allauth's addresses, those for signing up and for changing one's e-mail address are left out."""

from allauth.account import views as account
from django.urls import include, path, re_path

from inroads.foundations.accounts import views

urlpatterns = [
    path("", views.show, name="accounts_show"),
    path("second-factor/", views.second_factor, name="accounts_second_factor"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="accounts_sign_out_everywhere"),
    path("invitation/<str:secret>/", views.invitation, name="accounts_invitation"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/totp/activate/", views.add_app, name="mfa_activate_totp"),
    path("2fa/webauthn/add/", views.add_passkey, name="mfa_add_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("oidc/<str:provider_id>/login/", views.single_sign_on, name="openid_connect_login"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("single-sign-on/", include("allauth.socialaccount.urls")),
]
