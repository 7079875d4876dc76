"""Roles exist in code (modules declare them); who holds one is data (`RoleGrant`)."""

from __future__ import annotations

from dataclasses import dataclass

SYSTEM_ADMIN = "system_admin"
SECURITY_ADMIN = "security_admin"
AUDIT_ADMIN = "audit_admin"
UNIT_HEAD = "unit_head"
END_USER = "end_user"
ADMINISTRATORS = frozenset({SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN})


@dataclass(frozen=True)
class Role:
    """A duty that carries rights; `title` as people say it."""

    code: str
    title: str


_roles: dict[str, Role] = {}


def declare(*new: Role) -> None:
    """Add roles; the same code with another title is an error."""
    for role in new:
        if _roles.setdefault(role.code, role) != role:
            raise ValueError(f"role {role.code} is declared twice")


def all_roles() -> list[Role]:
    return list(_roles.values())


def business_choices() -> list[tuple[str, str]]:
    """(code, title) of every role that can be asked for: all but the administrators' and 普通用户, which everybody has."""
    return [
        (role.code, role.title) for role in _roles.values() if role.code not in ADMINISTRATORS | {END_USER}
    ]


def title_of(code: str) -> str:
    return _roles[code].title if code in _roles else code


declare(
    Role(SYSTEM_ADMIN, "系统管理员"),
    Role(SECURITY_ADMIN, "安全管理员"),
    Role(AUDIT_ADMIN, "审计管理员"),
    Role(UNIT_HEAD, "部门（主管）领导"),
    Role(END_USER, "普通用户"),
)
