"""ARCHITECTURE.md, README.md and the rest of the documentation say what is there, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from govops.kernel.parameters.describing import markdown as described_parameters

ROOT = Path(settings.BASE_DIR)
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("govops/**/README.md")],
    key=str,
)
#: what no page may speak of: places on somebody's machine, and how the text came about
_PRIVATE = re.compile(
    r"/work/|/tmp/|/root/(?!govops)|\bsessions? of the\b|\bLLM\b|\bGPT\b|pypi\.org|npmjs\.(?:com|org)",
    re.IGNORECASE,
)


def named() -> set[str]:
    """Every folder or file that ARCHITECTURE.md names in code marks, as a path from the root."""
    words = re.findall(r"`([\w./-]+)`", ARCHITECTURE)
    return {
        f"govops/{word}" if word.startswith("kernel/") else word.rstrip("/") for word in words if "/" in word
    }


def parts(folder: str) -> list[str]:
    return sorted(f"{folder}/{path.parent.name}" for path in (ROOT / folder).glob("*/__init__.py"))


def test_every_folder_that_it_names_exists() -> None:
    assert [name for name in sorted(named()) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("folder", ["govops/kernel", "govops/modules"])
def test_it_names_every_part_and_module(folder: str) -> None:
    assert [part for part in parts(folder) if part not in named()] == []


def test_it_names_every_package_of_the_house() -> None:
    assert [part for part in parts("govops") if f"`{part}" not in ARCHITECTURE] == []


def test_the_commands_of_the_readme_and_the_guides_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = set(get_commands())
    wrong = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        wrong += [
            f"{page.name}: make {name}"
            for name in re.findall(r"(?:`|^ {4}|\b[A-Z_]+=\S+ )make ([a-z-]+)", text, re.MULTILINE)
            if name not in targets
        ]
        wrong += [
            f"{page.name}: manage.py {name}"
            for name in re.findall(r"manage\.py ([a-z_]+)", text)
            if name not in commands
        ]
    assert wrong == []


def test_the_links_between_the_pages_lead_somewhere() -> None:
    wrong = []
    for page in PAGES:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if not target.startswith("http") and not (page.parent / target).exists():
                wrong.append(f"{page.relative_to(ROOT)}: {target}")
    assert wrong == []


def test_no_page_speaks_of_a_machine_or_of_how_it_was_written() -> None:
    assert [page.name for page in PAGES if _PRIVATE.search(page.read_text(encoding="utf-8"))] == []


def test_the_page_of_parameters_is_current() -> None:
    page = ROOT / "docs" / "operating" / "parameters.md"
    assert page.read_text(encoding="utf-8") == described_parameters(), (
        "run: manage.py describe_parameters --markdown"
    )


def test_both_readmes_tell_the_same() -> None:
    """Headings, commands, pictures and links of the English page, in the same order on the Chinese one."""

    def bones(name: str) -> list[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        found: list[str] = re.findall(
            r"\]\(([^)]+)\)|^ {4}(?:make|python manage.py) (\S+)", text, re.MULTILINE
        )
        return sorted("".join(one) for one in found if "README" not in "".join(one))

    assert bones("README.md") == bones("README.zh-CN.md")
