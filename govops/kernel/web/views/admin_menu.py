"""The administrators' part of the navigation: (title, icon, url, roles)."""

from __future__ import annotations

from govops.kernel.access.roles import AUDIT_ADMIN, SECURITY_ADMIN, SYSTEM_ADMIN

ALL = (SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN)
ADMIN_MENU: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("账户", "user-cog", "/admin/accounts/", ALL),
    ("授权", "user-shield", "/admin/grants/", (SECURITY_ADMIN, AUDIT_ADMIN)),
    ("权限复核", "list-check", "/admin/review/", (SECURITY_ADMIN, AUDIT_ADMIN)),
    ("席位", "id-badge-2", "/admin/seats/", (SECURITY_ADMIN,)),
    ("机构角色", "hierarchy", "/admin/functions/", (SECURITY_ADMIN,)),
    ("环节设置", "route", "/admin/steps/", (SECURITY_ADMIN,)),
    ("单位与人员", "sitemap", "/admin/organization/", (SYSTEM_ADMIN, SECURITY_ADMIN)),
    ("工作日历", "calendar", "/admin/calendar/", (SYSTEM_ADMIN, SECURITY_ADMIN)),
    ("运行参数", "adjustments-horizontal", "/admin/parameters/", ALL),
    ("权限表", "table", "/admin/access/", ALL),
    ("正式运行", "power", "/admin/production/", ALL),
    ("消息模板", "message-2", "/admin/messages/", (SYSTEM_ADMIN,)),
    ("消息通道", "send", "/admin/channels/", (SYSTEM_ADMIN,)),
    ("来件", "mail", "/admin/inbound/", (SYSTEM_ADMIN,)),
    ("后台作业", "clock-play", "/admin/jobs/", (SYSTEM_ADMIN,)),
    ("审计记录", "fingerprint", "/admin/audit/", (AUDIT_ADMIN,)),
    ("审计封存", "shield-lock", "/admin/seals/", (AUDIT_ADMIN,)),
]
