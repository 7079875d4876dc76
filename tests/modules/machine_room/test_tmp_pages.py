from govops.kernel.registers import site
from tests.modules.machine_room.conftest import at

MODULE = [one for one in site.all_registers() if one.model._meta.app_label == "machine_room"]


def test_pages(
    client_of, approved_visit, enrolled_carry_out, approved_overtime, patrol, card, do, create, room, cast
):
    with at("2026-11-22 10:00"):
        patrol(temperature="29")
    enrolled_carry_out()
    approved_overtime()
    e = approved_visit()
    card()
    create("room_access_log", by="guard", machine_room=room.pk, entrant="某人", entered_at="2026-11-23 09:20")
    rows = [{"day": str(d), "shift": "whole_day", "person": "王磊"} for d in range(23, 31)]
    r = create("duty_roster", by="mr_manager", machine_room=room.pk, month="2026-11", rows=rows)
    do(r, "publish", "mr_manager")
    bad = []
    for user in (
        "mr_manager",
        "guard",
        "duty_officer",
        "end_user",
        "security_secrecy_dept",
        "access_card_officer",
    ):
        c = client_of(user)
        for reg in MODULE:
            urls = [f"/r/{reg.code}/", f"/r/{reg.code}/new/", f"/r/{reg.code}/new/?machine_room={room.pk}"]
            for rec in reg.model.objects.all()[:2]:
                urls.append(f"/r/{reg.code}/{rec.pk}/")
                urls.append(f"/r/{reg.code}/{rec.pk}/picture/")
                urls.append(f"/r/{reg.code}/{rec.pk}/edit/")
                if reg.process:
                    urls += [f"/r/{reg.code}/{rec.pk}/do/{v}/" for v in reg.process.moves]
                for rel in reg.related:
                    urls.append(f"/r/{rel.register}/?{rel.field}={rec.pk}")
            for v in reg.views:
                from django.http import QueryDict

                q = QueryDict(mutable=True)
                for k, x in v.query.items():
                    q.setlist(k, x if isinstance(x, list) else [x])
                urls.append(f"/r/{reg.code}/?{q.urlencode()}")
            for u in urls:
                try:
                    resp = c.get(u)
                    if resp.status_code not in (200, 403, 404, 409, 302):
                        bad.append((user, u, resp.status_code))
                except BaseException as ex:
                    bad.append((user, u, type(ex).__name__ + ": " + str(ex)[:200]))
    import collections

    seen = collections.Counter()
    for b in bad:
        if seen[b[2]] < 4:
            print(b)
        seen[b[2]] += 1
    assert not bad, len(bad)
