"""What is reported: a survey and a round of visits every quarter, the service report of every month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from govops.demo.history.world import Story, World
from govops.kernel import moment
from govops.kernel.norms.obligations import Period
from govops.kernel.registers import site

SURVEYOR, WRITER, REVIEWER, APPROVER = "service_desk", "service_level_manager", "info_center", "it_lead"
READERS = ("om_committee", "business_unit", "unit_head", "general_office", "finance_division")
LEVELS = ("very_satisfied", "satisfied", "acceptable", "dissatisfied", "very_dissatisfied")
WEIGHTS = (46, 37, 12, 4, 1)
INDICATORS = ("speed", "attitude", "effect", "skill", "overall")
WORDS = (
    "处理很快，谢谢。",
    "工程师很耐心。",
    "希望电话更容易打通。",
    "",
    "",
    "",
    "等的时间稍长。",
    "一次就修好了。",
)
NEXT_STEPS = (
    "1. 对超时较多的支持组逐件分析，落实到人。\n2. 更新知识库，提高首线解决率。\n3. 继续做好重点时段保障。"
)


def tell(world: World) -> None:
    """Begin the surveys of each quarter and the reports of each month that lie within the history."""
    day = world.first
    while day <= world.today:
        quarter, month = Period.of("quarter", day), Period.of("month", day)
        if day == quarter.last - timedelta(days=20):
            world.begin(_survey(world, quarter, world.at(day, 9, 40), visit=False))
            world.begin(_survey(world, quarter, world.at(day, 14, 20), visit=True))
        if day == month.last and day > world.first + timedelta(days=20):
            world.begin(_report(world, month, world.at(_working_day(world, day + timedelta(days=2)), 9, 30)))
        day += timedelta(days=1)


def _working_day(world: World, day: date) -> date:
    while not world.is_working_day(day):
        day += timedelta(days=1)
    return day


def _survey(world: World, quarter: Period, at: Any, *, visit: bool) -> Story:
    yield at
    name = f"{quarter.first.year} 年第{'一二三四'[(quarter.first.month - 1) // 3]}季度"
    reply_by = moment.today() + timedelta(days=10)
    data = {
        "subject": f"{name}{'走访' if visit else '信息化服务满意度调查'}", "method": "visit" if visit else "questionnaire",
        "first": quarter.first, "last": quarter.last, "audience": "本季度已关闭工单的报告人", "indicators": INDICATORS,
        "ratio": "3" if visit else "8", "reply_by": reply_by,
    }  # fmt: skip
    survey = world.create("satisfaction_survey", data, by=SURVEYOR)
    sent = world.attempt(survey, "send", by=SURVEYOR)
    if sent is None:
        return
    usernames = {person.pk: username for username, person in world.bureau.people.items()}
    responses = list(site.get("survey_response").model._default_manager.filter(survey=sent).order_by("id"))
    for response in responses:
        if world.happens(0.22):
            continue
        yield world.soon(4, 40)
        if moment.today() > reply_by:
            break
        _answer(world, response, usernames[response.applicant_id], visit=visit)
    yield world.at(reply_by + timedelta(days=1), 9, 10)
    yield from _settle(world, sent)


def _answer(world: World, response: Any, username: str, *, visit: bool) -> None:
    overall = world.chance.choices(range(len(LEVELS)), WEIGHTS)[0]
    said = {name: LEVELS[max(0, min(4, overall + world.pick((-1, 0, 0, 0, 1))))] for name in INDICATORS[:4]}
    said |= {"overall": LEVELS[overall], "words": world.pick(WORDS)}
    if visit:
        world.attempt(response, "write_down", by=WRITER, opinion="到部门走访，当面听取意见。", **said)
    else:
        world.attempt(response, "answer", by=username, **said)


def _settle(world: World, survey: Any) -> Story:
    """Collected, counted, and reported with what is to be improved."""
    survey.refresh_from_db()
    if survey.state == "sent":
        world.perform(survey, "end_collection", by=SURVEYOR)
    yield world.soon(20, 90)
    world.perform(survey, "count", by=SURVEYOR)
    yield world.soon(120, 600)
    world.perform(
        survey, "report", by=SURVEYOR, conclusion="总体满意，意见集中在响应速度。", improvement="增加上午高峰时段的接听人员，月底前完成。",
    )  # fmt: skip


def _report(world: World, month: Period, at: Any) -> Story:
    """Drafted on the first working days of the next month, two signatures, handed out, read, filed."""
    yield at
    fields: Any = site.get("service_report").model._meta
    data = {
        "kind": "month", "first": month.first, "purpose": fields.get_field("purpose").get_default(),
        "readers": fields.get_field("readers").get_default(),
    }  # fmt: skip
    report = world.create("service_report", data, by=WRITER)
    yield world.soon(40, 160)
    report = world.update(report, {"next_steps": NEXT_STEPS}, by=WRITER)
    report = world.perform(report, "submit", by=WRITER)
    yield world.soon(60, 500)
    report = world.perform(report, "approve", by=REVIEWER, opinion="数据属实，同意上报。")
    yield world.soon(60, 900)
    report = world.perform(report, "approve", by=APPROVER, opinion="同意。请抓好下期重点工作。")
    yield world.soon(20, 120)
    people = [world.bureau.people[name].pk for name in READERS]
    report = world.perform(report, "distribute", by=WRITER, distribution=people)
    for name in READERS[:4]:
        yield world.soon(30, 900)
        world.attempt(report, "read", by=name)
    yield world.soon(2000, 5000)
    world.perform(report, "archive", by=WRITER)
