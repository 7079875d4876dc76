"""How many records passed the guards of each rule: the live evidence behind 规范对照."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from govops.kernel.norms import coverage, rules
from govops.kernel.norms.obligations import Period
from govops.kernel.records import counting
from govops.kernel.registers import secrecy, site
from govops.kernel.registers.declarations import Register


def rules_of(register: Register) -> set[str]:
    """Ids of the rules that stand guard over a register: its own guards, its process's, and those declared by its name."""
    guards: list[Any] = [*register.guards, *(secrecy.GUARDS if register.secrecy else ())]
    if register.process is not None:
        approval = register.process.approval
        guards += [*(approval.conditions if approval else ())]
        for move in register.process.moves.values():
            guards += [move.by, *move.when, *move.checks]
        named = register.process.__name__
        declared = {r.id for r in rules.all_rules() if any(by.startswith(named) for by in r.enforced_by)}
    else:
        declared = set()
    return declared | {guard.rule_id for guard in guards if hasattr(guard, "rule_id")}


def passed(period: Period) -> dict[str, int]:
    """Rule id → records registered in the period under its guard; one statement for all registers."""
    start = timezone.make_aware(datetime.combine(period.first, time()))
    end = timezone.make_aware(datetime.combine(period.last + timedelta(days=1), time()))
    registers = site.all_registers()
    counts = counting.bounded_counts(
        [r.model._default_manager.filter(created_at__gte=start, created_at__lt=end) for r in registers]
    )
    found: dict[str, int] = {}
    for register, count in zip(registers, counts, strict=True):
        for rule_id in rules_of(register):
            found[rule_id] = found.get(rule_id, 0) + count
    return found


coverage.exercised.append(passed)
