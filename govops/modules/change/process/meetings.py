"""待召开 → 已形成纪要."""

from __future__ import annotations

from typing import Any

from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Move, Process, any_of, named_in, seated
from govops.modules.change.actions import meetings as actions
from govops.modules.change.choices import MeetingState as M
from govops.modules.change.rules import meetings as rules
from govops.modules.change.seats import MANAGER

BY_CHAIR_OR_MANAGER = any_of(named_in("chair", title="主持人"), seated(MANAGER))


def managers(meeting: Any) -> list[Person]:
    return MANAGER.holders(meeting)


class BoardMeetingProcess(Process):
    """变更经理召集并列出议题 → 开会 → 形成纪要。会议只审议；每位委员仍在变更单上逐件签署自己的意见。"""

    states = M
    initial = M.CALLED
    editable = {M.CALLED: ...}
    final = (M.MINUTED, M.CANCELLED)
    cites = "N2§9.7"

    call = Move(
        title="通知委员", sources=(M.CALLED,), target=M.CALLED, by=BY_CHAIR_OR_MANAGER, then=(actions.call_together,), icon="speakerphone",
        signed=False, help="把时间、地点和议题数告知全体委员和主持人；改期或增减议题后可再次通知。",
    )  # fmt: skip
    minute = Move(
        title="形成纪要", sources=(M.CALLED,), target=M.MINUTED, by=BY_CHAIR_OR_MANAGER, todo=managers, hours=40,
        asks=("attendees", "discussed", "minutes"), requires=("attendees", "discussed", "minutes"), when=(rules.has_been_held,),
        checks=(rules.enough_came, rules.every_item_is_discussed, rules.minutes_say_something), then=(actions.minute,),
        icon="file-text", help="写明谁到会、对每个议题的意见和纪要；到会委员不足法定人数的不能形成纪要。",
    )  # fmt: skip
    cancel = Move(
        title="取消会议", sources=(M.CALLED,), target=M.CANCELLED, by=BY_CHAIR_OR_MANAGER, opinion="required", then=(actions.call_off,),
        icon="circle-x", is_danger=True, signed=False, help="写明原因；委员会收到通知。",
    )  # fmt: skip
