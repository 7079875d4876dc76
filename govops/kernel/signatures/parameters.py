"""Operator parameters of signatures."""

from __future__ import annotations

from govops.kernel.parameters import Parameter, declare

KEY_REQUIRED = declare(
    Parameter(
        key="signatures.key_required",
        title="签字必须使用签名密钥",
        kind="bool",
        default=False,
        source="政务内网管理办法 第十七条（R-SIG-01）",
        owner="security",
        group="电子签名",
        help="密钥全部发放后改为“是”：没有在用密钥的人不能签字。为“否”时，无密钥者的签署只保存内容摘要。",
    )
)
