"""What a type-ahead field offers first."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from govops.kernel.web.views import pick


class _Rows(list[Any]):
    """Just enough of a queryset, the newest first."""

    def order_by(self, name: str) -> _Rows:
        return _Rows(sorted(self, key=lambda one: one.pk, reverse=name.startswith("-")))

    def filter(self, title: str) -> _Rows:
        return _Rows(one for one in self if one.title == title)


@pytest.mark.parametrize("most", [3, 20])
def test_what_is_called_exactly_so_stands_first(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    names = ["门户", "内网门户", "内网门户节点", "门户证书", "旧内网门户", "门户数据库"]
    rows = _Rows(SimpleNamespace(pk=pk, title=title) for pk, title in enumerate(names, start=1))
    monkeypatch.setattr(pick, "_MOST", most)
    monkeypatch.setattr(pick.lists, "base", lambda register, actor: rows)
    monkeypatch.setattr(
        pick, "matching", lambda found, text: _Rows(one for one in found if text in one.title)
    )
    register: Any = None
    found = [one.title for one in pick._found(register, register, "门户")]
    assert found[0] == "门户"
    assert len(found) == min(most + 1, len(names))
    assert found[1] in {"门户数据库", "门户证书"}
