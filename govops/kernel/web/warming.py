"""What the first request would have to build is built when the process starts."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.template.loader import get_template
from django.urls import get_resolver

from govops.kernel.registers import finding


def warm_up() -> None:
    """Load all views, compile all pages and compose the search; asks no database, so that a process starts without one."""
    _ = get_resolver().url_patterns
    for app in apps.get_app_configs():
        pages = Path(app.path) / "templates"
        for page in sorted(pages.rglob("*.html")) if app.name.startswith("govops.") else ():
            get_template(page.relative_to(pages).as_posix())
    finding.compose_all()
