"""What came in from outside: no person fills it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govops.kernel.gateways.receivers import Inbound, keep
from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World


def _mail(world: World, n: int) -> Any:
    inbound = Inbound(
        kind="mail", source="mail", sender=f"hejing{n}@elsewhere.example", sender_name="何静", subject=f"打印机卡纸{n}",
        text="三楼打印机卡纸，请来看看。", raw_id=f"<{n}@elsewhere.example>",
    )  # fmt: skip
    return keep(inbound, "没有登记此邮箱的人员")


SAMPLES = {"unclaimed_mail": Sample(by="service_desk", make=_mail)}
