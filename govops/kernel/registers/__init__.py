"""Registers: declared once, compiled to lists, forms, pages, moves, REST, Excel and print.

Modules import from here: `from govops.kernel.registers import Column, Register, Section, View, register`.
"""

from typing import Any

_PUBLIC = {
    "Column": "declarations", "OtherPage": "declarations", "Register": "declarations", "Related": "declarations", "Section": "declarations",
    "View": "declarations", "MenuEntry": "site", "Module": "site", "ModuleConfig": "module_config", "add_module": "site", "register": "site",
}  # fmt: skip
__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(f"govops.kernel.registers.{_PUBLIC[name]}"), name)
    raise AttributeError(name)
