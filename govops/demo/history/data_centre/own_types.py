"""Types that the standard does not know and the bureau adds in the page."""

from __future__ import annotations

from typing import Any, NamedTuple


class OwnType(NamedTuple):
    """`asks`: (code, title, kind, unit) of its own attributes."""

    code: str
    name: str
    object_class: str
    parent: str
    icon: str
    asks: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def form(self) -> dict[str, Any]:
        """What is typed into the form, but for the parent."""
        rows = [
            {"name": name, "title": title, "kind": kind, "unit": unit}
            for name, title, kind, unit in self.asks
        ]
        return {
            "code": self.code,
            "name": self.name,
            "object_class": self.object_class,
            "icon": self.icon,
            "attributes": rows,
        }


_PORTS = ("ports", "端口数", "number", "个")
OWN_TYPES = (
    OwnType(
        "pdu",
        "机柜电源插座",
        "facility",
        "power_distribution",
        "plug",
        (("outlets", "插孔数", "number", "个"),),
    ),
    OwnType("san_switch", "存储交换机", "network", "network", "hierarchy", (_PORTS,)),
    OwnType("voice_gateway", "语音网关", "network", "network", "phone", (_PORTS,)),
    OwnType("clock", "时钟同步装置", "network", "network", "clock"),
    OwnType(
        "conference_terminal",
        "视频会商终端",
        "desktop",
        "desktop",
        "video",
        (("resolution", "清晰度", "text", ""),),
    ),
    OwnType(
        "field_laptop",
        "外业便携机",
        "desktop",
        "notebook",
        "device-laptop",
        (("season", "领用汛期", "text", ""),),
    ),
)
