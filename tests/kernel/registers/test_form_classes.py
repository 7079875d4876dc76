"""What is found out of a form goes with it: a dialog's or an import's own form is not kept for ever."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from govops.kernel.access.actor import Actor
from govops.kernel.registers import choosing, doors, site
from govops.kernel.registers.forms import for_checking

pytestmark = pytest.mark.django_db


def used_once(actor: Actor) -> weakref.ref[Any]:
    kind: Any = for_checking(doors.form_of(site.get("visitor_entry")))
    form = kind({})
    form.is_valid()
    choosing.require_visible(form, actor, before={})
    return weakref.ref(kind)


def test_a_form_of_ones_own_is_let_go(actor: Any) -> None:
    kept = used_once(actor("end_user"))
    gc.collect()
    assert kept() is None
