"""What an operator may set for configuration (norms.md R-CI-02, R-CI-04)."""

from govops.kernel.parameters import Parameter, declare

GROUP = "资源配置"
REASON_REQUIRED = declare(
    Parameter(
        key="configuration.reason_required", title="在用配置项变更须写明原因和单号", kind="bool", default=True, source="N3§9.1", group=GROUP,
        help="建库初期集中补录时可暂时关闭；关闭期间的改动仍记入配置历史。",
    )
)  # fmt: skip
CONTROLLED = declare(
    Parameter(
        key="configuration.controlled", title="受控类型的在用配置项凭提议变更", kind="bool", default=True, source="N2§9.6", group=GROUP,
        help="关闭后受控类型与其他类型一样，由配置经理直接修改。",
    )
)  # fmt: skip
SCRAP_CHECK = declare(
    Parameter(
        key="configuration.scrap_check", title="有未了结单据的不得报废", kind="bool", default=True, source="运维惯例：了结单据后报废", group=GROUP,
        help="关闭后报废时不再核对未了结的事件、变更；介质清除仍须确认。",
    )
)  # fmt: skip
