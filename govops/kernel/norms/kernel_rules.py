"""The hard rules that the kernel itself enforces, whatever modules there are. Each `by` names a function, trigger or constraint."""

from __future__ import annotations

from govops.kernel.norms.rules import Level, declare

_KERNEL: tuple[tuple[str, str | tuple[str, ...], Level, str, tuple[str, ...]], ...] = (
    (
        "R-AUD-01", "N1§审计", "N", "审计只增不改不删、防篡改",
        ("database trigger audit_auditentry_rows", "database trigger audit_auditentry_truncate", "govops.kernel.audit.verification.verify"),
    ),
    ("R-AUD-02", "N10§23", "N", "日志留存不少于 6 个自然月", ("govops.kernel.audit.parameters", "database trigger audit_auditentry_rows")),
    ("R-AUD-03", "N1§审计", "N", "仅审计管理员可查审计，且查询本身被审计", ("govops.kernel.audit.query.search",)),
    (
        "R-SIG-01", ("S9§17", "N24§13"), "M", "电子签名绑定人、钥、内容摘要，与手写同效",
        ("govops.kernel.signatures.signing.sign", "database trigger signatures_electronicsignature_rows"),
    ),
    (
        "R-USR-04", "S9§18", "M", "不得设置超级系统管理员；用户管理与业务权限分离",
        (
            "database constraint no_superuser", "database constraint administrators_hold_no_business_role",
            "database constraint administrators_are_exclusive", "govops.kernel.access.rights.only",
        ),
    ),
    ("R-USR-05", "S9§18", "M", "授权/读/写/删除/复制/打印分项控制", ("govops.kernel.access.table.may",)),
    (
        "R-SCR-02", ("S9§24", "S9§18"), "S", "知悉范围以外的人员（含管理员）看不到、搜不到、导不出",
        ("govops.kernel.records.visibility.visible",),
    ),
)  # fmt: skip

for _id, _cites, _level, _title, _places in _KERNEL:
    for _place in _places:
        declare(_id, cites=_cites, level=_level, title=_title, by=_place)
