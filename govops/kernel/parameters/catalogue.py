"""What may be set, and what it is set to now."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject

Kind = Literal["int", "float", "str", "bool", "list"]
_PYTHON: dict[str, type] = {"int": int, "float": float, "str": str, "bool": bool, "list": list}
_FRESH_SECONDS = 2.0

_declared: dict[str, Parameter] = {}
_values: dict[str, Any] = {}
_read_at = -_FRESH_SECONDS


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One setting. `source` is the article or practice the default comes from; `owner` is the administrator who may change it."""

    key: str
    title: str
    kind: Kind = "int"
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[tuple[Any, str], ...] = ()
    unit: str = ""
    source: str = ""
    owner: Literal["system", "security"] = "system"
    group: str = "平台"
    help: str = ""

    def parse(self, raw: Any) -> Any:
        """`raw` as this parameter's type, within its bounds; ValueError with a Chinese sentence otherwise."""
        result = self._typed(raw)
        if self.minimum is not None and result < self.minimum:
            raise ValueError(f"“{self.title}”不能小于 {self.minimum:g}{self.unit}，请改大一些。")
        if self.maximum is not None and result > self.maximum:
            raise ValueError(f"“{self.title}”不能大于 {self.maximum:g}{self.unit}，请改小一些。")
        if self.choices and result not in dict(self.choices):
            raise ValueError(f"“{self.title}”只能是：{'、'.join(dict(self.choices).values())}。")
        return result

    def _typed(self, raw: Any) -> Any:
        if self.kind == "bool":
            return (
                raw if isinstance(raw, bool) else str(raw).strip().lower() in {"1", "true", "on", "yes", "是"}
            )
        if self.kind == "list":
            return (
                list(raw)
                if isinstance(raw, list | tuple)
                else [p.strip() for p in str(raw).split("、") if p.strip()]
            )
        try:
            typed = _PYTHON[self.kind](raw)
            if typed != typed or typed in {
                math.inf,
                -math.inf,
            }:  # not a number is within no bounds, and no limit
                raise ValueError(raw)
            return typed
        except (TypeError, ValueError):
            wanted = {"int": "整数", "float": "数字", "str": "文字"}[self.kind]
            raise ValueError(f"“{self.title}”应填写{wanted}。") from None

    def shown(self, current: Any) -> str:
        """The value as a person reads it."""
        if self.kind == "bool":
            return "是" if current else "否"
        if self.kind == "list":
            return "、".join(current)
        if self.choices:
            return dict(self.choices).get(current, str(current))
        return f"{current}{self.unit}"


def declare(new: Parameter) -> Parameter:
    """Add a parameter to the catalogue; two different ones under one key are an error."""
    if _declared.setdefault(new.key, new) != new:
        raise ValueError(f"parameter {new.key} is declared twice")
    return new


def all_parameters() -> list[Parameter]:
    """Every declared parameter, by group and key."""
    return sorted(_declared.values(), key=lambda p: (p.group, p.key))


def parameter(key: str) -> Parameter:
    """The declaration under `key`; KeyError names the nearest one."""
    try:
        return _declared[key]
    except KeyError:
        near = get_close_matches(key, _declared, n=1)
        raise KeyError(f"no parameter {key!r}" + (f"; did you mean {near[0]!r}?" if near else "")) from None


def value(key: str) -> Any:
    """The value in force: what an administrator set, else the default. At most two seconds old."""
    declared = parameter(key)
    if time.monotonic() - _read_at > _FRESH_SECONDS:
        from govops.kernel.parameters.models import ParameterValue

        _know(dict(ParameterValue.objects.values_list("key", "value")))
    return _values.get(key, declared.default)


def stored() -> ArraySubquery:
    """All that is set, to be read with another row; `know` takes it."""
    from govops.kernel.parameters.models import ParameterValue

    return ArraySubquery(ParameterValue.objects.values(told=JSONObject(key="key", value="value")))


def know(told: Iterable[dict[str, Any]]) -> None:
    """What `stored` read just now is in force: a page asks for it with its reader, and for nothing else."""
    _know({one["key"]: one["value"] for one in told})


def _know(values: dict[str, Any]) -> None:
    global _values, _read_at
    _values, _read_at = values, time.monotonic()


def forget() -> None:
    """Read the table again at the next question."""
    global _read_at
    _read_at = -_FRESH_SECONDS
