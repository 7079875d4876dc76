"""What the first request would have to build is built when the process starts."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_backends
from django.template import engines
from django.template.loader import get_template
from django.urls import get_resolver

from govops.kernel.organization import prepared
from govops.kernel.registers import finding


def warm_up() -> None:
    """Load all views and compile pages, fixed statements and the search; a process starts without a database, too."""
    _ = get_resolver().url_patterns, get_backends()
    for engine in engines.all():
        _ = engine.engine.template_context_processors  # type: ignore[attr-defined]
    for app in apps.get_app_configs():
        pages = Path(app.path) / "templates"
        for page in sorted(pages.rglob("*.html")) if app.name.startswith("govops.") else ():
            get_template(page.relative_to(pages).as_posix())
    prepared.compile_all()
    finding.compose_all()
