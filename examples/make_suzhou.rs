//! How was `examples/suzhou` made?
//!
//! This program writes a synthetic data set of nine industrial chains in 宿州市 (Anhui): invented firms on real
//! counties, three years of invented purchases, and the sheets that an analysis of supply needs.
//! Run it with `cargo run --example make_suzhou [FOLDER]`; it writes to `examples/suzhou` by default.
//!
//! 1. The tables below say which products exist, where they are made, what goes into them and how much of each
//!    is bought locally. Products stand downstream first, so a buyer's revenue is settled before its purchases.
//! 2. [`World::populate`] invents firms with Pareto sizes.
//! 3. [`World::trade`] walks through the products. Every purchase is near or far so that the running local share
//!    follows the product's target; suppliers win by size and by customers won before; about half of the ties
//!    survive a year.
//! 4. [`World::record`] hides what real ledgers hide: amounts, suppliers, origins.
//! 5. `plans.rs` adds what is planned: projects, talents, clusters, indicators and targets.
//!
//! Only `+ - * /` and `sqrt` touch the numbers, and one seeded generator makes every choice, so the bytes are the
//! same on every machine.

#[path = "make_suzhou/plans.rs"]
mod plans;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// First cell of every sheet.
const NOTICE: &str = "合成数据：企业均为虚构，仅供演示 (synthetic data; all firms are invented)";
/// Chosen among 61 seeds for leaders' rates that stay near their targets and seldom fall.
const SEED: u64 = 341_327;
const YEARS: [u32; 3] = [2022, 2023, 2024];
/// Chance that a tie is kept on purpose. Chance meetings of the same two firms lift the share that survives to
/// about one half, the order of magnitude of tax data (Hungary: 55 % of links are gone after a year).
const LOYALTY: f64 = 0.24;
/// Chance that a small firm reports one of its inputs at all.
const REPORTING: f64 = 0.36;

/// Counties of 宿州市: short name, division, longitude, latitude, zone.
const COUNTIES: [County; 5] = [
    County { short: "埇桥", name: "埇桥区", lon: 116.98, lat: 33.64, zone: "埇桥经济开发区" },
    County { short: "砀山", name: "砀山县", lon: 116.37, lat: 34.44, zone: "砀山经济开发区" },
    County { short: "萧县", name: "萧县", lon: 116.95, lat: 34.19, zone: "萧县经济开发区" },
    County { short: "灵璧", name: "灵璧县", lon: 117.55, lat: 33.55, zone: "灵璧经济开发区" },
    County { short: "泗县", name: "泗县", lon: 117.91, lat: 33.48, zone: "泗县经济开发区" },
];

/// Zones under the city, all in 埇桥区, and the chains that document 004 gives them.
const CITY_ZONES: [(&str, &[&str]); 3] = [
    ("宿州市经济技术开发区", &["轻纺鞋服", "医疗器械"]),
    ("宿马园区", &["造纸及纸制品"]),
    ("宿州市高新区", &["算力", "光伏", "动力电池"]),
];

/// Prefectures that outside suppliers come from, by province. Places not listed stand for themselves.
const PROVINCES: [(&str, &str); 13] = [
    ("江苏省", "南京市 无锡市 苏州市 常州市 徐州市 扬州市 南通市 宿迁市 镇江市"),
    ("浙江省", "杭州市 宁波市 温州市 嘉兴市 绍兴市 台州市 湖州市"),
    ("安徽省", "合肥市 芜湖市 马鞍山市 滁州市 蚌埠市 淮北市 铜陵市 池州市 宣城市 亳州市 阜阳市"),
    ("山东省", "济南市 青岛市 潍坊市 滨州市 日照市 临沂市 聊城市"),
    ("广东省", "广州市 深圳市 佛山市 东莞市"),
    ("湖北省", "武汉市 黄石市 襄阳市"),
    ("河南省", "洛阳市 商丘市 漯河市"),
    ("福建省", "泉州市 厦门市 宁德市"),
    ("湖南省", "长沙市"),
    ("陕西省", "宝鸡市"),
    ("河北省", "邢台市"),
    ("广西壮族自治区", "南宁市"),
    ("四川省", "成都市"),
];

