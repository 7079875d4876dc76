"""docs/adding-a-register.md tells the truth: the example is that short, it runs, and a field costs what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
EXAMPLES = ROOT / "docs" / "examples"
PAGE = ROOT / "docs" / "adding-a-register.md"
BUDGET = 150


def python_files(module: Path) -> dict[str, str]:
    """Name → text of every Python file but the migrations, which are generated."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(module.glob("*.py"))}


def patched(text: str, hunk: str) -> str:
    """`text` with one hunk of a diff applied; the hunk's place must be unmistakable."""
    lines = hunk.splitlines()
    before = "\n".join(line[1:] for line in lines if line[:1] != "+")
    after = "\n".join(line[1:] for line in lines if line[:1] != "-")
    assert text.count(before) == 1, before
    return text.replace(before, after)


def changes() -> dict[str, str]:
    """File name → its hunk, of docs/examples/add-a-field.diff."""
    diff = (EXAMPLES / "add-a-field.diff").read_text(encoding="utf-8")
    return dict(
        re.findall(r"^\+\+\+ b/media_loan/(\S+)\n@@\n((?:[ +-].*\n)+?)(?=--- |\Z)", diff, re.MULTILINE)
    )


def walked(examples: Path, **extra: str) -> dict[str, Any]:
    """What walk_media_loan.py saw of the example in that folder."""
    facts = connection.settings_dict
    at = f"{facts['USER']}{':' + facts['PASSWORD'] if facts['PASSWORD'] else ''}@{facts['HOST']}:{facts['PORT']}"
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": f"{examples}:{ROOT}", "DATABASE_URL": f"postgresql://{at}/{facts['NAME']}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    program = "import django; django.setup(); from tests.docs.walk_media_loan import tell; tell()"
    command = [sys.executable, "-c", program, json.dumps(extra)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])  # log lines may stand before it
    return seen


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "examples"


def migrations(examples: Path) -> list[str]:
    return sorted(path.name for path in (examples / "media_loan" / "migrations").glob("0*.py"))


def test_the_example_keeps_the_budget() -> None:
    lines = sum(len(text.splitlines()) for text in python_files(EXAMPLES / "media_loan").values())
    assert lines <= BUDGET
    assert f"{lines} lines" in PAGE.read_text(encoding="utf-8")


def test_the_page_shows_the_example_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = [
        *python_files(EXAMPLES / "media_loan").values(),
        (EXAMPLES / "media_loan" / "access.csv").read_text(encoding="utf-8"),
    ]
    shown.append((EXAMPLES / "add-a-field.diff").read_text(encoding="utf-8"))
    assert [text for text in shown if text.strip() not in page] == []


@pytest.mark.django_db
def test_the_example_runs_through_all_its_faces_and_a_field_costs_two_files_and_a_migration(
    examples: Path,
) -> None:
    seen = walked(examples)
    assert seen["refused"] == "“借用止”早于“借用起”，请改正日期。"
    assert re.fullmatch(r"JZJY-2026-\d{4}", seen["number"])
    assert seen["states"] == ["approving", "approving", "approved", "lent", "returned"]
    assert {name: status for name, (status, _kind) in seen["faces"].items()} == dict.fromkeys(
        seen["faces"], 200
    )
    assert seen["faces"]["print"][1] == "application/pdf"
    assert "完好，已清除数据" in seen["page"]
    assert seen["rest"]["checked"] == "完好，已清除数据"
    assert migrations(examples) == ["0001_initial.py"]

    assert set(changes()) == {"models.py", "registers.py"}
    for name, hunk in changes().items():
        path = examples / "media_loan" / name
        path.write_text(patched(path.read_text(encoding="utf-8"), hunk), encoding="utf-8")
    seen = walked(examples, destination="青河局")
    assert migrations(examples) == ["0001_initial.py", "0002_medialoan_destination.py"]
    assert "带往何处" in seen["page"]
    assert "青河局" in seen["page"]
    assert seen["rest"]["destination"] == "青河局"
