"""Proposals: what would change in words, tried before it is submitted, applied through the door once it is approved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Allowed, Answer, Denied, Refused
from govops.kernel.attributes import ValuesField, sealing
from govops.kernel.attributes.showing import word
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import facts
from govops.kernel.registers import doors, site
from govops.kernel.registers.references import words_for
from govops.modules.configuration.models import ConfigurationItem
from govops.modules.configuration.rules.common import applying
from govops.modules.configuration.rules.proposals import item_is_as_it_was

VALUES = "属性："
_NOT_PROPOSED = frozenset({"reason", "reference", "enters_as", "values"})


def proposable() -> dict[str, str]:
    """Field → title of every column of an item that can be proposed."""
    fields = doors.form_of(site.get("configuration_item")).base_fields
    own = site.get("configuration_item").fields
    return {name: str(fields[name].label) for name in own if name not in _NOT_PROPOSED}


def prepare(proposal: Any, actor: Actor) -> None:
    """Every row names a field of the item and says how it stands now."""
    item = proposal.item
    proposal.reference = proposal.reference.strip().upper()
    proposal.item_version_seen = item.version
    titles = proposable()
    by_word = {word: name for name, title in titles.items() for word in (title, name)}
    asked = {word: one for one in item.type.all_attributes() for word in (one.title, one.name)}
    for row in proposal.changes:
        said = str(row["field"]).replace(":", "：", 1).strip()
        attribute = asked.get(said.removeprefix(VALUES).strip())
        if said in by_word:
            row["field"] = titles[by_word[said]]
            row["before"] = _told(item, by_word[said])[:600]
        elif attribute is not None:
            row["field"] = f"{VALUES}{attribute.title}"
            row["before"] = word(attribute, item.values.get(attribute.name))
        else:
            raise Refused(
                f"“拟改内容”中没有“{said}”这一栏目，请写表单上的名称，类型属性写“属性：名称”。",
                field="changes",
                status=422,
            )


def _told(item: Any, name: str) -> str:
    """How a column stands, in words that the form reads again."""
    field: Any = ConfigurationItem._meta.get_field(name)
    value = getattr(item, name)
    if isinstance(field, models.ForeignKey):
        return words_for(value)
    if hasattr(field, "target"):
        return "、".join(words_for(row) for row in field.rows(value))
    return facts.words(item, name)


def given(proposal: Any) -> dict[str, Any]:
    """The changes as the item's form takes them."""
    item = proposal.item
    names = {title: name for name, title in proposable().items()}
    fields = doors.form_of(site.get("configuration_item")).base_fields
    data: dict[str, Any] = {}
    values: dict[str, Any] = dict(item.values)
    asked = {one.title: one for one in item.type.all_attributes()}
    for row in proposal.changes:
        title, after = str(row["field"]), str(row["after"] or "")
        if title in names:
            data[names[title]] = _typed(fields[names[title]], after)
        elif title.startswith(VALUES) and (one := asked.get(title.removeprefix(VALUES))):
            values[one.name] = after
            data["values"] = values
    return data | {"reason": proposal.reason, "reference": proposal.reference}


def _typed(field: Any, text: str) -> Any:
    """Choices and boxes are proposed by their label."""
    if isinstance(field, forms.BooleanField):
        return text in {"是", "1", "true", "True"}
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return {str(label): value for value, label in choices}.get(text, text)
    return text


def trial(proposal: Any) -> Refused | None:
    """Why the changed item could not be saved now, or None: form, rules and all, nothing written."""
    register = site.get("configuration_item")
    item = ConfigurationItem.objects.select_related("type").get(pk=proposal.item_id)
    try:
        data = doors.current_data(register, item) | given(proposal)
        form = doors.form_of(register)(data, instance=item)
        changed = doors._filled(form)
        with applying(proposal):
            doors._finish(register, changed, SYSTEM, doors.known_to(form))
    except Refused as refusal:
        return refusal
    return None


def can_be_applied(proposal: Any, deed: Deed) -> Answer:
    """What is proposed would hold: the same form and the same rules as a change at once."""
    refusal = trial(proposal)
    if refusal is None:
        return Allowed()
    return Denied(f"照此修改不能生效：{refusal.sentence}", rule=refusal.rule)


def require_unchanged(proposal: Any, deed: Deed) -> None:
    """Nobody approves what has changed meanwhile; Refused with the way out."""
    answer = item_is_as_it_was(proposal, deed)
    if isinstance(answer, Denied):
        raise Refused(answer.sentence)


def apply(proposal: Any, deed: Deed) -> None:
    """同意: the item changes through its door, for the proposer's reason."""
    with applying(proposal):
        doors.update(
            site.get("configuration_item"), proposal.item_id, given(proposal), actor=SYSTEM,
            version=proposal.item_version_seen,
        )  # fmt: skip
    proposal.applied_at = deed.at


def rows_from(item: Any, posted: Mapping[str, Any]) -> list[dict[str, str]]:
    """What differs between the item and its form as somebody filled it in: the rows of a proposal. Refused as the form."""
    register = site.get("configuration_item")
    fresh = ConfigurationItem.objects.select_related("type").get(pk=item.pk)
    form = doors.form_of(register)(posted, instance=fresh)
    changed = doors._filled(form)
    rows = []
    for name, title in proposable().items():
        before, after = _told(item, name), _told(changed, name)
        if before != after:
            rows.append({"field": title, "before": "", "after": after})
    field: Any = ConfigurationItem._meta.get_field("values")
    assert isinstance(field, ValuesField)
    typed = form.cleaned_data["values"]
    for one in changed.type.all_attributes():
        raw, held = typed.get(one.name), item.values.get(one.name)
        if sealing.is_sealed(held) and raw in (None, ""):
            continue
        if ("" if raw is None else str(raw)) != ("" if held is None else str(held)):
            rows.append(
                {"field": f"{VALUES}{one.title}", "before": "", "after": "" if raw is None else str(raw)}
            )
    return rows


__all__ = [
    "apply",
    "can_be_applied",
    "given",
    "prepare",
    "proposable",
    "require_unchanged",
    "rows_from",
    "trial",
]
