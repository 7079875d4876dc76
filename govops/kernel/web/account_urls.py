"""Addresses of login, the person's own pages and administration. `config.urls` includes them at the root."""

from django.urls import path

from govops.kernel.web.views import delegations, keys, login, me, tokens

urlpatterns = [
    path("login/", login.log_in, name="login"),
    path("logout/", login.log_out, name="logout"),
    path("me/", me.Profile.as_view(), name="me"),
    path("me/password/", me.Password.as_view(), name="password"),
    path("me/keys/", keys.Keys.as_view(), name="keys"),
    path("me/tokens/", tokens.Tokens.as_view(), name="tokens"),
    path("me/delegations/", delegations.Delegations.as_view(), name="delegations"),
]
