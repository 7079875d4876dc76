"""What happens in processes, told to those concerned. A new work item tells itself: it stands in 待办."""

from __future__ import annotations

from govops.kernel.messages.sending import send
from govops.kernel.processes.events import Happened, listen

_WORDS = {
    "decided": "{title}：{words}",
    "urged": "{actor}催办：{title}",
    "overdue": "已超过办理时限：{title}（{words}）",
    "circulated": "{actor}传阅：{title}",
}


@listen
def tell(news: Happened) -> None:
    """Write the message, except to the one who acted."""
    words = _WORDS.get(news.what)
    if not words:
        return
    me = news.actor.person.pk if news.actor.person else None
    people = [pk for pk in news.people if pk != me]
    if people:
        title = words.format(title=news.title, words=news.words, actor=news.actor.name)
        send(
            people,
            title=title,
            text=news.words if news.what in {"urged", "circulated"} else "",
            register=news.register,
            record_id=news.record_id,
            at=news.at,
        )
