//! The sheets that say what is planned: projects, talents, clusters, indicators and targets; all invented.
//!
//! They name only firms, products, zones and counties of the other sheets, so that they add nothing to any rate.

use super::{Sheet, World, cells, dash, fault, find, rows};
use std::io;
use std::path::Path;

/// Projects: number, name, kind, product, investor, place, enclave, investment, land, energy, capacity, signed,
/// started, opened (planned where a `~` stands before it), person; then snapshots as date:stage:paid in:in the statistics. Money in 亿元.
/// Investor: `外` is the product's first outside supplier, `本` its first local maker, `本 产品` that of another product.
const PROJECTS: &str = "
XM-001|轴承钢示例项目|补链|轴承钢|外|灵璧经济开发区|否|6.5|180|42000|12|2024-03-18|2024-11-06|~2026-06-30|示例责任人01|2024-06-30:招引签约:0.3:否 2024-12-31:建设开工:1.4:是 2025-03-31:建设开工:2.1:是
XM-002|光伏玻璃示例项目|补链|光伏玻璃|外|泗县经济开发区|否|8|210|56000|9|2024-05-09|-|~2027-06|示例责任人02|2024-06-30:招引签约::否 2024-12-31:招引签约:0.2:否 2025-03-31:招引签约:0.2:否
XM-003|锂电隔膜示例项目|补链|隔膜|外|宿州市高新区|否|5.2|96|15000|6|2024-09-27|2025-02-18|~2026-10-31|示例责任人03|2024-12-31:招引签约:0.5:否 2025-03-31:建设开工:0.9:否
XM-004|智算服务器装配示例项目|补链|GPU服务器|外|宿州市高新区|否|*|60|2200|15|2025-01-15|-|-|示例责任人04|2025-03-31:招引签约:*:否
XM-005|医用钛合金示例项目|补链|医用钛合金|外|砀山经济开发区|否|2.4|75|6800|3|2023-10-20|2024-04-12|2025-01-20|示例责任人05|2024-06-30:建设开工:0.8:是 2024-12-31:建设开工:1.9:是 2025-03-31:竣工投产:2.4:是
XM-006|绿色印染示例项目|补链|印染加工|外|宿州市经济技术开发区|否|3.6|120|31000|4.5|2024-07-30|-|-|示例责任人06|2024-12-31:招引签约:0.1:否 2025-03-31:招引签约:0.1:否
XM-007|轴承套圈扩能示例项目|强链|轴承套圈|本|灵璧经济开发区|否|1.2|40|2600|2|-|2024-08-16|~2025-02-28|示例责任人01|2024-12-31:建设开工:0.5:是 2025-03-31:建设开工:0.8:是
XM-008|玻璃瓶二期示例项目|强链|玻璃包装瓶|本|萧县经济开发区|否|0.9|35|7400|1.3|-|2024-10-10|~2025-08-31|示例责任人07|2024-12-31:建设开工:0.2:是 2025-03-31:建设开工:0.4:是
XM-009|针织面料扩能示例项目|强链|针织面料|本|灵璧县|否|0.6|28|1900|1|-|2024-02-26|2024-12-05|示例责任人08|2024-06-30:建设开工:0.3:是 2024-12-31:竣工投产:0.6:是
XM-010|果蔬汁饮料示例项目|延链|果蔬汁饮料|本 浓缩果汁|砀山经济开发区|否|1.8|66|3100|2.5|2024-04-22|2024-09-19|~2025-09-30|示例责任人05|2024-06-30:招引签约:0.1:否 2024-12-31:建设开工:0.7:是 2025-03-31:建设开工:1.1:是
XM-011|机器人减速器示例项目|延链|机器人减速器|本 薄壁轴承|灵璧经济开发区|否|2.1|52|1700|3.2|-|-|-|示例责任人01|2024-12-31:谋划储备::否 2025-03-31:谋划储备::否
XM-012|换电柜示例项目|延链|换电装备|本 锂离子电池|砀山县|否|3|88|2400|5|2024-08-08|-|-|示例责任人05|2024-12-31:招引签约:0.4:否 2025-03-31:招引签约:0.6:否
XM-013|汽车密封件稳产示例项目|固链|橡胶密封件|本|萧县经济开发区|否|0.4|12|800|0.6|-|2024-06-03|2024-12-18|示例责任人07|2024-06-30:建设开工:0.1:是 2024-12-31:竣工投产:0.4:是
XM-014|灭菌中心备份线示例项目|固链|医用灭菌服务|本|砀山县|否|0.3|8|600|0.4|-|2025-01-06|-|示例责任人05|2025-03-31:建设开工:0.1:否
XM-015|压铸智能化改造示例项目|技改|铝合金压铸件|本|泗县经济开发区|否|0.7|-|1200|1|-|2024-03-01|2024-11-11|示例责任人02|2024-06-30:建设开工:0.3:是 2024-12-31:竣工投产:0.7:是
XM-016|造纸节能改造示例项目|技改|箱板纸|本|宿马园区|否|1.5|-|9800|-|-|2024-05-20|~2025-12|示例责任人09|2024-06-30:建设开工:0.2:是 2024-12-31:建设开工:0.9:是 2025-03-31:建设开工:1.2:是
XM-017|汽车电控示例项目|补链|电控|外|宿马园区|是|4.5|70|1500|8|2024-06-28|2025-03-05|~2026-03-31|示例责任人09|2024-06-30:招引签约::否 2024-12-31:招引签约:0.8:否 2025-03-31:建设开工:1.3:是
XM-018|木浆一体化示例项目|补链|商品木浆|-|宿马园区|否|-|-|-|-|-|-|-|示例责任人09|2025-03-31:谋划储备::否
";

