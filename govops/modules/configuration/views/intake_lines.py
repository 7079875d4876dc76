"""预览与合并: what a batch found, line by line; each line's type can be put right, each can be left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, cast

from django.db.models import Count
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from govops.kernel.processes import engine
from govops.kernel.registers import site
from govops.kernel.sheets import runs
from govops.kernel.web.pages import View, page
from govops.kernel.web.views import panels
from govops.kernel.web.views.common import go
from govops.modules.configuration.actions import intake as actions
from govops.modules.configuration.choices import Decision, IntakeState, ObjectClass, TypeState, Verdict
from govops.modules.configuration.intake import large
from govops.modules.configuration.models import IntakeBatch, IntakeLine, ItemType
from govops.modules.configuration.views.intake import CODE, HOME, KEEPERS, batch_of, crumbs_of, is_open

MOST = 50
TONES = {
    Verdict.NEW: "green", Verdict.MERGE: "accent", Verdict.SAME: "muted", Verdict.CONFLICT: "amber", Verdict.REFUSED: "red",
}  # fmt: skip


class Preview(panels.PanelPage):
    """Every line with its verdict, narrowed by it; apply or discard."""

    title = "预览与合并"
    roles = (*KEEPERS, "info_center")
    register = CODE
    asks = {"apply": panels.AskForm, "discard": panels.AskForm, "lines": panels.AskForm}
    batch: IntakeBatch

    def load(self, **kwargs: Any) -> None:
        self.batch = batch_of(self.request, kwargs["pk"])
        wanted = self.request.GET.get("verdict", "")
        self.verdict = wanted if wanted in Verdict.values else ""

    def heading(self) -> str:
        return self.batch.title

    def crumbs(self) -> list[dict[str, str]]:
        return [*crumbs_of(self.batch), {"title": self.title}]

    def actions(self) -> list[dict[str, Any]]:
        edit = {
            "url": f"{site.get(CODE).url(self.batch.pk)}edit/",
            "label": "修改批次和变更依据",
            "icon": "edit",
        }
        return [edit] if self._may_settle() else []

    def tabs(self) -> dict[str, Any]:
        many = dict(self.batch.lines.order_by().values_list("verdict").annotate(many=Count("id")))
        items = [
            {"title": "全部", "count": sum(many.values()), "url": self._url(""), "active": not self.verdict}
        ]
        for verdict in Verdict:
            items.append(
                {
                    "title": verdict.label, "count": many.get(verdict, 0), "url": self._url(verdict), "active": self.verdict == verdict,
                    "tone": TONES[verdict] if verdict in many and verdict in {Verdict.CONFLICT, Verdict.REFUSED} else "",
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
        if self._may_settle():
            skipped = self.batch.lines.filter(
                decision=Decision.SKIP, verdict__in=[Verdict.NEW, Verdict.MERGE]
            ).count()
            many = self.batch.new_count + self.batch.merge_count - skipped
            left = f"（选为不应用的 {skipped} 行除外）" if skipped else ""
            text = f"将写入 {many} 行{left}；冲突和错误的行不写入。"
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

    def _may_settle(self) -> bool:
        return is_open(self.batch) and bool(self.actor.roles & set(KEEPERS))

    def _lines(self) -> dict[str, Any]:
        lines = self.batch.lines.select_related("item__type")
        if self.verdict:
            lines = lines.filter(verdict=self.verdict)
        after = self.request.GET.get("after", "")
        if after.isdecimal():
            lines = lines.filter(place__gt=int(after[:9]))
        found = list(lines[: MOST + 1])
        may_settle = self._may_settle()
        types = _Types(self.request.POST if "lines" in self.bound else {}, may_settle=may_settle)
        table = panels.table(
            [
                "发现",
                "类型",
                "地址与序列号",
                "判定",
                "对应配置项",
                "说明",
                *(["不应用"] if may_settle else []),
            ],
            [self._row(line, types) for line in found[:MOST]],
            empty={"icon": "list", "title": "没有这样的行", "text": "请从上面另选一类。"},
        )
        more = self._url(self.verdict) if len(found) > MOST else ""
        if more:
            more += f"{'&' if '?' in more else '?'}after={found[MOST - 1].place}"
        return {
            "kind": "template", "template": "configuration/preview_lines.html", "table": table, "may_settle": may_settle and bool(found),
            "errors": self.bound["lines"].non_field_errors() if "lines" in self.bound else [],
            "pager": {"words": "", "next_url": more} if more or after else None,
        }  # fmt: skip

    def _row(self, line: IntakeLine, types: _Types) -> dict[str, Any]:
        facts = line.facts
        label = "不应用" if line.decision == Decision.SKIP else line.get_verdict_display()
        tone = "muted" if line.decision == Decision.SKIP else TONES[Verdict(line.verdict)]
        item = panels.text(line.item.number, line.item.name) if line.item else panels.text("")
        if line.item is not None:
            item["url"] = f"/r/configuration_item/{line.item_id}/"
        name = {**panels.text(line.name), "class": "cell-title"}
        if not line.is_relation:
            name["url"] = f"{HOME}{self.batch.pk}/{line.place}/"
        cells = [
            name,
            types.cell(line),
            panels.text(
                facts.get("ip_address"), facts.get("serial_number") or facts.get("mac_address") or ""
            ),
            {"kind": "chip", "text": label, "tone": tone},
            item,
            panels.text(line.sentence),
        ]
        return {
            "id": line.pk,
            "url": "",
            "cells": [*cells, types.skip_cell(line)] if types.may_settle else cells,
        }

    def do_lines(self, data: Mapping[str, Any]) -> str:
        """The types and the lines left out of this page, as they were chosen."""
        posted = self.request.POST
        places = [int(place) for place in posted.getlist("place") if place.isdecimal()][:MOST]
        said = {
            place: {"type": posted.get(f"type-{place}", ""), "skip": f"skip-{place}" in posted}
            for place in places
        }
        many = actions.settle_lines(self.batch.pk, self.actor, said)
        return f"已记下 {many} 行的改动，并重新核对。" if many else "没有改动。"

    def do_apply(self, data: Mapping[str, Any]) -> Any:
        if runs.is_large(self.batch.new_count + self.batch.merge_count):
            upload = runs.Upload(
                content=b"", subject=CODE, options={"batch": self.batch.pk}, file_name=self.batch.file_name
            )
            run = runs.begin(large.APPLY, upload, actor=self.actor, title=f"应用发现批次 {self.batch.number}")
            return go(self.request, run.address)
        return engine.perform(CODE, self.batch.pk, "apply", actor=self.actor, must_see=True).sentence

    def do_discard(self, data: Mapping[str, Any]) -> str:
        return engine.perform(CODE, self.batch.pk, "discard", actor=self.actor, must_see=True).sentence


class _Types:
    """The type of a line: as words, or as a list to choose from where the thing is not known yet."""

    def __init__(self, posted: Mapping[str, str], *, may_settle: bool) -> None:
        self._posted, self.may_settle = posted, may_settle
        types = list(ItemType.objects.filter(state=TypeState.IN_USE).order_by("object_class", "path"))
        self._names = {one.code: one.name for one in types}
        #: a source may call a type by its name
        self._codes = {one.name: one.code for one in types}
        classes = [str(one) for one in ObjectClass]
        types.sort(key=lambda one: classes.index(one.object_class))
        self._groups = [
            (ObjectClass(code).label, list(group))
            for code, group in groupby(types, lambda one: one.object_class)
        ]
        self._made: dict[str, SafeString] = {}

    def cell(self, line: IntakeLine) -> dict[str, Any]:
        if line.is_relation:
            kind: str = line.found["kind"]
            return panels.text("关系" if self.may_settle else kind, str(line.found.get("note", "")))
        if line.item is not None:
            return panels.text(line.item.type.name, "随现有配置项")
        code = line.found["type"]
        if not self.may_settle:
            return panels.text(self._names.get(code, code))
        chosen = self._posted.get(f"type-{line.place}", self._codes.get(code, code))
        guess = line.found.get("guess", "")
        note = (
            format_html('<small class="faint">来源判断：{}</small>', self._names.get(guess, guess))
            if guess
            else ""
        )
        made = format_html(
            '<input type="hidden" name="place" value="{0}"><select class="input" name="type-{0}" aria-label="{1} 的类型">{2}</select>{3}',
            line.place, line.name, self._options(chosen), note,
        )  # fmt: skip
        return {"kind": "html", "html": made}

    def _options(self, chosen: str) -> SafeString:
        """The list with one chosen: made once for all lines of that type."""
        if chosen not in self._made:
            unknown = format_html(
                '<option value="{}" selected>{}（没有此类型，请选择）</option>', chosen, chosen
            )
            groups = format_html_join("", '<optgroup label="{}">{}</optgroup>', (
                (label, format_html_join("", '<option value="{}"{}>{}</option>', (
                    (one.code, " selected" if one.code == chosen else "", one.name) for one in group
                ))) for label, group in self._groups
            ))  # fmt: skip
            self._made[chosen] = groups if chosen in self._names else unknown + groups
        return self._made[chosen]

    def skip_cell(self, line: IntakeLine) -> dict[str, Any]:
        is_known = line.item is not None or line.is_relation
        hidden = format_html('<input type="hidden" name="place" value="{}">', line.place) if is_known else ""
        is_skipped = f"skip-{line.place}" in self._posted if self._posted else line.decision == Decision.SKIP
        made = format_html(
            '{}<input type="checkbox" class="tick" name="skip-{}" aria-label="不应用 {}"{}>',
            hidden, line.place, line.name, " checked" if is_skipped else "",
        )  # fmt: skip
        return {"kind": "html", "html": made}


page("configuration/intake/<int:pk>/", name="configuration-intake-preview")(cast("View", Preview.as_view()))
