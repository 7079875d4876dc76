"""A real browser in front of the real server: one Chromium a worker, one window a person, and no fault unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)

from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access.models import Account
from govops.kernel.norms import judging
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site
from tests.kernel.append_only import let_flush_pass
from tests.moments import SHANGHAI

CHROMIUM = Path("/usr/bin/chromium")
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 400, "height": 800}
#: milliseconds that an expectation may take on a busy machine
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
#: answers that a journey provokes on purpose; the page shows them as sentences
_TOLD = frozenset({403, 404, 409, 422})
#: a page must not hold inline handlers, template leftovers or a bare None
_WATCH = """
document.addEventListener("DOMContentLoaded", () => {
  const fault = (words) => console.error("PAGE FAULT: " + words + " at " + location.pathname);
  if (document.querySelector("[onclick],[onchange],[onsubmit],[oninput],[href^='javascript:']")) fault("inline handler");
  if (/\\{\\{|\\{%/.test(document.body.innerText)) fault("template leftover");
  if (Array.from(document.querySelectorAll("td,dd,span,b,h1,small")).some((e) => e.textContent.trim() === "None")) fault("None");
});
"""


@pytest.fixture(scope="session", autouse=True)
def _append_only_tables_can_be_emptied() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        let_flush_pass(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files() -> Iterator[None]:
    """The files as they are in the tree, whatever was collected for a server in this checkout."""
    with pytest.MonkeyPatch.context() as patch:
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        patch.setitem(configured.STORAGES, "staticfiles", plain)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The worker's browser."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: run `make test`, or apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


class Clock:
    """The program's clock: runs on from wherever it is set, in the server's threads too."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def set(self, text: str) -> None:
        """`set("2026-11-23 09:30")`, bureau time."""
        self.offset = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) - timezone.now()

    def now(self, zone: tzinfo) -> datetime:
        return datetime.now(zone) + self.offset


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday 2026-11-23, half past nine, unless a journey says otherwise."""
    clock = Clock()
    clock.set("2026-11-23 09:30")
    monkeypatch.setattr(moment, "datetime", clock)
    return clock


class House:
    """The bureau with a machine room, and a window for whoever logs in."""

    def __init__(self, cast: Bureau, url: str, browser: Browser) -> None:
        self.cast, self.url, self._browser = cast, url, browser
        self.windows: list[BrowserContext] = []
        self.faults: list[str] = []
        Account.objects.update(password_changed_at=moment.now())
        manager = cast.people["mr_manager"].pk
        self.room = self.create(
            "machine_room",
            "mr_manager",
            code="A",
            name="主机房",
            location="信息楼三层",
            manager=manager,
            is_active="1",
        )
        self.zone = self.create(
            "zone", "mr_manager", machine_room=self.room.pk, name="服务器区", is_active="1"
        )
        judging.judge()

    def window(self, size: dict[str, int] | None = None) -> Page:
        """A window in which nobody is logged in yet."""
        context = self._browser.new_context(
            viewport=size or DESK, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=self.url, accept_downloads=True
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        context.add_init_script(_WATCH)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"uncaught: {error.error}"))
        context.on("response", self._response)
        self.windows.append(context)
        return context.new_page()

    def open(self, username: str, path: str = "/", *, size: dict[str, int] | None = None) -> Page:
        """A window in which `username` is logged in, at `path`."""
        page = self.window(size)
        client = Client()
        client.force_login(
            self.cast.accounts[username], backend="govops.kernel.access.backend.AccountBackend"
        )
        cookie = client.cookies[configured.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": configured.SESSION_COOKIE_NAME, "value": cookie, "url": self.url}])
        page.goto(path)
        return page

    def create(self, register: str, by: str, **data: Any) -> Any:
        """A record through its door, without the browser."""
        return doors.create(site.get(register), data, actor=self.cast.actor(by), submit=False)

    def do(self, record: Any, verb: str, by: str, **data: Any) -> Any:
        """A verb through its door, without the browser."""
        code = site.of(record).code
        return engine.perform(code, record.pk, verb, actor=self.cast.actor(by), data=data).record

    def visit(self, by: str = "end_user", *, upto: str = "submitted", **changes: Any) -> Any:
        """A visit of 李雷 this afternoon, escorted by 王磊; `upto`: draft, submitted, agreed, approved."""
        data = {
            "visitor_unit": "青山软件", "visitor_name": "李雷", "visitor_phone": "13912345678", "identity_number": "11010519491231002X",
            "category": "maintenance", "purpose": "数据库巡检", "machine_room": self.room.pk, "zones": [self.zone.pk],
            "planned_from": "2026-11-23 09:00", "planned_to": "2026-11-23 16:30", "escort": self.cast.people["duty_officer"].pk,
            "pledged": "1",
        }  # fmt: skip
        record = self.create("visitor_entry", by, **data | changes)
        deeds = (("submit", by), ("approve", "mr_manager"), ("approve", "security_secrecy_dept"))
        for verb, who in deeds[: ("draft", "submitted", "agreed", "approved").index(upto)]:
            record = self.do(record, verb, who)
        return record

    def _console(self, message: ConsoleMessage) -> None:
        # A refused request is reported by `_response`, with its status.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text[:300]}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and (response.status not in _TOLD or "/static/" in response.url):
            self.faults.append(f"{response.status} {response.url}")


@pytest.fixture
def house(clock: Clock, live_server: Any, cast: Bureau, chromium: Browser) -> Iterator[House]:
    """The house for one journey; afterwards no page may have shown an error, a CSP violation or a leftover."""
    house = House(cast, live_server.url, chromium)
    yield house
    for window in house.windows:
        window.close()
    assert house.faults == []


@pytest.fixture
def judge_duties() -> Callable[[], int]:
    """What the job does after midnight."""
    return judging.judge
