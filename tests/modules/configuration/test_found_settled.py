"""What a person puts right before a batch is applied: types, lines left out; references and secrets of what is merged."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.attributes import Attribute, AttributeKind, sealing
from govops.modules.configuration.actions import intake
from govops.modules.configuration.models import ConfigurationItem, IntakeBatch, IntakeLine, ItemRelation
from tests.modules.configuration.conftest import MANAGER

PAGE = "/m/configuration/intake/"
ASKED = (
    Attribute("memory", "内存", AttributeKind.NUMBER, "GB"),
    Attribute("keeper", "机主", AttributeKind.REFERENCE, to="人员"),
    Attribute("secret", "管理口令", AttributeKind.SECRET),
)


@pytest.fixture
def machine(type_of: Any) -> Any:
    return type_of("server", "服务器", attributes=ASKED)


@pytest.fixture
def batch(create: Any, cast: Any, machine: Any, kind_of: Any) -> Callable[..., IntakeBatch]:
    """`batch([{"name": …}], relations)`: what another CMDB tells."""
    kind_of("connects", "连接", "连接")

    def made(items: list[dict[str, Any]], relations: Any = (), **more: Any) -> Any:
        data = {"owner_unit": cast.units["XXZX"].pk, "network_zone": "extranet", "enters_as": "stock"}
        payload = json.dumps({"items": items, "relations": list(relations)})
        return create("intake_batch", source="other_cmdb", payload=payload, **data | more)

    return made


def line(batch: IntakeBatch, name: str) -> IntakeLine:
    return batch.lines.get(name=name)


def test_a_wrong_guess_is_put_right_on_the_page(
    batch: Any, type_of: Any, client_of: Any, do: Any, django_assert_max_num_queries: Any
) -> None:
    type_of("printer", "打印机", "desktop")
    made = batch(
        [
            {"name": "甲", "type": "server"},
            {"name": "乙", "type": "server"},
            {"name": "丙", "type": "toaster"},
        ]
    )
    assert [one.verdict for one in made.lines.all()] == ["new", "new", "refused"]
    client, address = client_of(MANAGER), f"{PAGE}{made.pk}/"
    shown = client.get(address).content.decode()
    assert "toaster（没有此类型，请选择）" in shown
    posted = {
        "do": "lines",
        "place": ["1", "2", "3"],
        "type-1": "printer",
        "type-2": "server",
        "type-3": "server",
        "skip-2": "on",
    }
    wrong = client.post(address, posted | {"type-1": "none"})
    assert "没有这个在用的类型" in wrong.content.decode()
    assert 'name="skip-2" aria-label="不应用 乙" checked' in wrong.content.decode()  # what was chosen stays
    assert line(made, "丙").verdict == "refused"
    assert "已记下 3 行" in client.post(address, posted, follow=True).content.decode()
    made.refresh_from_db()
    assert (made.new_count, made.open_count) == (3, 0)
    shown = client.get(address).content.decode()
    assert "来源判断：服务器" in shown
    with django_assert_max_num_queries(12):
        client.get(address)
    do(made, "apply")
    assert dict(ConfigurationItem.objects.values_list("name", "type__code")) == {
        "甲": "printer",
        "丙": "server",
    }


def test_only_the_lines_concerned_are_weighed_again(batch: Any, actor: Any, type_of: Any) -> None:
    """Of thousands of lines one decision concerns a few."""
    type_of("printer", "打印机", "desktop")
    names = ["甲", "乙", "丙"]
    made = batch(
        [{"name": name, "type": "server"} for name in names],
        [
            {"source": "甲", "kind": "connects", "target": "乙"},
            {"source": "乙", "kind": "connects", "target": "丙"},
        ],
    )
    IntakeLine.objects.filter(pk=line(made, "丙").pk).update(sentence="别动")
    assert intake.settle_lines(made.pk, actor(MANAGER), {1: {"skip": True}}) == 1
    assert line(made, "甲 → 乙").verdict == "conflict"
    assert (line(made, "乙 → 丙").verdict, line(made, "丙").sentence) == ("new", "别动")
    intake.settle_lines(made.pk, actor(MANAGER), {1: {"skip": False, "type": "printer"}})
    assert line(made, "甲 → 乙").verdict == "new"
    assert not ItemRelation.objects.exists()
    assert not ConfigurationItem.objects.exists()


def test_only_keepers_settle_lines(batch: Any, actor: Any) -> None:
    made = batch([{"name": "甲", "type": "server"}])
    with pytest.raises(Refused, match="没有"):
        intake.settle_lines(made.pk, actor("end_user"), {1: {"skip": True}})


def test_references_are_matched_by_what_they_name(
    batch: Any, item: Any, machine: Any, cast: Any, do: Any
) -> None:
    known = item("库", machine, serial_number="SN-1", enters_as="stock", custodian=None)
    person = cast.people["end_user"]
    told = {
        "name": "库",
        "type": "server",
        "sn": "SN-1",
        "custodian": person.employee_no,
        "values": {"机主": person.name, "memory": 64},
    }
    made = batch([told])
    assert line(made, "库").verdict == "merge"
    do(made, "apply")
    known.refresh_from_db()
    assert known.custodian_id == person.pk
    assert known.values["keeper"] == f"{person.name}（{person.employee_no}）"
    again = batch([told])
    assert line(again, "库").verdict == "same"
    stranger = batch([told | {"custodian": "9999", "values": {"机主": "无此人"}}])
    assert line(stranger, "库").sentence == "按序列号识别；找不到责任人“9999”、机主“无此人”，未取用"


def test_a_secret_replaces_only_when_it_is_given_and_is_never_shown(
    batch: Any, item: Any, machine: Any, do: Any, client_of: Any
) -> None:
    known = item(
        "库", machine, serial_number="SN-1", enters_as="stock", values={"secret": "old-one", "memory": 64}
    )
    told = {"name": "库", "type": "server", "sn": "SN-1"}
    assert line(batch([told | {"values": {"memory": 64}}]), "库").verdict == "same"
    assert line(batch([told | {"values": {"管理口令": "old-one"}}]), "库").verdict == "same"
    made = batch(
        [
            told | {"values": {"管理口令": "new-one"}},
            {"name": "未知", "type": "toaster", "values": {"secret": "new-two"}},
        ]
    )
    assert "new-" not in json.dumps([one.found for one in made.lines.all()])
    page = client_of(MANAGER).get(f"{PAGE}{made.pk}/1/").content.decode()
    assert "已更换" in page
    pages = page + "".join(
        client_of(MANAGER).get(f"{PAGE}{made.pk}/{rest}").content.decode() for rest in ("", "2/")
    )
    assert "new-one" not in pages
    assert "new-two" not in pages
    do(made, "apply")
    known.refresh_from_db()
    assert sealing.unseal(known.values["secret"]) == "new-one"
    assert known.values["memory"] == 64


def test_a_new_thing_keeps_its_secret(batch: Any, do: Any) -> None:
    do(batch([{"name": "新", "type": "server", "values": {"管理口令": "first"}}]), "apply")
    assert sealing.unseal(ConfigurationItem.objects.get().values["secret"]) == "first"


@pytest.mark.rule("R-CI-03")
def test_no_type_put_right_brings_a_notebook_into_the_intranet(
    batch: Any, notebook: Any, actor: Any, do: Any
) -> None:
    made = batch(
        [{"name": "甲", "type": "server"}, {"name": "乙", "type": "server"}], network_zone="intranet"
    )
    intake.settle_lines(made.pk, actor(MANAGER), {1: {"type": notebook.code}})
    refused = line(made, "甲")
    assert (refused.verdict, "笔记本类设备不得登记到政务内网" in refused.sentence) == ("refused", True)
    do(made, "apply")
    assert list(ConfigurationItem.objects.values_list("name", flat=True)) == ["乙"]


def test_an_address_in_use_under_another_name_is_for_a_person_to_settle(
    batch: Any, machine: Any, actor: Any, do: Any
) -> None:
    told = {"type": "server", "ip_address": "10.20.0.65"}
    do(batch([{"name": "全闪存储一", **told}]), "apply")
    storage = ConfigurationItem.objects.get(name="全闪存储一")
    made = batch([{"name": "host-65", **told}])
    found = line(made, "host-65")
    assert found.verdict == "conflict"
    assert found.candidates == {str(storage.pk): "IP 地址"}
    assert f"此地址已由 {storage.number}“全闪存储一”使用" in found.sentence
    elsewhere = batch([{"name": "host-66", **told}], network_zone="intranet")
    assert line(elsewhere, "host-66").verdict == "new"  # another network has addresses of its own
    intake.decide(found, actor(MANAGER), {"item": storage.pk})
    found.refresh_from_db()
    assert (found.verdict, found.item_id) == ("merge", storage.pk)
    intake.decide(found, actor(MANAGER), {"item": 0})
    found.refresh_from_db()
    assert found.verdict == "new"
