"""The list of everything declared: registers by code, modules by their manifests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured

from govops.kernel.access import roles
from govops.kernel.processes import declarations as processes
from govops.kernel.records import kinds
from govops.kernel.records.models import Record
from govops.kernel.registers.declarations import Register

_registers: dict[str, Register] = {}


@dataclass(frozen=True)
class MenuEntry:
    """A line in the navigation. `register` or `url`; `roles` empty = whoever may read the register."""

    title: str
    icon: str
    register: str = ""
    url: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """A module's manifest."""

    code: str
    title: str
    group: str
    order: int = 50
    roles: tuple[roles.Role, ...] = ()
    menu: tuple[MenuEntry, ...] = field(default_factory=tuple)


_modules: dict[str, Module] = {}


def add_module(module: Module) -> Module:
    """Declare a module: its roles and its place in the menu."""
    _modules[module.code] = module
    roles.declare(*module.roles)
    return module


def all_modules() -> list[Module]:
    return sorted(_modules.values(), key=lambda m: m.order)


def register(cls: type[Register]) -> type[Register]:
    """Put a register on the site. A wrong name fails here, with the nearest right one."""
    if not cls.code:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.model.__name__).lower()
    one = cls()
    if cls.code in _registers:
        raise ImproperlyConfigured(f"register {cls.code} is declared twice")
    _check(one)
    _registers[cls.code] = one
    kinds.declare(
        kinds.Kind(
            code=cls.code,
            title=cls.title,
            model=cls.model,
            series=cls.series,
            fields=one.fields,
            searched=cls.search,
            title_of=one.title_of,
            cites=cls.cites,
        )
    )
    if cls.process is not None:
        cls.process.title = cls.process.title or one.name_of_form
        processes.bind(cls.code, cls.process)
    return cls


def get(code: str) -> Register:
    try:
        return _registers[code]
    except KeyError:
        near = get_close_matches(code, _registers, n=1)
        raise KeyError(f"no register {code!r}" + (f"; did you mean {near[0]!r}?" if near else "")) from None


def find(code: str) -> Register | None:
    return _registers.get(code)


def all_registers() -> list[Register]:
    return list(_registers.values())


def of(record: Record | type[Record]) -> Register:
    return _registers[kinds.of(record).code]


def _check(one: Register) -> None:
    """Every name in the declaration exists."""
    names = {f.name for f in one.model._meta.get_fields()}
    own = {name for name in dir(one) if name.startswith("show_")}
    for attribute, used in {
        "filters": one.filters,
        "search": [name.split("__")[0] for name in one.search],
        "form": one.fields,
        "shown": one.shown_fields,
        "asked_when": [*one.asked_when, *(when.split("=")[0] for when in one.asked_when.values())],
        "narrowed_by": [*one.narrowed_by, *one.narrowed_by.values()],
        "date_field": [one.date_field],
        "order": [one.order.lstrip("-")],
        "tree": [one.tree] if one.tree else [],
        "columns": [c.name for c in one.all_columns if f"show_{c.name}" not in own],
        "columns.sort": [c.sort.lstrip("-") for c in one.all_columns if c.sort],
        "columns.second": [c.second for c in one.all_columns if c.second and f"show_{c.second}" not in own],
    }.items():
        for name in used:
            if name not in names | {"id"}:
                raise _unknown(one, attribute, name, names)
    if one.process is None:
        return
    for verb, move in one.process.moves.items():
        for name in (*move.asks, *move.requires):
            if name not in names:
                raise _unknown(one, f"process.{verb}.asks", name, names)
    for verb in one.bulk:
        if verb not in one.process.moves:
            raise _unknown(one, "bulk", verb, set(one.process.moves))
    for name in one.process.not_by:
        try:
            one.model._meta.get_field(name)
        except FieldDoesNotExist:
            raise _unknown(one, "process.not_by", name, names) from None


def _unknown(one: Register, attribute: str, name: str, names: set[str]) -> ImproperlyConfigured:
    near = get_close_matches(name, names, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return ImproperlyConfigured(
        f"{type(one).__name__}.{attribute}: {one.model.__name__} has no {name!r}.{hint}"
    )
