"""Where things stand: buildings, rooms, machine rooms, racks."""

from __future__ import annotations

from govops.demo.history.data_centre.estate import INTRANET, STANDALONE, Estate, Item

#: key, name, what stands there
BUILDINGS = (
    ("main", "综合楼", "机关办公，七层，地下一层为配电和水泵房"),
    ("archive", "档案楼", "档案馆和灾备机房，三层"),
    ("monitoring", "监测中心楼", "江源水文水资源监测中心办公和化验"),
    ("qinghe", "青河局办公楼", "青河管理局机关"),
)
FLOORS = ("一楼", "二楼", "三楼", "四楼", "五楼", "六楼", "七楼")
#: key, name, building
HALLS = (
    ("hall_flood", "五楼防汛会商室", "main"), ("hall_main", "七楼第一会议室", "main"), ("hall_second", "四楼第二会议室", "main"),
    ("hall_third", "二楼第三会议室", "main"), ("hall_lecture", "一楼报告厅", "main"), ("duty", "五楼防汛值班室", "main"),
    ("power", "地下一层配电室", "main"), ("store", "一楼信息中心备件库", "main"), ("print", "一楼文印室", "main"), ("gate", "一楼门卫室", "main"),
    ("archive_office", "档案楼二楼办公区", "archive"), ("archive_store", "档案楼三楼数字化加工室", "archive"),
    ("monitoring_office", "监测中心办公区", "monitoring"), ("monitoring_net", "监测中心网络间", "monitoring"),
    ("qinghe_office", "青河局办公区", "qinghe"), ("qinghe_net", "青河局网络间", "qinghe"), ("qinghe_hall", "青河局会商室", "qinghe"),
)  # fmt: skip
#: key, code of the machine room in its own register, name, building, area in m², rows of racks
MACHINE_ROOMS = (("room_a", "A", "主机房", "main", 180, 3), ("room_b", "B", "灾备机房", "archive", 80, 1))
#: row → (machine room, how many racks, zone, what for); the column is the place in the row
ROWS = {
    "A": ("room_a", 6, INTRANET, "内网网络与核心业务"), "B": ("room_a", 6, INTRANET, "内网服务器与存储"),
    "C": ("room_a", 6, "extranet", "外网与互联网区，与内网物理隔离"), "D": ("room_b", 6, INTRANET, "灾备与备份"),
}  # fmt: skip
RACK_HEIGHT = 42
OFFICE_FLOORS, OFFICES = range(2, 8), range(1, 20)


def room_of(number: int) -> str:
    """The room of the person who is the `number`th of the bureau; as the tickets say it."""
    return f"{2 + number % 6}{number % 19 + 1:02d}"


def draw(estate: Estate) -> None:
    for key, name, words in BUILDINGS:
        _place(estate, key, name, "building", "", words)
    for key, name, building in HALLS:
        _place(estate, key, name, "room", building)
    for floor in OFFICE_FLOORS:
        _place(estate, f"wiring_{floor}", f"{FLOORS[floor - 1]}弱电间", "room", "main")
        for office in OFFICES:
            _place(estate, f"office_{floor}{office:02d}", f"{floor}{office:02d} 室", "room", "main")
    _place(estate, "wiring_1", "一楼弱电间", "room", "main")
    for key, code, name, building, area, rows in MACHINE_ROOMS:
        words = f"机房编号 {code}，出入、巡检按机房管理制度执行"
        values = {"area": str(area), "room_class": "B", "rows": str(rows), "columns": "6"}
        _place(estate, key, name, "machine_room", building, words, values, importance="vital")
    _racks(estate)


def _place(
    estate: Estate, key: str, name: str, kind: str, inside: str, words: str = "", values: dict[str, str] | None = None, **facts: str
) -> None:  # fmt: skip
    keeper = "mr_manager" if kind == "machine_room" else "info_center"
    estate.add(
        Item(
            key,
            name,
            kind,
            inside,
            STANDALONE,
            keeper,
            facts={"description": words, **facts},
            values=values or {},
        )
    )


def _racks(estate: Estate) -> None:
    for row, (room, count, _zone, words) in ROWS.items():
        for column in range(1, count + 1):
            key = f"rack_{row}{column:02d}"
            facts = {
                "description": words,
                "brand": "方柜",
                "model_name": "FG-6042",
                "serial_number": estate.serial("FG"),
            }
            values = {
                "units": str(RACK_HEIGHT),
                "row": row,
                "column": str(column),
                "power_limit": "6",
                "load_limit": "1200",
            }
            bought = estate.bought(6800, oldest=9, youngest=5, warranty=2)
            estate.add(
                Item(
                    key,
                    f"{row}{column:02d} 机柜",
                    "rack",
                    room,
                    STANDALONE,
                    "mr_manager",
                    facts=facts | bought,
                    values=values,
                )
            )
