"""The import contracts of our own find what they are for."""

from __future__ import annotations

import grimp
import pytest

from tools.contracts import _foreign_imports, _upward_imports

ROOM = "govops.modules.machine_room"
DESK = "govops.modules.servicedesk"


def graph(*imports: tuple[str, str]) -> grimp.ImportGraph:
    made = grimp.ImportGraph()
    for name in ("govops", "govops.modules", "govops.bridges", ROOM, DESK):
        made.add_module(name)
    for importer, imported in imports:
        made.add_import(importer=importer, imported=imported)
    return made


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("module", "registers", True),
        ("process", "rules", True),
        ("models", "choices", True),
        ("rules", "actions", False),
        ("models", "public", False),
        ("process", "jobs", False),
    ],
)
def test_inside_a_module_imports_point_downwards(importer: str, imported: str, kept: bool) -> None:
    found = list(_upward_imports(graph((f"{ROOM}.{importer}", f"{ROOM}.{imported}"))))
    assert (found == []) is kept


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        (f"{ROOM}.actions", f"{DESK}.public", True),
        (f"{ROOM}.actions", f"{DESK}.models", False),
        ("govops.bridges.room_and_desk", f"{DESK}.public", True),
        ("govops.bridges.room_and_desk", f"{DESK}.models.tickets", False),
    ],
)
def test_other_modules_are_entered_through_their_door(importer: str, imported: str, kept: bool) -> None:
    found = list(_foreign_imports(graph((importer, imported))))
    assert (found == []) is kept
