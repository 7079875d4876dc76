"""The administrators' pages: each opens for its administrators and for nobody else, and says why it refuses."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from openpyxl import load_workbook

from govops.demo.bureau import Bureau
from govops.kernel.access.models import RoleGrant
from govops.kernel.audit import seals
from govops.kernel.audit.models import AuditEntry
from govops.kernel.calendar.models import CalendarYear, DayOverride, WeeklySegment, WorkCalendar
from govops.kernel.organization.models import SeatHolder
from govops.kernel.processes.models import StepSetting
from govops.kernel.web.views.admin_menu import ADMIN_MENU

LoggedIn = Callable[[str], Client]
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
MINE = ("/me/", "/me/password/", "/me/keys/", "/me/tokens/", "/me/delegations/")


@pytest.mark.parametrize(("title", "icon", "url", "roles"), ADMIN_MENU)
def test_a_page_opens_for_its_administrators_only(
    client_of: LoggedIn, title: str, icon: str, url: str, roles: tuple[str, ...]
) -> None:
    for username in (*ADMINISTRATORS, "mr_manager"):
        answer = client_of(username).get(url)
        assert answer.status_code == (200 if username in roles else 403), (username, url)


@pytest.mark.parametrize("url", MINE)
@pytest.mark.parametrize("username", ["end_user", "system_admin"])
def test_the_pages_about_oneself_open_for_everybody(client_of: LoggedIn, url: str, username: str) -> None:
    assert client_of(username).get(url).status_code == 200


def test_the_detail_pages_open(client_of: LoggedIn, cast: Bureau) -> None:
    account, person, unit = cast.accounts["end_user"], cast.people["end_user"], cast.units["BGS"]
    grant = RoleGrant.objects.first()
    assert grant is not None
    urls = {
        "system_admin": (
            f"/admin/accounts/{account.pk}/", f"/admin/people/{person.pk}/", f"/admin/units/{unit.pk}/", "/admin/people/new/", "/admin/units/new/",
            "/admin/calendar/?year=2027", "/admin/access/?by=role", f"/admin/organization/?unit={unit.pk}&q=a&work=here", "/admin/accounts/?state=active&role=guard&q=z",
        ),
        "security_admin": (
            f"/admin/grants/{grant.pk}/", "/admin/seats/unit_head/", "/admin/seats/general_office/", "/admin/steps/user_account_application/joint/",
            "/admin/parameters/auth.lock_minutes/", f"/admin/people/{person.pk}/", "/admin/grants/?state=on&role=guard&q=1",
        ),
    }  # fmt: skip
    for username, wanted in urls.items():
        client = client_of(username)
        for url in wanted:
            assert client.get(url).status_code == 200, url
    for url in (
        "/admin/accounts/999999/",
        "/admin/seats/none/",
        "/admin/parameters/none/",
        "/admin/steps/x/y/",
    ):
        assert client_of("security_admin").get(url).status_code == 404, url


def test_typed_text_stays_when_a_form_is_refused(client_of: LoggedIn, cast: Bureau) -> None:
    client = client_of("security_admin")
    answer = client.post(
        "/admin/grants/",
        {
            "do": "grant",
            "person": cast.people["system_admin"].pk,
            "role": "guard",
            "valid_from": "2026-11-01",
            "basis": "我的依据",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "用户管理与业务权限须分开" in page
    assert "我的依据" in page
    assert AuditEntry.objects.filter(result="refused", rule="R-USR-04").count() == 1


def test_a_seat_is_given_and_taken_on_the_page(client_of: LoggedIn, cast: Bureau) -> None:
    client = client_of("security_admin")
    person = cast.people["duty_officer"]
    assert (
        client.post(
            "/admin/seats/general_office/", {"do": "seat", "person": person.pk, "valid_from": "2026-01-01"}
        ).status_code
        == 302
    )
    holder = SeatHolder.objects.on().get(seat="general_office", person=person)
    client.post("/admin/seats/general_office/", {"do": "unseat", "holder": holder.pk})
    assert not SeatHolder.objects.on().filter(seat="general_office", person=person).exists()
    refused = client.post(
        "/admin/seats/general_office/",
        {"do": "seat", "person": cast.people["audit_admin"].pk, "valid_from": "2026-01-01"},
    )
    assert "不得在业务流程中任席位" in refused.content.decode()


def test_an_empty_seat_is_shown_red(client_of: LoggedIn, cast: Bureau) -> None:
    SeatHolder.objects.filter(seat="hr_division").delete()
    page = client_of("security_admin").get("/admin/seats/").content.decode()
    assert "1 个席位空缺" in page


def test_a_joint_step_cannot_be_weakened(client_of: LoggedIn) -> None:
    client = client_of("security_admin")
    url = "/admin/steps/user_account_application/joint/"
    answer = client.post(url, {"do": "set", "quorum": "any", "hours": "8", "reason": "快一些"})
    assert answer.status_code == 422
    assert "不能放宽" in answer.content.decode()
    assert client.post(url, {"do": "set", "quorum": "", "hours": "8", "reason": "快一些"}).status_code == 302
    assert StepSetting.objects.get().hours == 8


def test_reading_the_trail_is_recorded_and_only_for_the_audit_administrator(client_of: LoggedIn) -> None:
    client = client_of("audit_admin")
    assert client.get("/admin/audit/?operation=login&at_from=2026-01-01").status_code == 200
    entry = AuditEntry.objects.filter(operation="query_audit").latest("id")
    assert client.get(f"/admin/audit/{entry.pk}/").status_code == 200
    assert client.get("/admin/audit/?at_from=never").status_code == 422
    workbook = client.get("/admin/audit/export/")
    assert workbook["Content-Type"].endswith("sheet")
    assert AuditEntry.objects.filter(operation="export", register="audit_entry").exists()
    assert client_of("security_admin").get("/admin/audit/export/").status_code == 403


def test_a_failed_login_is_told_of_nobody_with_the_account_that_was_tried(
    client_of: LoggedIn, cast: Bureau
) -> None:
    for username in ("end_user", "sb_else"):
        Client().post("/login/", {"username": username, "password": "wrong"})
    page = client_of("audit_admin").get("/admin/audit/?operation=login_failed").content.decode()
    assert page.count("未登录") == 2
    assert f"尝试账号 end_user，{cast.people['end_user'].name}" in page
    assert "尝试账号 sb_else，没有此账号" in page
    assert "系统</a>" not in page


@pytest.mark.django_db(transaction=False)
def test_the_trail_is_verified_on_the_page(client_of: LoggedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of("audit_admin")
    client.get("/admin/audit/")
    assert client.post("/admin/seals/", {"do": "seal"}).status_code == 302
    page = client.post("/admin/seals/", {"do": "verify", "anchor": ""}).content.decode()
    assert "校验通过" in page
    page = client.post("/admin/seals/", {"do": "verify", "anchor": "0000-0000-0000-0000"}).content.decode()
    assert "不在封存链中" in page
    assert seals is not None


def test_a_new_password_is_shown_once(client_of: LoggedIn, cast: Bureau) -> None:
    client = client_of("system_admin")
    account = cast.accounts["end_user"]
    page = client.post(f"/admin/accounts/{account.pk}/", {"do": "hand_out"}).content.decode()
    assert "临时口令" in page
    account.refresh_from_db()
    assert account.must_change_password
    assert (
        client_of("audit_admin").post(f"/admin/accounts/{account.pk}/", {"do": "hand_out"}).status_code == 403
    )


def test_the_calendar_is_amended_by_notice(client_of: LoggedIn) -> None:
    client = client_of("system_admin")
    url = "/admin/calendar/?year=2026"
    told = {
        "do": "amend",
        "notice_no": "国办发明电〔2026〕9号",
        "first": "2026-12-28",
        "last": "2026-12-29",
        "kind": "off",
        "name": "延长假期",
        "reason": "通知调整",
    }
    assert client.post(url, told).status_code == 302
    assert "延长假期" in client.get(url).content.decode()
    assert client.post(url, {**told, "notice_no": ""}).status_code == 422
    assert client_of("security_admin").post(url, told).status_code == 403


def test_a_bureau_without_a_calendar_is_told_and_looking_makes_none(
    client_of: LoggedIn, cast: Bureau
) -> None:
    for model in (DayOverride, CalendarYear, WeeklySegment, WorkCalendar):
        model.objects.all().delete()
    client, url = client_of("system_admin"), "/admin/calendar/"
    assert "还没有工作日历" in client.get(url).content.decode()
    assert client.post(url, {"do": "prefill"}).status_code == 409
    assert not WorkCalendar.objects.exists()
    assert client_of("security_admin").post(url, {"do": "found"}).status_code == 403
    assert client.post(url, {"do": "found"}).status_code == 302
    assert WorkCalendar.objects.get().is_default
    assert AuditEntry.objects.filter(operation="create", summary__contains="建立标准工作日历").exists()


def test_the_trail_speaks_of_channels_in_chinese(client_of: LoggedIn) -> None:
    client = client_of("audit_admin")
    client.get("/admin/audit/")
    page = client.get("/admin/audit/?channel=page").content.decode()
    assert "渠道：网页" in page
    assert ">page<" not in page
    entry = AuditEntry.objects.latest("id")
    page = client.get(f"/admin/audit/{entry.pk}/").content.decode()
    assert "<dd>网页</dd>" in page
    book = load_workbook(io.BytesIO(client.get("/admin/audit/export/?channel=page").content))
    told = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "网页" in told
    assert "page" not in told
    assert "没有符合条件" in client.get("/admin/audit/?channel=import").content.decode()


def test_unknown_actions_are_refused(client_of: LoggedIn) -> None:
    assert client_of("system_admin").post("/admin/accounts/", {"do": "state"}).status_code == 422
