"""The effective result of a register's declaration, as Markdown: what the eight faces were compiled from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.template.loader import select_template
from django.urls import URLPattern, URLResolver, get_resolver

from govops.kernel.access import roles, table
from govops.kernel.norms.documents import cited
from govops.kernel.norms.rules import get as rule_of
from govops.kernel.processes.declarations import APPROVAL_VERBS, Guard, Process, Step, words_of
from govops.kernel.records.fields import ChoicesField, ReferencesField, RowsField
from govops.kernel.registers import doors
from govops.kernel.registers.declarations import Register
from govops.kernel.sheets.exchange import plan_of
from govops.kernel.sheets.plan import KIND_TITLES

FACES = {
    "列表": "records/list.html",
    "单据": "records/detail.html",
    "表单": "records/form.html",
    "动作": "records/move.html",
    "导入": "records/import.html",
}
_WIDGET_KINDS = {
    forms.BooleanField: "是/否", forms.DateTimeField: "日期时间", forms.DateField: "日期", forms.TimeField: "时间",
    forms.IntegerField: "整数", forms.DecimalField: "数值", forms.FloatField: "数值",
}  # fmt: skip


def markdown(register: Register) -> str:
    """The whole description."""
    parts = [
        _head(register), _list(register), _form(register), *([_process(register.process)] if register.process else []),
        _rules(register), _access(register), _addresses(register), _sheet(register), _print(register),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    heads = list(heads)
    lines = [f"| {' | '.join(heads)} |", f"|{'|'.join('---' for _ in heads)}|"]
    lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ").strip()


def _head(register: Register) -> str:
    model = register.model
    facts = [
        ("代码", f"`{register.code}`"),
        ("模型", f"`{model.__module__}.{model.__name__}`"),
        ("表单原名", f"《{register.name_of_form}》"),
        ("编号", f"{register.series}-年份-四位"),
        ("依据", "；".join(cited(code) for code in register.cites)),
        ("空列表提示", register.empty),
        ("填写指引", register.guide),
    ]
    return f"# {register.title}\n\n" + "\n".join(f"- {name}：{value}" for name, value in facts)


def _list(register: Register) -> str:
    rows = [
        (
            c.name,
            register.column_title(c) if _is_field(register, c.name) or c.title else c.name,
            c.second,
            c.sort,
            "是" if c.shown else "备选",
        )
        for c in register.all_columns
    ]
    lines = [
        "## 列表", _table(("列", "标题", "第二行", "排序", "默认显示"), rows), "",
        f"- 筛选：{'、'.join(_titled(register, name) for name in register.filters) or '无'}；日期：{_titled(register, register.date_field)}",
        f"- 检索：编号、事项、{'、'.join(_titled(register, name) for name in register.search)}",
        f"- 默认排序：`{register.order}`",
        f"- 视图：{'、'.join(view.title for view in register.views) or '全部'}",
    ]  # fmt: skip
    lines += [
        f"- 相关台账：{relation.title or relation.register}（`{relation.register}.{relation.field}`）"
        for relation in register.related
    ]
    return "\n".join(lines)


def _is_field(register: Register, name: str) -> bool:
    return any(field.name == name for field in register.model._meta.get_fields())


def _titled(register: Register, name: str) -> str:
    first = name.split("__")[0]
    if not _is_field(register, first):
        return f"`{name}`"
    field: Any = register.model._meta.get_field(first)
    return f"{getattr(field, 'verbose_name', first)}（`{name}`）"


def _form(register: Register) -> str:
    fields = doors.form_of(register).base_fields
    lines = [f"## 表单《{register.name_of_form}》"]
    for section in register.form:
        basis = f"（{cited(section.cites)}）" if section.cites else ""
        rows = [
            (
                name,
                fields[name].label,
                _kind(register, name, fields[name]),
                "必填" if fields[name].required else "",
                fields[name].help_text,
            )
            for name in section.fields
        ]
        lines += [
            "",
            f"### {section.title}{basis}",
            "",
            _table(("字段", "标签", "类型", "必填", "说明"), rows),
        ]
    common = [name for name in fields if name not in register.fields]
    lines += ["", f"共有字段：{'、'.join(f'{fields[name].label}（`{name}`）' for name in common)}"]
    for section in register.shown:
        lines += [
            "",
            f"办理中填写，单据上显示 — {section.title}：{'、'.join(_titled(register, name) for name in section.fields)}",
        ]
    return "\n".join(lines)


def _kind(register: Register, name: str, form_field: Any) -> str:
    field: Any = register.model._meta.get_field(name)
    if isinstance(field, RowsField):
        return f"多行表（{'、'.join(c.title for c in field.columns)}），至多 {field.max_rows} 行"
    if isinstance(field, ReferencesField):
        return f"多选：{field.target._meta.verbose_name}"
    if isinstance(field, ChoicesField):
        return f"多选：{'、'.join(str(label) for label in field.labels.values())}"
    if field.is_relation:
        return f"引用：{field.remote_field.model._meta.verbose_name}"
    if field.choices:
        return f"选项：{'、'.join(str(label) for _, label in field.flatchoices)}"
    named = next((words for kind, words in _WIDGET_KINDS.items() if isinstance(form_field, kind)), "")
    return named or (f"文字，至多 {field.max_length} 字" if getattr(field, "max_length", None) else "文字")


# --- the process ------------------------------------------------------------------------------------------------------


def _process(process: type[Process]) -> str:
    states = process.state_words
    doc = (process.__doc__ or "").strip().partition("\n")[0]
    marks = [
        f"{label}（`{value}`{'，起始' if value == process.initial else ''}{'，可编辑' if process.editable.get(value) else ''}"
        f"{'，终止' if process.is_final(value) else ''}）"
        for value, label in states.items()
    ]
    lines = ["## 流程", doc, "", f"- 状态：{'、'.join(marks)}"]
    if process.not_by:
        lines.append(f"- 不得审批：申请人、登记人、{'、'.join(f'`{name}`' for name in process.not_by)}")
    if process.approval:
        lines += ["", "### 审批", "", _approval(process, states)]
    if process.moves:
        rows = [
            (
                verb,
                move.title,
                "、".join(states[s] for s in move.sources),
                states[move.target],
                words_of(move.by),
                "；".join(_guard_words(g) for g in (*move.when, *move.checks)),
                "、".join(f"{name}{'*' if name in move.requires else ''}" for name in move.asks)
                + ("" if move.opinion == "none" else f" 意见{'*' if move.opinion == 'required' else ''}"),
                f"{move.hours:g} 工作小时" if move.todo else "",
            )
            for verb, move in process.moves.items()
        ]
        lines += [
            "",
            "### 动作",
            "",
            _table(("动作", "名称", "从", "到", "何人", "条件", "填写（* 必填）", "待办时限"), rows),
        ]
    return "\n".join(lines)


def _approval(process: type[Process], states: dict[Any, Any]) -> str:
    approval = process.approval
    assert approval is not None
    rows = [
        (step.key, step.title, "、".join(s.title for s in step.seats), _quorum(step), f"{step.hours:g}", words_of(step.when) if step.when else "")
        for step in approval.steps
    ]  # fmt: skip
    path = f"{states[approval.start]} → {states[approval.during]} → {states[approval.yes]} / {states[approval.no]}；退回至 {states[approval.back]}"
    verbs = "、".join(
        title for verb, title in APPROVAL_VERBS.items() if verb != "revoke" or process.cancelled
    )
    lines = [
        path,
        "",
        _table(("环节", "名称", "席位", "会签", "工作小时", "适用"), rows),
        "",
        f"审批动作：{verbs}",
    ]
    if approval.conditions:
        lines.append(f"提交条件：{'；'.join(_guard_words(g) for g in approval.conditions)}")
    return "\n".join(lines)


def _quorum(step: Step) -> str:
    places = "每人" if step.each else "各席一人"
    many = len(step.seats) > 1 or step.each
    quorum = {"all": "全部同意", "any": "任一同意"}.get(str(step.quorum), f"{step.quorum} 票同意")
    return (f"{places}，{quorum}" if many else "一人") + ("，依次" if step.in_order else "")


def _guard_words(guard: Guard) -> str:
    known = rule_of(getattr(guard, "rule_id", ""))
    return f"{known.id} {known.title}" if known else words_of(guard)


def _rules(register: Register) -> str:
    process = register.process
    used: list[Guard] = [*register.guards]
    if process is not None:
        used += process.approval.conditions if process.approval else ()
        for move in process.moves.values():
            used += [*move.when, *move.checks]
    lines = [f"- {_guard_words(guard)}" for guard in register.guards]
    ids = sorted({str(guard.rule_id) for guard in used if hasattr(guard, "rule_id")})
    basis = [
        f"- {known.id}（{'、'.join(cited(code) for code in known.cites)}）：{known.title}"
        for known in map(rule_of, ids)
        if known
    ]
    if not lines and not basis:
        return ""
    return "\n".join(
        [
            "## 规则",
            "",
            "保存时检查：",
            "",
            *(lines or ["- 仅字段本身"]),
            *(["", "依据：", "", *basis] if basis else []),
        ]
    )


# --- who, where, how else ---------------------------------------------------------------------------------------------


def _access(register: Register) -> str:
    rows = [
        (roles.title_of(line.role), line.role, "、".join(title for name, title in table.OPERATIONS.items() if name in line.operations), table.SCOPES[line.scope])
        for line in table.lines()
        if line.register == register.code
    ]  # fmt: skip
    return "## 权限\n\n" + _table(("角色", "代码", "操作", "范围"), rows)


def routes(register: Register) -> list[tuple[str, str]]:
    """(address, view's name) of everything that serves this register; `<…>` stands for what varies."""
    found = []
    for path, name in _walk(get_resolver().url_patterns, ""):
        if "<slug:code>" in path:
            found.append((f"/{path.replace('<slug:code>', register.code)}", name))
        elif "{code}" in path or "(?P<code>" in path:
            found.append((f"/{path}", name))
    return found


def _walk(patterns: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path, str(pattern.name or "")


def _addresses(register: Register) -> str:
    return "## 地址\n\n" + _table(("地址", "名称"), [(f"`{path}`", name) for path, name in routes(register)])


def _sheet(register: Register) -> str:
    if not register.imports:
        return "## Excel\n\n可导出，不可导入。"
    rows = [
        (c.title, KIND_TITLES[c.kind], "必填" if c.required else "", c.help)
        for c in plan_of(register).columns
    ]
    return "## Excel\n\n" + _table(("列", "类型", "必填", "说明"), rows)


def _print(register: Register) -> str:
    faces = "、".join(f"{title} `{_template(register, name)}`" for title, name in FACES.items())
    return f"## 打印与模板\n\n- 打印：《{register.name_of_form}》，A4，`printing/typst/record.typ`\n- 模板：{faces}"


def _template(register: Register, name: str) -> str:
    found: Any = select_template([name])
    return str(found.template.name)
