"""One value of each kind, from what people or programs wrote to what is kept. ValueError says in Chinese what is wrong."""

from __future__ import annotations

import ipaddress
import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from govops.kernel.attributes.attribute import Attribute, AttributeKind
from govops.kernel.records.fields import CONTROL

LONGEST = 500
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_MAC = re.compile(r"[0-9A-Fa-f]{12}")
_YEARS = range(1900, 2200)


def parse(attribute: Attribute, raw: Any) -> Any:
    """What is kept of `raw`, never empty; references stay as written (`references.resolve`), secrets as typed."""
    return _PARSERS[attribute.kind](attribute, raw)


def _text(attribute: Attribute, raw: Any) -> str:
    if isinstance(raw, dict | list):
        raise ValueError("应为文本")
    text = str(raw).strip()
    if CONTROL.search(text):
        raise ValueError("含有不可见的控制字符，请删去后重新输入")
    if len(text) > LONGEST:
        raise ValueError(f"不能超过 {LONGEST} 个字，现有 {len(text)} 个，请缩短")
    return text


def _number(attribute: Attribute, raw: Any) -> int | float:
    wrong = ValueError(f"应为数字{f'（{attribute.unit}）' if attribute.unit else ''}，如 16")
    if isinstance(raw, bool | dict | list):
        raise wrong
    text = unicodedata.normalize("NFKC", str(raw)).strip().replace(",", "")
    text = text.removesuffix(attribute.unit).strip() if attribute.unit else text
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise wrong from None
    if not number.is_finite() or not math.isfinite(float(number)) or len(number.as_tuple().digits) > 15:
        raise wrong
    return int(number) if number == number.to_integral_value() else float(number)


def _date(attribute: Attribute, raw: Any) -> str:
    if hasattr(raw, "isoformat"):
        raw = raw.isoformat()[:10]
    found = _DAY.fullmatch(str(raw).strip())
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise ValueError("应为日期，如 2026-11-23")
    return day.isoformat()


def _choice(attribute: Attribute, raw: Any) -> str:
    text = _text(attribute, raw)
    if text not in attribute.options:
        raise ValueError(f"只能是：{'、'.join(attribute.options)}")
    return text


def _address(attribute: Attribute, raw: Any) -> str:
    """An IPv4 or IPv6 address, a network (10.1.0.0/16) or a MAC address, in its one canonical form."""
    text = unicodedata.normalize("NFKC", _text(attribute, raw))
    bare = re.sub(r"[:\-.]", "", text)
    if _MAC.fullmatch(bare) and "/" not in text and not re.fullmatch(r"[\d.]+", text):
        return ":".join(bare[i : i + 2] for i in range(0, 12, 2)).lower()
    try:
        return str(ipaddress.ip_network(text) if "/" in text else ipaddress.ip_address(text))
    except ValueError:
        pass
    if "/" in text:
        try:
            right = ipaddress.ip_network(text, strict=False)
        except ValueError:
            right = None
        if right is not None:
            raise ValueError(f"“{text}”不是网段的起始地址，应为 {right}")
    raise ValueError("应为 IP 地址、网段或 MAC 地址，如 10.1.2.3、10.1.2.0/24、3c:52:82:0a:1b:2c")


_PARSERS: dict[str, Callable[[Attribute, Any], Any]] = {
    AttributeKind.TEXT: _text,
    AttributeKind.NUMBER: _number,
    AttributeKind.DATE: _date,
    AttributeKind.CHOICE: _choice,
    AttributeKind.REFERENCE: _text,
    AttributeKind.ADDRESS: _address,
    AttributeKind.SECRET: _text,
}
