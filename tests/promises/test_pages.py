"""Every page of every register: clean, the same after a swap as fresh, cheap however many rows, and reading writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.kernel.calendar.working_time import held
from govops.kernel.jobs.declaration import all_jobs
from govops.kernel.parameters import catalogue
from govops.kernel.registers import site
from tests.promises.looking import faults_of, rows_of
from tests.promises.world import World, codes

pytestmark = pytest.mark.usefixtures("furnished")
REVIEWED = Path(__file__).parent / "budgets" / "queries.json"
CEILING = 12
#: tables that a GET may write: the trail, that one has opened one's item, and the session's own row
MAY_WRITE = {"audit_auditentry", "processes_workitem", "django_session"}
OF_A_REGISTER = ("list", "new", "detail", "edit", "import", "picture", "timing", "do")
OF_THE_SITE = (
    "/",
    "/inbox/mine/",
    "/inbox/drafts/",
    "/inbox/done/",
    "/inbox/toread/",
    "/apply/",
    "/search/?q=机房",
    "/messages/",
    "/me/messages/",
    "/me/replies/",
    "/norms/",
    "/verify/",
)
ADMIN_PAGES = {
    "system_admin": (
        "/",
        "/admin/accounts/",
        "/admin/organization/",
        "/admin/calendar/",
        "/admin/parameters/",
        "/admin/jobs/",
        "/admin/messages/",
        "/admin/messages/urged/",
        "/admin/channels/",
        "/admin/inbound/",
        "/norms/",
    ),
    "security_admin": (
        "/",
        "/admin/seats/",
        "/admin/functions/",
        "/admin/grants/",
        "/admin/access/",
        "/admin/steps/",
        "/norms/",
    ),
    "audit_admin": ("/", "/admin/audit/", "/admin/seals/", "/norms/"),
}


#: what these pages name as it is called: parameters and jobs by their keys, a library, a time zone, the form of an anchor
NAMES: dict[str, tuple[str, ...]] = {
    "/admin/parameters/": (
        *(parameter.key for parameter in catalogue.all_parameters()),
        "SMTP LMTP IMAP TLS STARTTLS RFC INBOX http govops localhost GOVOPS_SMTP_PASSWORD GOVOPS_IMAP_PASSWORD",
        "im.example.gov.cn",
    ),
    "/admin/channels/": ("govops@localhost", "HMAC SHA256"),
    "/admin/inbound/": ("govops",),
    "/admin/jobs/": ("Asia/Shanghai", "govops.server jobs", *(job.name for job in all_jobs())),
    "/admin/calendar/": ("chinesecalendar",),
    "/admin/seals/": ("9F2C-01AB-77D0-3E5A",),
}


def address_of(page: str, code: str, record: Any) -> str:
    place = f"/r/{code}/"
    own = f"{place}{record.pk}/"
    verb = next(iter(site.get(code).process.moves), "") if site.get(code).process else ""  # type: ignore[union-attr]
    approval = site.get(code).process and site.get(code).process.approval  # type: ignore[union-attr]
    return {
        "list": f"{place}?all=1", "new": f"{place}new/", "detail": own, "edit": f"{own}edit/", "import": f"{place}import/",
        "picture": f"{own}picture/", "timing": f"{own}timing/", "do": f"{own}do/{'submit' if approval else verb}/",
    }[page]  # fmt: skip


def fits(page: str, code: str) -> bool:
    register = site.get(code)
    if page in {"new", "edit", "import"} and code not in codes(made_by_people=True):
        return False
    if page == "new" and not register.by_hand:
        return False
    if page == "edit" and register.process is not None and not register.process.editable:
        return False
    if page in {"picture", "timing", "do"} and register.process is None:
        return False
    return page != "import" or register.imports


PAGES = [(page, code) for code in codes() for page in OF_A_REGISTER if fits(page, code)]


def typed(code: str) -> str:
    """What people typed into the records of that register, for telling it from our own words."""
    model = site.get(code).model
    columns = [f.attname for f in model._meta.concrete_fields if f.name != "search_vector"]
    return " ".join(str(value) for row in model._default_manager.values_list(*columns) for value in row)


@contextmanager
def nothing_written() -> Iterator[CaptureQueriesContext]:
    """Nothing but what a GET may write."""
    with CaptureQueriesContext(connection) as queries:
        yield queries
    for query in queries:
        for words in re.findall(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?([a-z_]+)', query["sql"]):
            assert words in MAY_WRITE, query["sql"][:300]


@pytest.mark.parametrize(("page", "code"), PAGES, ids=[f"{code}-{page}" for page, code in PAGES])
def test_a_page_is_clean_and_reading_it_writes_nothing(world: World, page: str, code: str) -> None:
    record = world.record(code)
    client = world.client_of(world.sample(code).by)
    address = address_of(page, code, record)
    with nothing_written():
        answer = client.get(address)
    assert answer.status_code == 200, address
    assert faults_of(answer.content.decode(), known=typed(code)) == []
    assert "Content-Security-Policy" in answer.headers
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", OF_THE_SITE)
def test_a_page_of_the_site_is_clean_and_reading_it_writes_nothing(world: World, address: str) -> None:
    world.create("visitor_entry", world.data("visitor_entry"), by="end_user", submit=True)
    client = world.client_of("end_user")
    with nothing_written():
        answer = client.get(address)
    assert answer.status_code == 200, address
    assert faults_of(answer.content.decode()) == []


ADMINISTRATION = [(username, address) for username, addresses in ADMIN_PAGES.items() for address in addresses]


@pytest.mark.parametrize(("username", "address"), ADMINISTRATION)
def test_a_page_of_administration_is_clean(world: World, username: str, address: str) -> None:
    client = world.client_of(username)
    with nothing_written():
        answer = client.get(address)
    assert answer.status_code == 200, address
    known = " ".join([*world.cast.accounts, *codes(), username, *NAMES.get(address, ())])
    assert faults_of(answer.content.decode(), known=known) == []


@pytest.mark.parametrize("code", codes())
def test_a_list_after_a_swap_is_the_list_loaded_fresh(world: World, code: str) -> None:
    for _ in range(2):
        world.another(code)
    client = world.client_of(world.sample(code).by)
    fresh = client.get(f"/r/{code}/?all=1").content.decode()
    swapped = client.get(
        f"/r/{code}/?all=1", headers={"HX-Request": "true", "HX-Target": "rows"}
    ).content.decode()
    assert rows_of(fresh)
    assert rows_of(fresh) == rows_of(swapped)


@pytest.mark.parametrize("code", codes(process=True))
def test_a_record_after_a_swap_is_the_record_loaded_fresh(world: World, code: str) -> None:
    record = world.record(code)
    client = world.client_of(world.sample(code).by)
    own = f"/r/{code}/{record.pk}/"
    fresh, swapped = (
        client.get(own, headers=headers).content.decode() for headers in ({}, {"HX-Request": "true"})
    )
    assert rows_of(fresh) == rows_of(swapped)


# --- how many questions to the database -------------------------------------------------------------------------------


def count(client: Any, address: str) -> int:
    """How many questions the page asks, once what is remembered between requests is warm."""
    # What is remembered for some seconds must not be asked for again by a slow machine in between; the parameters come with the reader.
    with held():
        client.get(address)
        catalogue.forget()
        return _asked(client, address)


def _asked(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


COUNTED = [(page, code) for page, code in PAGES if page in {"list", "new", "detail"}]


@pytest.mark.parametrize(("page", "code"), COUNTED, ids=[f"{code}-{page}" for page, code in COUNTED])
def test_the_number_of_queries_is_bounded_and_does_not_grow(world: World, page: str, code: str) -> None:
    record = world.record(code)
    client = world.client_of(world.sample(code).by)
    address = address_of(page, code, record)
    first = count(client, address)
    for _ in range(3):
        world.another(code)
    assert count(client, address) == first
    assert first <= budget(page), "fewer queries, or a reviewed line in budgets/queries.json"


@pytest.mark.parametrize("address", ["/", "/norms/", "/inbox/mine/"])
def test_the_workbench_asks_no_more_when_there_is_more(world: World, address: str) -> None:
    world.create("visitor_entry", world.data("visitor_entry"), by="end_user", submit=True)
    clients = {name: world.client_of(name) for name in ("end_user", "mr_manager")}
    before = {name: count(client, address) for name, client in clients.items()}
    for _ in range(3):
        world.create("visitor_entry", world.data("visitor_entry"), by="end_user", submit=True)
    assert {name: count(client, address) for name, client in clients.items()} == before
    assert max(before.values()) <= budget(address)


def budget(name: str) -> int:
    """The reviewed number of such a page, above the ceiling; the ceiling for the rest."""
    found = json.loads(REVIEWED.read_text(encoding="utf-8"))
    assert all(number > CEILING for number in found.values()), "what is within the ceiling needs no line"
    return int(found.get(name, CEILING))
