"""What the forms star: what a rule demands before a change goes anywhere, by its kind."""

from govops.kernel.web.form_manners import declare

declare(
    "change_request",
    starred=("template", "items", "implementer", "verifier", "stop_units", "stop_words"),
    starred_when={
        "plan": "kind=normal|major",
        "test_plan": "kind=major",
        "backout_plan": "kind=normal|major",
    },
)
declare("change_freeze", starred=("zones", "item_types"))
declare("board_meeting", starred=("changes",))
