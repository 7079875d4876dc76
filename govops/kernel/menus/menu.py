"""The navigation: built from the modules' manifests, filtered by what the actor may read."""

from __future__ import annotations

from typing import Any

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.roles import AUDIT_ADMIN, SECURITY_ADMIN, SYSTEM_ADMIN
from govops.kernel.processes import inbox
from govops.kernel.registers import site
from govops.kernel.registers.site import MenuEntry

#: groups of the navigation in order; a group that no module names stays out, one not named here comes last
GROUPS = ("", "服务", "资源", "安全保密", "办公", "管理", "系统管理")
_extra: dict[str, list[MenuEntry]] = {}
ADMIN_ROLES = (SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN)


def add(group: str, *entries: MenuEntry) -> None:
    """Put pages that belong to no register into the menu."""
    _extra.setdefault(group, []).extend(entries)


def _may_see(entry: MenuEntry, actor: Actor) -> bool:
    if entry.roles and not actor.roles & set(entry.roles):
        return False
    return not entry.register or bool(table.scope_of(actor, "read", entry.register))


def menu_for(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Groups of items for `actor`; the item that `path` belongs to is active."""
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in GROUPS}
    badge = inbox.counts(actor.person)["todo"] if actor.person and not actor.is_administrator else 0
    groups[""].append(_item("工作台", "inbox", "/", badge=badge, urgent=True))
    groups[""].append(_item("全局检索", "search", "/search/"))
    groups[""].append(_item("规范对照", "scale", "/norms/"))
    for group, entries in _extra.items():
        groups.setdefault(group, []).extend(
            _item(e.title, e.icon, e.url) for e in entries if _may_see(e, actor)
        )
    for module in site.all_modules():
        items = [_of(entry) for entry in module.menu if _may_see(entry, actor)]
        groups.setdefault(module.group, []).extend(items)
    best = max(
        (i["url"] for items in groups.values() for i in items if _within(path, i["url"])), key=len, default=""
    )
    return [
        {"title": title, "items": [{**item, "active": item["url"] == best} for item in items]}
        for title, items in groups.items()
        if items
    ]


def _of(entry: MenuEntry) -> dict[str, Any]:
    url = entry.url or site.get(entry.register).url()
    return _item(entry.title, entry.icon, url)


def _item(title: str, icon: str, url: str, *, badge: int = 0, urgent: bool = False) -> dict[str, Any]:
    return {"title": title, "icon": icon, "url": url, "badge": badge or "", "urgent": urgent}


def _within(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