/// Products, downstream before upstream; `#` opens a chain. Columns: product; word in the names of its makers;
/// segment; position; order; five-base class; essential; GB/T 4754 class; synonyms; local makers (`泗县+` is a
/// plant under construction); local share in 2022 in per cent; gain in points a year; capacity in use in per
/// cent; origins of outside suppliers (`=product` shares the suppliers of an earlier product). `-` is none.
const PRODUCTS: &str = "
# 光伏
光伏电站|光伏电站|电站|下游|6|-|否|D4416|光伏发电|泗县2 萧县2|-|-|90|-
光伏组件|光伏组件|组件|下游|5|-|是|C3825|太阳能组件|泗县4 埇桥3|32|3|80|滁州市 合肥市 常州市
光伏支架|光伏支架|系统配件|配套服务|5|零|否|C3311|支架|泗县3|40|3|58|常州市 无锡市江阴市
光伏逆变器|逆变器|系统配件|配套服务|5|零|是|C3824|逆变器|-|0|0|-|合肥市 无锡市
晶硅电池片|电池片|电池片|中游|4|零|是|C3825|电池片;太阳能电池片|泗县+|0|0|-|常州市 滁州市 扬州市
光伏玻璃|光伏玻璃|辅材|上游|3|材|是|C3042|光伏压延玻璃|-|0|0|-|滁州市凤阳县 蚌埠市
光伏胶膜|胶膜|辅材|上游|3|材|是|C2921|EVA胶膜;封装胶膜|埇桥1|30|3|92|杭州市 常州市
光伏铝边框|铝边框|辅材|上游|3|材|是|C3252|铝边框|泗县3 砀山1|62|3|82|滁州市 徐州市
光伏焊带|焊带|辅材|上游|3|材|是|C3251|焊带|泗县1|40|2|90|苏州市 无锡市
光伏接线盒|接线盒|辅材|上游|3|零|是|C3825|接线盒|泗县2|50|3|76|扬州市
光伏背板|背板|辅材|上游|3|材|否|C2921|背板|-|0|0|-|苏州市 杭州市
硅片|硅片|硅片|上游|2|材|是|C3985|单晶硅片|-|-|-|-|-
# 动力电池
换电装备|换电|应用|下游|6|-|否|C3829|换电柜|-|-|-|-|-
储能系统|储能|储能|下游|5|-|否|C3841|储能电池柜;储能柜|泗县2|-|-|78|-
锂离子电池|锂电池|电芯|中游|4|-|是|C3841|锂电池;电芯|砀山2 埇桥3|35|3|82|合肥市 宁德市
正极材料|正极|电池材料|上游|2|材|是|C3985|磷酸铁锂;三元材料|埇桥2|14|3|93|长沙市 宁波市
负极材料|负极|电池材料|上游|2|材|是|C3091|石墨负极|泗县+|0|0|-|湖州市 深圳市
隔膜|隔膜|电池材料|上游|2|材|是|C2921|锂电隔膜|-|0|0|-|常州市 合肥市 日本
电解液|电解液|电池材料|上游|2|材|是|C3985|锂电电解液|-|0|0|-|苏州市张家港市 池州市
锂电铜箔|铜箔|电池材料|上游|2|材|是|C3985|电池铜箔|-|0|0|-|铜陵市
电池铝壳|铝壳|结构件|上游|3|零|是|C3252|电池壳体|泗县3 砀山2|48|4|55|常州市 深圳市
电池管理系统|电池管理|电子|上游|3|零|是|C3824|BMS|-|0|0|-|合肥市 深圳市
# 算力
人工智能应用|大模型|应用|下游|6|-|否|I6513|大模型应用;行业大模型|-|-|-|-|-
智能算力服务|智算|算力服务|下游|5|-|是|I6450|智算服务;智能算力;AI算力|埇桥3|-|-|85|-
算力调度平台|调度软件|软件|配套服务|3|软|是|I6513|算力调度软件|埇桥1|8|3|80|北京市 上海市
算力运维服务|运维|服务|配套服务|3|-|否|I6540|机房运维服务;数据中心运维|埇桥4|68|3|75|南京市
数据标注|数据标注|服务|配套服务|3|技|否|I6550|数据标注服务;人工标注|埇桥5|66|4|70|上海市 北京市
GPU服务器|图算|算力设备|上游|2|零|是|C3911|智算服务器;AI服务器|-|0|0|-|杭州市 上海市 深圳市
通用服务器|服务器|算力设备|上游|2|零|是|C3911|服务器|-|0|0|-|济南市 苏州市昆山市
数据中心交换机|交换机|网络设备|上游|2|零|是|C3921|交换机;网络交换机|-|0|0|-|杭州市 =GPU服务器
光模块|光模块|网络设备|上游|2|零|否|C3976|光收发模块|-|0|0|-|苏州市 武汉市
数据中心液冷系统|液冷|机房设备|上游|2|零|否|C3464|液冷设备;液冷系统|埇桥1|26|3|88|深圳市 广州市
数据中心机柜|机柜|机房设备|上游|2|零|否|C3912|机柜;服务器机柜|埇桥3|38|3|55|苏州市 南京市
不间断电源|电源|机房设备|上游|2|零|是|C3824|UPS;UPS电源|-|0|0|-|深圳市 厦门市
# 汽车零部件
电驱动桥|电驱动桥|总成|下游|6|零|否|C3670|电驱桥|-|-|-|-|-
底盘总成|底盘|总成|下游|5|零|是|C3670|汽车底盘|泗县4|-|-|80|-
汽车座椅|座椅|总成|下游|5|零|否|C3670|座椅总成|萧县3|-|-|82|-
仪表板总成|仪表板|总成|下游|5|零|否|C3670|仪表台|砀山2|-|-|78|-
制动系统|制动器|底盘部件|中游|4|零|是|C3670|制动器总成;制动器;刹车总成|泗县3|25|3|82|芜湖市 上海市
减振器|减震器|底盘部件|中游|4|零|是|C3670|减震器|泗县2 萧县1|24|2|76|宁波市 苏州市太仓市
转向节|转向节|底盘部件|中游|4|零|是|C3393|汽车转向节|泗县3 灵璧1|34|3|96|襄阳市 滁州市
电控|电控|电子电控|上游|4|零|是|C3670|电子控制单元;ECU|-|0|0|-|苏州市 上海市 德国
车用传感器|传感器|电子电控|上游|4|零|是|C3983|传感器|-|0|0|-|无锡市 =电控
汽车线束|线束|电子电控|中游|4|零|是|C3831|线束|砀山4 泗县2|14|3|52|芜湖市 苏州市昆山市 南通市
铝合金压铸件|压铸|成形件|中游|3|零|是|C3392|压铸件;铝压铸件|泗县6 埇桥2|34|3|92|宁波市 无锡市
冲压件|冲压|成形件|中游|3|零|是|C3670|汽车冲压件|萧县6 泗县4|38|3|84|芜湖市 合肥市
注塑件|注塑|成形件|中游|3|零|否|C2929|汽车注塑件|泗县4 砀山3|34|3|72|芜湖市 宁波市
汽车合成革|合成革|内饰材料|上游|2|材|否|C2925|车用革|萧县4|38|3|70|温州市 嘉兴市
汽车涂料|防腐漆|涂装材料|上游|2|材|否|C2641|汽车防腐漆;防腐涂料|萧县6|42|3|60|上海市 佛山市
橡胶密封件|密封件|通用件|上游|2|零|是|C2913|汽车密封件|萧县1|-|-|88|-
紧固件|紧固件|通用件|上游|2|零|是|C3482|螺栓|泗县3 灵璧2|26|3|74|嘉兴市海盐县 邢台市
模具|模具|工装|配套服务|2|艺|否|C3525|压铸模具|埇桥2|18|2|80|台州市 宁波市
汽车板|钢板|原材料|上游|1|材|是|C3130|汽车用钢板|-|0|0|-|马鞍山市 上海市
铸造铝合金|铝锭|原材料|上游|1|材|是|C3252|铝合金锭;铝锭|-|0|0|-|滨州市 淮北市
零部件物流|汽配物流|物流|配套服务|5|-|否|G5439|汽车物流|埇桥3 泗县2|80|2|78|徐州市
# 轴承
机器人减速器|减速器|延伸应用|下游|6|零|否|C3453|机器人关节减速器;关节减速器|-|-|-|-|-
轮毂轴承|轮毂轴承|成品轴承|下游|5|零|是|C3451|轮毂轴承单元|灵璧8|58|3|82|宣城市宁国市 杭州市
薄壁轴承|薄壁轴承|成品轴承|下游|5|零|否|C3451|薄壁球轴承|灵璧4|-|-|70|-
深沟球轴承|深沟球|成品轴承|下游|5|零|是|C3451|球轴承|灵璧10|-|-|80|-
轴承套圈|套圈|轴承零件|中游|4|零|是|C3451|套圈|灵璧14|54|3|95|聊城市 绍兴市新昌县
轴承钢球|钢球|轴承零件|中游|4|零|是|C3451|滚动体;钢球;滚子|灵璧4|34|3|80|无锡市江阴市 洛阳市
轴承保持架|保持架|轴承零件|中游|4|零|是|C3451|保持架|灵璧5|72|2|78|聊城市 日本
轴承密封圈|密封圈|轴承零件|中游|4|零|是|C2913|密封圈|灵璧1|60|2|86|宣城市宁国市
轴承钢管|钢管|原材料|上游|3|材|是|C3130|轴承管|灵璧4|30|4|56|无锡市 宣城市 黄石市
热处理加工|热处理|工艺|配套服务|3|艺|是|C3360|热处理|灵璧4|74|2|74|徐州市
润滑脂|润滑脂|辅料|上游|3|材|是|C2662|轴承润滑脂|-|0|0|-|德国 日本 上海市
轴承磨床|磨床|装备|配套服务|2|零|否|C3421|磨床|-|0|0|-|绍兴市新昌县 无锡市
保持架用钢带|钢带|原材料|上游|1|材|否|C3130|冷轧钢带;钢带|-|0|0|-|马鞍山市 无锡市
轴承钢|轴承钢|原材料|上游|1|材|是|C3130|轴承圆钢|-|0|0|-|黄石市 无锡市江阴市 邢台市
# 医疗器械
骨科手术机器人|手术机器人|高端装备|下游|6|-|否|C3584|手术机器人|-|-|-|-|-
骨钉|骨科|植入物|下游|5|-|是|C3584|骨科植入物;接骨板|砀山4|-|-|76|-
一次性手术包|手术包|耗材|下游|5|-|否|C2770|手术包|砀山4 埇桥4|-|-|72|-
骨科手术器械|器械|器械|下游|5|-|否|C3584|手术器械;外科器械|砀山3|-|-|74|-
医用敷料|敷料|耗材|下游|5|-|否|C2770|敷料|埇桥3|-|-|75|-
医用精密机加工件|精加工|工艺|配套服务|4|艺|否|C3360|精密加工服务;精密加工|砀山3|60|3|80|常州市
植入物表面处理|涂层|工艺|上游|4|艺|否|C3360|植入物涂层;羟基磷灰石涂层|-|0|0|-|北京市 德国
医用灭菌服务|灭菌|服务|配套服务|4|艺|是|M7459|灭菌服务;环氧乙烷灭菌|砀山1|-|-|90|-
医用灭菌包装|医用包装|包装|上游|3|材|是|C2921|医用包装材料;灭菌包装|砀山2 埇桥1|44|3|70|苏州市 上海市
医用无纺布|医用无纺布|材料|上游|2|材|是|C1781|手术包无纺布|埇桥3|24|4|56|嘉兴市 苏州市
医用注塑件|医用注塑|部件|上游|3|零|否|C2929|医用塑料件|砀山3|40|3|70|常州市 宁波市
医用钛合金|钛材|材料|上游|1|材|是|C3985|医用钛合金棒;钛棒|-|0|0|-|宝鸡市
医用不锈钢|医用钢|材料|上游|1|材|是|C3130|医用不锈钢材|-|0|0|-|无锡市 上海市
# 绿色食品
果蔬汁饮料|果汁|饮料|下游|6|-|否|C1523|果汁饮料;果汁|-|-|-|-|-
膳食纤维|膳食纤维|功能食品|下游|6|-|否|C1491|果蔬纤维|-|-|-|-|-
水果罐头|罐头|精深加工|下游|5|-|是|C1453|梨罐头;黄桃罐头|砀山8|-|-|78|-
浓缩果汁|浓缩汁|精深加工|中游|4|-|是|C1523|梨浓缩汁|砀山3|-|-|68|-
梨膏|梨膏|精深加工|下游|5|-|否|C1373|秋梨膏|砀山4|-|-|70|-
脱水蔬菜|脱水蔬菜|精深加工|下游|5|-|否|C1371|蔬菜干|萧县3 砀山2|-|-|74|-
预制菜|预制菜|精深加工|下游|5|-|是|C1439|预制食品|埇桥5 萧县2 泗县2|-|-|72|-
酥梨|酥梨|种养|上游|1|材|是|A0151|砀山酥梨|砀山10|88|1|76|商丘市
黄桃|黄桃|种养|上游|1|材|是|A0151|鲜黄桃|砀山4|62|2|88|徐州市 临沂市
蔬菜|蔬菜|种养|上游|1|材|是|A0141|鲜蔬|萧县3 埇桥3|75|1|80|临沂市
鲜冻畜禽肉|鸡肉|种养|上游|2|材|是|C1352|鸡肉;禽肉|埇桥2 萧县2|68|2|84|临沂市
专用粉|面粉|粮食加工|上游|2|材|否|C1312|小麦粉;面粉|埇桥3 泗县2|64|2|66|漯河市
食糖|白糖|辅料|上游|1|材|是|C1340|白砂糖;蔗糖|-|0|0|-|南宁市
食品添加剂|添加剂|辅料|上游|2|材|否|C1495|添加剂|埇桥1|12|3|80|上海市 亳州市
果葡糖浆|糖浆|辅料|上游|2|材|否|C1391|糖浆|-|0|0|-|潍坊市 蚌埠市
玻璃包装瓶|玻璃瓶|包装|上游|2|材|是|C3055|玻璃瓶;罐头瓶|萧县1|36|3|94|徐州市 滁州市凤阳县
金属包装罐|铁罐|包装|上游|2|材|是|C3333|马口铁罐;金属罐|-|0|0|-|苏州市昆山市 嘉兴市
食品塑料包装|包装袋|包装|上游|2|材|否|C2921|食品包装袋;复合袋|埇桥4 砀山2|18|4|54|温州市 无锡市 合肥市
冷链物流服务|冷链|物流|配套服务|3|-|否|G5432|冷链|砀山3 埇桥2|86|1|80|徐州市
# 轻纺鞋服
运动服装|运动服|服装|下游|6|-|否|C1821|功能运动服|-|-|-|-|-
运动鞋|运动鞋|制鞋|下游|5|-|是|C1954|休闲鞋|埇桥6|-|-|76|-
休闲服装|服装|服装|下游|5|-|否|C1819|成衣|埇桥5 灵璧3 泗县3|-|-|74|-
鞋底|鞋底|鞋材|中游|3|零|是|C1953|大底;EVA鞋底|埇桥5|48|3|88|泉州市 温州市
飞织鞋面|鞋面|鞋材|中游|3|材|是|C1761|鞋面织物|埇桥3|30|3|72|泉州市
鞋用胶粘剂|鞋胶|辅料|上游|2|材|是|C2662|鞋用胶水|埇桥1|15|2|85|东莞市 佛山市
合成革|超纤|鞋材|上游|2|材|否|C2925|超纤革;超纤合成革|-|0|0|-|温州市 =汽车合成革
鞋楦|鞋模|工装|配套服务|2|艺|否|C3525|鞋楦模具;鞋模|-|0|0|-|泉州市
针织面料|针织|面料|中游|3|材|是|C1761|面料|泗县3 灵璧2|26|3|70|嘉兴市桐乡市 绍兴市诸暨市
印染加工|印染|工艺|配套服务|3|艺|是|C1762|染整|-|0|0|-|绍兴市
拉链纽扣|拉链|辅料|上游|2|零|否|C3399|服装辅料|埇桥2|24|3|75|温州市 泉州市
纱线|棉纱|纱线|上游|1|材|是|C1711|棉纱|灵璧3 埇桥2|38|3|58|商丘市 南通市
涤纶纤维|涤纶|纱线|上游|1|材|是|C2822|涤纶丝;化纤丝|-|0|0|-|苏州市吴江区 嘉兴市桐乡市
# 造纸及纸制品
特种纸|特种纸|造纸|下游|6|-|否|C2221|装饰原纸|-|-|-|-|-
纸尿裤|纸尿裤|卫生用品|下游|5|-|是|C2239|卫生用品|埇桥3|-|-|72|-
湿巾|湿巾|卫生用品|下游|5|-|否|C2239|湿纸巾|埇桥3|-|-|70|-
生活用纸|生活用纸|卫生用品|下游|5|-|是|C2239|纸巾|埇桥5|-|-|78|-
瓦楞纸箱|纸箱|纸包装|中游|4|-|是|C2231|纸箱|埇桥8 灵璧2 砀山2|74|2|80|徐州市 合肥市
包装印刷|印刷|服务|配套服务|3|艺|否|C2319|包装印刷服务;印刷|埇桥8|78|2|72|徐州市 温州市
箱板纸|原纸|造纸|中游|3|材|是|C2221|箱板瓦楞原纸;瓦楞原纸|埇桥2|66|2|94|马鞍山市 徐州市
生活用纸原纸|卫生纸|造纸|中游|3|材|是|C2221|卫生原纸|埇桥2|45|3|90|潍坊市 南通市
卫生用无纺布|卫材|材料|上游|2|材|是|C1781|热风无纺布|埇桥2|30|3|66|=医用无纺布 杭州市
高吸水性树脂|吸水树脂|材料|上游|2|材|是|C2651|高吸水树脂;SAP|-|0|0|-|嘉兴市 日本
丙纶短纤|丙纶|材料|上游|1|材|是|C2829|聚丙烯纤维|-|0|0|-|常州市 嘉兴市
商品木浆|木浆|原料|上游|1|材|是|C2211|木浆;纸浆|-|0|0|-|日照市 巴西 芬兰
废纸|废纸|原料|上游|1|材|是|C4220|回收纸|埇桥6 灵璧2|82|1|80|徐州市 商丘市
造纸助剂|纸化|化学品|上游|1|材|否|C2662|造纸化学品|埇桥2|28|3|66|苏州市 南京市
造纸网毯|毛毯|备件|上游|1|零|否|C1781|造纸毛毯|-|0|0|-|成都市
包装印刷油墨|油墨|化学品|上游|1|材|否|C2642|印刷油墨;油墨|埇桥1|22|3|80|苏州市 上海市
大件物流|纸品物流|物流|配套服务|4|-|否|G5439|纸品物流服务|埇桥4|88|1|80|徐州市
";

