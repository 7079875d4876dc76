"""The documents that the norms come from, and their articles in our own words. Filled by the kernel and by modules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    code: str
    title: str
    short: str


@dataclass(frozen=True)
class Article:
    """One article: `code` such as "S4§3"; `text` is a paraphrase."""

    code: str
    number: str
    text: str

    @property
    def document(self) -> Document:
        return DOCUMENTS[self.code.split("§")[0]]


DOCUMENTS = {
    d.code: d
    for d in (
        Document("S9", "淮委政务内网管理办法", "政务内网管理办法"),
        Document(
            "S4", "国家电子政务外网电子认证注册服务机构系统运行维护管理条例（征求意见稿）", "外网 RA 运维条例"
        ),
        Document("S6", "北京市电子政务运维管理规范（试行）", "北京市运维规范"),
        Document("S5", "DB37/T 1434—2009 电子政务运维服务管理规范", "DB37/T 1434"),
        Document("S1", "行业电子政务平台运维方案", "平台运维方案"),
        Document("S8", "中国电子政务运维与外包的现状、问题及对策建议", "运维与外包现状"),
        Document("N1", "GB/T 22239—2019 网络安全等级保护基本要求（三级）", "等保 2.0 三级"),
        Document("N2", "GB/T 28827.1 信息技术服务 运行维护 通用要求", "GB/T 28827.1"),
        Document("N3", "ISO/IEC 20000-1（GB/T 24405.1）", "ISO 20000"),
        Document("N4", "SJ/T 运行维护 第5部分：桌面及外围设备规范（送审稿）", "运行维护 桌面及外围设备"),
        Document("N5", "党政机关公文处理工作条例", "公文处理条例"),
        Document("N7", "保守国家秘密法（2024 修订）", "保守国家秘密法"),
        Document("N10", "网络安全法（2025 修正）", "网络安全法"),
        Document("N16", "机房门禁卡管理惯例", "门禁卡惯例"),
        Document("N21", "政务信息系统运维服务合同与采购文件中的惯用指标", "运维服务惯例"),
        Document("N24", "电子签名法", "电子签名法"),
        Document("N25", "GB 50174—2017 数据中心设计规范", "GB 50174"),
    )
}

_articles: dict[str, Article] = {}


def article(code: str, number: str, text: str) -> None:
    """Declare an article; its document must be known."""
    if code.split("§")[0] not in DOCUMENTS:
        raise ValueError(f"{code} belongs to no known document")
    _articles[code] = Article(code, number, text)


def find(code: str) -> Article | None:
    return _articles.get(code)


def all_articles() -> list[Article]:
    return list(_articles.values())


def cited(code: str) -> str:
    """How a form names the article it follows: “外网 RA 运维条例 第三条”."""
    document = DOCUMENTS[code.split("§")[0]]
    known = _articles.get(code)
    return (
        f"{document.short} {known.number}" if known else f"{document.short} {code.partition('§')[2]}".strip()
    )


def cited_together(codes: tuple[str, ...]) -> str:
    """Several articles, each document named once: “外网 RA 运维条例 第三条、第四条；政务内网管理办法 第十九条”."""
    by_document: dict[str, list[str]] = {}
    for code in codes:
        document, _, rest = code.partition("§")
        known = _articles.get(code)
        by_document.setdefault(DOCUMENTS[document].short, []).append(known.number if known else rest)
    return "；".join(f"{short} {'、'.join(numbers)}".strip() for short, numbers in by_document.items())


for _code, _number, _text in (
    ("S9§17", "第十七条", "新增用户由所在部门申请，办公室与人教处共同审核；网上签名与手写签名同效"),
    (
        "S9§18",
        "第十八条",
        "不设超级系统管理员；用户管理与业务权限分开；正式运行后不得私设用户；授权、读、写、删除、复制、打印分项控制",
    ),
    ("S9§24", "第二十四条", "电子信息标注密级并确定知悉范围；介质登记、定点维修、报废监督"),
    ("N1§审计", "安全审计", "审计记录完整、受保护，定期备份，不可被未预期地删除、修改或覆盖"),
    ("N1§授权和审批", "授权和审批", "定期审查审批事项，及时更新需授权和审批的项目、审批部门和审批人等信息"),
    ("N10§23", "第二十三条（三）", "网络日志留存不少于六个月"),
    ("N24§13", "第十三、十四条", "可靠的电子签名与手写签名或者盖章具有同等法律效力"),
    ("N7§20", "第二十条", "保密期限：绝密不超过三十年、机密不超过二十年、秘密不超过十年"),
):
    article(_code, _number, _text)
