"""Operator parameters of accounts, passwords and sessions (norms §2.3 `auth.*`)."""

from __future__ import annotations

from govops.kernel.parameters import Parameter, declare

_SOURCE = "norms §2.3【惯】等保三级建议"

for _parameter in (
    Parameter(key="auth.password_min_length", title="口令最短长度", default=8, minimum=8, maximum=64, unit=" 位", source=_SOURCE, owner="security", group="账户与口令", help="并须含大写字母、小写字母、数字和符号。"),
    Parameter(key="auth.password_max_age_days", title="口令有效期", default=90, minimum=7, maximum=365, unit=" 天", source=_SOURCE, owner="security", group="账户与口令", help="到期后登录即须修改。"),
    Parameter(key="auth.password_history", title="不得与最近几次口令相同", default=5, minimum=1, maximum=24, unit=" 次", source=_SOURCE, owner="security", group="账户与口令"),
    Parameter(key="auth.max_failed_logins", title="连续登录失败几次锁定", default=5, minimum=3, maximum=10, unit=" 次", source=_SOURCE, owner="security", group="账户与口令"),
    Parameter(key="auth.lock_minutes", title="锁定时长", default=30, minimum=5, maximum=1440, unit=" 分钟", source=_SOURCE, owner="security", group="账户与口令"),
    Parameter(key="auth.idle_timeout_minutes", title="无操作自动退出", default=30, minimum=5, maximum=480, unit=" 分钟", source=_SOURCE, owner="security", group="账户与口令"),
    Parameter(key="auth.admin_idle_timeout_minutes", title="管理员无操作自动退出", default=15, minimum=5, maximum=60, unit=" 分钟", source="norms §2.3【推】", owner="security", group="账户与口令"),
    Parameter(key="auth.token_max_days", title="接口令牌最长有效期", default=365, minimum=1, maximum=730, unit=" 天", source="本产品设定", owner="security", group="账户与口令"),
):
    declare(_parameter)
