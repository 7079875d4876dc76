"""The words of the machine room: what may be chosen, and the states of each form."""

from django.db import models

# --- 外来人员登记 (C1, C6) ---------------------------------------------------------------------------------------------


class VisitCategory(models.TextChoices):
    SURVEY = "survey", "勘察"
    MAINTENANCE = "maintenance", "维护"
    TUNING = "tuning", "调测"
    REPAIR = "repair", "故障处理"
    CONSTRUCTION = "construction", "施工"
    INSPECTION = "inspection", "检查"
    VISIT = "visit", "参观"
    OTHER = "other", "其他"


#: what counts as 维修 for R-MR-11, repairs by the property company included
REPAIRS = frozenset({VisitCategory.MAINTENANCE, VisitCategory.REPAIR})


class VisitorKind(models.TextChoices):
    MAINLAND = "mainland", "内地"
    FOREIGN = "foreign", "外宾"
    HONG_KONG_MACAU_TAIWAN = "hmt", "港澳台"


class IdentityDocument(models.TextChoices):
    IDENTITY_CARD = "identity_card", "居民身份证"
    PASSPORT = "passport", "护照"
    TRAVEL_PERMIT = "travel_permit", "港澳台居民来往通行证"
    WORK_CARD = "work_card", "工作证"
    OTHER = "other", "其他"


class ProhibitedItem(models.TextChoices):
    """The five kinds of S4§4."""

    FLAMMABLE = "flammable", "易燃"
    EXPLOSIVE = "explosive", "易爆"
    CORROSIVE = "corrosive", "易腐蚀"
    ELECTROMAGNETIC = "electromagnetic", "强电磁辐射"
    LIQUID = "liquid", "液体物质"


class VisitorState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVING = "approving", "审批中"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    INSIDE = "inside", "已进入"
    LEFT = "left", "已离开"
    ARCHIVED = "archived", "已归档"
    CANCELLED = "cancelled", "已撤销"


# --- 携物出门证明 (C2) --------------------------------------------------------------------------------------------------


class CarryCategory(models.TextChoices):
    EQUIPMENT = "equipment", "仪器设备"
    MATERIAL = "material", "公用软件资料"


class CarryOutState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVING = "approving", "审批中"
    APPROVED = "approved", "已核批"
    REFUSED = "refused", "未批准"
    ENROLLED = "enrolled", "已登记"
    OUT = "out", "已带出"
    RETURNED = "returned", "已归还"
    SETTLED = "settled", "已核销"
    CANCELLED = "cancelled", "已撤销"


# --- 门禁卡 (C3) --------------------------------------------------------------------------------------------------------


class CardRequest(models.TextChoices):
    NEW = "new", "新办"
    REPLACEMENT = "replacement", "补办"
    CHANGE = "change", "权限变更"


class CardHours(models.TextChoices):
    WORKDAY = "workday", "工作时间"
    ALWAYS = "always", "全天（节假日、夜晚仍须加班审批）"


class CardApplicationState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVING = "approving", "审批中"
    APPROVED = "approved", "待制卡"
    REFUSED = "refused", "未批准"
    MADE = "made", "待领取"
    COLLECTED = "collected", "已领取"
    CANCELLED = "cancelled", "已撤销"


class CardState(models.TextChoices):
    IN_USE = "in_use", "在用"
    LOST = "lost", "挂失"
    SUSPENDED = "suspended", "停用"
    COLLECTED = "collected", "收回"
    DAMAGED = "damaged", "损坏"


# --- 加班进入与进出记录 (C4) ----------------------------------------------------------------------------------------------


class AfterHoursState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVING = "approving", "审批中"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    INSIDE = "inside", "已进入"
    LEFT = "left", "已离开"
    CANCELLED = "cancelled", "已撤销"


class AccessBasis(models.TextChoices):
    """What let somebody in."""

    CARD = "card", "门禁卡"
    VISIT = "visit", "外来人员登记"
    OVERTIME = "overtime", "加班进入审批"
    NONE = "none", "无"


class AccessLogState(models.TextChoices):
    INSIDE = "inside", "在室内"
    LEFT = "left", "已离开"


# --- 巡检、保洁、告警 (C5) -------------------------------------------------------------------------------------------------


class Condition(models.TextChoices):
    NORMAL = "normal", "正常"
    ABNORMAL = "abnormal", "异常"
    NOT_CHECKED = "not_checked", "未查"


class Cleanliness(models.TextChoices):
    CLEAN = "clean", "整洁"
    FAIR = "fair", "一般"
    DIRTY = "dirty", "脏乱"


class CleaningKind(models.TextChoices):
    DAILY = "daily", "保洁"
    WEEKLY = "weekly", "打扫"


class PatrolState(models.TextChoices):
    RECORDED = "recorded", "已登记"
    REVIEWED = "reviewed", "已复核"


class AlertKind(models.TextChoices):
    TEMPERATURE = "temperature", "温度越限"
    HUMIDITY = "humidity", "湿度越限"
    CONDITION = "condition", "设施异常"
    ENTRY = "entry", "无有效依据进入"


class AlertState(models.TextChoices):
    OPEN = "open", "未处理"
    ACKNOWLEDGED = "acknowledged", "已确认"
    CLOSED = "closed", "已关闭"


# --- 值班 (A3) ----------------------------------------------------------------------------------------------------------


class ShiftKind(models.TextChoices):
    MORNING = "morning", "早班"
    MIDDLE = "middle", "中班"
    NIGHT = "night", "晚班"
    WHOLE_DAY = "whole_day", "全天"


class RosterState(models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    CANCELLED = "cancelled", "已作废"


class ShiftState(models.TextChoices):
    WAITING = "waiting", "待上岗"
    ON_DUTY = "on_duty", "在岗"
    HANDED_OVER = "handed_over", "已交班"
    CONFIRMED = "confirmed", "已接班确认"
    ABSENT = "absent", "缺岗"
    CANCELLED = "cancelled", "已取消"
