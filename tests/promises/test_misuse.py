"""Bad input and misuse through every door: a clear sentence, and nothing changes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from govops.kernel import moment
from govops.kernel.access import bureau, tokens
from govops.kernel.access.models import ApiToken
from govops.kernel.audit.models import AuditEntry
from govops.kernel.organization.models import SeatHolder
from govops.kernel.processes.models import Act, ProcessRun
from govops.kernel.records.models import Attachment
from tests.moments import MONDAY
from tests.promises.doors import DOORS, Door, Said, as_json, as_posted, workbook
from tests.promises.world import World

VISIT = "visitor_entry"
SENTENCE = re.compile(r"[一-龥].*[。？！）]", re.DOTALL)
each_door = pytest.mark.parametrize("kind", DOORS)


@pytest.fixture
def door(world: World, kind: str) -> Door:
    return Door(world, kind)


def state_of(world: World) -> tuple[Any, ...]:
    """All that misuse must leave as it is."""
    return (
        list(world.model(VISIT).objects.order_by("pk").values()), list(ProcessRun.objects.order_by("pk").values()),
        Act.objects.count(), AuditEntry.objects.exclude(operation__in=("refuse", "read")).count(),
    )  # fmt: skip


def assert_refused(said: Said, *words: str) -> None:
    assert 400 <= said.status < 500, said.words
    assert SENTENCE.search(said.words), said.words
    assert not re.search(r"Traceback|Error\b|Exception|NoneType", said.words), said.words
    for word in words:
        assert word in said.words, said.words


# --- what is typed ---------------------------------------------------------------------------------------------------


@each_door
@pytest.mark.parametrize(
    "name", ["colour", "state", "number", "version", "is_restricted", "entered_at", "created_by", "id"]
)
def test_a_field_that_the_form_does_not_have(world: World, door: Door, kind: str, name: str) -> None:
    data = world.data(VISIT)
    before = state_of(world)
    if kind == "import":
        said = door.send(
            VISIT,
            workbook(VISIT, data, extra={"颜色" if name == "colour" else name: "approved"}),
            by="end_user",
        )
    elif name == "version" and kind == "page":
        pytest.skip("the page's own field: the version that was seen")
    else:
        said = door.write(VISIT, data | {name: "approved"}, by="end_user")
    assert_refused(said)
    assert state_of(world) == before


@each_door
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"purpose": "长" * 501}, "工作内容"),
        ({"visitor_name": "名" * 51}, "来访人"),
        ({"purpose": "响铃\x07一声"}, "工作内容"),
        ({"visitor_name": "零\x00字符"}, ""),
        ({"category": "party"}, "来访类别"),
        ({"machine_room": "没有的机房"}, "机房"),
        ({"planned_from": "明天下午"}, "计划进入时间"),
        ({"planned_from": "2026-02-30 10:00"}, "计划进入时间"),
        ({"planned_to": "2026-03-03 13:00"}, "预计离开时间"),
        ({"visitor_name": ""}, "来访人"),
        ({"carried_items": [{"name": "", "quantity": "1", "storage": "no", "serial": ""}]}, "物品名称"),
        ({"carried_items": [{"name": "锤", "quantity": "许多", "storage": "no", "serial": ""}]}, "数量"),
        ({"identity_number": "123"}, "身份证"),
        ({"wants_photography": "1"}, "照相"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_a_value_that_cannot_be(
    world: World, door: Door, kind: str, changes: dict[str, Any], words: str
) -> None:
    data = world.data(VISIT)
    before = state_of(world)
    if kind == "import" and any(c in str(changes) for c in ("\\x07", "\\x00")):
        said = door.send(
            VISIT,
            _with_control_character(workbook(VISIT, data | dict.fromkeys(changes, "QQQQ"))),
            by="end_user",
        )
    else:
        said = door.write(VISIT, data | changes, by="end_user")
    assert_refused(said, words)
    assert state_of(world) == before


def _with_control_character(content: bytes) -> bytes:
    """openpyxl writes none, so it is put into the parts of the workbook by hand, escaped as Excel does."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"QQQQ", "响铃_x0007_一声".encode()))
    return out.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"null",
        b'{"a": NaN}',
        b"\xff\xfe",
        b'{"visitor_name": {"a": 1}}',
        b'{"machine_room": 1e400}',
        b'{"zones": "x"}',
    ],
)
def test_json_that_is_none(world: World, api_of: Callable[..., Client], body: bytes) -> None:
    before = state_of(world)
    answer = api_of("end_user").generic("POST", f"/api/v1/{VISIT}", body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert SENTENCE.search(answer.json()["detail"])
    assert state_of(world) == before


# --- what is uploaded ------------------------------------------------------------------------------------------------


def test_an_attachment_of_fifty_megabytes(world: World) -> None:
    record = world.record(VISIT)
    file = SimpleUploadedFile("大.pdf", b"%PDF-" + bytes(50 * 1024 * 1024))
    answer = world.client_of("end_user").post(f"/r/{VISIT}/{record.pk}/files/", {"file": file})
    assert answer.status_code in {413, 422}
    assert "MB" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_workbook_of_fifty_megabytes(world: World) -> None:
    before = state_of(world)
    said = Door(world, "import").send(VISIT, b"PK\x03\x04" + bytes(50 * 1024 * 1024), by="end_user")
    assert_refused(said)
    assert state_of(world) == before


def test_a_body_of_fifty_megabytes(world: World, api_of: Callable[..., Client]) -> None:
    answer = api_of("end_user").generic(
        "POST", f"/api/v1/{VISIT}", b" " * (50 * 1024 * 1024), content_type="application/json"
    )
    assert answer.status_code == 413
    assert "1 MB" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.pdf", "../../a.pdf", "a"])
def test_an_attachment_that_is_not_what_it_says(world: World, name: str) -> None:
    record = world.record(VISIT)
    file = SimpleUploadedFile(name, b"MZ\x90 this is a program")
    answer = world.client_of("end_user").post(f"/r/{VISIT}/{record.pk}/files/", {"file": file})
    assert answer.status_code == 422
    assert SENTENCE.search(json.loads(answer.content)["detail"])
    assert not Attachment.objects.exists()


def book_of(*rows: list[Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_without_a_column(world: World) -> None:
    data = world.data(VISIT)
    before = state_of(world)
    said = Door(world, "import").send(VISIT, workbook(VISIT, data, drop=("visitor_name",)), by="end_user")
    assert_refused(said, "来访人")
    assert state_of(world) == before


def test_a_workbook_with_formulas(world: World) -> None:
    content = workbook(VISIT, world.data(VISIT))
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("来访人") + 1).value = '=HYPERLINK("http://example.com","张三")'
    out = io.BytesIO()
    book.save(out)
    before = state_of(world)
    assert_refused(Door(world, "import").send(VISIT, out.getvalue(), by="end_user"), "公式")
    assert state_of(world) == before


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"PK\x03\x04 broken", book_of(["完全", "不同", "的表"], [1, 2, 3]), book_of()],
    ids=["empty", "text", "broken", "other", "blank"],
)
def test_a_workbook_that_is_none(world: World, content: bytes) -> None:
    before = state_of(world)
    assert_refused(Door(world, "import").send(VISIT, content, by="end_user"))
    assert state_of(world) == before


