from tests.modules.machine_room.conftest import at
from govops.modules.machine_room.models import *
import pytest
from govops.kernel.norms import judging, models as nm
from datetime import date

def test_visit(approved_visit, do):
    e = approved_visit()
    with at("2026-11-23 14:05"):
        e = do(e, "enter", "guard", escort_confirmed=True, items_at_entry="一致", prohibited_found=[])
        log = RoomAccessLog.objects.get()
        assert log.state == "inside" and not log.is_red, log.red_reason
        e = do(e, "leave", "guard", items_at_exit="一致")
        log = RoomAccessLog.objects.get()
        assert log.state == "left"
        do(e, "archive", "mr_manager")

def test_carry(enrolled_carry_out, do):
    p = enrolled_carry_out()
    p = do(p, "check_out", "guard", check_words="一致")
    p = do(p, "give_back", "guard", return_words="完好")
    assert p.state == "returned", p.enrolled_number

def test_card(card, do):
    c = card()
    assert c.state == "in_use"
    do(c, "report_lost", "duty_officer", state_reason="遗失")

def test_recall(card, cast):
    c = card()
    p = cast.people["duty_officer"]
    p.is_active = False
    p.save()
    c.refresh_from_db()
    assert c.state == "suspended" and c.recall_reason == "离岗"

def test_overtime(approved_overtime, do):
    p = approved_overtime()
    with at("2026-11-28 10:00"):
        p = do(p, "enter", "guard")
        l = RoomAccessLog.objects.get()
        assert not l.is_red, l.red_reason
        p = do(p, "leave", "duty_officer", exit_words="完成")
    assert RoomAccessLog.objects.get().state == "left"

def test_red(create, room, card, cast):
    card()
    with at("2026-11-28 10:00"):
        l = create("room_access_log", by="guard", machine_room=room.pk, person=cast.people["duty_officer"].pk, entered_at="2026-11-28 10:00")
    assert l.is_red
    a = RoomAlert.objects.get()
    assert a.kind == "entry"

def test_patrol(patrol, do, create, room):
    p = patrol(temperature="30")
    a = RoomAlert.objects.get()
    a = do(a, "acknowledge", "mr_manager")
    a = do(a, "close", "mr_manager", conclusion="空调滤网堵塞，已清洗")
    do(p, "review", "mr_manager")
    c = create("cleaning_record", by="duty_officer", machine_room=room.pk, kind="daily", cleaned_at="2026-11-23 09:00", cleaned_by="张姐", content="擦拭", no_unrelated_items="1", no_food_or_smoke="1")
    judging.judge(date(2026,11,23))
    print(list(nm.DutyPeriod.objects.all()))

def test_duty(create, do, room, cast):
    rows = [{"day": str(d), "shift": "whole_day", "person": "王磊"} for d in range(23, 31)]
    r = create("duty_roster", by="mr_manager", machine_room=room.pk, month="2026-11", rows=rows)
    r = do(r, "publish", "mr_manager")
    assert DutyShift.objects.count() == 8
    s = DutyShift.objects.get(day="2026-11-23")
    s = do(s, "sign_in", "duty_officer")
    s = do(s, "hand_over", "duty_officer", situation="正常", handover="无", unfinished="无", successor=cast.people["sunhaoran"])
    s = do(s, "confirm", "sunhaoran")
    assert s.state == "confirmed"
