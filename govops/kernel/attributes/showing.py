"""Values as people read them: on the page, in a workbook, for the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from govops.kernel.attributes import sealing
from govops.kernel.attributes.attribute import Attribute


def word(attribute: Attribute, value: Any) -> str:
    """One value in words, with its unit; secrets masked."""
    if value in (None, ""):
        return ""
    if sealing.is_sealed(value):
        return sealing.MASK
    return f"{value} {attribute.unit}" if attribute.unit else str(value)


def lines(attributes: Sequence[Attribute], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(title, words) of what is answered, in the order it is asked; what nobody asks any more comes last."""
    told = [(one.title, word(one, values[one.name])) for one in attributes if one.name in values]
    known = {one.name for one in attributes}
    left = [
        (name, str(sealing.masked({name: raw})[name])) for name, raw in values.items() if name not in known
    ]
    return told + left


def words(attributes: Sequence[Attribute], values: Mapping[str, Any]) -> str:
    """All answers, a line each: 内存：64 GB."""
    return "\n".join(f"{title}：{told}" for title, told in lines(attributes, values))


def searched(attributes: Sequence[Attribute], values: Mapping[str, Any]) -> str:
    """What the search looks at: the values marked for it, never a secret."""
    return " ".join(
        str(values[one.name])
        for one in attributes
        if one.searchable and one.name in values and not sealing.is_sealed(values[one.name])
    )
