"""Addresses of login, the person's own pages and administration. `config.urls` includes them at the root."""

from django.urls import include, path

from govops.kernel.web.views import (
    admin_accounts,
    admin_audit,
    admin_calendar,
    admin_channels,
    admin_grants,
    admin_inbound,
    admin_jobs,
    admin_messages,
    admin_organization,
    admin_parameters,
    admin_people,
    admin_review,
    admin_rights,
    admin_seats,
    admin_steps,
    delegations,
    keys,
    login,
    me,
    my_messages,
    tokens,
)

_mine = [
    path("", me.Profile.as_view(), name="me"),
    path("password/", me.Password.as_view(), name="password"),
    path("keys/", keys.Keys.as_view(), name="keys"),
    path("tokens/", tokens.Tokens.as_view(), name="tokens"),
    path("messages/", my_messages.MyMessages.as_view(), name="my-messages"),
    path("replies/", my_messages.MyReplies.as_view(), name="my-replies"),
    path("delegations/", delegations.Delegations.as_view(), name="delegations"),
]

_admin = [
    path("accounts/", admin_accounts.Accounts.as_view(), name="admin-accounts"),
    path("accounts/<int:pk>/", admin_accounts.AccountPage.as_view(), name="admin-account"),
    path("grants/", admin_grants.Grants.as_view(), name="admin-grants"),
    path("grants/<int:pk>/", admin_grants.GrantPage.as_view(), name="admin-grant"),
    path("review/", admin_review.Review.as_view(), name="admin-review"),
    path("seats/", admin_seats.Seats.as_view(), name="admin-seats"),
    path("seats/<slug:code>/", admin_seats.SeatPage.as_view(), name="admin-seat"),
    path("functions/", admin_seats.Functions.as_view(), name="admin-functions"),
    path("steps/", admin_steps.Steps.as_view(), name="admin-steps"),
    path("steps/<slug:register>/<slug:step>/", admin_steps.StepPage.as_view(), name="admin-step"),
    path("parameters/", admin_parameters.Parameters.as_view(), name="admin-parameters"),
    path("parameters/<str:key>/", admin_parameters.ParameterPage.as_view(), name="admin-parameter"),
    path("access/", admin_rights.AccessTable.as_view(), name="admin-access"),
    path("production/", admin_rights.Production.as_view(), name="admin-production"),
    path("organization/", admin_organization.Organization.as_view(), name="admin-organization"),
    path("units/new/", admin_organization.UnitPage.as_view(), name="admin-unit-new"),
    path("units/<int:pk>/", admin_organization.UnitPage.as_view(), name="admin-unit"),
    path("people/new/", admin_people.PersonPage.as_view(), name="admin-person-new"),
    path("people/<int:pk>/", admin_people.PersonPage.as_view(), name="admin-person"),
    path("calendar/", admin_calendar.Calendar.as_view(), name="admin-calendar"),
    path("messages/", admin_messages.Templates.as_view(), name="admin-messages"),
    path("messages/<slug:kind>/", admin_messages.TemplatePage.as_view(), name="admin-message"),
    path("channels/", admin_channels.Channels.as_view(), name="admin-channels"),
    path("channels/<int:pk>/", admin_channels.ChannelPage.as_view(), name="admin-channel"),
    path("inbound/", admin_inbound.InboundPage.as_view(), name="admin-inbound"),
    path("jobs/", admin_jobs.Jobs.as_view(), name="admin-jobs"),
    path("audit/", admin_audit.Audit.as_view(), name="admin-audit"),
    path("audit/export/", admin_audit.export, name="admin-audit-export"),
    path("audit/<int:pk>/", admin_audit.Entry.as_view(), name="admin-audit-entry"),
    path("seals/", admin_audit.Seals.as_view(), name="admin-seals"),
]

urlpatterns = [
    path("login/", login.log_in, name="login"),
    path("logout/", login.log_out, name="logout"),
    path("me/", include(_mine)),
    path("admin/", include(_admin)),
]
