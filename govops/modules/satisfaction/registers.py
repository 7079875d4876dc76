"""How surveys and answers look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from govops.kernel import moment, parameters
from govops.kernel.access.actor import Actor
from govops.kernel.norms.obligations import Period
from govops.kernel.registers import Column, OtherPage, Register, Related, Section, View, register
from govops.modules.satisfaction import models, process, rules
from govops.modules.satisfaction.choices import UNHAPPY, SurveyIndicator, SurveyMethod
from govops.modules.satisfaction.parameters import REPLY_DAYS, SAMPLING_RATIO


@register
class SatisfactionSurveys(Register):
    model = models.SatisfactionSurvey
    process = process.SatisfactionSurveyProcess
    title = "满意度调查"
    form_title = "满意度调查表"
    series = "MYD"
    cites = ("S1§7.3",)
    icon = "mood-smile"
    columns = (
        Column("title", second="number"),
        Column("method"),
        Column("first", second="last", sort="first"),
        Column("return_rate"),
        Column("overall"),
        Column("state"),
    )
    filters = ("state", "method")
    search = ("subject", "audience", "conclusion", "improvement")
    date_field = "first"
    form = (
        Section("调查", "subject", "method", "first", "last", "audience"),
        Section("怎么问", "indicators", "ratio", "reply_by"),
    )
    shown = (
        Section(
            "回收", "seed", "population", "sampled", "returned", "return_rate", "sent_at", "collected_at"
        ),
        Section("结果", "overall", "results", "conclusion", "improvement", "reported_at"),
    )
    views = (
        View("进行中", {"state": ["draft", "sent", "collected", "counted"]}),
        View("已报告", {"state": ["reported"]}),
        View("全部"),
    )
    related = (Related("survey_response", "survey", "评价"),)
    guards = (rules.period_is_in_order, rules.asks_about_the_whole, rules.asks_enough_people)
    empty = "还没有满意度调查。每季度至少开展一次问卷或电话回访，并走访一次，请点“新建调查”。"
    guide = "发放时按比例从期间内已关闭的工单抽样；到期结束回收，统计后写明结论和改进措施。"
    new_label = "新建调查"
    chip_tones = {"sent": "amber", "collected": "amber", "counted": "amber", "reported": "green", "cancelled": "muted"}  # fmt: skip

    def title_of(self, record: Any) -> str:
        return str(record.subject)

    def initial(self, actor: Actor) -> dict[str, Any]:
        today = moment.today()
        quarter = Period.of("quarter", today)
        return {
            "method": SurveyMethod.QUESTIONNAIRE.value, "first": quarter.first, "last": quarter.last,
            "ratio": parameters.value(SAMPLING_RATIO.key), "indicators": models.all_indicators(),
            "reply_by": today + timedelta(days=int(parameters.value(REPLY_DAYS.key))),
            "subject": f"{today.year} 年第{'一二三四'[(today.month - 1) // 3]}季度信息化服务满意度调查",
        }  # fmt: skip

    def show_return_rate(self, record: Any) -> dict[str, Any]:
        if record.return_rate is None:
            return {"text": "—"}
        return {"text": f"{record.return_rate}%（{record.returned}/{record.sampled}）"}

    def show_overall(self, record: Any) -> dict[str, Any]:
        return {"text": "—" if record.overall is None else f"{record.overall}%"}


@register
class SurveyResponses(Register):
    model = models.SurveyResponse
    process = process.SurveyResponseProcess
    title = "满意度评价"
    form_title = "满意度评价表"
    series = "MYPJ"
    cites = ("S1§7.3",)
    icon = "star"
    imports = False
    columns = (
        Column("title", second="number"),
        Column("applicant"),
        Column("survey", shown=False),
        Column("overall"),
        Column("words"),
        Column("answered_by"),
        Column("state"),
    )
    filters = ("state", "overall")
    search = ("words", "applicant")
    form = (Section("请评价的工单", "survey", "incident", "service_request"),)
    shown = (
        Section("评价", *SurveyIndicator.values, "words"),
        Section("办理", "answered_by", "answered_at", "call_back_number"),
    )
    views = (
        View("待评价", {"state": ["waiting"]}),
        View("不满意", {"overall": [level.value for level in UNHAPPY]}),
        View("全部"),
    )
    empty = "没有评价。发放满意度调查后，被抽中的人各有一张。"
    guide = "由满意度调查发放时产生，本人一分钟内即可填完；不满意的，服务台会回访。"
    chip_tones = {"waiting": "amber", "answered": "green", "lapsed": "muted"}

    def title_of(self, record: Any) -> str:
        return f"请评价：{record.ticket.named_in(record, record.ticket.subject)}"

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        is_mine = actor.person is not None and actor.person.pk == record.applicant_id
        return [OtherPage("评价表", "star", f"/m/satisfaction/{record.pk}/")] if is_mine else []

    def show_overall(self, record: Any) -> dict[str, Any]:
        if not record.overall:
            return {"text": ""}
        tone = "red" if record.overall in UNHAPPY else "green"
        return {"kind": "chip", "text": record.get_overall_display(), "tone": tone}
