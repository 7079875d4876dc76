"""What a bureau sets of the ways out. Passwords are not here: they come from the environment."""

from __future__ import annotations

from govops.kernel.parameters import Parameter, declare

SECURITY = (("none", "不加密"), ("starttls", "STARTTLS"), ("tls", "TLS"))

for one in (
    Parameter(
        key="mail.enabled", title="发送邮件", kind="bool", default=False, group="邮件与推送", source="本产品设定",
        help="关闭时消息只在平台内显示；隔离的内网通常不开。",
    ),
    Parameter(key="mail.host", title="发信服务器", kind="str", default="127.0.0.1", group="邮件与推送", source="本产品设定"),
    Parameter(
        key="mail.port", title="发信端口", kind="int", default=25, minimum=1, maximum=65535, group="邮件与推送", source="RFC 5321",
    ),
    Parameter(
        key="mail.security", title="发信加密", kind="str", default="none", choices=SECURITY, group="邮件与推送", source="本产品设定",
    ),
    Parameter(
        key="mail.user", title="发信账号", kind="str", default="", group="邮件与推送", source="本产品设定",
        help="口令由环境变量 GOVOPS_SMTP_PASSWORD 提供；不需要登录时不填。",
    ),
    Parameter(
        key="mail.sender", title="发件人地址", kind="str", default="govops@localhost", group="邮件与推送", source="本产品设定",
    ),
    Parameter(
        key="mail.site", title="平台地址", kind="str", default="http://127.0.0.1:8000", group="邮件与推送", source="本产品设定",
        help="邮件和推送中的链接以它开头。",
    ),
    Parameter(
        key="mail.default_on", title="个人未选择时发送邮件", kind="bool", default=True, group="邮件与推送", source="本产品设定",
    ),
    Parameter(
        key="mail.replies", title="邮件可以直接回复", kind="bool", default=False, group="邮件与推送", source="本产品设定",
        help="开启收信后再打开；邮件末尾会写明“直接回复即可添加备注”。",
    ),
    Parameter(
        key="webhook.enabled", title="消息推送", kind="bool", default=False, group="邮件与推送", source="本产品设定",
    ),
    Parameter(
        key="webhook.allowed_hosts", title="允许推送的主机", kind="list", default=[], owner="security", group="邮件与推送",
        source="本产品设定", help="主机名或地址，可带端口，如 im.example.gov.cn、10.1.2.3:8443；不在其中的不会连接。",
    ),
    Parameter(
        key="webhook.timeout", title="推送等待时间", kind="int", default=5, minimum=1, maximum=30, unit=" 秒", group="邮件与推送",
        source="本产品设定",
    ),
):  # fmt: skip
    declare(one)
