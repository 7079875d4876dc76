"""What was answered, checked against what is asked: one sentence for each attribute that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from govops.kernel.access.actor import Actor
from govops.kernel.attributes import references, sealing, targets
from govops.kernel.attributes.attribute import Attribute, AttributeKind
from govops.kernel.attributes.parsing import parse

#: written in the place of a secret, it takes the secret away
CLEARED = "清除"


def clean(
    attributes: Sequence[Attribute],
    given: Mapping[str, Any],
    *,
    kept: Mapping[str, Any] | None = None,
    actor: Actor | None = None,
) -> dict[str, Any]:
    """The values as they are kept: checked, canonical, secrets sealed, without empty ones.

    `given` by name or title; `kept` is what the record holds now: its secrets stay unless written anew, and what is no
    longer asked goes. ValidationError (a dict: attribute name → sentences) for everything that is wrong at once.
    """
    kept = kept or {}
    errors: dict[str, str] = {}
    by_word = {word: one for one in attributes for word in (one.title, one.label, one.name)}
    answers: dict[str, Any] = {}
    for word, raw in given.items():
        if asked := by_word.get(str(word)):
            answers[asked.name] = raw
        elif word not in kept and raw not in (None, ""):
            errors[str(word)] = f"没有“{word}”这一属性，请删去或先在类型中增加。"
    values: dict[str, Any] = {}
    for asked in attributes:
        _take(asked, answers.get(asked.name), kept.get(asked.name), values, errors)
    _name_references(attributes, values, errors, kept, actor)
    if errors:
        raise ValidationError({name: [sentence] for name, sentence in errors.items()})
    return values


def _take(asked: Attribute, raw: Any, held: Any, values: dict[str, Any], errors: dict[str, str]) -> None:
    if asked.kind == AttributeKind.SECRET:
        value = _secret(raw, held)
        if value is not None and not sealing.is_sealed(value):
            try:
                value = sealing.seal(parse(asked, value))
            except ValueError as error:
                errors[asked.name] = f"“{asked.title}”{error}。"
                return
    elif raw is None or (isinstance(raw, str) and not raw.strip()):
        value = None
    else:
        try:
            value = parse(asked, raw)
        except ValueError as error:
            errors[asked.name] = f"“{asked.title}”{error}。"
            return
    if value is not None:
        values[asked.name] = value
    elif asked.required:
        errors[asked.name] = f"请填写“{asked.title}”。"


def _secret(raw: Any, held: Any) -> Any:
    """What is now the secret: a sealed value that stays, new plain text, or None."""
    text = raw.strip() if isinstance(raw, str) else raw
    if text == CLEARED:
        return None
    if text in (None, "", sealing.MASK) or sealing.is_sealed(text):
        return held if sealing.is_sealed(held) else None
    return text


def _name_references(
    attributes: Sequence[Attribute],
    values: dict[str, Any],
    errors: dict[str, str],
    kept: Mapping[str, Any],
    actor: Actor | None,
) -> None:
    """Replace what was written by what names the row: one query for each kind of target."""
    asked: dict[str, list[Attribute]] = {}
    for attribute in attributes:
        is_new = attribute.name in values and values[attribute.name] != kept.get(attribute.name)
        if is_new and attribute.kind == AttributeKind.REFERENCE:
            asked.setdefault(attribute.to, []).append(attribute)
    for to, group in asked.items():
        found = references.resolve(to, [values[one.name] for one in group], actor=actor)
        for one in group:
            word = values[one.name]
            if word in found:
                values[one.name] = found[word]
            else:
                target = targets.find(to)
                title = target.title if target else to
                errors[one.name] = f"“{one.title}”：找不到{title}“{word}”，请写明编号或从列表中选择。"