/// Recipes: product, then inputs with their share of revenue in per cent; `!` marks a required input.
const RECIPES: &str = "
人工智能应用: 智能算力服务 40! 数据标注 10
智能算力服务: GPU服务器 22! 通用服务器 8! 数据中心交换机 4! 光模块 2 数据中心液冷系统 3 数据中心机柜 2 不间断电源 3! 算力调度平台 2! 算力运维服务 2 数据标注 2.5
算力调度平台: 通用服务器 12
算力运维服务: 通用服务器 8 数据中心交换机 4
数据标注: 通用服务器 6
光伏电站: 光伏组件 30! 光伏支架 7! 光伏逆变器 8! 汽车线束 2
光伏组件: 晶硅电池片 20! 光伏玻璃 7! 光伏胶膜 5! 光伏铝边框 7! 光伏焊带 3! 光伏接线盒 3! 光伏背板 2 瓦楞纸箱 1
光伏支架: 汽车板 25! 紧固件 5
光伏铝边框: 铸造铝合金 45!
晶硅电池片: 硅片 50!
换电装备: 锂离子电池 40! 电池管理系统 8! 数据中心机柜 6
储能系统: 锂离子电池 38! 电池管理系统 7! 数据中心机柜 5! 汽车线束 3
锂离子电池: 正极材料 16! 负极材料 6! 隔膜 5! 电解液 5! 锂电铜箔 6! 电池铝壳 9! 电池管理系统 2 瓦楞纸箱 1
电池铝壳: 铸造铝合金 42! 模具 2
数据中心液冷系统: 铝合金压铸件 12! 紧固件 2
数据中心机柜: 汽车板 22! 紧固件 3
电驱动桥: 铝合金压铸件 20! 深沟球轴承 6! 轴承套圈 2
底盘总成: 制动系统 8! 减振器 6! 转向节 6! 轮毂轴承 5! 铝合金压铸件 6! 冲压件 7! 电控 5! 车用传感器 2! 汽车线束 3 橡胶密封件 1! 紧固件 1! 零部件物流 1
汽车座椅: 冲压件 12! 汽车合成革 8! 注塑件 8! 汽车线束 5! 电控 2 紧固件 2! 零部件物流 1.5 瓦楞纸箱 1
仪表板总成: 注塑件 20! 汽车线束 9! 电控 8! 车用传感器 2 汽车合成革 4 瓦楞纸箱 1.5
制动系统: 铝合金压铸件 14! 车用传感器 4! 橡胶密封件 3! 紧固件 3 汽车板 12
减振器: 汽车板 20! 橡胶密封件 4! 紧固件 3 汽车涂料 2
转向节: 铸造铝合金 22! 汽车涂料 2 模具 2
汽车线束: 注塑件 8! 瓦楞纸箱 2
铝合金压铸件: 铸造铝合金 40! 模具 4!
冲压件: 汽车板 40! 汽车涂料 3 模具 2
注塑件: 模具 4! 瓦楞纸箱 2
紧固件: 汽车板 32! 热处理加工 4!
机器人减速器: 薄壁轴承 18! 轴承套圈 4
轮毂轴承: 轴承套圈 15! 轴承钢球 6! 轴承保持架 4! 轴承密封圈 3! 轴承钢管 11! 热处理加工 4 润滑脂 2! 瓦楞纸箱 1
薄壁轴承: 轴承套圈 15! 轴承钢球 7! 轴承保持架 5! 轴承钢管 8! 润滑脂 2
深沟球轴承: 轴承套圈 17! 轴承钢球 8! 轴承保持架 4! 轴承密封圈 3! 轴承钢管 6! 润滑脂 2! 瓦楞纸箱 1
轴承套圈: 轴承钢管 20! 热处理加工 6! 轴承磨床 2 轴承钢 7
轴承钢球: 轴承钢 32! 热处理加工 6!
轴承保持架: 保持架用钢带 24!
轴承钢管: 轴承钢 46!
骨科手术机器人: 骨科手术器械 12! 医用精密机加工件 8
骨钉: 医用钛合金 13! 医用不锈钢 5! 植入物表面处理 4 医用精密机加工件 6! 医用灭菌服务 2! 医用灭菌包装 4! 医用注塑件 4 瓦楞纸箱 1
一次性手术包: 医用无纺布 24! 医用灭菌包装 8! 医用灭菌服务 4! 医用注塑件 6 瓦楞纸箱 2
骨科手术器械: 医用不锈钢 18! 医用精密机加工件 8 医用灭菌服务 2! 医用注塑件 4
医用敷料: 医用无纺布 26! 医用灭菌包装 6! 纱线 6 医用灭菌服务 2!
医用无纺布: 丙纶短纤 38!
果蔬汁饮料: 浓缩果汁 35! 食糖 4
膳食纤维: 浓缩果汁 10! 脱水蔬菜 8
水果罐头: 酥梨 13! 黄桃 9! 食糖 4! 果葡糖浆 3 玻璃包装瓶 7! 金属包装罐 5! 瓦楞纸箱 3! 食品添加剂 1 冷链物流服务 3 包装印刷 1
浓缩果汁: 酥梨 42! 食品塑料包装 2 冷链物流服务 4!
梨膏: 酥梨 26! 食糖 8! 玻璃包装瓶 8! 瓦楞纸箱 3
脱水蔬菜: 蔬菜 34! 食品塑料包装 6! 瓦楞纸箱 3
预制菜: 鲜冻畜禽肉 18! 蔬菜 12! 专用粉 5 食品塑料包装 7! 食品添加剂 2 冷链物流服务 5! 瓦楞纸箱 2
食品添加剂: 果葡糖浆 12
运动鞋: 鞋底 12! 飞织鞋面 9! 合成革 8! 鞋用胶粘剂 3! 鞋楦 2 瓦楞纸箱 2! 拉链纽扣 1 印染加工 2
休闲服装: 针织面料 22! 印染加工 7! 拉链纽扣 4! 纱线 5 瓦楞纸箱 1
运动服装: 针织面料 30! 纱线 10
飞织鞋面: 涤纶纤维 30! 纱线 6
针织面料: 纱线 24! 涤纶纤维 14! 印染加工 6
特种纸: 商品木浆 40! 箱板纸 5
纸尿裤: 高吸水性树脂 12! 卫生用无纺布 14! 商品木浆 8! 包装印刷 3 瓦楞纸箱 3
湿巾: 卫生用无纺布 24! 包装印刷 4 瓦楞纸箱 3 大件物流 2
生活用纸: 生活用纸原纸 40! 包装印刷 4! 瓦楞纸箱 4 大件物流 3
瓦楞纸箱: 箱板纸 42! 包装印刷 4! 包装印刷油墨 2 大件物流 3
包装印刷: 包装印刷油墨 9! 箱板纸 12
箱板纸: 废纸 26! 商品木浆 8! 造纸助剂 4! 造纸网毯 1 大件物流 4
生活用纸原纸: 商品木浆 34! 造纸助剂 4! 造纸网毯 1 大件物流 2
卫生用无纺布: 丙纶短纤 34!
";

