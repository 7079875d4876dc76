"""What can be written in the trail: operations and results, with the words that people read."""

from __future__ import annotations

from django.db import models


class Operation(models.TextChoices):
    """The kinds of operation that the trail knows (S9§18: 授权、读、写、删除、复制、打印; N1: 类型)."""

    LOGIN = "login", "登录"
    LOGOUT = "logout", "退出"
    LOGIN_FAILED = "login_failed", "登录失败"
    LOCK = "lock", "锁定账户"
    PASSWORD = "password", "修改口令"
    READ = "read", "读"
    CREATE = "create", "新建"
    UPDATE = "update", "修改"
    DELETE = "delete", "删除"
    MOVE = "move", "流转"
    DECISION = "decision", "审批"
    SIGN = "sign", "签名"
    AUTHORIZE = "authorize", "授权"
    DELEGATE = "delegate", "委托"
    COPY = "copy", "复制"
    PRINT = "print", "打印"
    EXPORT = "export", "导出"
    IMPORT = "import", "导入"
    PARAMETER = "parameter", "修改参数"
    JOB = "job", "后台作业"
    SEAL = "seal", "封存"
    QUERY_AUDIT = "query_audit", "查询审计"
    REFUSE = "refuse", "拒绝"


class Result(models.TextChoices):
    """How the operation ended: done, refused by a rule, or failed for a technical reason."""

    OK = "ok", "成功"
    REFUSED = "refused", "被拒绝"
    FAILED = "failed", "失败"
