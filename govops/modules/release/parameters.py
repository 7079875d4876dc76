"""What an operator may set for releases (norms.md R-REL-02, §2.4)."""

from govops.kernel.parameters import Parameter, declare

GROUP = "发布与版本"
REQUIRE_BACKUP = declare(
    Parameter(
        key="release.require_backup", title="部署前须有有效备份", kind="bool", default=True, source="政务内网管理办法 第六条", group=GROUP,
        help="关闭后开始部署时不再检查备份，仍可登记备份确认。",
    )
)  # fmt: skip
BACKUP_HOURS = declare(
    Parameter(
        key="release.backup_hours", title="部署前备份的有效时间", default=24, minimum=1, maximum=168, unit=" 小时",
        source="政务内网管理办法 第六条", group=GROUP, help="开始部署时，最近一次成功的备份距今不得超过此时间。",
    )
)  # fmt: skip
SUCCESS = declare(
    Parameter(
        key="release.success", title="发布成功率目标", kind="float", default=95.0, minimum=0, maximum=100, unit=" %",
        source="GB/T 28827.1 发布管理", group=GROUP, help="结果为成功的发布 ÷ 已部署的发布。",
    )
)  # fmt: skip
ON_TIME = declare(
    Parameter(
        key="release.on_time", title="发布及时率目标", kind="float", default=90.0, minimum=0, maximum=100, unit=" %",
        source="GB/T 28827.1 发布管理", group=GROUP, help="在部署窗口内完成的发布 ÷ 已部署的发布。",
    )
)  # fmt: skip
CMDB = declare(
    Parameter(
        key="release.cmdb_updated", title="发布后配置库更新率目标", kind="float", default=100.0, minimum=0, maximum=100, unit=" %",
        source="GB/T 28827.1 发布管理", group=GROUP, help="配置库版本已更新的发布 ÷ 已部署的发布。",
    )
)  # fmt: skip