/// The first makers of a product that lead: role, product, county, revenue of 2022 in 亿元, and the input of
/// which the firm makes a part in its own workshop.
const LEADERS: &str = "
链主|智能算力服务|埇桥|10|-
链主|光伏组件|泗县|18|-
链主|锂离子电池|砀山|14|电池铝壳
链主|底盘总成|泗县|16|冲压件
链主|轮毂轴承|灵璧|12|轴承套圈
链主|骨钉|砀山|5|医用精密机加工件
链主|水果罐头|砀山|9|-
链主|运动鞋|埇桥|8|鞋底
链主|箱板纸|埇桥|26|废纸
龙头|光伏电站|泗县|3|-
龙头|储能系统|泗县|2.2|-
龙头|汽车座椅|萧县|5|注塑件
龙头|仪表板总成|砀山|3|-
龙头|制动系统|泗县|4|-
龙头|铝合金压铸件|泗县|3.6|-
龙头|汽车涂料|萧县|2.4|-
龙头|深沟球轴承|灵璧|4|-
龙头|薄壁轴承|灵璧|2|-
龙头|轴承套圈|灵璧|3|热处理加工
龙头|轴承钢管|灵璧|3|-
龙头|一次性手术包|埇桥|2.8|-
龙头|浓缩果汁|砀山|3|-
龙头|预制菜|埇桥|4|-
龙头|休闲服装|埇桥|3|-
龙头|生活用纸|埇桥|4.5|-
龙头|瓦楞纸箱|埇桥|3|-
";

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map_or_else(|| PathBuf::from("examples/suzhou"), PathBuf::from);
    let mut world = World { rng: Rng(SEED), products: read_products()?, ..World::default() };
    world.populate()?;
    for product in 0..world.products.len() {
        world.trade(product);
        world.settle(product);
    }
    world.name_groups();
    world.make_own_inputs();
    world.record();
    fs::create_dir_all(&folder)?;
    world.write(&folder)
}

/// A fault in the tables above, as the error type of the rest of the program.
fn fault(text: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("table: {text}"))
}

// ---------------------------------------------------------------------------------------------- chance

/// SplitMix64 (Steele, Lea, Flood 2014).
#[derive(Default)]
struct Rng(u64);

impl Rng {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    fn choose<T: Copy>(&mut self, from: &[T]) -> T {
        from[(self.unit() * from.len() as f64) as usize]
    }

    /// At least one, with tail exponent 4/3. Firm networks of Japan show 1.26 to 1.35; the power -3/4 also needs
    /// nothing but square roots.
    fn pareto(&mut self) -> f64 {
        let u = (1.0 - self.unit()).sqrt();
        1.0 / (u * u.sqrt())
    }

    /// An index drawn with these weights.
    fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.len() - 1
    }
}

// ---------------------------------------------------------------------------------------------- tables

struct County {
    short: &'static str,
    name: &'static str,
    lon: f64,
    lat: f64,
    zone: &'static str,
}

struct Input {
    product: usize,
    /// Share of the buyer's revenue.
    share: f64,
    required: bool,
}

struct Product {
    name: &'static str,
    /// The word in the names of its makers.
    word: &'static str,
    chain: &'static str,
    segment: &'static str,
    position: &'static str,
    order: &'static str,
    base: &'static str,
    essential: &'static str,
    class: &'static str,
    synonyms: &'static str,
    makers: &'static str,
    /// Share bought locally in 2022, and its yearly gain.
    near: f64,
    gain: f64,
    /// Share of capacity in use.
    busy: f64,
    origins: &'static str,
    inputs: Vec<Input>,
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty())
}

fn cells<const N: usize>(row: &'static str) -> io::Result<[&'static str; N]> {
    let cells: Vec<_> = row.split('|').collect();
    cells.try_into().map_err(|_| fault(row))
}

/// A number of the tables; `-` is zero.
fn number(cell: &str) -> io::Result<f64> {
    if cell == "-" { Ok(0.0) } else { cell.parse().map_err(|_| fault(cell)) }
}

fn dash(cell: &'static str) -> &'static str {
    if cell == "-" { "" } else { cell }
}

fn find(products: &[Product], name: &str) -> io::Result<usize> {
    products.iter().position(|product| product.name == name).ok_or_else(|| fault(name))
}

fn read_products() -> io::Result<Vec<Product>> {
    let mut products = Vec::new();
    let mut chain = "";
    for row in rows(PRODUCTS) {
        match row.strip_prefix("# ") {
            Some(name) => chain = name,
            None => products.push(read_product(chain, row)?),
        }
    }
    read_recipes(&mut products)?;
    Ok(products)
}

fn read_product(chain: &'static str, row: &'static str) -> io::Result<Product> {
    let [name, word, segment, position, order, base, essential, class, synonyms, makers, near, gain, busy, origins] =
        cells(row)?;
    Ok(Product {
        name,
        word,
        chain,
        segment,
        position,
        order,
        base: five_base(base),
        essential,
        class,
        synonyms: dash(synonyms),
        makers: dash(makers),
        near: number(near)? / 100.0,
        gain: number(gain)? / 100.0,
        busy: number(busy)? / 100.0,
        origins: dash(origins),
        inputs: Vec::new(),
    })
}

/// The five classes of 基础产品 in 皖政办秘〔2023〕55号 (八).
fn five_base(letter: &str) -> &'static str {
    match letter {
        "零" => "核心基础零部件及元器件",
        "软" => "基础软件",
        "材" => "基础材料",
        "艺" => "基础工艺",
        "技" => "产业技术基础",
        _ => "",
    }
}

