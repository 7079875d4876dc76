from django.db import models


class VisitCategory(models.TextChoices):
    SURVEY = "survey", "勘察"
    MAINTENANCE = "maintenance", "维护"
    TUNING = "tuning", "调测"
    REPAIR = "repair", "故障处理"
    CONSTRUCTION = "construction", "施工"
    INSPECTION = "inspection", "检查"
    VISIT = "visit", "参观"
    OTHER = "other", "其他"


#: categories that count as repair for R-MR-11 (including repairs by the property company)
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