def test_one_bad_line_keeps_all_lines_out(world: World) -> None:
    good, bad = world.data(VISIT), world.data(VISIT) | {"category": "party"}
    before = state_of(world)
    assert_refused(Door(world, "import").send(VISIT, workbook(VISIT, good, bad), by="end_user"), "第 3 行")
    assert state_of(world) == before


def test_what_people_typed_is_no_formula_when_exported(world: World) -> None:
    world.create(VISIT, world.data(VISIT) | {"visitor_name": "=1+1"}, by="end_user")
    content = world.client_of("mr_manager").get(f"/r/{VISIT}/export/?all=1").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


# --- twice, late, together -------------------------------------------------------------------------------------------


def test_a_double_submit_on_the_page(world: World) -> None:
    posted = as_posted(VISIT, world.data(VISIT)) | {"submission": "k1", "submit": "1"}
    client = world.client_of("end_user")
    for _ in range(2):
        assert client.post(f"/r/{VISIT}/new/", posted).status_code in {204, 302}
    assert world.model(VISIT).objects.count() == 1
    assert "已经登记过" in client.get(f"/r/{VISIT}/?all=1").content.decode()


def test_a_double_submit_through_the_api(world: World, api_of: Callable[..., Client]) -> None:
    body, client = as_json(VISIT, world.data(VISIT)), api_of("end_user")
    answers = [
        client.post(
            f"/api/v1/{VISIT}", body, content_type="application/json", headers={"Idempotency-Key": "k1"}
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert world.model(VISIT).objects.count() == 1


def test_a_double_import(world: World) -> None:
    client = world.client_of("end_user")
    tried = client.post(
        f"/r/{VISIT}/import/", {"file": SimpleUploadedFile("a.xlsx", workbook(VISIT, world.data(VISIT)))}
    )
    token = re.search(r'name="token" value="([^"]+)"', tried.content.decode())
    assert token is not None
    first, second = (client.post(f"/r/{VISIT}/import/", {"token": token[1]}) for _ in range(2))
    assert first.status_code in {200, 302}
    assert second.status_code == 409
    assert world.model(VISIT).objects.count() == 1


@pytest.mark.parametrize("kind", ["page", "api"])
def test_a_stale_form(world: World, door: Door, kind: str) -> None:
    record = world.record(VISIT)
    assert door.change(record, {"purpose": "先改的"}, by="end_user").ok
    before = state_of(world)
    said = door.change(record, {"purpose": "后改的"}, by="end_user", version=record.version)
    assert_refused(said, "已被别人修改")
    assert said.status == 409
    assert state_of(world) == before


@pytest.mark.parametrize("version", [None, "", "x", "-1", "²"])
def test_a_form_without_its_version(world: World, version: str | None) -> None:
    """Whoever does not say what he has read overwrites nobody."""
    record = world.record(VISIT)
    posted = as_posted(VISIT, world.data(VISIT)) | ({} if version is None else {"version": version})
    before = state_of(world)
    answer = world.client_of("end_user").post(f"/r/{VISIT}/{record.pk}/edit/", posted)
    assert answer.status_code == 409
    assert "重新打开" in answer.content.decode()
    assert posted["visitor_name"] in answer.content.decode(), "what was typed stays"
    assert state_of(world) == before


def act(door: Door, record: Any, verb: str, *, by: str, **data: Any) -> Said:
    """A verb through the page or the API."""
    if door.kind == "api":
        return door.api("post", f"{VISIT}/{record.pk}/{verb}", data, by=by)
    posted = {name: value for name, value in data.items() if value is not None}
    answer = door.client(by).post(f"/r/{VISIT}/{record.pk}/do/", {"move": verb, **posted})
    return Said(answer.status_code, answer.content.decode())


by_page_and_api = pytest.mark.parametrize("kind", ["page", "api"])


@by_page_and_api
def test_a_stale_page(world: World, door: Door, kind: str) -> None:
    record = world.create(VISIT, world.data(VISIT), by="end_user", submit=True)
    assert act(door, record, "approve", by="mr_manager", version=record.version).status < 400
    before = state_of(world)
    said = act(door, record, "approve", by="mr_manager", version=record.version)
    assert_refused(said)
    assert said.status in {403, 409}
    assert state_of(world) == before


@by_page_and_api
def test_two_who_decide_the_second_is_told_by_whom(world: World, door: Door, kind: str) -> None:
    record = world.create(VISIT, world.data(VISIT), by="end_user", submit=True)
    record = world.perform(record, "approve", "mr_manager")
    assert act(door, record, "approve", by="pengzhiqiang", version=record.version).status < 400
    before = state_of(world)
    said = act(door, record, "approve", by="security_secrecy_dept", version=record.version)
    assert_refused(said, "已由彭志强")
    assert state_of(world) == before


@by_page_and_api
def test_approving_ones_own_request(world: World, door: Door, kind: str) -> None:
    record = world.create(VISIT, world.data(VISIT), by="mr_manager", submit=True)
    before = state_of(world)
    assert_refused(act(door, record, "approve", by="mr_manager"), "自己的申请")
    assert state_of(world) == before


@by_page_and_api
def test_a_seat_nobody_holds(world: World, door: Door, kind: str) -> None:
    record = world.record(VISIT)
    SeatHolder.objects.filter(seat="machine_room_manager").delete()
    before = state_of(world)
    assert_refused(act(door, record, "submit", by="end_user"), "机房管理人员", "系统管理—席位")
    assert state_of(world) == before


@by_page_and_api
@pytest.mark.parametrize("verb", ["approve", "enter", "archive", "fly", "__class__"])
def test_a_verb_that_is_not_ones_to_do(world: World, door: Door, kind: str, verb: str) -> None:
    record = world.create(VISIT, world.data(VISIT), by="end_user", submit=True)
    before = state_of(world)
    said = act(door, record, verb, by="end_user")
    assert 400 <= said.status < 500
    assert state_of(world) == before


@pytest.mark.parametrize(
    "address",
    [
        f"/r/{VISIT}/{{pk}}/",
        f"/r/{VISIT}/{{pk}}/print/",
        f"/r/{VISIT}/999999999/",
        f"/r/{VISIT}/99999999999999999999/",
        "/r/nothing/",
        "/files/1/",
    ],
)
def test_an_address_of_what_one_may_not_see(world: World, address: str) -> None:
    record = world.record(VISIT)
    answer = world.client_of("jinzeyu").get(address.format(pk=record.pk))
    assert answer.status_code in {403, 404}
    assert record.title not in answer.content.decode()


# --- tokens ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expires_at": MONDAY - timedelta(days=1)}, "过期"),
        ({"revoked_at": MONDAY}, "吊销"),
        ({"digest": "x"}, "无效"),
    ],
)
def test_a_token_that_is_over(world: World, change: dict[str, Any], words: str) -> None:
    row, text = tokens.issue(world.cast.accounts["end_user"], name="试", scopes=["*"])
    client = Client(headers={"authorization": f"Bearer {text}"})
    assert client.get("/api/v1/me").status_code == 200
    ApiToken.objects.filter(pk=row.pk).update(**change)
    answer = client.get("/api/v1/me")
    assert answer.status_code == 401
    assert words in answer.json()["detail"]


