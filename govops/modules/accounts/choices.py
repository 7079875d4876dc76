from django.db import models

from govops.kernel.access import roles


class UserApplicationState(models.TextChoices):
    DRAFT = "draft", "草稿"
    REVIEWING = "reviewing", "审核中"
    AGREED = "agreed", "待建户"
    OPENED = "opened", "待授权"
    COMPLETED = "completed", "已完成"
    REFUSED = "refused", "未同意"
    CANCELLED = "cancelled", "已撤销"


class RoleChangeState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVING = "approving", "审批中"
    APPROVED = "approved", "待执行"
    EXECUTED = "executed", "已执行"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已撤销"


class RoleChangeKind(models.TextChoices):
    GRANT = "grant", "授予"
    REVOKE = "revoke", "收回"


class _BusinessRoles:
    """Every role that may be asked for, as the modules declare them."""

    @property
    def choices(self) -> list[tuple[str, str]]:
        return roles.business_choices()


BUSINESS_ROLES = _BusinessRoles()
