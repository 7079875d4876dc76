"""What a process remembers is what the database holds: after every change, however it was made."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, transaction

from govops.kernel import moment
from govops.kernel.organization import people, steady
from govops.kernel.organization.journeys import next_of
from govops.kernel.organization.models import Edition, Person, SeatHolder, Unit
from govops.kernel.organization.prepared import Prepared
from govops.kernel.records.models import Record

by_number = Prepared(
    lambda number: Person.objects.select_related("unit").filter(employee_no=number), "a number"
)


@pytest.fixture
def person() -> Person:
    steady.arrange(using="default")
    unit = Unit.objects.create(code="P-1", name="试验处", short_name="试验处")
    return Person.objects.create(name="张三", employee_no="P001", unit=unit)


def asked() -> str:
    with steady.known():
        return by_number("P001")[0].name


@pytest.mark.django_db(transaction=True)
def test_what_did_not_change_is_asked_once(person, django_assert_num_queries):
    assert asked() == "张三"
    with django_assert_num_queries(1):  # whether it is still the same edition
        assert asked() == "张三"


@pytest.mark.django_db(transaction=True)
def test_the_question_travels_with_the_first_statement(person, django_assert_num_queries):
    assert asked() == "张三"
    with django_assert_num_queries(1):
        numbers, name = steady.answered(
            lambda: (next_of("organization_person_id_seq"), by_number("P001")[0].name)
        )
    assert name == "张三"
    assert numbers[0] > person.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "asks", [lambda: next_of("organization_person_id_seq"), Unit.objects.count, lambda: None]
)
def test_work_from_outdated_memory_is_done_again(person, asks):
    assert asked() == "张三"
    Person.objects.filter(pk=person.pk).update(name="改名")
    seen: list[str] = []

    def work() -> str:
        seen.append(by_number("P001")[0].name)
        asks()
        return seen[-1]

    assert steady.answered(work) == "改名"
    assert seen == ["张三", "改名"]
    seen.clear()
    assert steady.answered(work) == "改名"
    assert seen == ["改名"]


@pytest.mark.django_db(transaction=True)
def test_what_outdated_work_wrote_is_taken_back(person):
    assert asked() == "张三"
    Person.objects.filter(pk=person.pk).update(name="改名")

    def work() -> None:
        with transaction.atomic():
            Unit.objects.create(code=f"U-{by_number('P001')[0].name}", name="试", short_name="试")

    steady.answered(work)
    assert list(Unit.objects.filter(code__startswith="U-").values_list("code", flat=True)) == ["U-改名"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        lambda: Person.objects.filter(employee_no="P001").update(name="改名"),
        lambda: connection.cursor().execute("UPDATE organization_person SET name = '改名'"),
    ],
    ids=["by the application", "in SQL"],
)
def test_a_change_is_known_at_once(person, change):
    assert asked() == "张三"
    change()
    assert asked() == "改名"


@pytest.mark.django_db(transaction=True)
def test_a_change_that_was_taken_back_is_never_remembered(person):
    assert asked() == "张三"
    with steady.known():
        try:
            with transaction.atomic():
                Person.objects.filter(pk=person.pk).update(name="改名")
                assert by_number("P001")[0].name == "改名"
                raise KeyError
        except KeyError:
            pass
        assert by_number("P001")[0].name == "张三"
    assert asked() == "张三"


@pytest.mark.django_db(transaction=True)
def test_who_changes_something_sees_it_himself(person):
    with steady.known():
        assert by_number("P001")[0].name == "张三"
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(name="改名")
            assert by_number("P001")[0].name == "改名"


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_nothing_is_remembered(person):
    with transaction.atomic():
        assert asked() == "张三"
        with connection.cursor() as cursor:
            cursor.execute("UPDATE organization_person SET name = '改名'")
        assert asked() == "改名"
        transaction.set_rollback(True)
    assert asked() == "张三"


@pytest.mark.django_db(transaction=True)
def test_a_change_of_columns_that_matter_to_nobody_is_no_new_edition(person):
    from govops.kernel.access.models import Account

    account = Account.objects.create(username="p001", person=person)
    before = Edition.objects.get().edition
    Account.objects.filter(pk=account.pk).update(last_login=moment.now())
    assert Edition.objects.get().edition == before
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert Edition.objects.get().edition != before


@pytest.mark.django_db(transaction=True)
def test_seats_and_their_holders_follow(person):
    SeatHolder.objects.create(seat="试验席", person=person, valid_from=moment.today())

    def holders() -> list[str]:
        with steady.known():
            return [one.name for one in people.holders("试验席")]

    assert holders() == holders() == ["张三"]
    SeatHolder.objects.filter(seat="试验席").delete()
    assert holders() == []


def test_only_what_is_watched_is_remembered():
    assert steady.is_steady('SELECT 1 FROM "organization_person" INNER JOIN "organization_unit" ON (1 = 1)')
    assert not steady.is_steady(
        'SELECT 1 FROM "organization_person" INNER JOIN "processes_workitem" ON (1 = 1)'
    )
    for lock in ("UPDATE", "NO KEY UPDATE", "SHARE", "KEY SHARE"):
        assert not steady.is_steady(f'SELECT 1 FROM "organization_person" WHERE 1 = 1 FOR {lock}')
    assert not steady.is_steady("SELECT 1")


@pytest.mark.django_db
def test_the_database_watches_what_is_declared():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE tgname LIKE 'organization_new_edition%'"
            " GROUP BY 1"
        )
        watching = dict(cursor.fetchall())
    watched = {model._meta.db_table: 2 for model in steady.watched_models()}
    assert watching == watched
    assert {
        "access_account",
        "access_rolegrant",
        "access_apitoken",
        "organization_seatholder",
    } <= watched.keys()
    # A record that goes through a process changes too often to be worth it.
    assert not any(
        issubclass(model, Record)
        and model._meta.label not in {"machine_room.MachineRoom", "machine_room.Zone"}
        for model in apps.get_models()
        if model in steady.watched_models()
    )
