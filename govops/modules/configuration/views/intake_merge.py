"""合并预览: one found thing beside the item that it is, field by field; what is taken, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpResponse

from govops.kernel.access.answers import Refused
from govops.kernel.attributes import sealing
from govops.kernel.registers import site
from govops.kernel.web.pages import View, page
from govops.kernel.web.views import panels
from govops.kernel.web.views.common import go, toast
from govops.modules.configuration.actions import intake as actions
from govops.modules.configuration.choices import Decision, Verdict
from govops.modules.configuration.intake import comparing, identity
from govops.modules.configuration.intake.weighing import NONE_OF_THEM
from govops.modules.configuration.models import IntakeLine, ItemType
from govops.modules.configuration.views.intake import CODE, HOME, KEEPERS, batch_of, crumbs_of, is_open
from govops.modules.configuration.views.intake_lines import TONES


class DecideForm(panels.AskForm):
    """Which item it is, what is taken over, or nothing."""

    def __init__(
        self, *args: Any, line: IntakeLine, differing: Sequence[comparing.Difference], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        is_open = len(line.candidates) > 1 or (bool(line.candidates) and line.verdict == Verdict.CONFLICT)
        if is_open or "as" in line.found:
            known = identity.items_by_id([int(pk) for pk in line.candidates])
            choices = [
                (pk, f"{known[int(pk)].number} {known[int(pk)].name}（按{by}）")
                for pk, by in line.candidates.items()
                if int(pk) in known
            ]
            chosen = line.found.get("as")
            self.fields["item"] = forms.ChoiceField(
                label="对应配置项", choices=[*choices, (str(NONE_OF_THEM), "都不是，作为新的配置项")],
                initial=None if chosen is None else str(chosen), widget=forms.RadioSelect,
                error_messages={"required": "请选定它是哪一件；都不是的，选“作为新的配置项”。"},
            )  # fmt: skip
        if differing:
            self.fields["taken"] = forms.MultipleChoiceField(
                required=False, choices=[(one.key, one.title) for one in differing]
            )
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
        self.differing: Sequence[comparing.Difference] = ()
        if line.item is not None and is_open(self.batch):
            asked = line.item.type.all_attributes()
            self.differing = comparing.differences(line.item, line.found, asked, comparing.Named(self.actor))

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
        shown.append(
            {
                "kind": "alert", "tone": TONES[Verdict(line.verdict)], "title": f"{line.get_verdict_display()}　",
                "text": f"{line.sentence.rstrip('。') or '没有相同的配置项，将新登记'}。",
            }
        )  # fmt: skip
        if is_open(self.batch):
            shown.append(self._asked())
        shown.append({"kind": "facts", "title": "发现的内容", "definition": panels.facts(*self._found())})
        return shown

    def _asked(self) -> dict[str, Any]:
        """The form beside the values: what is posted again stands as it was ticked."""
        form = self.bound.get("decide") or self.form("decide")
        data: Any = form.data
        taken = set(data.getlist("taken")) if form.is_bound else self.line.taken
        fields = [
            {
                "key": one.key, "title": one.title, "now": one.now, "found": one.found,
                "is_taken": one.is_proposed if taken is None else one.key in taken,
            }
            for one in self.differing
        ]  # fmt: skip
        return {
            "kind": "template",
            "template": "configuration/merge_fields.html",
            "form": form,
            "item": self.line.item,
            "fields": fields,
        }

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
        return told + [(titles.get(name, name), value) for name, value in sealing.masked(line.values).items()]

    def do_decide(self, data: Mapping[str, Any]) -> HttpResponse:
        said = {"skip": data["skip"], "taken": data.get("taken") if "taken" in data else None}
        if data.get("item") not in (None, ""):
            said["item"] = int(data["item"])
        before = self.line.item_id
        actions.decide(self.line, self.actor, said)
        self.line.refresh_from_db(fields=["item"])
        if self.line.item_id not in {before, None} and not data["skip"]:
            toast(self.request, f"已记下“{self.line.name}”是哪一项，请逐栏比对。")
            return go(self.request, self.request.path)
        toast(self.request, f"已记下对“{self.line.name}”的处理。")
        return go(self.request, f"{HOME}{self.batch.pk}/")


page("configuration/intake/<int:pk>/<int:place>/", name="configuration-intake-merge")(
    cast("View", Merge.as_view())
)
