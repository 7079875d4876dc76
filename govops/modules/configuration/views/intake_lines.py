"""预览与合并: what a batch found, line by line, and field by field where it is known already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpResponse

from govops.kernel.access.answers import Refused
from govops.kernel.processes import engine
from govops.kernel.registers import site
from govops.kernel.web.pages import View, page
from govops.kernel.web.views import panels
from govops.kernel.web.views.common import go, toast
from govops.modules.configuration.actions import intake as actions
from govops.modules.configuration.choices import Decision, IntakeState, Verdict
from govops.modules.configuration.intake import identity, matching
from govops.modules.configuration.intake.weighing import NONE_OF_THEM
from govops.modules.configuration.models import IntakeBatch, IntakeLine, ItemType
from govops.modules.configuration.views.intake import CODE, HOME, KEEPERS, batch_of, crumbs_of, is_open

MOST = 100
TONES = {
    Verdict.NEW: "green", Verdict.MERGE: "accent", Verdict.SAME: "muted", Verdict.CONFLICT: "amber", Verdict.REFUSED: "red",
}  # fmt: skip


class Preview(panels.PanelPage):
    """Every line with its verdict, narrowed by it; apply or discard."""

    title = "预览与合并"
    roles = (*KEEPERS, "info_center")
    register = CODE
    asks = {"apply": panels.AskForm, "discard": panels.AskForm}
    batch: IntakeBatch

    def load(self, **kwargs: Any) -> None:
        self.batch = batch_of(self.request, kwargs["pk"])
        wanted = self.request.GET.get("verdict", "")
        self.verdict = wanted if wanted in Verdict.values else ""

    def heading(self) -> str:
        return self.batch.title

    def crumbs(self) -> list[dict[str, str]]:
        return [*crumbs_of(self.batch), {"title": self.title}]

    def tabs(self) -> dict[str, Any]:
        lines = list(self.batch.lines.values_list("verdict", flat=True))
        items = [{"title": "全部", "count": len(lines), "url": self._url(""), "active": not self.verdict}]
        for verdict in Verdict:
            items.append(
                {
                    "title": verdict.label, "count": lines.count(verdict), "url": self._url(verdict), "active": self.verdict == verdict,
                    "tone": TONES[verdict] if verdict in lines and verdict in {Verdict.CONFLICT, Verdict.REFUSED} else "",
                }
            )  # fmt: skip
        return {"items": items}

    def _url(self, verdict: str) -> str:
        return f"{HOME}{self.batch.pk}/" + (f"?verdict={verdict}" if verdict else "")

    def panels(self) -> Sequence[Mapping[str, Any]]:
        shown: list[Mapping[str, Any]] = []
        if not is_open(self.batch):
            shown.append(
                {
                    "kind": "alert",
                    "tone": "muted",
                    "title": "",
                    "text": f"此批次{IntakeState(self.batch.state).label}。",
                }
            )
        shown.append(self._lines())
        if is_open(self.batch) and self.actor.roles & set(KEEPERS):
            many = self.batch.new_count + self.batch.merge_count
            text = f"将写入 {many} 行（新增 {self.batch.new_count}、合并 {self.batch.merge_count}，选为不应用的除外）；冲突和错误的行不写入。"
            shown += [
                self.ask("apply", "应用", "应用此批次", text=text, icon="check", confirm="确认写入配置项？"),
                self.ask(
                    "discard",
                    "放弃",
                    "放弃此批次",
                    text="不写入任何配置项。",
                    tone="red",
                    confirm="确认放弃此批次？",
                ),
            ]
        return shown

    def _lines(self) -> dict[str, Any]:
        lines = self.batch.lines.select_related("item")
        if self.verdict:
            lines = lines.filter(verdict=self.verdict)
        after = self.request.GET.get("after", "")
        if after.isdecimal():
            lines = lines.filter(place__gt=int(after[:9]))
        found = list(lines[: MOST + 1])
        names = dict(ItemType.objects.values_list("code", "name"))
        table = panels.table(
            ["发现", "类型", "地址与序列号", "判定", "对应配置项", "说明"],
            [self._row(line, names) for line in found[:MOST]],
            empty={"icon": "list", "title": "没有这样的行", "text": "请从上面另选一类。"},
        )
        more = self._url(self.verdict) if len(found) > MOST else ""
        if more:
            more += f"{'&' if '?' in more else '?'}after={found[MOST - 1].place}"
        return {
            "kind": "table",
            "title": "",
            "table": table,
            "pager": {"words": "", "next_url": more} if more or after else None,
        }

    def _row(self, line: IntakeLine, names: Mapping[str, str]) -> dict[str, Any]:
        facts = line.facts
        kind = line.found["kind"] if line.is_relation else names.get(line.found["type"], line.found["type"])
        label = "不应用" if line.decision == Decision.SKIP else line.get_verdict_display()
        tone = "muted" if line.decision == Decision.SKIP else TONES[Verdict(line.verdict)]
        item = panels.text(line.item.number, line.item.name) if line.item else panels.text("")
        if line.item is not None:
            item["url"] = f"/r/configuration_item/{line.item_id}/"
        return {
            "id": line.pk,
            "url": "" if line.is_relation else f"{HOME}{self.batch.pk}/{line.place}/",
            "cells": [
                {**panels.text(line.name), "class": "cell-title"},
                panels.text(
                    "关系" if line.is_relation else kind,
                    line.found.get("note", "") if line.is_relation else "",
                ),
                panels.text(
                    facts.get("ip_address"), facts.get("serial_number") or facts.get("mac_address") or ""
                ),
                {"kind": "chip", "text": label, "tone": tone},
                item,
                panels.text(line.sentence),
            ],
        }

    def do_apply(self, data: Mapping[str, Any]) -> str:
        return engine.perform(CODE, self.batch.pk, "apply", actor=self.actor, must_see=True).sentence

    def do_discard(self, data: Mapping[str, Any]) -> str:
        return engine.perform(CODE, self.batch.pk, "discard", actor=self.actor, must_see=True).sentence


page("configuration/intake/<int:pk>/", name="configuration-intake-preview")(cast("View", Preview.as_view()))


class DecideForm(panels.AskForm):
    """Which item it is, what is taken over, or nothing."""

    def __init__(
        self, *args: Any, line: IntakeLine, differing: Sequence[matching.Difference], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(line.candidates) > 1 or "as" in line.found:
            known = identity.items_by_id([int(pk) for pk in line.candidates])
            choices = [
                (pk, f"{known[int(pk)]}（按{by}）") for pk, by in line.candidates.items() if int(pk) in known
            ]
            chosen = line.found.get("as")
            self.fields["item"] = forms.ChoiceField(
                label="对应配置项", choices=[*choices, (str(NONE_OF_THEM), "都不是，作为新的配置项")],
                initial=None if chosen is None else str(chosen), widget=forms.RadioSelect,
            )  # fmt: skip
        if differing:
            proposed = [
                one.key
                for one in differing
                if (one.key in line.taken if line.taken is not None else one.is_proposed)
            ]
            self.fields["taken"] = forms.MultipleChoiceField(
                label="取用发现值的栏目", required=False, widget=forms.CheckboxSelectMultiple, initial=proposed,
                choices=[(one.key, f"{one.title}：{one.now or '（空）'} → {one.found}") for one in differing],
                help_text="不勾选的保留现值。",
            )  # fmt: skip
        self.fields["skip"] = forms.BooleanField(
            label="这一行不应用", required=False, initial=line.decision == Decision.SKIP
        )


class Merge(panels.PanelPage):
    """One thing: as it is now, as it was found, and what to take."""

    title = "合并预览"
    roles = KEEPERS
    register = CODE
    asks = {"decide": DecideForm}

    def load(self, **kwargs: Any) -> None:
        self.batch = batch_of(self.request, kwargs["pk"])
        line = (
            self.batch.lines.filter(place=kwargs["place"], is_relation=False)
            .select_related("item__type")
            .first()
        )
        if line is None:
            raise Refused("没有这一行，请从批次的预览进入。", status=404)
        self.line: IntakeLine = line
        self.differing = (
            matching.differences(line.item, line.found, line.item.type.all_attributes()) if line.item and is_open(self.batch) else []
        )  # fmt: skip

    def heading(self) -> str:
        return self.line.name

    def crumbs(self) -> list[dict[str, str]]:
        return [
            *crumbs_of(self.batch),
            {"title": "预览与合并", "url": f"{HOME}{self.batch.pk}/"},
            {"title": f"第 {self.line.place} 行"},
        ]

    def form_kwargs(self, do: str) -> dict[str, Any]:
        return {"line": self.line, "differing": self.differing}

    def panels(self) -> Sequence[Mapping[str, Any]]:
        line = self.line
        shown: list[Mapping[str, Any]] = []
        tone = TONES[Verdict(line.verdict)]
        shown.append(
            {
                "kind": "alert",
                "tone": tone,
                "title": line.get_verdict_display(),
                "text": line.sentence or "没有相同的配置项，将新登记。",
            }
        )
        if self.differing:
            rows = [
                {
                    "id": one.key,
                    "cells": [panels.text(one.title), panels.text(one.now), panels.text(one.found)],
                }
                for one in self.differing
            ]
            table = panels.table(["栏目", "现在", "发现"], rows, empty={}, compact=True)
            shown.append({"kind": "table", "title": f"与 {line.item} 的不同", "table": table})
        shown.append({"kind": "facts", "title": "发现的内容", "definition": panels.facts(*self._found())})
        if is_open(self.batch):
            shown.append(self.ask("decide", "怎样处理", "记下", icon="check"))
        return shown

    def _found(self) -> list[tuple[str, Any]]:
        register, line = site.get("configuration_item"), self.line
        kind = ItemType.objects.filter(code=line.found["type"]).first()
        titles = {one.name: one.label for one in kind.all_attributes()} if kind else {}
        told = [("类型", kind.name if kind else line.found["type"]), ("名称", line.name)]
        for name, value in line.facts.items():
            try:
                told.append((str(register.model._meta.get_field(name).verbose_name), value))  # type: ignore[union-attr]
            except FieldDoesNotExist:
                told.append((name, value))
        return told + [(titles.get(name, name), value) for name, value in line.values.items()]

    def do_decide(self, data: Mapping[str, Any]) -> HttpResponse:
        said = {"skip": data["skip"], "taken": data.get("taken") if "taken" in data else None}
        if data.get("item") not in (None, ""):
            said["item"] = int(data["item"])
        actions.decide(self.line, self.actor, said)
        toast(self.request, f"已记下对“{self.line.name}”的处理。")
        return go(self.request, f"{HOME}{self.batch.pk}/")


page("configuration/intake/<int:pk>/<int:place>/", name="configuration-intake-merge")(
    cast("View", Merge.as_view())
)
