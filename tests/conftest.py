"""The cruel world that every test lives in: no network but loopback, no undefined names in templates."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# A loaded machine is slow, which is no fault of the code: examples are bounded in number, never in time.
settings.register_profile("govops", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("govops")


pytest_plugins = ["tests.cast"]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop in the test thread
_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """`make test` has migrated one database for all its workers to copy; a run without it migrates its own."""
    if template := os.environ.get("GOVOPS_TEST_TEMPLATE"):
        from django.conf import settings as configured

        configured.DATABASES["default"]["TEST"]["TEMPLATE"] = template


def pytest_collection_finish() -> None:
    """The program and its thousands of tests stay: nobody need look through them for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """The product's own way of hashing, with the least effort it knows: nobody is to guess the passwords of tests."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        for name, least in (("time_cost", 1), ("memory_cost", 64), ("parallelism", 1)):
            patch.setattr(Argon2PasswordHasher, name, least)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A connection to anything but this machine is a mistake: the product must work on a closed network."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}")
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


class UndefinedName(str):
    """Stands for a name that a template does not know: showing it is an error (see `string_if_invalid`)."""

    __slots__ = ()

    def __contains__(self, piece: object) -> bool:
        return piece == "%s"

    def __mod__(self, name: Any) -> str:
        raise AssertionError(f"a template shows {name!r}, which nobody gave it")


@pytest.fixture(autouse=True, scope="session")
def strict_templates() -> Iterator[None]:
    """A name that a template prints must exist, also before a filter; `{% if name %}` may ask for absent ones."""
    from django.template import engines

    engine = engines["django"].engine  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "string_if_invalid", UndefinedName("%s"))
        yield
