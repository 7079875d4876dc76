"""Which items people mean when they say what is broken: “核心交换机”, “302室打印机”, “服务器 JW-SRV-04”."""

from __future__ import annotations

import re
from functools import cached_property

from govops.demo.history.data_centre.estate import Item
from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.data_centre.places import FLOORS

_LABEL = re.compile(r"JW-(?:PC|NB|SRV)-\d{2,4}")
#: what somebody says who means the machine before him
_AT_ONES_DESK = ("室外设", "室显示器", "信息点", "终端管理软件")
#: how people call what is named otherwise
_MEANT = {
    "核心交换机": ("core_1", "core_2"), "工作邮箱": ("app_mail",), "移动办公客户端": ("app_mobile", "vpn_1"), "移动办公账号": ("app_mobile",), "用户密钥": ("app_pki",),
    "A 机房精密空调": ("air_1", "air_2"), "六楼弱电间": ("ups_floor_6", "access_6_1"), "视频会商终端": ("terminal_1",), "会议室设备": ("terminal_2",), "办公电话": ("voice_1",),
    "移动介质": ("app_antivirus",), "三楼打印机": ("office_copier_3",),
}  # fmt: skip


class Naming:
    """An index of the estate by name, by label and by whose it is."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant

    @cached_property
    def _by_name(self) -> dict[str, Item]:
        return {
            item.name: item
            for item in self.plant.estate.items.values()
            if item.type not in ("service", "room", "document")
        }

    @cached_property
    def _by_label(self) -> dict[str, str]:
        items = self.plant.estate.items.values()
        return {str(item.facts["asset_number"]): item.key for item in items if item.facts.get("asset_number")}

    @cached_property
    def _own(self) -> dict[str, str]:
        """Username → the computer on his desk: the first that was drawn for him."""
        found: dict[str, str] = {}
        for item in self.plant.estate.of("personal_computer"):
            found.setdefault(item.keeper, item.key)
        return found

    def own(self, username: str) -> int | None:
        """The id of somebody's own computer."""
        return self.plant.ids.get(self._own.get(username, ""))

    def items(self, words: str, reporter: str) -> list[int]:
        """The ids of what is meant; none when nobody could tell."""
        keys = _MEANT.get(words) or self._named(words, reporter)
        return [self.plant.ids[key] for key in keys if key in self.plant.ids]

    def _named(self, words: str, reporter: str) -> tuple[str, ...]:
        if label := _LABEL.search(words):
            return (self._by_label.get(label[0], ""),)
        if "台式机" in words or words.endswith(_AT_ONES_DESK):
            return (self._own.get(reporter, ""),)
        if words in self._by_name:
            return (self._by_name[words].key,)
        for floor, name in enumerate(FLOORS, start=1):
            if words == f"{name}接入交换机":
                return (f"access_{floor}_1", f"access_{floor}_2")
        known = max((name for name in self._by_name if words.startswith(name)), key=len, default="")
        return (self._by_name[known].key,) if known else ()
