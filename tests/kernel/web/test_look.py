"""The look keeps its promises: nothing inline, only known icons, and every sample page draws without an undefined name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import URLPattern

from govops.kernel.web import style_guide
from govops.kernel.web.templatetags import ui

WEB = Path(style_guide.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SHEETS = sorted((WEB / "static" / "govops" / "css").glob("*.css"))
SCRIPTS = sorted((WEB / "static" / "govops").glob("*.js"))
PAGES = [page for page in style_guide.urlpatterns if not str(page.pattern).endswith("people/")]
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)(?![^>]*application/json)", re.IGNORECASE
)


def ask(address: str) -> HttpRequest:
    request = RequestFactory().get(address)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.pattern))
def test_a_sample_page_draws_and_holds_nothing_inline(page: URLPattern) -> None:
    html = page.callback(ask(f"/{page.pattern}")).content.decode()
    assert not INLINE.search(html)
    assert "{{" not in html
    assert ">None<" not in html


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_names_only_icons_of_the_sprite(template: Path) -> None:
    for name in re.findall(r'{% icon "([^"]+)"', template.read_text(encoding="utf-8")):
        assert ui.icon_name(name) == name


COMPONENTS = [path for path in sorted((WEB / "templates" / "ui").glob("*.html")) if "_input" not in path.name]


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.name)
def test_a_component_opens_by_stating_its_context(component: Path) -> None:
    """Form widgets (`*_input*.html`) are excepted: Django gives them theirs."""
    assert "{% comment %}" in component.read_text(encoding="utf-8")[:40]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_works_in_old_chromium(sheet: Path) -> None:
    """No flex gap (84), inset (87), :is/:where (88), aspect-ratio (88), :has (105), nothing from outside."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"(?<![-\w])gap:|inset:|:is\(|:where\(|:has\(|aspect-ratio|https?:|@import", text)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_stays_within_old_javascript_and_the_policy(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert not re.search(
        r"\?\.\w|\?\?|\.at\(-|replaceAll|\beval\(|new Function|setAttribute\(\"style\"", text
    )


def test_an_unknown_icon_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="printer"):
        ui.icon_name("printr")


def test_a_misspelt_panel_option_is_refused() -> None:
    from django.template import Context, engines

    with pytest.raises(TypeError, match="nope"):
        engines["django"].engine.from_string('{% load ui %}{% panel "x" nope=1 %}{% endpanel %}').render(
            Context()
        )  # type: ignore[attr-defined]


def test_what_people_write_is_escaped() -> None:
    assert "&lt;b&gt;" in ui.chip("<b>")
    assert "&lt;b&gt;" in ui.person({"name": "<b>", "unit": "<b>"})
    assert "&quot;" in ui.attributes({"data-x": '"'})
