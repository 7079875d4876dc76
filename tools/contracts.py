"""Import contracts of our own for import-linter: the inner order of a module, and its one door."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import grimp
from importlinter import Contract, ContractCheck, output

MODULES = "govops.modules"
# Each file may import only what stands after it (design: "A module, in import order"; a page shows what a dashboard gathers, so views stand above).
ORDER = (
    "module",
    "registers",
    "views",
    "dashboards",
    "public",
    "process",
    "actions",
    "rules",
    "models",
    "choices",
)
DOOR = "public"
# The manifest may name what it declares; declarations of jobs and demonstration data stand outside the order.
OUTERMOST = frozenset({"jobs", "seed", "apps", "migrations", "management", "parameters"})


class ModuleDoors(Contract):
    """Files inside a module import downwards only; other modules, and bridges, enter through `public`."""

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        if MODULES not in graph.modules:
            return ContractCheck(kept=True)
        found = [*_upward_imports(graph), *_foreign_imports(graph)]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for sentence in check.metadata["found"]:
            output.print_error(sentence)
            output.new_line()


def _upward_imports(graph: grimp.ImportGraph) -> Iterator[str]:
    for module in sorted(graph.find_children(MODULES)):
        for importer, imported in _imports_of(graph, module):
            if _owner(imported) != module:
                continue
            first, second = _part(importer), _part(imported)
            if first in ORDER and second in ORDER and ORDER.index(first) > ORDER.index(second):
                yield f"{importer} imports {imported}{_line(graph, importer, imported)}: {second}.py stands above {first}.py"
            if first in ORDER and second in OUTERMOST - {"parameters"}:
                yield f"{importer} imports {imported}{_line(graph, importer, imported)}: {second} only declares"


def _foreign_imports(graph: grimp.ImportGraph) -> Iterator[str]:
    modules = sorted(graph.find_children(MODULES))
    outsiders = [name for name in ("govops.bridges",) if name in graph.modules]
    for package in [*modules, *outsiders]:
        for importer, imported in _imports_of(graph, package):
            owner = _owner(imported)
            if owner and owner != package and _part(imported) != DOOR:
                where = _line(graph, importer, imported)
                yield f"{importer} imports {imported}{where}: enter {owner} through {owner}.{DOOR}"


def _imports_of(graph: grimp.ImportGraph, package: str) -> Iterator[tuple[str, str]]:
    for importer in sorted({package, *graph.find_descendants(package)}):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            yield importer, imported


def _owner(name: str) -> str:
    """The module package that a dotted name lies in; empty outside of govops.modules."""
    if not name.startswith(f"{MODULES}."):
        return ""
    return ".".join(name.split(".")[:3])


def _part(name: str) -> str:
    """The file or folder inside the module: `models` of govops.modules.machine_room.models.visitors."""
    parts = name.split(".")
    return parts[3] if len(parts) > 3 else ""


def _line(graph: grimp.ImportGraph, importer: str, imported: str) -> str:
    details: list[Any] = list(graph.get_import_details(importer=importer, imported=imported))
    return f" (line {details[0]['line_number']})" if details else ""
