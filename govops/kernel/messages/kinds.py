"""What can be told: each kind of message with its wording, and the words that the wording may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Word:
    """A placeholder: `{name}` in the wording, what it stands for, and an example for the preview."""

    name: str
    meaning: str
    sample: str


@dataclass(frozen=True, kw_only=True)
class MessageKind:
    """`title` and `text` are the wording we come with; administrators may change it."""

    code: str
    name: str
    when: str
    title: str
    text: str = ""
    words: tuple[Word, ...]

    @property
    def samples(self) -> Mapping[str, str]:
        return {word.name: word.sample for word in self.words}


#: the words that every message about a record has
ABOUT_RECORD = (
    Word("事项", "单据的事项", "李雷申领笔记本电脑一台"),
    Word("编号", "单据编号", "SQ-2026-0318"),
    Word("办理人", "谁做的", "李四"),
)

_kinds: dict[str, MessageKind] = {}


def declare(*new: MessageKind) -> None:
    """Add kinds; the same code twice is an error."""
    for kind in new:
        if _kinds.setdefault(kind.code, kind) != kind:
            raise ValueError(f"message kind {kind.code} is declared twice")


def get(code: str) -> MessageKind:
    try:
        return _kinds[code]
    except KeyError:
        near = get_close_matches(code, _kinds, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise KeyError(f"no message kind {code!r}{hint}") from None


def find(code: str) -> MessageKind | None:
    return _kinds.get(code)


def all_kinds() -> list[MessageKind]:
    return list(_kinds.values())


declare(
    MessageKind(
        code="decided", name="办理结果", when="申请有了结果，告知申请人", title="{事项}：{结果}",
        words=(*ABOUT_RECORD, Word("结果", "审批结果和意见", "已批准")),
    ),
    MessageKind(
        code="urged", name="催办", when="有人催办，告知当前办理人", title="{办理人}催办：{事项}", text="{说明}",
        words=(*ABOUT_RECORD, Word("说明", "催办时写的话", "施工队明早到，请今天批复。")),
    ),
    MessageKind(
        code="overdue", name="超过时限", when="办理超时，告知当前办理人", title="已超过办理时限：{事项}（{说明}）",
        words=(*ABOUT_RECORD, Word("说明", "哪个环节、超了多久", "保卫保密部门批准，超时 2 小时")),
    ),
    MessageKind(
        code="circulated", name="传阅", when="有人传阅给您", title="{办理人}传阅：{事项}", text="{说明}",
        words=(*ABOUT_RECORD, Word("说明", "传阅时写的话", "请知悉。")),
    ),
    MessageKind(
        code="mentioned", name="提到我", when="有人在备注中用 @ 提到您", title="{办理人}提到您：{事项}", text="{内容}",
        words=(*ABOUT_RECORD, Word("内容", "备注的内容", "@王五 请看一下附件里的截图。")),
    ),
    MessageKind(
        code="commented", name="新的备注", when="有人在您申请或正在办理的单据上写了备注", title="{办理人}回复：{事项}", text="{内容}",
        words=(*ABOUT_RECORD, Word("内容", "备注的内容", "已联系厂商，预计下午到现场。")),
    ),
)  # fmt: skip
