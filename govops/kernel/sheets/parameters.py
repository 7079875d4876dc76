"""What an operator may set of imports."""

from govops.kernel.parameters import Parameter, declare

AT_ONCE = declare(
    Parameter(
        key="sheets.rows_at_once", title="当场办理的导入行数", kind="int", default=2000, minimum=0, maximum=20_000, unit=" 行", group="导入导出", source="本产品设定",
        help="超过此行数的导入转为后台办理，页面显示进度，办完发消息。",
    )
)  # fmt: skip
