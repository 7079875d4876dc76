"""Servers that carry one thing each, and what hangs on them; the virtual machines stand elsewhere."""

from __future__ import annotations

from typing import NamedTuple

from govops.demo.history.data_centre.estate import EXTRANET, INTRANET, Estate

_DATABASE, _APPLICATION = "database_server", "application_server"


class Single(NamedTuple):
    """`model`: see `platforms.MODELS`."""

    key: str
    name: str
    model: str
    rack: str
    zone: str = INTRANET
    type: str = _APPLICATION


S = Single
SINGLES = (
    S("db_oa_1", "综合办公数据库服务器一", "database", "rack_B04", INTRANET, _DATABASE), S("db_oa_2", "综合办公数据库服务器二", "database", "rack_B05", INTRANET, _DATABASE),
    S("db_water_1", "水资源数据库服务器一", "database", "rack_B04", INTRANET, _DATABASE), S("db_water_2", "水资源数据库服务器二", "database", "rack_B05", INTRANET, _DATABASE),
    S("db_flood_1", "水雨情数据库服务器一", "single", "rack_B04", INTRANET, _DATABASE), S("db_flood_2", "水雨情数据库服务器二", "single", "rack_B05", INTRANET, _DATABASE),
    S("db_out_1", "外网数据库服务器一", "single", "rack_C05", EXTRANET, _DATABASE), S("db_out_2", "外网数据库服务器二", "single", "rack_C06", EXTRANET, _DATABASE),
    S("forecast_1", "洪水预报计算服务器", "single", "rack_A06"), S("finance_1", "财务系统服务器", "old", "rack_A06"),
    S("archive_1", "档案系统服务器", "old", "rack_A06"), S("meeting_1", "视频会商媒体服务器", "single", "rack_A06"),
    S("mail_1", "邮件网关服务器", "single", "rack_C05", EXTRANET), S("old_1", "旧门户服务器", "old", "rack_A06"),
    # 内网 · 计算、影像、视频
    S("model_1", "水动力模型计算服务器一", "compute", "rack_A03"), S("model_2", "水动力模型计算服务器二", "compute", "rack_A04"),
    S("telemetry_1", "遥测接收服务器一", "single", "rack_A03"), S("telemetry_2", "遥测接收服务器二", "single", "rack_A04"),
    S("signing_1", "签名验签服务器一", "single", "rack_A04"), S("signing_2", "签名验签服务器二", "single", "rack_A05"),
    S("video_1", "水库视频存储服务器一", "video", "rack_A05"), S("video_2", "水库视频存储服务器二", "video", "rack_A06"),
    S("recorder_1", "会商录播服务器", "video", "rack_A05"), S("image_1", "影像切片服务器一", "data", "rack_B01"), S("image_2", "影像切片服务器二", "data", "rack_B02"),
    *(S(f"data_node_{n}", f"数据共享计算节点{words}", "data", f"rack_B{(n - 1) % 3 + 1:02d}") for n, words in enumerate("一二三四五六", start=1)),
    S("render_1", "地理信息渲染服务器", "compute", "rack_B03"), S("log_1", "日志汇聚服务器一", "data", "rack_B01"), S("log_2", "日志汇聚服务器二", "data", "rack_B02"),
    S("scan_1", "档案影像服务器", "video", "rack_B06"), S("patch_1", "补丁与软件仓库服务器", "old", "rack_B06"), S("dispatch_1", "调度方案计算服务器", "compute", "rack_B04"),
    # 外网
    S("xweb_1", "网站前置服务器一", "single", "rack_C03", EXTRANET), S("xweb_2", "网站前置服务器二", "single", "rack_C04", EXTRANET),
    S("push_1", "移动推送服务器", "single", "rack_C04", EXTRANET), S("xlog_1", "外网日志汇聚服务器", "data", "rack_C03", EXTRANET),
    S("mail_2", "邮件存储服务器", "video", "rack_C05", EXTRANET), S("media_1", "外网视频前置服务器", "single", "rack_C05", EXTRANET),
    # 灾备
    S("dr_db_1", "灾备数据库服务器一", "database", "rack_D03", INTRANET, _DATABASE), S("dr_db_2", "灾备数据库服务器二", "database", "rack_D04", INTRANET, _DATABASE),
    S("dr_app_1", "灾备应用服务器", "single", "rack_D05"), S("dr_video", "灾备视频存储服务器", "video", "rack_D05"), S("dr_log", "灾备日志服务器", "single", "rack_D06"),
)  # fmt: skip
#: who needs which of them: dependant, how many must stand, servers
NEEDED = (
    ("app_forecast", 1, ("model_1", "model_2")), ("app_water", 1, ("dispatch_1",)), ("app_collect", 1, ("telemetry_1", "telemetry_2")), ("app_sign", 1, ("signing_1", "signing_2")),
    ("app_dam", 1, ("video_1", "video_2")), ("app_map", 1, ("image_1", "image_2")), ("app_map", 1, ("render_1",)), ("app_archive", 1, ("scan_1",)), ("app_patch", 1, ("patch_1",)),
    ("app_data", 4, tuple(f"data_node_{n}" for n in range(1, 7))), ("audit_1", 1, ("log_1", "log_2")), ("app_site", 1, ("xweb_1", "xweb_2")), ("app_service", 1, ("xweb_1", "xweb_2")),
    ("app_pki", 1, ("crypto_1", "crypto_2")), ("app_sign", 1, ("crypto_1", "crypto_2")), ("app_mobile", 1, ("push_1",)), ("xaudit", 1, ("xlog_1",)), ("app_mail", 1, ("mail_2",)),
)  # fmt: skip
#: who keeps a copy of what in the second room, and how
COPIES = (
    ("dr_db_1", ("data_db_oa", "data_db_water"), "数据库日志实时同步"), ("dr_db_2", ("data_db_flood", "data_login", "data_pki"), "数据库日志实时同步"),
    ("dr_app_1", ("app_oa", "app_login", "app_rain", "app_collect", "app_water"), "每季度演练切换"), ("dr_video", ("video_1", "video_2", "recorder_1"), "夜间复制"),
    ("dr_log", ("log_1", "log_2"), "夜间复制"), ("storage_d", ("storage_1", "storage_2", "storage_n"), "存储异步复制"), ("tape_1", ("backup_1",), "每月出库一份"),
)  # fmt: skip


def draw(estate: Estate) -> None:
    """What hangs on the servers; they and the systems have been drawn."""
    for dependant, needed, servers in NEEDED:
        for server in servers:
            group = estate.items[servers[0]].name.rstrip("一二") if len(servers) > 1 else ""
            estate.tie("depends_on", dependant, server, group=group, needed=needed)
    for keeper, kept, words in COPIES:
        for one in kept:
            estate.tie("backs_up", keeper, one, note=words)
    estate.tie("depends_on", "recorder_1", "app_meeting", note="录制会商画面")
    estate.tie("depends_on", "media_1", "app_site", note="网站视频栏目的前置")
    estate.tie("depends_on", "old_1", "app_dns", note="只读保留，待报废")
