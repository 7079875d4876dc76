"""The signed webhook in: a right signature, in time, once."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.gateways import receivers, signed, sources
from govops.kernel.gateways.models import InboundSource, Received
from govops.kernel.gateways.receivers import Inbound, Taken
from govops.kernel.messages import signing
from govops.kernel.records.models import Attachment, Comment
from tests.kernel.gateways.letter import PNG
from tests.promises.world import World


@pytest.fixture
def source(world: World, setting: Any) -> InboundSource:
    return sources.add(
        actor=world.actor("system_admin"),
        code="monitor",
        name="监控",
        person=world.cast.people["duty_officer"],
    )[0]


@pytest.fixture
def taken(world: World, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Inbound, Actor]]:
    heard: list[tuple[Inbound, Actor]] = []

    def take(inbound: Inbound, actor: Actor) -> Taken:
        heard.append((inbound, actor))
        return Taken(world.create("visitor_entry", world.data("visitor_entry"), by="end_user"))

    monkeypatch.setattr(receivers, "_receivers", [take])
    return heard


def post(
    source: InboundSource | None, body: Any, *, algorithm: str = "sm3", age: int = 0, **changed: str
) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = str(int(moment.now().timestamp()) - age)
    secret = signed.secret_of(source) if source else "ghs_guess"
    headers = {
        "X-Govops-Timestamp": timestamp,
        "X-Govops-Signature": signing.signature(algorithm, secret, timestamp, raw),
    }
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    code = source.code if source else "unknown"
    return Client(enforce_csrf_checks=True).post(
        f"/api/v1/inbound/{code}", raw, content_type="application/json", headers=headers
    )


BODY = {"id": "alarm-1", "subject": "核心交换机离线", "text": "10:02 起无响应"}


@pytest.mark.parametrize("algorithm", signing.ALGORITHMS)
def test_what_is_signed_is_taken_in(world: World, source: InboundSource, taken: Any, algorithm: str) -> None:
    answer = post(source, BODY, algorithm=algorithm)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["outcome"], told["words"], told["number"][:4]) == ("taken", "已受理：已受理", "JFLF")
    inbound, actor = taken[0]
    assert (inbound.kind, inbound.source, inbound.raw_id) == ("webhook", "monitor", "alarm-1")
    assert actor.person == world.cast.people["duty_officer"]


def test_a_replay_gets_the_first_answer_and_changes_nothing(source: InboundSource, taken: Any) -> None:
    first = post(source, BODY)
    assert post(source, BODY).json() == first.json()
    without = {"subject": "无标识"}
    assert post(source, without).json() == post(source, without).json()
    assert (len(taken), Received.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    "changed",
    [
        {"X_Govops_Signature": "sm3=" + "0" * 64},
        {"X_Govops_Signature": ""},
        {"X_Govops_Signature": "md5=0"},
        {"X_Govops_Timestamp": "1"},
        {"X_Govops_Timestamp": "abc"},
    ],
)
def test_a_wrong_signature_is_turned_away(source: InboundSource, taken: Any, changed: dict[str, str]) -> None:
    answer = post(source, BODY, **changed)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert "签名不对、已过期，或没有登记此来件程序" in answer.json()["detail"]
    assert taken == []


@pytest.mark.parametrize("age", [301, -301])
def test_a_signature_out_of_its_time_is_turned_away(source: InboundSource, taken: Any, age: int) -> None:
    assert post(source, BODY, age=age).status_code == 401
    assert post(source, BODY, age=age // 2).status_code == 201


def test_unknown_and_stopped_programs_hear_the_same(world: World, source: InboundSource, taken: Any) -> None:
    unknown = post(None, BODY)
    sources.switch(source, actor=world.actor("system_admin"))
    stopped = post(source, BODY)
    assert (unknown.status_code, unknown.json()) == (stopped.status_code, stopped.json())
    assert unknown.status_code == 401


def test_the_secret_of_another_source_opens_nothing(world: World, source: InboundSource) -> None:
    other, _ = sources.add(
        actor=world.actor("system_admin"), code="portal", name="门户", person=world.cast.people["guard"]
    )
    raw = json.dumps(BODY).encode()
    timestamp = str(int(moment.now().timestamp()))
    wrong = signing.signature("sm3", signed.secret_of(other), timestamp, raw)
    assert post(source, raw, X_Govops_Signature=wrong, X_Govops_Timestamp=timestamp).status_code == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "无主题"}, "subject"),
        (BODY | {"state": "closed"}, "state"),
        (BODY | {"subject": 3}, "subject"),
        (BODY | {"subject": "长" * 201}, "subject"),
        (BODY | {"sender": "查无此人"}, "sender"),
        (BODY | {"attachments": [{"name": "a.png", "content": "not base64!"}]}, "attachments"),
        (BODY | {"attachments": "a.png"}, "attachments"),
    ],
)
def test_a_wrong_body_is_refused_at_its_field(
    source: InboundSource, taken: Any, body: Any, field: str
) -> None:
    answer = post(source, body)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert taken == []


def test_a_program_that_runs_wild_is_told_to_wait(source: InboundSource, taken: Any, setting: Any) -> None:
    setting(inbound_program_per_hour=2)
    answers = [post(source, {"id": str(n), "subject": "告警"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert "请稍后再送" in answers[2].json()["detail"]
    assert Received.objects.count() == 2, "so that it can be sent again"


def test_a_body_that_is_no_json_is_refused(source: InboundSource) -> None:
    assert post(source, b"{").status_code == 400
    assert Client().get("/api/v1/inbound/monitor").status_code == 405


def test_it_may_speak_for_a_person_with_files_and_about_a_record(world: World, source: InboundSource) -> None:
    entry = world.create("visitor_entry", world.data("visitor_entry"), by="end_user")
    file = {"name": "屏幕.png", "content": base64.b64encode(PNG).decode()}
    number = world.cast.people["end_user"].employee_no
    answer = post(source, BODY | {"sender": number, "reference": entry.number, "attachments": [file]})
    assert (answer.status_code, answer.json()["outcome"]) == (201, "comment")
    assert Comment.objects.get().author == world.cast.people["end_user"]
    assert Attachment.objects.get().register == "comment"


def test_what_nobody_takes_is_accepted_for_the_desk(
    source: InboundSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receivers, "_receivers", [])
    answer = post(source, BODY)
    assert (answer.status_code, answer.json()["outcome"], answer.json()["register"]) == (
        202,
        "unclaimed",
        "unclaimed_mail",
    )


def test_the_administrator_registers_a_program_and_sees_its_secret_once(
    world: World, client_of: Callable[[str], Client], setting: Any
) -> None:
    client = client_of("system_admin")
    form = {"do": "add", "code": "monitor", "name": "监控", "person": world.person("duty_officer")}
    page = client.post("/admin/inbound/", form).content.decode()
    row = InboundSource.objects.get()
    assert signed.secret_of(row) in page
    assert signed.secret_of(row) not in client.get("/admin/inbound/").content.decode()
    assert "已被使用" in client.post("/admin/inbound/", form).content.decode()
    before = signed.secret_of(row)
    assert client.post("/admin/inbound/", {"do": "renew", "source": row.pk}).status_code == 200
    row.refresh_from_db()
    assert signed.secret_of(row) != before
    assert client.post("/admin/inbound/", {"do": "switch", "source": row.pk}).status_code == 302
    row.refresh_from_db()
    assert not row.is_active
    assert client_of("end_user").get("/admin/inbound/").status_code == 403


def test_a_program_cannot_act_as_an_administrator(world: World) -> None:
    with pytest.raises(Refused, match="管理员账户不受理业务来件"):
        sources.add(
            actor=world.actor("system_admin"), code="x", name="x", person=world.cast.people["security_admin"]
        )
