"""The manifest: what this module is called, its roles, its place in the menu, the articles it follows."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module

MODULE = add_module(
    Module(
        code="machine_room",
        title="机房",
        group="机房",
        order=40,
        roles=(
            Role("mr_manager", "机房管理人员"),
            Role("duty_officer", "机房值班人员"),
            Role("guard", "门岗"),
            Role("security_officer", "保卫保密人员"),
            Role("foreign_affairs_officer", "外事人员"),
            Role("access_card_officer", "门卡管理员"),
        ),
        menu=(
            MenuEntry(
                "机房看板",
                "dashboard",
                url="/m/machine_room/",
                roles=("mr_manager", "duty_officer", "security_officer", "guard", "access_card_officer"),
            ),
            MenuEntry(
                "门岗查验",
                "scan",
                url="/m/machine_room/door/",
                roles=("guard", "mr_manager", "duty_officer", "security_officer"),
            ),
            MenuEntry("外来人员登记", "user-check", register="visitor_entry"),
            MenuEntry("携物出门证明", "package-export", register="carry_out_permit"),
            MenuEntry("加班进入申请", "clock-exclamation", register="after_hours_access"),
            MenuEntry("机房门卡申请", "id", register="access_card_application"),
            MenuEntry("门禁卡", "id-badge-2", register="access_card"),
            MenuEntry("进出记录", "door-enter", register="room_access_log"),
            MenuEntry("环境巡检", "temperature", register="environment_patrol"),
            MenuEntry("机房保洁", "droplet", register="cleaning_record"),
            MenuEntry("机房告警", "alert-triangle", register="room_alert"),
            MenuEntry("值班表", "calendar-event", register="duty_roster"),
            MenuEntry("值班记录", "calendar-time", register="duty_shift"),
            MenuEntry("机房", "building", register="machine_room"),
            MenuEntry("机房区域", "layout-kanban", register="zone"),
        ),
    )
)

for code, number, text in (
    (
        "S4§3",
        "第三条",
        "外来人员进入机房须本人填写登记表，管理人员同意、保卫保密部门批准并有人陪同；外宾及港澳台人员还须外事部门共同批准；禁止照相、摄像",
    ),
    ("S4§4", "第四条", "易燃、易爆、易腐蚀、强电磁辐射、液体物品不得带入，维修必须携带的除外"),
    ("S4§5", "第五条", "每天保洁、每周打扫；不存放无关物品；不吸烟、不饮食"),
    (
        "S4§6",
        "第六条",
        "携带仪器设备、公用软件资料出机房，凭部门领导签发、保卫保密部门核批并登记的《携物出门证明》",
    ),
    ("S4§7", "第七条", "机房至少一名指定值班人员，每天做好温、湿度巡检记录"),
    ("S4§8", "第八条", "节假日或夜晚进入机房加班，须经有关部门同意、保卫保密部门批准"),
    ("S4§9", "第九条", "门禁卡由专人制作：填《机房门卡申请表》，主管领导签字，保卫部门批准后通知制卡"),
    (
        "S9§19",
        "第十九条",
        "服务器及核心网络设备设专用区域，未经批准无关人员不得进入；严禁笔记本电脑接入政务内网",
    ),
    ("N16§4", "第四条", "门禁卡限本人使用；调岗、离岗收回；遗失及时挂失"),
    ("N1§离岗", "人员离岗", "人员离岗即终止其访问权限，取回证件、钥匙、徽章和所配软硬件"),
):
    article(code, number, text)
