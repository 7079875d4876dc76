"""Coming in and going out: every try is in the trail, five wrong ones lock, silence ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from govops.demo import PASSWORD
from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access import accounts, passwords, sessions
from govops.kernel.access.actor import Actor
from govops.kernel.access.models import ApiToken
from govops.kernel.audit.models import AuditEntry

As = Callable[..., Actor]
LoggedIn = Callable[[str], Client]


def _try(client: Client, password: str, username: str = "end_user", **more: str) -> object:
    return client.post("/login/", {"username": username, "password": password, **more})


@pytest.fixture
def usable(cast: Bureau) -> Bureau:
    account = cast.accounts["end_user"]
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    return cast


def test_the_right_password_leads_on_and_is_recorded(usable: Bureau, client: Client) -> None:
    answer = _try(client, PASSWORD, next="/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    entry = AuditEntry.objects.get(operation="login")
    assert (entry.actor_name, entry.address) == (usable.people["end_user"].name, "127.0.0.1")


def test_next_never_leads_elsewhere(usable: Bureau, client: Client) -> None:
    assert _try(client, PASSWORD, next="https://evil.example/")["Location"] == "/"


def test_a_wrong_password_says_how_many_tries_are_left(usable: Bureau, client: Client) -> None:
    answer = _try(client, "wrong")
    assert answer.status_code == 422
    assert "再错 4 次" in answer.content.decode()
    assert AuditEntry.objects.filter(operation="login_failed", result="refused").count() == 1


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(usable: Bureau, client: Client) -> None:
    for _ in range(5):
        answer = _try(client, "wrong")
    assert answer.status_code == 429
    assert "锁定 30 分钟" in answer.content.decode()
    assert _try(client, PASSWORD).status_code == 429
    assert _try(Client(REMOTE_ADDR="10.9.9.9"), PASSWORD).status_code == 429
    assert AuditEntry.objects.filter(operation="lock").exists()


def test_an_unknown_name_is_answered_like_a_wrong_password(usable: Bureau, client: Client) -> None:
    answer = _try(client, "wrong", username="nobody_at_all")
    assert answer.status_code == 422
    assert "账号或口令不正确" in answer.content.decode()


@pytest.mark.parametrize("username", ["a\x00b", "x" * 400, ""])
def test_odd_names_are_refused_with_a_sentence(db: None, client: Client, username: str) -> None:
    assert _try(client, "wrong", username=username).status_code == 422


def test_strangers_are_sent_to_the_login_and_back(db: None, client: Client) -> None:
    answer = client.get("/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=%2Fme%2F")
    assert client.get("/me/", headers={"HX-Request": "true"}).status_code == 401


def test_silence_ends_the_login(client_of: LoggedIn, cast: Bureau) -> None:
    client = client_of("end_user")
    now = moment.now()
    with moment.at(now):
        assert client.get("/me/").status_code == 200
    with moment.at(now + timedelta(minutes=31)):
        answer = client.get("/me/")
    assert answer["Location"].startswith("/login/")
    assert "why=idle" in answer["Location"]
    assert AuditEntry.objects.filter(operation="logout").exists()


def test_administrators_are_logged_out_sooner(client_of: LoggedIn) -> None:
    client = client_of("system_admin")
    now = moment.now()
    with moment.at(now):
        assert client.get("/me/").status_code == 200
    with moment.at(now + timedelta(minutes=16)):
        assert client.get("/me/").status_code == 302


def test_a_page_that_refreshes_itself_keeps_nobody_logged_in(client_of: LoggedIn) -> None:
    client = client_of("end_user")
    now = moment.now()
    with moment.at(now):
        client.get("/me/")
    with moment.at(now + timedelta(minutes=20)):
        client.get("/me/", headers={sessions.BACKGROUND_HEADER: "1"})
    with moment.at(now + timedelta(minutes=31)):
        assert client.get("/me/").status_code == 302


def test_a_stopped_account_is_out_at_once(client_of: LoggedIn, cast: Bureau, actor: As) -> None:
    client = client_of("end_user")
    assert client.get("/me/").status_code == 200
    accounts.stop(cast.accounts["end_user"], reason="借调期满", actor=actor("system_admin"))
    assert client.get("/me/").status_code == 302


def test_an_old_password_must_be_changed_first(client_of: LoggedIn, cast: Bureau) -> None:
    account = cast.accounts["end_user"]
    account.password_changed_at = moment.now() - timedelta(days=91)
    account.save()
    client = client_of("end_user")
    assert client.get("/").headers["Location"] == "/me/password/"
    assert client.get("/me/password/").status_code == 200


def test_one_query_for_the_account_and_one_for_its_roles(
    client_of: LoggedIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    from django.test import RequestFactory

    from govops.kernel.access.middleware import ActorMiddleware

    client = client_of("end_user")
    request = RequestFactory().get("/me/")
    request.session = client.session
    from django.contrib.auth import get_user

    request.user = get_user(request)  # type: ignore[attr-defined]
    seen = {}

    def view(inner: object) -> object:
        from django.http import HttpResponse

        seen["unit"] = inner.actor.unit.name  # type: ignore[attr-defined]
        return HttpResponse()

    from govops.kernel import parameters

    parameters.value("auth.idle_timeout_minutes")
    with django_assert_max_num_queries(1):
        ActorMiddleware(view)(request)
    assert seen["unit"]


def test_logging_out_needs_a_post(client_of: LoggedIn) -> None:
    client = client_of("end_user")
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").status_code == 302
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Ab1!", "至少 8 位"),
        ("abcdefg1!", "大写字母"),
        ("ABCDEFG1!", "小写字母"),
        ("Abcdefgh!", "数字"),
        ("Abcdefg1", "符号"),
        ("End_user2026!", "用户名"),
    ],
)
def test_weak_passwords_are_named(cast: Bureau, password: str, words: str) -> None:
    assert any(words in sentence for sentence in passwords.problems(password, cast.accounts["end_user"]))


def test_the_last_five_passwords_are_not_used_again(cast: Bureau, actor: As) -> None:
    account = cast.accounts["end_user"]
    for number in range(6):
        passwords.put(
            account, f"Xk7!quartz{number}", actor=actor("end_user"), must_change=False, summary="修改口令"
        )
    assert passwords.problems("Xk7!quartz3", account)
    assert passwords.problems("Xk7!quartz5", account)
    assert not passwords.problems("Xk7!quartz0", account)


def test_changing_the_password_keeps_this_login_and_ends_the_others(usable: Bureau) -> None:
    here, elsewhere = Client(), Client()
    for one in (here, elsewhere):
        _try(one, PASSWORD)
    answer = here.post(
        "/me/password/", {"do": "change", "old": PASSWORD, "password": "Xk7!quartz", "again": "Xk7!quartz"}
    )
    assert answer.status_code == 302
    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    entry = AuditEntry.objects.get(operation="password")
    assert "Xk7" not in str(entry.after) + entry.summary


def test_a_token_shows_once_and_ends_when_revoked(client_of: LoggedIn, cast: Bureau) -> None:
    client = client_of("end_user")
    page = client.post(
        "/me/tokens/", {"do": "create", "name": "门禁对接", "extent": "read", "days": "30"}
    ).content.decode()
    assert "govops_" in page
    assert "govops_" not in client.get("/me/tokens/").content.decode()
    row = ApiToken.objects.get()
    assert row.scopes == ["*:read"]
    client.post("/me/tokens/", {"do": "revoke", "token": row.pk})
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_administrators_get_no_tokens(client_of: LoggedIn) -> None:
    answer = client_of("security_admin").post(
        "/me/tokens/", {"do": "create", "name": "x", "extent": "all", "days": "30"}
    )
    assert answer.status_code == 403
    assert not ApiToken.objects.exists()


def test_the_workbench_tells_of_the_login_before_and_of_wrong_passwords(usable: Bureau) -> None:
    _try(Client(REMOTE_ADDR="10.1.2.3"), PASSWORD)
    _try(Client(REMOTE_ADDR="10.6.6.6"), "wrong")
    _try(Client(REMOTE_ADDR="10.6.6.6"), "wrong")
    client = Client(REMOTE_ADDR="10.4.5.6")
    _try(client, PASSWORD)
    page = client.get("/").content.decode()
    assert "来自 10.1.2.3，此后口令错误 2 次" in page
    assert "输错口令 2 次" in page
    _try(client, PASSWORD)
    client.post("/logout/")
    _try(client, PASSWORD)
    page = client.get("/").content.decode()
    assert "来自 10.4.5.6" in page
    assert "输错口令" not in page


def test_the_first_login_says_so(usable: Bureau, client: Client) -> None:
    _try(client, PASSWORD)
    assert "上次登录：首次登录" in client.get("/").content.decode()


def test_a_second_login_is_told_in_the_older_session(usable: Bureau) -> None:
    older, newer = Client(REMOTE_ADDR="10.1.2.3"), Client(REMOTE_ADDR="10.4.5.6")
    _try(older, PASSWORD)
    _try(newer, PASSWORD)
    assert "在 10.4.5.6 登录" in older.get("/messages/").content.decode()


@pytest.mark.parametrize("ending", ["logout", "silence"])
def test_who_has_left_or_fallen_silent_is_not_elsewhere(usable: Bureau, ending: str) -> None:
    older, newer = Client(), Client()
    with moment.at(moment.now() - timedelta(hours=9)):
        _try(older, PASSWORD)
    if ending == "logout":
        older.post("/logout/")
    _try(newer, PASSWORD)
    assert "登录尚未退出" not in newer.get("/messages/").content.decode()


def test_the_session_goes_on_after_a_new_password_and_still_counts(usable: Bureau) -> None:
    older, newer = Client(), Client()
    _try(older, PASSWORD)
    told = {"do": "change", "old": PASSWORD, "password": "Other#2026x", "again": "Other#2026x"}
    assert older.post("/me/password/", told).status_code in {204, 302}
    _try(newer, "Other#2026x")
    assert "登录尚未退出" in newer.get("/messages/").content.decode()
