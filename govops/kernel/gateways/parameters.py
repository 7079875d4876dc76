"""What a bureau sets of the ways in. The mailbox's password comes from the environment (GOVOPS_IMAP_PASSWORD)."""

from __future__ import annotations

from govops.kernel.parameters import Parameter, declare

SECURITY = (("tls", "TLS"), ("starttls", "STARTTLS"), ("none", "不加密"))
GROUP = "收信"
OURS = "本产品设定"

for one in (
    Parameter(
        key="imap.enabled", title="从邮箱收信", kind="bool", default=False, group=GROUP, source=OURS,
        help="每分钟取一次未读邮件；口令由环境变量 GOVOPS_IMAP_PASSWORD 提供。",
    ),
    Parameter(key="imap.host", title="收信服务器", kind="str", default="127.0.0.1", group=GROUP, source=OURS),
    Parameter(key="imap.port", title="收信端口", kind="int", default=993, minimum=1, maximum=65535, group=GROUP, source="RFC 8314"),
    Parameter(key="imap.security", title="收信加密", kind="str", default="tls", choices=SECURITY, group=GROUP, source="RFC 8314"),
    Parameter(key="imap.user", title="收信账号", kind="str", default="govops", group=GROUP, source=OURS),
    Parameter(key="imap.folder", title="收信文件夹", kind="str", default="INBOX", group=GROUP, source=OURS),
    Parameter(
        key="drop.peers", title="可投递邮件的服务器", kind="list", default=["127.0.0.1", "::1"], owner="security", group=GROUP,
        source=OURS, help="邮件服务器用 SMTP 或 LMTP 把邮件交给本平台时，只接受这些地址的连接。",
    ),
    Parameter(
        key="drop.require_tls", title="投递须加密", kind="bool", default=False, owner="security", group=GROUP, source="RFC 3207",
        help="只接受先用 STARTTLS 加密的投递；须已用 GOVOPS_MAIL_CERT、GOVOPS_MAIL_KEY 指定证书。",
    ),
    Parameter(
        key="inbound.domains", title="可直接建单的邮件域名", kind="list", default=[], owner="security", group=GROUP, source=OURS,
        help="不填则登记在人员信息中的邮箱都可以；填写后，其他域名的来信都转为待认领。",
    ),
    Parameter(
        key="inbound.per_hour", title="同一发件人每小时受理上限", kind="int", default=20, minimum=1, maximum=1000, unit=" 封",
        group=GROUP, source=OURS, help="超过的来件只记录、不处理，防止自动回复往返不止。",
    ),
    Parameter(
        key="inbound.program_per_hour", title="同一程序每小时来件上限", kind="int", default=600, minimum=1, maximum=100000, unit=" 件",
        group=GROUP, source=OURS, help="超过的推送被拒绝（429），由对方稍后重送。",
    ),
    Parameter(
        key="inbound.max_megabytes", title="单封邮件大小上限", kind="int", default=25, minimum=1, maximum=100, unit=" MB",
        group=GROUP, source=OURS,
    ),
    Parameter(
        key="inbound.clock_minutes", title="推送签名有效时间", kind="int", default=5, minimum=1, maximum=60, unit=" 分钟",
        owner="security", group=GROUP, source=OURS, help="签名中的时间与平台时间相差超过它的请求不予接收。",
    ),
):  # fmt: skip
    declare(one)