fn read_recipes(products: &mut [Product]) -> io::Result<()> {
    for row in rows(RECIPES) {
        let (name, inputs) = row.split_once(": ").ok_or_else(|| fault(row))?;
        let maker = find(products, name)?;
        let words: Vec<_> = inputs.split(' ').collect();
        for pair in words.chunks_exact(2) {
            let product = find(products, pair[0])?;
            if product <= maker {
                return Err(fault(&format!("{name} stands after its input {}", pair[0])));
            }
            let share = number(pair[1].trim_end_matches('!'))? / 100.0;
            products[maker].inputs.push(Input { product, share, required: pair[1].ends_with('!') });
        }
    }
    Ok(())
}

// ---------------------------------------------------------------------------------------------- firms

#[derive(Clone, Default)]
struct Firm {
    id: String,
    name: String,
    alias: String,
    registered: String,
    produced: String,
    counted: String,
    zone: &'static str,
    /// County of 宿州市, absent for outside firms.
    county: Option<usize>,
    spot: Option<(f64, f64)>,
    product: usize,
    /// A further product: its own workshop or a side line.
    side: Option<usize>,
    workshop: bool,
    role: &'static str,
    planned: bool,
    group: String,
    /// Revenue of each year in 万元.
    revenue: [f64; 3],
    /// Recorded sales of each year in 万元.
    sold: [f64; 3],
    /// Revenue of one worker in 万元.
    productivity: f64,
    customers: usize,
}

/// One purchase line before anything is hidden.
struct Line {
    year: usize,
    buyer: usize,
    product: usize,
    supplier: usize,
    /// In units of 0.01 万元, so that totals are exact.
    amount: u64,
}

/// What the ledger shows of a line.
struct Entry {
    line: Line,
    supplier: String,
    origin: String,
    amount: String,
    contract: String,
    source: &'static str,
}

/// A buyer's supplier of one product in one year.
struct Tie {
    supplier: usize,
    /// 万元.
    amount: f64,
}

/// What a buyer needs of one product in a year, and its suppliers of the year before.
struct Need<'a> {
    product: usize,
    buyer: usize,
    /// 万元.
    amount: f64,
    last: &'a [Tie],
}

/// The running local share of a product in a year, steered towards its target.
struct Balance {
    target: f64,
    near: f64,
    all: f64,
}

impl Balance {
    fn add(&mut self, near: bool, amount: f64) {
        self.near += if near { amount } else { 0.0 };
        self.all += amount;
    }

    /// Whether a near purchase leaves the share closer to the target than a far one.
    fn wants_near(&self, amount: f64) -> bool {
        let all = self.all + amount;
        let miss = |near: f64| (near / all - self.target).abs();
        miss(self.near + amount) < miss(self.near)
    }
}

#[derive(Default)]
struct World {
    rng: Rng,
    products: Vec<Product>,
    firms: Vec<Firm>,
    /// Local makers of each product, without plants under construction.
    makers: Vec<Vec<usize>>,
    /// Outside suppliers of each product.
    outside: Vec<Vec<usize>>,
    lines: Vec<Line>,
    entries: Vec<Entry>,
}

/// `无锡市江阴市` → `江苏省无锡市江阴市`; `上海市` and `日本` stay.
fn full_place(place: &str) -> String {
    let of_city = |cities: &str| cities.split(' ').any(|city| place.starts_with(city));
    let province = PROVINCES.iter().find(|(_, cities)| of_city(cities)).map_or("", |(province, _)| province);
    format!("{province}{place}")
}

/// `无锡市江阴市` → `江阴`.
fn short_place(place: &str) -> &str {
    let bare = place.trim_end_matches(['市', '县', '区']);
    bare.rsplit('市').next().unwrap_or(bare)
}

/// The sixty-year cycle serves as a list of names that nobody takes for a brand.
fn cycle(index: usize) -> String {
    let stems = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
    let branches = ["子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"];
    format!("{}{}", stems[index % 10], branches[index % 12])
}

fn zone_of(chain: &str, county: usize) -> &'static str {
    let city_zone = CITY_ZONES.iter().find(|(_, chains)| chains.contains(&chain)).map(|(zone, _)| *zone);
    match city_zone {
        Some(zone) if county == 0 => zone,
        _ => COUNTIES[county].zone,
    }
}

impl World {
    /// Invents the local makers, then the outside suppliers, of every product.
    fn populate(&mut self) -> io::Result<()> {
        self.makers = vec![Vec::new(); self.products.len()];
        self.outside = vec![Vec::new(); self.products.len()];
        for product in 0..self.products.len() {
            self.found_locals(product)?;
        }
        self.appoint_leaders()?;
        self.add_side_lines();
        for product in 0..self.products.len() {
            self.found_outsiders(product)?;
        }
        Ok(())
    }

    fn found_locals(&mut self, product: usize) -> io::Result<()> {
        let mut serial = product * 7;
        for home in self.products[product].makers.split_whitespace() {
            let at = COUNTIES.iter().position(|county| home.starts_with(county.short)).ok_or_else(|| fault(home))?;
            let count = &home[COUNTIES[at].short.len()..];
            let planned = count == "+";
            for _ in 0..if planned { 1 } else { count.parse().map_err(|_| fault(home))? } {
                let firm = self.local_firm(product, at, serial, planned);
                if !planned {
                    self.makers[product].push(self.firms.len());
                }
                self.firms.push(firm);
                serial += 1;
            }
        }
        Ok(())
    }

    fn local_firm(&mut self, product: usize, county: usize, serial: usize, planned: bool) -> Firm {
        let home = &COUNTIES[county];
        let Product { word, chain, .. } = self.products[product];
        let rng = &mut self.rng;
        let spread = if rng.chance(0.8) { 0.04 } else { 0.12 };
        let place = format!("安徽省宿州市{}", home.name);
        // The tail is cut at 2 亿元: whoever is larger was appointed.
        let size = if planned { 0.0 } else { (1_400.0 * rng.pareto()).min(20_000.0) };
        let zone = if rng.chance(0.66) { zone_of(chain, county) } else { "" };
        let mut firm = Firm {
            id: format!("SZ{:04}", self.firms.len() + 1),
            name: format!("{}示例{}{word}有限公司", home.short, cycle(serial)),
            alias: if rng.chance(0.25) { format!("示例{}{word}", cycle(serial)) } else { String::new() },
            registered: place.clone(),
            produced: if rng.chance(0.02) { String::new() } else { place },
            zone,
            county: Some(county),
            spot: Some((home.lon + rng.between(-spread, spread), home.lat + rng.between(-spread, spread))),
            product,
            role: "配套",
            planned,
            revenue: growth(rng).map(|factor| size * factor),
            productivity: rng.between(55.0, 150.0),
            ..Firm::default()
        };
        move_offices(rng, &mut firm, county);
        firm
    }

    /// The first maker of the product in the county becomes the leader named in the table.
    fn appoint_leaders(&mut self) -> io::Result<()> {
        for row in rows(LEADERS) {
            let [role, product, county, revenue, workshop] = cells(row)?;
            let product = find(&self.products, product)?;
            let in_county = |firm: &&usize| self.firms[**firm].county.is_some_and(|at| COUNTIES[at].short == county);
            let leader = *self.makers[product].iter().find(in_county).ok_or_else(|| fault(row))?;
            let size = number(revenue)? * 10_000.0;
            let side = if workshop == "-" { None } else { Some(find(&self.products, workshop)?) };
            let revenue = growth(&mut self.rng).map(|factor| size * factor);
            let chain = self.products[product].chain;
            let firm = &mut self.firms[leader];
            // Leaders are where the ledger says they are: no moved offices, always in their zone.
            let place = format!("安徽省宿州市{}", firm.county.map_or("", |at| COUNTIES[at].name));
            firm.zone = firm.county.map_or("", |at| zone_of(chain, at));
            (firm.registered, firm.produced, firm.counted) = (place.clone(), place, String::new());
            (firm.role, firm.revenue, firm.side, firm.workshop) = (role, revenue, side, side.is_some());
        }
        Ok(())
    }

    /// One small firm in eight can also make a neighbouring product of its chain.
    fn add_side_lines(&mut self) {
        for index in 0..self.firms.len() {
            let firm = &self.firms[index];
            let (own, chain) = (firm.product, self.products[firm.product].chain);
            let fits = |product: &usize| {
                *product != own && self.products[*product].chain == chain && self.makers[*product].len() > 2
            };
            let near: Vec<usize> = (own.saturating_sub(3)..self.products.len().min(own + 4)).filter(fits).collect();
            if firm.role == "配套" && !firm.planned && !near.is_empty() && self.rng.chance(0.125) {
                self.firms[index].side = Some(self.rng.choose(&near));
            }
        }
    }

