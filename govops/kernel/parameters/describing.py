"""The catalogue of parameters as Markdown, for docs/operating/parameters.md."""

from __future__ import annotations

from itertools import groupby

from django.urls import get_resolver

from govops.kernel.parameters.catalogue import Parameter, all_parameters

KINDS = {"int": "整数", "float": "数字", "str": "文字", "bool": "是/否", "list": "列表（以“、”分隔）"}
OWNERS = {"system": "系统管理员", "security": "安全管理员"}
_HEAD = """# 运行参数

由 `manage.py describe_parameters --markdown` 从声明生成，请勿手改。在“系统管理—运行参数”中修改：须填原因，留有历史，记入审计，
两秒内生效，不必重启。超出范围的取值会被拒绝。
"""


def markdown() -> str:
    """The whole page."""
    _ = get_resolver().url_patterns  # whoever declares a parameter is loaded once all addresses are
    parts = [_HEAD]
    for group, members in groupby(all_parameters(), key=lambda parameter: parameter.group):
        rows = [_row(parameter) for parameter in members]
        parts.append(
            "\n".join(
                [
                    f"## {group}",
                    "",
                    "| 参数 | 名称 | 缺省 | 取值 | 修改人 | 来源与说明 |",
                    "|---|---|---|---|---|---|",
                    *rows,
                    "",
                ]
            )
        )
    return "\n".join(parts)


def _row(parameter: Parameter) -> str:
    cells = [
        f"`{parameter.key}`", parameter.title, parameter.shown(parameter.default), _range(parameter), OWNERS[parameter.owner],
        "。".join(part.rstrip("。") for part in (parameter.source, parameter.help) if part) or "本产品设定",
    ]  # fmt: skip
    return "| " + " | ".join(cell.strip().replace("|", "\\|") for cell in cells) + " |"


def _range(parameter: Parameter) -> str:
    if parameter.choices:
        return "、".join(title for _, title in parameter.choices)
    low, high = parameter.minimum, parameter.maximum
    if low is not None and high is not None:
        return f"{low:g}–{high:g}"
    if low is not None:
        return f"不小于 {low:g}"
    return f"不大于 {high:g}" if high is not None else KINDS[parameter.kind]
