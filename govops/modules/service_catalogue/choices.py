"""The words of the service catalogue: what is offered, by whom, how fast."""

from django.db import models


class ServiceCategory(models.TextChoices):
    """The eight groups of tiles, after the six classes of managed objects of DB37/T 1434."""

    FACILITY = "facility", "基础环境"
    HOST = "host", "主机系统"
    NETWORK = "network", "网络系统"
    SECURITY = "security", "安全系统"
    APPLICATION = "application", "应用系统"
    DESKTOP = "desktop", "桌面系统"
    ACCOUNT = "account", "账号密钥"
    CONSULTING = "consulting", "咨询"


#: the icon of each group, a name of the sprite
CATEGORY_ICONS = {
    ServiceCategory.FACILITY: "building", ServiceCategory.HOST: "server", ServiceCategory.NETWORK: "network",
    ServiceCategory.SECURITY: "shield-check", ServiceCategory.APPLICATION: "layout-dashboard",
    ServiceCategory.DESKTOP: "device-desktop", ServiceCategory.ACCOUNT: "key", ServiceCategory.CONSULTING: "help-circle",
}  # fmt: skip


class ServiceKind(models.TextChoices):
    REQUEST = "request", "服务请求"
    INCIDENT = "incident", "故障报修"
    BOTH = "both", "请求与报修"


class ServiceIcon(models.TextChoices):
    """What a tile shows; the values are names of the icon sprite."""

    DESKTOP = "device-desktop", "台式机"
    LAPTOP = "device-laptop", "笔记本"
    PRINTER = "printer", "打印机"
    PHONE = "phone", "电话"
    MOBILE = "device-mobile", "手机"
    VIDEO = "video", "视频会议"
    NETWORK = "network", "网络"
    WIFI = "wifi", "无线网络"
    ROUTER = "router", "网络设备"
    SERVER = "server", "服务器"
    DATABASE = "database", "数据库"
    BACKUP = "database-export", "备份"
    USB = "device-usb", "介质"
    SHIELD = "shield-check", "安全防护"
    VIRUS = "virus-search", "病毒查杀"
    LOCK = "lock", "加密"
    KEY = "key", "密钥"
    USER = "user-plus", "账号"
    MAIL = "mail", "邮件"
    DOCUMENT = "file-text", "文档"
    WORLD = "world", "网站"
    APPLICATION = "layout-dashboard", "应用系统"
    DOOR = "door-enter", "门禁"
    POWER = "battery-charging", "电源"
    TEMPERATURE = "temperature", "空调"
    TOOL = "tool", "维修"
    SCHOOL = "school", "培训"
    HELP = "help-circle", "咨询"


class ItemState(models.TextChoices):
    DRAFT = "draft", "草稿"
    IN_USE = "in_use", "在用"
    RETIRED = "retired", "停用"


class QuestionKind(models.TextChoices):
    """How an extra question of a service's form is answered."""

    TEXT = "text", "文字"
    CHOICE = "choice", "选择"
    DATE = "date", "日期"
    YES_NO = "yesno", "是否"


class SupportLine(models.TextChoices):
    FIRST = "first", "一线"
    SECOND = "second", "二线"
    THIRD = "third", "三线"
    VENDOR = "vendor", "厂商"


class AgreementKind(models.TextChoices):
    """Between the information centre and those it serves, or between it and a company that supports it."""

    INTERNAL = "internal", "对内协议"
    VENDOR = "vendor", "外包支撑合同"


class AgreementState(models.TextChoices):
    DRAFT = "draft", "草稿"
    REVIEWING = "reviewing", "审核中"
    APPROVED = "approved", "待签订"
    EFFECTIVE = "effective", "生效"
    EXPIRED = "expired", "已到期"
    TERMINATED = "terminated", "已终止"
    REFUSED = "refused", "未通过"
    CANCELLED = "cancelled", "已撤销"


class ReportCycle(models.TextChoices):
    WEEK = "week", "每周"
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季"
    YEAR = "year", "每年"


class Priority(models.TextChoices):
    P1 = "P1", "P1 紧急"
    P2 = "P2", "P2 高"
    P3 = "P3", "P3 中"
    P4 = "P4", "P4 低"


class Impact(models.TextChoices):
    """Who is affected."""

    BUREAU = "bureau", "全单位"
    UNIT = "unit", "部门"
    PERSON = "person", "个人"


class Urgency(models.TextChoices):
    """How long it can wait."""

    HIGH = "high", "高"
    MEDIUM = "medium", "中"
    LOW = "low", "低"