def test_a_token_of_somebody_who_left(world: World) -> None:
    _, text = tokens.issue(world.cast.accounts["end_user"], name="试", scopes=["*"])
    client = Client(headers={"authorization": f"Bearer {text}"})
    bureau.leave(
        world.cast.people["end_user"], on=moment.today(), reason="调出", actor=world.actor("system_admin")
    )
    assert client.get("/api/v1/me").status_code == 401


def test_a_session_does_not_open_the_api(world: World) -> None:
    client = world.client_of("end_user")
    assert client.get(f"/api/v1/{VISIT}").status_code == 401
    assert client.post(f"/api/v1/{VISIT}", {}, content_type="application/json").status_code == 401


# --- other ways in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "?nope=1",
        "?sort=password",
        "?after=xx",
        "?from=gestern",
        "?state=%00",
        "?machine_room=1%27--",
        "?size=9999",
        "?q=%27%22%3B--",
        "?after=WyIyMDI2LTAxLTAxIiwgMV0",
    ],
)
def test_an_odd_address_of_a_list(world: World, query: str) -> None:
    world.record(VISIT)
    answer = world.client_of("mr_manager").get(f"/r/{VISIT}/{query}")
    assert answer.status_code in {200, 422}, answer.status_code


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_going_back_never_leads_elsewhere(world: World, back: str) -> None:
    record = world.record(VISIT)
    html = world.client_of("end_user").get(f"/r/{VISIT}/{record.pk}/", {"back": back}).content.decode()
    assert "evil.example" not in html
    assert "alert(1)" not in html
    answer = world.client_of("end_user").post(f"/r/{VISIT}/{record.pk}/follow/", {"back": back})
    assert "evil.example" not in answer.headers.get("Location", "").split("?")[0]


def test_typed_markup_is_shown_not_obeyed(world: World) -> None:
    record = world.create(
        VISIT,
        world.data(VISIT)
        | {"visitor_name": "<script>alert(1)</script>", "purpose": "<img src=x onerror=alert(2)>"},
        by="end_user",
    )
    client = world.client_of("end_user")
    for address in (
        f"/r/{VISIT}/{record.pk}/",
        f"/r/{VISIT}/?all=1",
        f"/r/{VISIT}/{record.pk}/edit/",
        "/search/?q=script",
        "/inbox/drafts/",
    ):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html, address
        assert "<img src=x" not in html, address


def test_a_post_without_the_csrf_token_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.accounts["end_user"], backend="govops.kernel.access.backend.AccountBackend")
    before = state_of(world)
    answer = client.post(f"/r/{VISIT}/new/", as_posted(VISIT, {}))
    assert answer.status_code == 403
    assert state_of(world) == before