    fn found_outsiders(&mut self, product: usize) -> io::Result<()> {
        // Serial numbers go on where the local makers of the product stopped, so names stay unique.
        let mut serial = product * 7 + self.makers[product].len() + 1;
        for place in self.products[product].origins.split_whitespace() {
            if let Some(name) = place.strip_prefix('=') {
                let shared = self.outside[find(&self.products, name)?].clone();
                self.outside[product].extend(shared);
                continue;
            }
            let outsiders = self.firms.iter().filter(|firm| firm.county.is_none()).count();
            let word = self.products[product].word;
            self.outside[product].push(self.firms.len());
            self.firms.push(Firm {
                id: format!("WB{:04}", outsiders + 1),
                name: format!("{}示例{}{word}有限公司", short_place(place), cycle(serial)),
                registered: full_place(place),
                produced: full_place(place),
                product,
                revenue: [20_000.0 * self.rng.pareto().min(20.0); 3],
                ..Firm::default()
            });
            serial += 1;
        }
        Ok(())
    }

    /// A leader's group holds two of its local suppliers and one outside: related parties for that variant.
    fn name_groups(&mut self) {
        let leaders: Vec<usize> = (0..self.firms.len()).filter(|&firm| self.firms[firm].role == "链主").collect();
        for leader in leaders {
            let own = &self.products[self.firms[leader].product];
            let group = format!("示例{}集团", own.word);
            let inputs: Vec<usize> = own.inputs.iter().map(|input| input.product).collect();
            let near = inputs.iter().filter_map(|&input| self.makers[input].last()).take(2);
            let far = inputs.iter().filter_map(|&input| self.outside[input].last()).take(1);
            let members: Vec<usize> = near.chain(far).copied().chain([leader]).collect();
            for member in members {
                if self.firms[member].group.is_empty() {
                    self.firms[member].group.clone_from(&group);
                }
            }
        }
    }
}

/// Relative revenue of the three years.
fn growth(rng: &mut Rng) -> [f64; 3] {
    let second = rng.between(0.94, 1.18);
    [1.0, second, second * rng.between(0.95, 1.2)]
}

/// Some firms are registered, or counted by the statistics office, where they do not produce.
fn move_offices(rng: &mut Rng, firm: &mut Firm, county: usize) {
    let here = firm.registered.clone();
    let draw = rng.unit();
    if draw < 0.03 {
        firm.registered = full_place(rng.choose(&["上海市", "杭州市", "徐州市铜山区", "苏州市"]));
        (firm.produced, firm.counted) = (here.clone(), here);
    } else if draw < 0.045 {
        // The plant stands across the provincial border.
        firm.produced = full_place(rng.choose(&["徐州市铜山区", "宿迁市"]));
        firm.counted = here;
        (firm.zone, firm.spot) = ("", None);
    } else if firm.zone == "宿马园区" && draw < 0.2 {
        firm.counted = full_place("马鞍山市");
    } else if draw > 0.95 {
        // Users write places in several ways.
        firm.registered = COUNTIES[county].name.to_owned();
    }
}

// ---------------------------------------------------------------------------------------------- trade

impl World {
    /// Buys one product for all its users in all years. Their revenue is settled already.
    fn trade(&mut self, product: usize) {
        let buyers = self.buyers_of(product);
        let mut ties: Vec<Vec<Tie>> = buyers.iter().map(|_| Vec::new()).collect();
        for year in 0..YEARS.len() {
            ties = self.trade_year(product, year, &buyers, &ties);
            for ((buyer, _), ties) in buyers.iter().zip(&ties) {
                self.book(product, year, *buyer, ties);
            }
        }
    }

    /// Makers of products that need this one, with the share of revenue that each spends on it.
    fn buyers_of(&mut self, product: usize) -> Vec<(usize, f64)> {
        let mut buyers = Vec::new();
        for user in 0..product {
            let Some(input) = self.products[user].inputs.iter().find(|input| input.product == product) else {
                continue;
            };
            for (rank, &firm) in self.makers[user].iter().enumerate() {
                // The first maker always reports, so that no recipe is without a purchase.
                let reports = rank == 0 || self.firms[firm].role != "配套" || self.rng.chance(REPORTING);
                if reports {
                    buyers.push((firm, input.share * self.rng.between(0.85, 1.12)));
                }
            }
        }
        buyers
    }

    fn trade_year(&mut self, product: usize, year: usize, buyers: &[(usize, f64)], last: &[Vec<Tie>]) -> Vec<Vec<Tie>> {
        let Product { near, gain, .. } = self.products[product];
        let needs: Vec<f64> = buyers.iter().map(|&(firm, share)| self.firms[firm].revenue[year] * share).collect();
        let mut ties: Vec<Vec<Tie>> = Vec::new();
        for (need, last) in needs.iter().zip(last) {
            ties.push(self.keep_ties(*need, last));
        }
        let mut balance = self.balance_of(near + gain * year as f64, ties.iter().flatten());
        // The largest buyers choose first, so that the many small ones can bring the share to its target.
        let mut order: Vec<usize> = (0..buyers.len()).collect();
        order.sort_by(|&a, &b| needs[b].total_cmp(&needs[a]).then(a.cmp(&b)));
        for at in order {
            let need = Need { product, buyer: buyers[at].0, amount: needs[at], last: &last[at] };
            // A leader follows the target by itself: one firm is most of its chain.
            let mut own = self.balance_of(balance.target, &ties[at]);
            let steer = if self.firms[need.buyer].role == "链主" { &mut own } else { &mut balance };
            self.fill_need(&need, &mut ties[at], steer);
        }
        ties
    }

