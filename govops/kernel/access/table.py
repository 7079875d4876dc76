"""Which role may do what with which register: the reviewed table, read from the modules' `access.csv`.

Columns: role, register, operations (space separated), scope (own | unit | all). Nothing written = nobody may.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Allowed, Answer, Denied

#: The six operations of 淮委政务内网管理办法 第十八条, and 导出.
OPERATIONS = {
    "authorize": "授权",
    "read": "读",
    "write": "写",
    "delete": "删除",
    "copy": "复制",
    "print": "打印",
    "export": "导出",
}
SCOPES = {"own": "本人", "unit": "本单位", "all": "全部"}
_WIDTH = {"own": 1, "unit": 2, "all": 3}


@dataclass(frozen=True)
class Line:
    role: str
    register: str
    operations: frozenset[str]
    scope: str


_lines: list[Line] = []
_rights: dict[tuple[str, str], Line] = {}


def load(path: Path) -> None:
    """Add one module's table; a wrong word or a repeated pair is an error that names the line."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            line = Line(row["role"], row["register"], frozenset(row["operations"].split()), row["scope"])
            place = f"{path.name} {line.role}/{line.register}"
            if wrong := line.operations - OPERATIONS.keys():
                raise ValueError(f"{place}: unknown operation {sorted(wrong)}")
            if line.scope not in SCOPES:
                raise ValueError(f"{place}: unknown scope {line.scope!r}")
            if (line.role, line.register) in _rights:
                raise ValueError(f"{place} is written twice")
            _lines.append(line)
            _rights[line.role, line.register] = line
    _widest.cache_clear()


def lines() -> list[Line]:
    return list(_lines)


@lru_cache(maxsize=20_000)
def _widest(roles: frozenset[str], operation: str, register: str) -> str:
    held = [
        line for role in roles if (line := _rights.get((role, register))) and operation in line.operations
    ]
    return max((line.scope for line in held), key=_WIDTH.__getitem__, default="")


def scope_of(actor: Actor, operation: str, register: str) -> str:
    """The widest scope the actor's roles give: "all", "unit", "own", or "" for none."""
    if actor.is_system:
        return "all"
    if actor.token_scopes is not None and not _token_allows(actor.token_scopes, operation, register):
        return ""
    return _widest(actor.roles, operation, register)


def may(actor: Actor, operation: str, register: str, *, title: str = "") -> Answer:
    """Whether any of the actor's roles holds the operation on the register."""
    if scope_of(actor, operation, register):
        return Allowed()
    return Denied(
        f"您没有“{title or register}”的{OPERATIONS[operation]}权限；如工作需要，请由业务部门提出、安全管理员授权。",
        rule="R-USR-05",
    )


def token_may(actor: Actor, operation: str, register: str, *, title: str = "") -> Answer:
    """Whether the token's scopes hold the operation, whatever the roles say; yes for anyone without a token."""
    if actor.token_scopes is None or _token_allows(actor.token_scopes, operation, register):
        return Allowed()
    return Denied(
        f"此令牌的范围不含“{title or register}”的“{OPERATIONS[operation]}”（{register}:{operation}），请改用包含此范围的令牌。",
        rule="R-USR-05",
    )


def _token_allows(scopes: tuple[str, ...], operation: str, register: str) -> bool:
    return any(
        scope in {"*", f"{register}:*", f"*:{operation}", f"{register}:{operation}"} for scope in scopes
    )