/// Talents: name, category, field, products, place, employer.
const TALENTS: &str = "
示例专家甲|领军人才|轴承材料与热处理|轴承钢;热处理加工|安徽省合肥市|某示例大学
示例专家乙|领军人才|传动与减速器|机器人减速器;薄壁轴承|陕西省西安市|某示例大学
示例专家丙|高级工程师|光伏玻璃|光伏玻璃|安徽省蚌埠市|某示例研究院
示例专家丁|高级工程师|锂电隔膜|隔膜|江苏省常州市|-
示例专家戊|高级技师|铝合金压铸|铝合金压铸件;模具|安徽省宿州市泗县|-
示例专家己|教授|果蔬加工|浓缩果汁;果蔬汁饮料|江苏省无锡市|某示例大学
示例轴承研究所|科研机构|轴承检测|轮毂轴承;深沟球轴承|安徽省宿州市灵璧县|-
示例医疗器械团队|创新团队|植入物表面处理|植入物表面处理;骨钉|上海市|某示例医院
示例算力调度团队|创新团队|算力调度|算力调度平台|浙江省杭州市|-
示例造纸技术中心|科研机构|造纸助剂与节水|造纸助剂;箱板纸|安徽省宿州市|-
";

/// Clusters: name, level, chain, scope, square kilometres, date, then the six of 六个一.
const CLUSTERS: &str = "
灵璧示例轴承产业集群|县域|轴承|灵璧县|12.5|2023-12-20|示例领导01|示例轴承专班|是|是|是|示例轴承十条
泗县示例汽车零部件产业集群|县域|汽车零部件|泗县|15|2022-12-15|示例领导02|示例汽配专班|是|是|是|是
砀山示例果蔬食品产业集群|省级|绿色食品|砀山县|22|2021-11-30|示例领导03|示例食品专班|否|是|是|是
萧县示例新材料产业集群|县域|汽车零部件|萧县|9.8|2023-12-20|示例领导04|-|-|否|是|-
宿马示例造纸产业集群|省级|造纸及纸制品|宿马园区|6.4|2024-08-09|示例领导05|示例造纸专班|是|是|是|否
宿州示例算力产业集群|省级|算力|宿州市高新区|-|-|示例领导06|示例算力专班|是|-|是|是
";

/// Indicators: subject, indicator, unit, 2023, 2024.
const INDICATORS: &str = "
埇桥区|规上工业企业数|家|212|225
砀山县|规上工业企业数|家|131|136
萧县|规上工业企业数|家|158|163
灵璧县|规上工业企业数|家|109|121
泗县|规上工业企业数|家|147|155
埇桥区|沪苏浙项目到位资金|亿元|12.4|13.1
灵璧县|沪苏浙项目到位资金|亿元|6.2|*
泗县|沪苏浙项目到位资金|亿元|8.8|9.9
轴承|产值|亿元|36.5|41.2
汽车零部件|产值|亿元|88|97.6
造纸及纸制品|产值|亿元|71.3|74
灵璧示例轴承产业集群|研发投入强度|%|2.1|2.4
泗县示例汽车零部件产业集群|研发投入强度|%|1.9|2.2
宿州市|实际利用外资|万美元|5200|6100
";

/// Targets: subject, metric, base year, base, target year, target.
const TARGETS: &str = "
轴承|近地化配套率|2024|53.8%|2027|65%
汽车零部件|近地化配套率|2024|33.6%|2027|45%
绿色食品|近地化配套率|2024|53.0%|2027|60%
轴承|产值|2024|41.2亿元|2027|80亿元
汽车零部件|产值|2024|97.6亿元|2027|180亿元
造纸及纸制品|产值|2024|74亿元|2027|130亿元
埇桥区|沪苏浙项目到位资金|2024|13.1亿元|2025|15.1亿元
泗县|沪苏浙项目到位资金|2024|9.9亿元|2025|11.4亿元
灵璧县|沪苏浙项目到位资金|2024|*|2025|15%
宿州市|新增规上工业企业数|-|-|2025|40家
";

