"""A migrated database, made once, from which every worker of a test run copies its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
# Each migration builds its models anew: the collector would look through all of them thousands of times.
_MIGRATE = """
import gc
gc.set_threshold(50_000, 50, 50)
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "migrate", "--verbosity", "0"])
"""


@contextmanager
def migrated(environment: dict[str, str]) -> Iterator[str]:
    """The name of the database, beside that of `DATABASE_URL` in the environment; it goes afterwards."""
    url = environment["DATABASE_URL"]
    name = f"test_{urlsplit(url).path.strip('/')}_template"
    _execute(url, "DROP DATABASE IF EXISTS {}", name)
    _execute(url, "CREATE DATABASE {} TEMPLATE template0", name)
    try:
        command = [sys.executable, "-c", _MIGRATE]
        its_own = {
            **environment,
            "DJANGO_SETTINGS_MODULE": "govops.config.settings",
            "DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl(),
        }
        subprocess.run(command, cwd=ROOT, env=its_own, check=True)
        yield name
    finally:
        _execute(url, "DROP DATABASE {} WITH (FORCE)", name)


def _execute(url: str, statement: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
