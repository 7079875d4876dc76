"""What the forms of assets say before anything is sent: what will be demanded, and when."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.web.form_manners import Foretold, declare
from govops.modules.assets.actions.scrapping import holds_media
from govops.modules.assets.choices import WipeMethod
from govops.modules.assets.rules.common import items_of, named


def media_are_to_be_wiped(request: Any, actor: Actor) -> list[Foretold]:
    """Media that nobody said to be wiped, while the items are being chosen (S9§24)."""
    holding = [item for item in items_of(request) if holds_media(item)]
    if not holding or request.wipe_method != WipeMethod.NONE:
        return []
    return [
        Foretold(f"{named(holding)}含存储介质：提交前须清除数据，选择“介质清除方式”并写明清除人、清除日期。")
    ]


declare("hand_over", starred_when={"to_zone": "kind=issue", "repairer": "kind=repair"})
declare("scrap_request", starred=("appraisal",), foretell=media_are_to_be_wiped)
