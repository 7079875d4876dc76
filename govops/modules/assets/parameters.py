"""What an operator may set for assets: years of use, when to remind, how often to count."""

from __future__ import annotations

from typing import Any

from govops.kernel import parameters
from govops.kernel.parameters import Parameter, declare
from govops.modules.configuration.public import ObjectClass

GROUP = "资产"
ACCOUNTING = "政府会计准则第 3 号——固定资产（应用指南）"
CYCLES = (("quarter", "每季"), ("half", "每半年"), ("year", "每年"))

#: object class → years over which it is written off when the item itself names none
_YEARS = {
    ObjectClass.HOST: 6, ObjectClass.NETWORK: 5, ObjectClass.SECURITY: 5, ObjectClass.APPLICATION: 5, ObjectClass.DESKTOP: 6,
    ObjectClass.FACILITY: 10, ObjectClass.SPARE: 5,
}  # fmt: skip


def _years_of(object_class: ObjectClass, years: int) -> Parameter:
    return declare(
        Parameter(
            key=f"assets.years_{object_class.value}", title=f"{object_class.label}折旧年限", default=years, minimum=1, maximum=50,
            unit=" 年", source=ACCOUNTING, group=GROUP, help="配置项自己填了“折旧年限”的按其所填。",
        )
    )  # fmt: skip


YEARS = {object_class: _years_of(object_class, years) for object_class, years in _YEARS.items()}
RESIDUAL = declare(
    Parameter(
        key="assets.residual_rate", title="预计净残值率", kind="float", default=0.0, minimum=0, maximum=50, unit=" %",
        source=ACCOUNTING, group=GROUP, help="政府会计主体计提折旧不考虑预计净残值；企业化管理的单位可另设。",
    )
)  # fmt: skip
FULL_EVERY = declare(
    Parameter(
        key="assets.full_stocktake_every", title="全面盘点周期", kind="str", default="year", choices=CYCLES,
        source="设计缺省：每年全面盘点 1 次", group=GROUP, help="期满没有完成的全面盘点，在“规范对照”记漏办。",
    )
)  # fmt: skip
SPOT_EVERY = declare(
    Parameter(
        key="assets.spot_check_every", title="抽查周期", kind="str", default="half", choices=CYCLES,
        source="设计缺省：每半年抽查 1 次", group=GROUP, help="本期内完成的抽查或全面盘点都算。",
    )
)  # fmt: skip
BASELINE_EVERY = declare(
    Parameter(
        key="assets.baseline_every", title="配置基线周期", kind="str", default="year", choices=CYCLES,
        source="ISO/IEC 20000-1 9.1（按计划的时间间隔）", group=GROUP, help="期满没有已批准的基线，在“规范对照”记漏办。",
    )
)  # fmt: skip
REMIND_DAYS = declare(
    Parameter(
        key="assets.remind_days", title="到期提醒提前天数", kind="list", default=["90", "60", "30", "7"],
        source="设计缺省", group=GROUP, help="保修、合同、证书和许可到期前各提醒一次，用顿号分隔，如 90、60、30、7。",
    )
)  # fmt: skip
LABEL_ADDRESS = declare(
    Parameter(
        key="assets.label_address", title="标签二维码的地址", kind="str", default="", source="设计缺省", group=GROUP,
        help="平台对内的网址，如 http://ywpt.example.gov.cn；留空则用打印时所用的地址。",
    )
)  # fmt: skip


def years(object_class: str) -> int:
    """The years in force for an object class; 5 for a class that is not usually written off."""
    declared = YEARS.get(ObjectClass(object_class))
    return int(parameters.value(declared.key)) if declared else 5


def remind_days() -> list[int]:
    """The days before a date at which one is reminded, the longest first; what is no number is left out."""
    raw: list[Any] = parameters.value(REMIND_DAYS.key)
    found = {int(str(word)) for word in raw if str(word).strip().isdecimal() and len(str(word)) < 5}
    return sorted(found, reverse=True)