    fn balance_of<'a>(&self, target: f64, ties: impl IntoIterator<Item = &'a Tie>) -> Balance {
        let mut balance = Balance { target, near: 0.0, all: 0.0 };
        for tie in ties {
            balance.add(self.is_local(tie.supplier), tie.amount);
        }
        balance
    }

    fn is_local(&self, firm: usize) -> bool {
        self.firms[firm].county.is_some()
    }

    /// Last year's suppliers that stay, with amounts that leave room for others.
    fn keep_ties(&mut self, need: f64, last: &[Tie]) -> Vec<Tie> {
        let before: f64 = last.iter().map(|tie| tie.amount).sum();
        let mut kept = Vec::new();
        for tie in last {
            if self.rng.chance(LOYALTY) {
                let amount = need * tie.amount / before * self.rng.between(0.85, 1.05);
                kept.push(Tie { supplier: tie.supplier, amount });
            }
        }
        kept
    }

    /// Splits what a buyer still needs among new suppliers. Each part is about half of the one before, so that a
    /// few parts can come close to any local share.
    fn fill_need(&mut self, need: &Need, ties: &mut Vec<Tie>, balance: &mut Balance) {
        let wanted = self.suppliers_wanted(need);
        let open = (need.amount - ties.iter().map(|tie| tie.amount).sum::<f64>()).max(0.0);
        let at_least = usize::from(ties.is_empty() || open > need.amount * 0.15);
        let mut weights = Vec::new();
        let mut weight = 1.0;
        for _ in 0..wanted.saturating_sub(ties.len()).max(at_least) {
            weights.push(weight);
            weight *= self.rng.between(0.4, 0.75);
        }
        let sum: f64 = weights.iter().sum();
        for weight in weights {
            self.buy_part(need, open * weight / sum, ties, balance);
        }
    }

    fn buy_part(&mut self, need: &Need, amount: f64, ties: &mut Vec<Tie>, balance: &mut Balance) {
        let near = balance.wants_near(amount);
        if let Some(supplier) = self.pick_supplier(need, near, ties) {
            balance.add(self.is_local(supplier), amount);
            ties.push(Tie { supplier, amount });
        } else if let Some(at) = ties.iter().position(|tie| self.is_local(tie.supplier) == near) {
            // Every supplier of that side serves the buyer already: the first one delivers more.
            balance.add(near, amount);
            ties[at].amount += amount;
        }
    }

    /// About half of all pairs of maker and part have one source; large needs are spread.
    fn suppliers_wanted(&mut self, need: &Need) -> usize {
        let by_size = [400.0, 2_500.0, 9_000.0].iter().filter(|&&bound| need.amount > bound).count();
        let leads = usize::from(self.firms[need.buyer].role == "链主");
        1 + by_size + leads + usize::from(self.rng.chance(0.14))
    }

    /// A supplier that the buyer does not have yet: near or far as wished, where there is one.
    fn pick_supplier(&mut self, need: &Need, near: bool, ties: &[Tie]) -> Option<usize> {
        let free = |list: &[usize]| -> Vec<usize> {
            let used = |firm: &usize| *firm == need.buyer || ties.iter().any(|tie| tie.supplier == *firm);
            list.iter().copied().filter(|firm| !used(firm)).collect()
        };
        let (makers, outside) = (&self.makers[need.product], &self.outside[need.product]);
        let (wished, other) = if near { (makers, outside) } else { (outside, makers) };
        let mut candidates = free(wished);
        if candidates.is_empty() && ties.is_empty() {
            candidates = free(other);
        }
        if candidates.is_empty() {
            return None;
        }
        let weights: Vec<f64> = candidates.iter().map(|&firm| self.appeal(need, firm)).collect();
        let supplier = candidates[self.rng.weighted(&weights)];
        self.firms[supplier].customers += 1;
        Some(supplier)
    }

    /// Size, customers won before (attachment nearly linear in degree, as in tax data) and the same county speak
    /// for a supplier; that the buyer has just left it speaks against it.
    fn appeal(&self, need: &Need, firm: usize) -> f64 {
        let home = self.firms[need.buyer].county;
        let Firm { ref revenue, customers, county, .. } = self.firms[firm];
        let neighbour = if county.is_some() && county == home { 1.6 } else { 1.0 };
        let left = if need.last.iter().any(|tie| tie.supplier == firm) { 0.25 } else { 1.0 };
        revenue[0].sqrt() * (1.0 + customers as f64) * neighbour * left
    }

    /// Writes the purchases of one buyer; a large one often comes under two contracts.
    fn book(&mut self, product: usize, year: usize, buyer: usize, ties: &[Tie]) {
        for tie in ties {
            self.firms[tie.supplier].sold[year] += tie.amount;
            let amount = ((tie.amount * 100.0) as u64).max(30);
            let first = if tie.amount > 3_000.0 && self.rng.chance(0.3) { amount * 3 / 5 } else { amount };
            for amount in [first, amount - first] {
                if amount > 0 {
                    self.lines.push(Line { year, buyer, product, supplier: tie.supplier, amount });
                }
            }
        }
    }

    /// Raises the makers of a product to a revenue that holds their recorded sales, alike in all years.
    fn settle(&mut self, product: usize) {
        for &maker in &self.makers[product] {
            let firm = &mut self.firms[maker];
            let mut scale = 1.0_f64;
            for year in 0..YEARS.len() {
                scale = scale.max(firm.sold[year] * 1.12 / firm.revenue[year]);
            }
            firm.revenue = firm.revenue.map(|revenue| revenue * scale);
        }
    }

    /// Purchases from one's own workshop: buyer and supplier are the same firm.
    fn make_own_inputs(&mut self) {
        for buyer in 0..self.firms.len() {
            let firm = &self.firms[buyer];
            let (Some(product), true) = (firm.side, firm.workshop) else { continue };
            let inputs = &self.products[firm.product].inputs;
            let share = inputs.iter().find(|input| input.product == product).map_or(0.02, |input| input.share);
            for year in 0..YEARS.len() {
                let amount = (firm.revenue[year] * share * 15.0) as u64;
                self.lines.push(Line { year, buyer, product, supplier: buyer, amount });
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------- ledger

impl World {
    /// Turns the lines into ledger entries and hides what real ledgers hide.
    fn record(&mut self) {
        let mut lines = std::mem::take(&mut self.lines);
        lines.sort_by_key(|line| (line.year, line.buyer, line.product, line.supplier));
        let mut contracts = [0_u32; 3];
        for line in lines {
            let source = ["发票", "合同", "采购方"][self.rng.weighted(&[0.62, 0.22, 0.16])];
            let mut contract = String::new();
            if source == "合同" || (source == "发票" && self.rng.chance(0.6)) {
                contracts[line.year] += 1;
                contract = format!("示例-{}-{:04}", YEARS[line.year], contracts[line.year]);
            }
            let amount = self.shown_amount(&line);
            let (supplier, origin) = self.shown_supplier(&line, amount.is_empty());
            self.entries.push(Entry { line, supplier, origin, amount, contract, source });
        }
    }

    /// Blank is missing; `*` and `保密` are undisclosed. Large amounts go missing less often.
    fn shown_amount(&mut self, line: &Line) -> String {
        let own = line.buyer == line.supplier;
        let missing = if line.amount < 300_000 { 0.066 } else { 0.02 };
        let draw = self.rng.unit();
        if own || draw > missing + 0.012 {
            hundredths(line.amount)
        } else if draw < missing {
            String::new()
        } else {
            self.rng.choose(&["*", "*", "保密"]).to_owned()
        }
    }

    /// The supplier and the place of origin as the buyer wrote them, one of them or neither.
    fn shown_supplier(&mut self, line: &Line, unpriced: bool) -> (String, String) {
        let firm = &self.firms[line.supplier];
        let named = if self.rng.chance(0.1) {
            firm.id.clone()
        } else if !firm.alias.is_empty() && self.rng.chance(0.3) {
            firm.alias.clone()
        } else {
            firm.name.clone()
        };
        let known = line.buyer == line.supplier || unpriced;
        match self.rng.unit() {
            draw if draw < 0.03 && !known => (String::new(), firm.produced.clone()),
            draw if draw < 0.042 && !known => (String::new(), String::new()),
            draw if draw > 0.9 && firm.county.is_none() => (named, firm.produced.clone()),
            _ => (named, String::new()),
        }
    }
}

/// 0.01 万元 as 万元.
fn hundredths(amount: u64) -> String {
    format!("{}.{:02}", amount / 100, amount % 100)
}

// ---------------------------------------------------------------------------------------------- sheets

const FIRM_HEADINGS: [&str; 17] = [
    "企业ID",
    "统一社会信用代码",
    "企业名称",
    "别名",
    "注册地",
    "生产地",
    "统计地",
    "园区",
    "经度",
    "纬度",
    "行业代码",
    "角色",
    "产业链",
    "资质",
    "规模",
    "集团",
    "联系人",
];

/// A sheet in the making: the notice, the headings, the rows.
struct Sheet(String);

impl Sheet {
    fn new(headings: &[&str]) -> Self {
        let mut sheet = Self(String::from("\u{feff}"));
        sheet.row(&[NOTICE]);
        sheet.row(headings);
        sheet
    }

    fn row(&mut self, cells: &[&str]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            if cell.contains([',', '"', '\n']) {
                let _ = write!(self.0, "\"{}\"", cell.replace('"', "\"\"")); // Writing to a String cannot fail.
            } else {
                self.0.push_str(cell);
            }
        }
        self.0.push('\n');
    }

    fn save(&self, folder: &Path, name: &str) -> io::Result<()> {
        fs::write(folder.join(format!("{name}.csv")), &self.0)
    }
}

fn about() -> Sheet {
    let mut sheet = Sheet::new(&["项目", "内容"]);
    sheet.row(&["标题", "宿州市重点产业链示例（合成数据）"]);
    sheet.row(&["本地范围", "341300"]);
    let chains: Vec<_> = rows(PRODUCTS).filter_map(|row| row.strip_prefix("# ")).collect();
    sheet.row(&["产业链", &chains.join(";")]);
    sheet.row(&["数据日期", "2025-03-31"]);
    sheet.row(&["金额单位", "万元"]);
    sheet.row(&["年份", "2024"]);
    sheet
}

fn zones() -> Sheet {
    let mut sheet = Sheet::new(&["园区", "所属县区", "经度", "纬度", "相邻"]);
    for (zone, _) in CITY_ZONES {
        sheet.row(&[zone, "埇桥区", "", "", ""]);
    }
    for county in &COUNTIES {
        sheet.row(&[county.zone, county.name, "", "", ""]);
    }
    sheet
}

fn regions() -> Sheet {
    let mut sheet = Sheet::new(&["区域", "行政区划"]);
    sheet.row(&["皖北六市", "宿州市;淮北市;蚌埠市;阜阳市;淮南市;亳州市"]);
    sheet.row(&["淮海经济区", "徐州市;连云港市;宿迁市;宿州市;淮北市;商丘市;枣庄市;济宁市;临沂市;菏泽市"]);
    sheet
}

fn chains(products: &[Product]) -> Sheet {
    let mut sheet =
        Sheet::new(&["产业链", "环节", "产品", "产品ID", "位置", "层级", "五基类别", "关键", "同义词", "行业代码"]);
    for (index, p) in products.iter().enumerate() {
        let id = format!("P{:03}", index + 1);
        sheet.row(&[p.chain, p.segment, p.name, &id, p.position, p.order, p.base, p.essential, p.synonyms, p.class]);
    }
    sheet
}

fn inputs(products: &[Product]) -> Sheet {
    let mut sheet = Sheet::new(&["产品", "投入品", "成本占比(%)", "必需"]);
    for product in products {
        for input in &product.inputs {
            let share = format!("{:.1}", input.share * 100.0);
            sheet.row(&[product.name, products[input.product].name, &share, yes_no(input.required)]);
        }
    }
    sheet
}

fn yes_no(value: bool) -> &'static str {
    if value { "是" } else { "否" }
}

/// Size class of manufacturing by staff and revenue (工信部联企业〔2011〕300号); both bounds must be met.
fn size_class(staff: f64, revenue: f64) -> &'static str {
    let bounds = [("大", 1_000.0, 40_000.0), ("中", 300.0, 2_000.0), ("小", 20.0, 300.0)];
    let met = bounds.iter().find(|(_, people, money)| staff >= *people && revenue >= *money);
    met.map_or("微", |(class, ..)| class)
}

