"""The words of satisfaction: how people are asked, about what, on which scale (card B9)."""

from django.db import models

from govops.modules.service_desk.public import UNHAPPY as CALLS_FOR_CALL_BACK
from govops.modules.service_desk.public import Satisfaction as Level


class SurveyMethod(models.TextChoices):
    """方式."""

    TICKET_RATING = "ticket_rating", "工单评价"
    QUESTIONNAIRE = "questionnaire", "问卷"
    CALL_BACK = "call_back", "电话回访"
    VISIT = "visit", "走访"


#: the answers are asked of a sample, and not taken from the ratings of the tickets
ASKED = (SurveyMethod.QUESTIONNAIRE, SurveyMethod.CALL_BACK, SurveyMethod.VISIT)
#: staff ask, and write down what they hear
SPOKEN = (SurveyMethod.CALL_BACK, SurveyMethod.VISIT)


class SurveyIndicator(models.TextChoices):
    """What is asked about; the values are the names of the answers' fields."""

    SPEED = "speed", "响应速度"
    ATTITUDE = "attitude", "服务态度"
    EFFECT = "effect", "解决效果"
    SKILL = "skill", "技术水平"
    OVERALL = "overall", "整体"


#: counts as satisfied
CONTENT = (Level.VERY_SATISFIED, Level.SATISFIED, Level.ACCEPTABLE)
#: calls for a call-back (R-SAT-01)
UNHAPPY = tuple(level for level in Level if level in CALLS_FOR_CALL_BACK)


class SurveyState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SENT = "sent", "回收中"
    COLLECTED = "collected", "已回收"
    COUNTED = "counted", "已统计"
    REPORTED = "reported", "已报告"
    CANCELLED = "cancelled", "已撤销"


class ResponseState(models.TextChoices):
    WAITING = "waiting", "待评价"
    ANSWERED = "answered", "已评价"
    LAPSED = "lapsed", "未回收"


class AnsweredBy(models.TextChoices):
    """How the answer came in."""

    SELF = "self", "本人填写"
    PHONE = "phone", "电话回访代记"
    VISIT = "visit", "走访代记"


__all__ = [
    "ASKED",
    "CONTENT",
    "SPOKEN",
    "UNHAPPY",
    "AnsweredBy",
    "Level",
    "ResponseState",
    "SurveyIndicator",
    "SurveyMethod",
    "SurveyState",
]
