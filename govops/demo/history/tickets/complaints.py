"""What does not work: the incidents of a year, as people say them and as they were mended.

In braces stands what differs from time to time: {room} {floor} {asset} {unit} {app} {doc} {hour} {meeting} {site} {number}.
"""

from __future__ import annotations

from typing import NamedTuple


class Ending(NamedTuple):
    """What was done, the class of the cause, the closure code."""

    words: str
    cause: str
    code: str = "fixed"


class Complaint(NamedTuple):
    """`service`: of the catalogue; `weight`: how often; `desk`: how often the desk itself can help; `vendor`: how often it takes the vendor.

    `when`: month_end, flood, monday or "": when it comes more often; `answers`: to the service's own questions.
    """

    service: str
    subjects: tuple[str, ...]
    details: tuple[str, ...]
    system: str
    endings: tuple[Ending, ...]
    weight: float
    desk: float = 0.35
    vendor: float = 0.0
    impact: str = "person"
    urgency: str = "medium"
    when: str = ""
    article: str = ""
    answers: tuple[tuple[str, str], ...] = ()


E, C = Ending, Complaint
COMPLAINTS = (
    C("打印机与复印机报修", ("{room} 打印机卡纸", "打印机反复卡纸，取出来又卡", "{floor}公用打印机卡纸了，急等打印"),
      ("打到第三页就停，面板亮红灯，已开盖取过一次纸，还是不行。", "双面打印卡在后面，拉不出来。", "换了一包新纸，仍然每隔几页卡一次。"),
      "{floor}打印机", (E("清理进纸通道碎纸，更换搓纸轮，连打二十页正常。", "hardware"), E("纸张受潮，换新纸并调整纸盒挡板后正常。", "operation"),
                       E("定影组件老化，厂商更换后恢复。", "hardware", "by_the_vendor")), 9, 0.3, 0.2, article="打印机卡纸怎么办"),
    C("打印机与复印机报修", ("打印机显示脱机", "打不出来，任务一直排队", "打印机连不上，灰色的"),
      ("早上还能用，{hour}点以后就脱机了，重启电脑没用。", "别人能打，只有我这台打不了。"), "{room}室网络打印机",
      (E("打印机休眠后地址变化，重设固定地址并清空队列，打印正常。", "configuration"), E("指导用户取消“脱机使用打印机”，恢复正常。", "operation", "answered")),
      7, 0.6, article="打印机显示脱机，打不出来"),
    C("打印机与复印机报修", ("打印有黑线", "复印件发灰看不清", "打出来有重影"), ("硒鼓上个月才换的，左边一道黑线。", "上报材料用，请尽快处理。"),
      "{room}室打印机", (E("更换硒鼓并清洁扫描玻璃，测试页清晰。", "hardware"), E("清洁充电辊后恢复。", "hardware")), 4, 0.15, 0.25,
      article="打印内容有黑线或底灰"),
    C("打印机与复印机报修", ("{floor}复印机扫描不到共享文件夹", "扫描件发不到电脑"), ("提示“连接失败”，换了电脑以后就这样。",), "{floor}复印机",
      (E("在复印机地址簿中更新共享路径和口令，扫描正常。", "configuration"),), 2, 0.2),
    C("计算机故障报修", ("电脑开机蓝屏", "电脑蓝屏后自动重启", "{room} 台式机反复蓝屏"),
      ("停止代码最后几位是 007B，今天已经第三次。", "装了补丁以后出现，资料还在里面。", "用着用着就蓝屏，没有规律。"), "{room}室台式机",
      (E("内存接触不良，清洁金手指后复测四小时正常。", "hardware"), E("卸载冲突的驱动，恢复正常。", "software"), E("硬盘有坏道，更换硬盘并迁移数据。", "hardware", "by_the_vendor")),
      5, 0.1, 0.25, urgency="high", article="电脑开机蓝屏怎么处理"),
    C("计算机故障报修", ("电脑很慢，打开文件要等半天", "电脑卡得没法用", "开机要十分钟"),
      ("打开公文附件就转圈。", "用了七年的机器，最近尤其慢。", "杀毒软件一扫描就动不了。"), "{room}室台式机",
      (E("禁用多余启动项、清理磁盘，开机时间降到一分钟内。", "software"), E("加装内存并更换固态盘，速度明显改善。", "capacity"),
       E("把全盘扫描改到午休时间，用户确认不再卡顿。", "configuration")), 7, 0.4, 0.1, article="电脑运行很慢，先做这几步"),
    C("计算机故障报修", ("显示器黑屏，主机有声音", "显示器不亮了"), ("灯是黄的，线插过了。", "午休回来就没画面了。"), "{room}室显示器",
      (E("更换视频线后恢复。", "hardware"), E("显示器电源板损坏，换备用显示器。", "hardware")), 4, 0.25, 0.15, article="显示器黑屏但主机在响"),
    C("计算机故障报修", ("电脑开不了机", "按电源没有反应"), ("昨天下班正常关机，今早按了没反应。", "插座有电，风扇不转。"), "{room}室台式机",
      (E("更换电源，开机正常。", "hardware"), E("插线板松动，重新插接后正常。", "power", "not_a_fault")), 4, 0.1, 0.3, urgency="high"),
    C("计算机故障报修", ("误删了文件，请帮忙找回", "桌面上的文件不见了"), ("存在桌面上的“{doc}”，昨天还在。",), "{room}室台式机",
      (E("从以前的版本中恢复，用户核对无误。", "operation"), E("文件在另一账户桌面，已移回。", "operation", "not_a_fault")), 2, 0.3, urgency="high",
      article="误删的文件还能找回吗"),
    C("计算机故障报修", ("输入法打不出汉字", "键盘按键失灵", "鼠标时好时坏"), ("换了接口也不行。",), "{room}室外设",
      (E("重置输入法后正常。", "software", "answered"), E("更换键盘鼠标。", "hardware")), 3, 0.7),
    C("计算机故障报修", ("笔记本电池鼓包", "笔记本充不进电"), ("出差要用，请先借一台备机。",), "{asset} 笔记本",
      (E("更换电池，旧电池按规定回收；期间提供备机。", "hardware", "by_the_vendor"),), 1.2, 0, 0.8),
    C("会议室信息设备保障", ("{meeting}投影没有图像", "会议室大屏无信号，马上开会"), ("笔记本接上后没有画面，会议{hour}点半开始。",), "{floor}会议室大屏",
      (E("输出模式切换为“复制”，图像正常，会议按时召开。", "operation"), E("桌面接口盒视频线损坏，更换后恢复。", "hardware")), 3, 0.1, urgency="high",
      article="会议室投影没有图像", answers=(("会议名称", "{meeting}"), ("是否视频会商", "否"))),
    C("会议室信息设备保障", ("视频会商听不到{site}的声音", "会商室话筒没声音"), ("画面正常，对方也听不到我们。", "联调时发现，{hour}点正式会商。"), "视频会商终端",
      (E("调音台该路静音，打开后双向正常。", "operation"), E("会商终端音频输出选错，改为线路输出。", "configuration")), 2, 0, urgency="high", impact="unit",
      when="flood", article="视频会商听不到对方声音", answers=(("会议名称", "防汛视频会商"), ("是否视频会商", "是"))),
    C("上不了内网", ("{room} 上不了内网", "网络不通，右下角有红叉", "早上来上不了网"),
      ("邻座正常，只有我不通。", "网线重插过，没有用。", "昨天保洁移过桌子，之后就不通了。"), "{room}室信息点",
      (E("网线水晶头松脱，重做后恢复。", "network"), E("交换机端口因环路保护关闭，排除私接小交换机后重新启用。", "configuration"),
       E("地址冲突，收回误配的地址后恢复。", "configuration")), 8, 0.3, 0.05, urgency="high", when="monday", article="上不了内网，先自查这四项"),
    C("上不了内网", ("{floor}整层断网", "{unit}全部上不了网"), ("{hour}点左右一起断的，电话也不通。",), "{floor}接入交换机",
      (E("接入交换机电源模块故障，更换备件后恢复。", "hardware", "by_the_vendor"), E("楼层弱电间跳闸，恢复供电并检查负载。", "power")), 1.6, 0, 0.4,
      impact="unit", urgency="high"),
    C("上不了内网", ("网速很慢", "网页时断时续", "打开系统一会儿行一会儿不行"), ("下午三点以后最明显。", "测速只有十几兆。"), "{room}室信息点",
      (E("更换老化网线，测速恢复到百兆。", "network"), E("楼层上联口拥塞，调整后正常。", "capacity")), 5, 0.3, article="网页很慢或时断时续"),
    C("远程接入（移动办公）", ("移动办公连不上", "VPN 提示认证失败", "出差连不上单位系统"),
      ("在外地开会，急着批文件。", "提示“连接超时”，换了手机热点也不行。", "昨天还能用，今天提示账号过期。"), "移动办公客户端",
      (E("账号到期，按程序续期后连接正常。", "configuration"), E("当地网络屏蔽端口，改用备用入口后正常。", "external", "workaround"), E("客户端版本过旧，远程指导升级后正常。", "software")),
      6, 0.4, urgency="high", article="移动办公（VPN）连不上", answers=(("使用截止日期", "{later}"),)),
    C("专线与汇聚节点故障", ("{site}专线质量差，会商卡顿", "到{site}的链路丢包"), ("丢包率百分之五左右，公文交换很慢。",), "{site}汇聚链路",
      (E("运营商更换光模块，复测无丢包。", "external", "by_the_vendor"), E("光纤衰耗过大，重新熔接后正常。", "network")), 1, 0, impact="unit", urgency="high",
      when="flood", article="专线中断时直属单位怎么报"),
    C("病毒与异常告警处置", ("杀毒软件报毒", "弹窗提示发现木马", "U 盘里的文件变成快捷方式"),
      ("插了外单位的 U 盘以后出现，已拔网线。", "提示隔离失败。"), "{room}室台式机",
      (E("断网查杀两遍，清除感染文件，移动介质交安全密钥组检测后格式化。", "security"), E("经分析为误报，已加白名单。", "software", "not_a_fault")),
      3, 0.1, urgency="high", article="杀毒软件报毒怎么办"),
    C("病毒与异常告警处置", ("终端检查不合规，被断网", "提示补丁未安装，不让入网"), ("点“立即修复”没有反应。",), "终端管理软件",
      (E("手工安装补丁并升级病毒库，终端恢复入网。", "software"), E("指导用户修改口令并重启，检查通过。", "configuration", "answered")), 4, 0.5, when="monday",
      article="终端安全检查不合规怎么改"),
    C("综合办公系统问题", ("公文正文打开是空白", "收文附件打不开", "{doc}打开乱码"), ("文号见附件，别的文能打开。", "换浏览器也一样，领导等着看。"), "综合办公系统公文阅读控件",
      (E("更新版式阅读软件，正文显示正常。", "software"), E("源文件损坏，请发文单位重新上传。", "external", "workaround")), 6, 0.3, urgency="high", when="month_end",
      article="公文打开是空白或乱码", answers=(("出错的功能", "收文"),)),
    C("综合办公系统问题", ("综合办公系统登录不上", "OA 一直转圈", "综合办公打开很慢"), ("提示“服务忙，请稍后再试”。", "月底报材料，半天进不去。"), "综合办公系统登录服务",
      (E("应用服务连接数满，扩容连接池后恢复。", "capacity"), E("清除浏览器缓存后正常。", "operation", "answered")), 6, 0.4, when="month_end",
      answers=(("出错的功能", "登录"),)),
    C("综合办公系统问题", ("待办点进去提示没有权限", "待办数和列表对不上"), ("调到{unit}以后出现。",), "综合办公系统待办",
      (E("岗位变动后权限未同步，补同步后正常。", "configuration"), E("事项已被他人办理，刷新后消失。", "operation", "answered")), 4, 0.4,
      article="待办点进去提示没有权限", answers=(("出错的功能", "待办"),)),
    C("综合办公系统问题", ("电子签章显示无效", "盖章时提示找不到印章"), ("急件，今天要发。", "昨天盖的章今天变成红叉。"), "电子签章服务",
      (E("验章服务进程异常，重启后正常。", "software"), E("签后内容被改动，请拟稿人退回重签。", "operation", "answered")), 3, 0.15, urgency="high", when="month_end",
      article="电子签章显示无效", answers=(("出错的功能", "签章"),)),
    C("综合办公系统问题", ("签报流转卡住，退不回来", "发文编号重复", "收文登记后找不到"), ("流程图上停在{unit}，对方说没有待办。",), "综合办公系统流程",
      (E("后台核对流程实例，补发待办后继续流转。", "software"), E("修正编号规则并更正数据，出具说明。", "configuration")), 4, 0.1,
      when="month_end", answers=(("出错的功能", "签报"),)),
    C("业务系统故障", ("水雨情数据不更新", "水雨情查询时间停在{hour}点"), ("半小时没有新数据，值班要用。", "个别站点不动，其他正常。"), "水雨情查询系统",
      (E("采集接口中断，重启采集服务并补录数据。", "software"), E("测站通信故障，水文处已派人处理。", "external", "workaround")), 2.5, 0, urgency="high", impact="unit",
      when="flood", article="水雨情查询数据不更新", answers=(("系统名称", "水雨情查询系统"),)),
    C("业务系统故障", ("{app}提示连接超时", "{app}报错打不开", "{app}保存时报错"), ("刚才还能用，{hour}点开始报错。", "填了半小时的数据没存上。"), "{app}",
      (E("数据库连接占满，释放后恢复，并调整超时设置。", "capacity"), E("应用服务重启后恢复，已提请开发商分析日志。", "software", "workaround"),
       E("浏览器兼容设置不对，调整后正常。", "configuration", "answered")), 6, 0.25, when="month_end", article="业务系统报“连接超时”",
      answers=(("系统名称", "{app}"),)),
    C("业务系统故障", ("财务系统导不出报表", "财务系统凭证打印错位"), ("月底结账，催得急。",), "财务系统报表",
      (E("重装报表控件，导出正常。", "software"), E("调整打印模板边距后正常。", "configuration")), 2, 0.1, urgency="high", when="month_end",
      answers=(("系统名称", "财务系统"),)),
    C("业务系统故障", ("内网门户首页打不开", "门户栏目图片不显示"), ("其他网页正常。",), "内网门户",
      (E("缓存服务异常，清理后恢复。", "software"), E("静态资源路径配置错误，已更正。", "configuration")), 1.5, 0.1, impact="unit", answers=(("系统名称", "内网门户"),)),
    C("机房设施报修", ("机房空调告警", "A 机房温度偏高", "精密空调漏水告警"), ("面板显示高压告警，温度 27.6 ℃。", "巡检时发现地板下有水迹。"), "A 机房精密空调",
      (E("清洗滤网和室外机翅片，温度回落到 23 ℃。", "power"), E("排水泵堵塞，疏通后告警消除。", "hardware")), 1.2, 0, urgency="medium", impact="unit",
      when="flood", article="机房空调告警怎么处置"),
    C("服务器故障处置", ("文件服务器磁盘空间不足", "备份任务失败告警", "虚拟机无响应"), ("监控告警，使用率 92%。", "昨夜增量备份失败。"), "服务器 {number}",
      (E("清理过期日志并扩容，空间恢复。", "capacity"), E("备份代理异常，重装后补做备份成功。", "software"), E("重启虚拟机恢复，已查看日志。", "software")), 2.5, 0,
      impact="unit"),
)  # fmt: skip
