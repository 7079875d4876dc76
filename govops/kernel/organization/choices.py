from django.db import models


class UnitKind(models.TextChoices):
    ROOT = "root", "机关"
    DEPARTMENT = "department", "内设部门"
    SUBORDINATE = "subordinate", "直属单位"
    VENDOR = "vendor", "外包企业"


class StaffKind(models.TextChoices):
    PERMANENT = "permanent", "在编"
    EXCHANGE = "exchange", "正式交流人员"
    SECONDED = "seconded", "借调"
    OUTSOURCED = "outsourced", "外包"


class Function(models.TextChoices):
    """Institutional roles of units, norms.md §3.1."""

    OM_COMMITTEE = "om_committee", "运维管理委员会"
    IT_LEAD = "it_lead", "信息化主管领导"
    GENERAL_OFFICE = "general_office", "办公室"
    SECRECY_OFFICE = "secrecy_office", "保密办"
    HR_DIVISION = "hr_division", "人教处"
    FINANCE_DIVISION = "finance_division", "财经处"
    INFO_CENTER = "info_center", "信息中心"
    ARCHIVES_PUBLICITY = "archives_publicity", "档案馆（宣传中心）"
    SECURITY_SECRECY_DEPT = "security_secrecy_dept", "保卫保密部门"
    FOREIGN_AFFAIRS_DEPT = "foreign_affairs_dept", "外事部门"
    OM_VENDOR = "om_vendor", "运维外包企业"
