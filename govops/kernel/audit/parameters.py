"""Operator parameters of the audit trail."""

from __future__ import annotations

from govops.kernel.parameters import Parameter, declare

RETENTION_DAYS = declare(
    Parameter(
        key="audit.retention_days",
        title="审计记录留存天数",
        kind="int",
        default=365,
        minimum=184,
        maximum=36500,
        unit=" 天",
        source="网络安全法 第二十三条（R-AUD-02）",
        owner="security",
        group="审计",
        help="不少于六个自然月（最长 184 天）。本系统从不删除审计记录，本参数用于核对备份与归档的保存期限。",
    )
)