impl World {
    fn write(&mut self, folder: &Path) -> io::Result<()> {
        about().save(folder, "说明")?;
        zones().save(folder, "园区")?;
        regions().save(folder, "区域")?;
        chains(&self.products).save(folder, "产业链")?;
        inputs(&self.products).save(folder, "投入")?;
        self.firm_sheet().save(folder, "企业")?;
        self.year_sheet().save(folder, "企业年度")?;
        self.capacity_sheet().save(folder, "产能")?;
        self.purchase_sheet().save(folder, "采购")?;
        self.total_sheet().save(folder, "采购总额")?;
        self.write_plans(folder)
    }

    fn firm_sheet(&mut self) -> Sheet {
        let mut sheet = Sheet::new(&FIRM_HEADINGS);
        for index in 0..self.firms.len() {
            let firm = self.firms[index].clone();
            let product = &self.products[firm.product];
            let local = firm.county.is_some();
            let (lon, lat) = firm.spot.map_or_else(Default::default, |(x, y)| (format!("{x:.3}"), format!("{y:.3}")));
            let marks = if local && !firm.planned { marks(&mut self.rng, firm.role) } else { String::new() };
            let staff = firm.revenue[2] / firm.productivity;
            let size = if local && !firm.planned { size_class(staff, firm.revenue[2]) } else { "" };
            let contact =
                if local && self.rng.chance(0.8) { format!("示例联系人{:03}", index + 1) } else { String::new() };
            sheet.row(&[
                &firm.id,
                "",
                &firm.name,
                &firm.alias,
                &firm.registered,
                &firm.produced,
                &firm.counted,
                firm.zone,
                &lon,
                &lat,
                product.class,
                firm.role,
                product.chain,
                &marks,
                size,
                &firm.group,
                &contact,
            ]);
        }
        sheet
    }

    fn year_sheet(&mut self) -> Sheet {
        let mut sheet = Sheet::new(&[
            "企业名称",
            "年份",
            "营业收入(亿元)",
            "产值(亿元)",
            "营业成本(亿元)",
            "研发费用(万元)",
            "从业人员",
            "发明专利(件)",
            "税收(万元)",
            "用地(亩)",
            "用能(吨标准煤)",
        ]);
        for firm in self.firms.iter().filter(|firm| firm.county.is_some() && !firm.planned) {
            let rng = &mut self.rng;
            let (cost, research, tax) = (rng.between(0.8, 0.88), rng.between(0.008, 0.05), rng.between(0.012, 0.05));
            let (land, energy, patents) = (rng.between(0.002, 0.006), rng.between(0.02, 0.16), rng.between(0.0, 7.0));
            for (year, revenue) in firm.revenue.into_iter().enumerate() {
                let size = revenue / 10_000.0;
                let patents = (patents * size.sqrt() * (1.0 + 0.14 * year as f64)) as u32;
                let research = if rng.chance(0.06) { String::new() } else { format!("{:.0}", revenue * research) };
                let output = size * rng.between(0.97, 1.03);
                sheet.row(&[
                    &firm.name,
                    &YEARS[year].to_string(),
                    &format!("{size:.4}"),
                    &format!("{output:.4}"),
                    &format!("{:.4}", size * cost),
                    &research,
                    &format!("{:.0}", (revenue / firm.productivity).max(3.0)),
                    &patents.to_string(),
                    &format!("{:.0}", revenue * tax),
                    &format!("{:.0}", (firm.revenue[0] * land).max(2.0)),
                    &format!("{:.0}", revenue * energy),
                ]);
            }
        }
        sheet
    }

    fn capacity_sheet(&mut self) -> Sheet {
        let mut sheet = Sheet::new(&[
            "企业名称",
            "产品",
            "年份",
            "产量产值(万元)",
            "产能(万元)",
            "富余产能(万元)",
            "外销承诺(万元)",
            "在建",
        ]);
        for index in 0..self.firms.len() {
            let firm = self.firms[index].clone();
            let product = &self.products[firm.product];
            if firm.county.is_none() {
                continue;
            }
            if firm.planned {
                let capacity = format!("{:.0}", self.rng.between(8_000.0, 40_000.0));
                sheet.row(&[&firm.name, product.name, "2024", "", &capacity, "", "", "是"]);
                continue;
            }
            let output = firm.revenue[2] * 0.96;
            let busy = (product.busy + self.rng.between(-0.04, 0.04)).min(0.99);
            let [made, capacity, spare] =
                known_capacity(&mut self.rng, firm.role != "配套", product.busy, output, output / busy);
            let exported = output - firm.sold[2];
            let promised = if exported > 0.0 && self.rng.chance(0.35) {
                format!("{:.0}", exported * self.rng.between(0.5, 0.9))
            } else {
                String::new()
            };
            sheet.row(&[&firm.name, product.name, "2024", &made, &capacity, &spare, &promised, "否"]);
            if let Some(side) = firm.side {
                let cells = self.side_cells(&firm, side);
                sheet.row(&[&firm.name, self.products[side].name, "2024", &cells.0, &cells.1, "", "", "否"]);
            }
        }
        sheet
    }

    /// Output and capacity of a side line; an own workshop makes what the firm itself uses.
    fn side_cells(&mut self, firm: &Firm, side: usize) -> (String, String) {
        let inputs = &self.products[firm.product].inputs;
        let share = inputs.iter().find(|input| input.product == side).map_or(0.02, |input| input.share);
        if firm.workshop {
            let output = firm.revenue[2] * share * 0.15;
            return (format!("{output:.0}"), format!("{:.0}", output * 1.02));
        }
        let output = firm.revenue[2] * 0.04;
        let capacity = if self.rng.chance(0.5) { format!("{:.0}", output * 1.5) } else { String::new() };
        (format!("{output:.0}"), capacity)
    }

    fn purchase_sheet(&self) -> Sheet {
        let mut sheet = Sheet::new(&["采购方", "供应商", "来源地", "产品", "采购额(万元)", "年份", "合同号", "来源"]);
        for entry in &self.entries {
            let buyer = &self.firms[entry.line.buyer].name;
            let product = self.products[entry.line.product].name;
            let year = YEARS[entry.line.year].to_string();
            let Entry { supplier, origin, amount, contract, source, .. } = entry;
            sheet.row(&[buyer, supplier, origin, product, amount, &year, contract, source]);
        }
        sheet
    }

    /// Declared totals of the leaders, without their own workshops: the true sum where the list is complete,
    /// a little more elsewhere.
    fn total_sheet(&mut self) -> Sheet {
        let mut sheet = Sheet::new(&["采购方", "产品", "年份", "采购总额(万元)", "清单完整"]);
        let mut sums: BTreeMap<(usize, usize), u64> = BTreeMap::new();
        for line in self.entries.iter().map(|entry| &entry.line) {
            if line.buyer != line.supplier && self.firms[line.buyer].role != "配套" {
                *sums.entry((line.buyer, line.year)).or_default() += line.amount;
            }
        }
        for ((buyer, year), sum) in sums {
            let list = ["", "否", "是"][self.rng.weighted(&[0.55, 0.28, 0.17])];
            let total = if list == "是" { sum } else { (sum as f64 * self.rng.between(1.005, 1.045)) as u64 };
            let year = YEARS[year].to_string();
            sheet.row(&[&self.firms[buyer].name, "", &year, &hundredths(total), list]);
        }
        sheet
    }
}

/// Qualifications; leaders hold more of them.
fn marks(rng: &mut Rng, role: &str) -> String {
    let chances = match role {
        "链主" => [0.2, 0.5, 0.8, 0.2, 0.95, 0.25],
        "龙头" => [0.02, 0.15, 0.5, 0.25, 0.7, 0.0],
        _ => [0.0, 0.012, 0.08, 0.16, 0.2, 0.0],
    };
    let names = ["单项冠军", "小巨人", "专精特新", "创新型", "高新技术企业", "上市"];
    let held: Vec<_> = names.into_iter().zip(chances).filter(|&(_, chance)| rng.chance(chance)).collect();
    held.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";")
}

/// Output, capacity and spare capacity as far as the firm reports them. Where the story needs spare or scarce
/// capacity (much idle or nearly none) most firms report it; elsewhere one in five says nothing.
fn known_capacity(rng: &mut Rng, leads: bool, busy: f64, output: f64, capacity: f64) -> [String; 3] {
    let cell = |value: f64| format!("{value:.0}");
    let silent = if leads {
        0.0
    } else if (0.6..=0.9).contains(&busy) {
        0.2
    } else {
        0.06
    };
    match rng.unit() {
        draw if draw < silent => Default::default(),
        draw if draw < silent * 1.5 => [cell(output), String::new(), String::new()],
        draw if draw < 0.6 => [cell(output), cell(capacity), String::new()],
        _ => [cell(output), cell(capacity), cell(capacity - output)],
    }
}
