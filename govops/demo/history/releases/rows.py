"""Which systems were released when, with what, and how it ended."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """`back`: days before today on which it went into production; `system`: key; `ending`: closed, rolled_back, cancelled or a state it is in now.

    `kind`: what the version brings mostly (a word of its change list).
    """

    back: int
    system: str
    version: str
    kind: str
    news: str
    ending: str = "closed"


R = Row
ROWS = (
    R(322, "portal", "4.5.4", "fixed", "修复栏目排序错乱"), R(308, "oa", "5.8.3", "fixed", "修复签报退回后附件丢失"), R(297, "water", "4.2.1", "changed", "取水户查询条件调整"),
    R(283, "mail", "8.8.16", "security", "修补反垃圾组件漏洞"), R(276, "rain", "6.0.5", "changed", "站点图例与单位统一"), R(262, "permit", "3.1.3", "added", "延续取水提醒"),
    R(255, "site", "4.0.4", "security", "升级内容管理组件"), R(241, "govops", "1.4.1", "added", "服务台键盘操作"), R(228, "oa", "5.9.0", "added", "督办事项看板", "rolled_back"),
    R(214, "oa", "5.9.1", "fixed", "修正督办看板的性能问题"), R(207, "portal", "4.6.1", "changed", "首页改版后续调整"), R(193, "water", "4.3.0", "added", "年度用水计划填报"),
    R(186, "finance", "9.2.2", "fixed", "修复月结报表错位"), R(178, "flood", "3.3.2", "changed", "会商材料模板更新"), R(166, "rain", "6.1.0", "added", "雨情等值面"),
    R(151, "site", "4.1.0", "added", "无障碍浏览"), R(144, "mail", "8.8.17", "fixed", "修复大附件发送失败"), R(133, "govops", "1.5.0", "added", "满意度回访"),
    R(115, "permit", "3.2.0", "added", "电子证照", "rolled_back"), R(104, "oa", "5.9.2", "security", "签章组件升级"), R(97, "permit", "3.2.1", "fixed", "电子证照签名失败修复"),
    R(86, "water", "4.3.1", "fixed", "计划填报汇总口径更正"), R(79, "portal", "4.6.2", "fixed", "轮播图在旧浏览器不显示"), R(68, "rain", "6.1.1", "fixed", "等值面边界错误修复"),
    R(59, "finance", "9.3.0", "changed", "预算一体化接口", "cancelled"), R(51, "site", "4.1.1", "security", "登录验证码加强"), R(40, "govops", "1.6.0", "added", "知识库与问题管理"),
    R(31, "oa", "5.9.3", "fixed", "待办计数不一致修复"), R(24, "mail", "8.8.18", "security", "开放协议收敛"), R(17, "water", "4.4.0", "added", "生态流量监管", "rolled_back"),
    R(10, "flood", "3.4.0", "added", "预报结果自动入会商", "deploying"), R(4, "water", "4.4.1", "fixed", "生态流量接口超时修复", "testing"), R(-1, "oa", "6.0.0", "added", "公文智能排版", "approved"),
    R(-4, "govops", "1.7.0", "added", "资源配置与变更管理", "approving"),
)  # fmt: skip
#: tried in the test environment and no further: days before today, system, version
TRIED = (
    (210, "oa", "5.9.1"),
    (120, "finance", "9.3.0"),
    (20, "oa", "6.0.0"),
    (9, "rain", "6.2.0"),
    (12, "site", "4.2.0"),
    (6, "portal", "4.7.0"),
)