/// Where the invented targets and titles come from.
const CLAUSE: &str = "示例文件（虚构）第一条";

const PROJECT_HEADINGS: [&str; 20] = [
    "项目",
    "编号",
    "快照日期",
    "类型",
    "阶段",
    "企业",
    "产品",
    "落地",
    "来源地",
    "飞地",
    "投资额(亿元)",
    "到位资金(亿元)",
    "用地(亩)",
    "用能(吨标准煤)",
    "产能(亿元)",
    "签约日期",
    "开工日期",
    "投产日期",
    "列统",
    "责任人",
];

impl World {
    /// Writes the five sheets. Nothing here draws a random number, so the other sheets stay as they are.
    pub(super) fn write_plans(&self, folder: &Path) -> io::Result<()> {
        self.project_sheet()?.save(folder, "项目")?;
        copied(&["姓名或机构", "类别", "领域", "产品", "所在地", "单位"], TALENTS).save(folder, "人才")?;
        let clusters = ["集群", "级别", "产业链", "范围", "面积(平方公里)", "认定日期"];
        let six = ["县级领导", "服务专班", "招商团队", "专项规划", "链主企业", "优惠政策"];
        copied(&[&clusters[..], &six[..]].concat(), CLUSTERS).save(folder, "集群")?;
        indicator_sheet()?.save(folder, "指标")?;
        target_sheet()?.save(folder, "目标")
    }

    fn project_sheet(&self) -> io::Result<Sheet> {
        let mut sheet = Sheet::new(&PROJECT_HEADINGS);
        for row in rows(PROJECTS) {
            let all: [&str; 16] = cells(row)?;
            let [number, name, kind, product, investor, place, enclave, investment, land, energy, capacity, ..] =
                all.map(dash);
            let [signed, started, opened, person, snapshots] = [11, 12, 13, 14, 15].map(|at: usize| dash(all[at]));
            let (firm, origin) = self.investor(product, investor)?;
            for snapshot in snapshots.split(' ') {
                let [date, stage, paid, counted] = snapshot.split(':').collect::<Vec<_>>()[..] else {
                    return Err(fault(row));
                };
                // What had not happened yet was not written down yet, unless it was planned.
                let past = |day: &'static str| match day.strip_prefix('~') {
                    Some(plan) => plan,
                    None if day <= date => day,
                    None => "",
                };
                sheet.row(&[
                    name,
                    number,
                    date,
                    kind,
                    stage,
                    firm,
                    product,
                    place,
                    origin,
                    enclave,
                    investment,
                    paid,
                    land,
                    energy,
                    capacity,
                    past(signed),
                    past(started),
                    past(opened),
                    counted,
                    person,
                ]);
            }
        }
        Ok(sheet)
    }

    /// Name of the investing firm and the place its money comes from.
    fn investor(&self, product: &str, investor: &str) -> io::Result<(&str, &str)> {
        let (kind, other) = investor.split_once(' ').unwrap_or((investor, product));
        let list = match kind {
            "外" => &self.outside,
            "本" => &self.makers,
            _ => return Ok(("", "")),
        };
        let firms = &list[find(&self.products, other)?];
        let firm = firms.first().map(|firm| &self.firms[*firm]).ok_or_else(|| fault(investor))?;
        Ok((&firm.name, if firm.county.is_none() { &firm.produced } else { "" }))
    }
}

fn indicator_sheet() -> io::Result<Sheet> {
    let mut sheet = Sheet::new(&["对象", "指标", "年份", "数值", "单位"]);
    for row in rows(INDICATORS) {
        let [subject, indicator, unit, before, now] = cells(row)?;
        for (year, value) in [("2023", before), ("2024", now)] {
            sheet.row(&[subject, indicator, year, value, unit]);
        }
    }
    Ok(sheet)
}

fn target_sheet() -> io::Result<Sheet> {
    let mut sheet = Sheet::new(&["对象", "度量", "基期", "基期值", "目标年", "目标值", "依据"]);
    for row in rows(TARGETS) {
        let [subject, metric, base_year, base, year, target] = cells(row)?.map(dash);
        sheet.row(&[subject, metric, base_year, base, year, target, CLAUSE]);
    }
    Ok(sheet)
}

/// A sheet whose rows stand in the table as they are.
fn copied(headings: &[&str], table: &'static str) -> Sheet {
    let mut sheet = Sheet::new(headings);
    for row in rows(table) {
        sheet.row(&row.split('|').map(dash).collect::<Vec<_>>());
    }
    sheet
}
