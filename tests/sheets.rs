//! The sheets beside the ledger: 项目, 人才, 集群, 指标, 目标, from clean rows and from ugly ones.
#![allow(clippy::unwrap_used, missing_docs)]

use liantu::ingest::{self, Ingested, ReadOptions};
use liantu::issue::{Code, Severity};
use liantu::model::{
    Amount, AreaCode, ClusterLevel, Dataset, Project, ProjectKind, ProjectStage, Provision, Quantity, Support, Unit,
    Year,
};
use std::collections::BTreeMap;

fn read(files: &[(&str, &str)]) -> Ingested {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let read = ingest::read(folder.path(), &ReadOptions::default()).unwrap();
    for table in &read.dataset.balance {
        assert_eq!(table.read, table.used + table.set_aside, "{} {}", table.file, table.sheet);
    }
    let set_aside: usize = read.dataset.balance.iter().map(|table| table.set_aside).sum();
    assert_eq!(
        set_aside,
        read.rejects.iter().map(|sheet| sheet.rows.len()).sum::<usize>(),
        "every row can be corrected"
    );
    read
}

/// Reads one file and compares the issues with `expected`, written `code×count`.
fn check(name: &str, text: &str, expected: &[&str]) -> Ingested {
    let read = read(&[(name, text)]);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for issue in &read.issues {
        *counts.entry(issue.code.as_str()).or_default() += 1;
    }
    let found: Vec<String> = counts.iter().map(|(code, count)| format!("{code}×{count}")).collect();
    assert_eq!(found, expected, "{:#?}", read.issues);
    read
}

fn texts(read: &Ingested, code: Code) -> Vec<&str> {
    read.issues.iter().filter(|issue| issue.code == code).map(|issue| issue.text.as_str()).collect()
}

fn project<'a>(dataset: &'a Dataset, id: &str) -> &'a Project {
    dataset.projects.iter().find(|project| project.id.as_str() == id).unwrap()
}

#[test]
fn a_project_keeps_every_column_and_every_date() {
    let text = "项目名称,项目编号,调度日期,类型,阶段,投资方,产品,落地县区,投资来源地,飞地,总投资(亿元),到位资金(万元),用地(亩),用能(吨标准煤),产能(万元),签约时间,开工时间,投产时间,是否列统,责任人
轴承钢项目,XM-1,2024-08-31,补链,已签约,甲特钢,轴承钢;轴承套圈,灵璧县,江苏省,否,5,10000,120,3000,80000,2024-03-15,,,否,张某
轴承钢项目,XM-1,2024-09-30,补链,建设开工,甲特钢,轴承钢;轴承套圈,灵璧县,江苏省,否,5,1.2亿,120,3000,80000,2024-03-15,2024年9月,,是,张某
";
    let read = check("项目.csv", text, &["unlisted-firm×1", "unlisted-product×2"]);
    let dataset = &read.dataset;
    let [project] = &dataset.projects[..] else { panic!("{:?}", dataset.projects) };
    assert_eq!((project.id.as_str(), &*project.name, project.snapshots.len()), ("XM-1", "轴承钢项目", 2));
    let latest = project.latest().unwrap();
    assert_eq!(latest.date.unwrap().to_string(), "2024-09-30");
    assert_eq!((latest.kind, latest.stage), (Some(ProjectKind::Fill), Some(ProjectStage::Started)));
    assert_eq!(project.snapshots[0].stage, Some(ProjectStage::Signed));
    assert_eq!(&*dataset.firm(latest.firm.unwrap()).name, "甲特钢");
    assert_eq!(latest.products.len(), 2);
    assert_eq!((latest.location.area, latest.origin.area), (Some(AreaCode(341323)), Some(AreaCode(320000))));
    let amounts = [latest.investment, latest.paid_in, latest.capacity];
    assert_eq!(amounts, [Amount::Known(5e8), Amount::Known(1.2e8), Amount::Known(8e8)]);
    assert_eq!((latest.land, latest.energy), (Some(120.0), Some(3000.0)));
    assert_eq!(latest.started.unwrap().to_string(), "2024-09");
    assert_eq!((latest.enclave, latest.counted, latest.opened), (Some(false), Some(true), None));
    assert_eq!(latest.responsible.as_deref(), Some("张某"));
}

#[test]
fn ugly_projects_lose_nothing() {
    let text = "项目,编号,快照日期,阶段,产品,落地,投资额(万元),到位资金(亿元)
,X-1,2024-09-30,签约,轴承钢,灵璧县,1,1
坏日期,X-2,2024-13-45,签约,轴承钢,灵璧县,1,1
怪阶段,X-3,2024-09-30,大概快了,仙丹,月宫,*亿元,1亿2000万元
两币种,X-4,2024-09-30,在建,轴承钢,灵璧县,5亿元/8000万美元,$3m
负数,X-5,2024-09-30,投产,,,-5,保密
";
    let expected = [
        "bad-choice×1",
        "bad-date×1",
        "bad-number×2",
        "foreign-currency×1",
        "missing-cell×1",
        "unknown-place×1",
        "unlisted-product×2",
    ];
    let read = check("项目.csv", text, &expected);
    assert_eq!(read.dataset.projects.len(), 3);
    assert_eq!(read.rejects[0].rows.len(), 2);
    let bad_date = read.issues.iter().find(|issue| issue.code == Code::BadDate).unwrap();
    assert_eq!(bad_date.severity, Severity::Error, "the row was set aside");
    let of = |id| project(&read.dataset, id).latest().unwrap();
    assert_eq!((of("X-3").stage, of("X-3").location.is_known()), (None, false));
    assert_eq!((of("X-3").investment, of("X-3").paid_in), (Amount::Undisclosed, Amount::Known(1.2e8)));
    assert_eq!((of("X-4").investment, of("X-4").paid_in), (Amount::Missing, Amount::Missing));
    assert_eq!((of("X-5").investment, of("X-5").paid_in), (Amount::Missing, Amount::Undisclosed));
    assert_eq!(of("X-5").stage, Some(ProjectStage::Producing));
}

#[test]
fn rows_of_one_project_and_date_complete_each_other() {
    let text = "项目,编号,快照日期,阶段,投资额(万元),用地(亩),责任人
甲,X-1,2024-09-30,签约,5000,,
甲,X-1,2024-09-30,签约,5000,,
甲,X-1,2024-09-30,,5000万元,60,张某
甲,X-1,2024-09-30,开工,*,60,李某
";
    let read = check("项目.csv", text, &["conflicting-record×3", "duplicate-row×1"]);
    let snapshot = project(&read.dataset, "X-1").latest().unwrap();
    assert_eq!((snapshot.investment, snapshot.land), (Amount::Known(5e7), Some(60.0)), "known beats withheld");
    assert!(snapshot.stage.is_some() && snapshot.responsible.is_some());
    assert_eq!(texts(&read, Code::ConflictingRecord).len(), 3, "stage, amount and person differ");
}

#[test]
fn a_project_without_a_number_is_found_by_its_name() {
    let text = "项目,编号,快照日期,阶段
甲,X-1,2024-08-31,签约
甲,,2024-09-30,开工
乙,X-2,2024-09-30,签约
乙,X-3,2024-09-30,签约
乙,,2024-10-31,签约
丙,,2024-09-30,签约
";
    let read = check("项目.csv", text, &["ambiguous-project×1"]);
    let ids: Vec<&str> = read.dataset.projects.iter().map(|project| project.id.as_str()).collect();
    assert_eq!(ids, ["X-1", "X-2", "X-3", "丙"]);
    assert_eq!(project(&read.dataset, "X-1").snapshots.len(), 2);
    assert_eq!(read.issues[0].details, ["X-2", "X-3"]);
}

#[test]
fn one_number_for_two_names_is_told() {
    let text = "项目,编号,快照日期\n甲项目,X-1,2024-08-31\n乙项目,X-1,2024-09-30\n";
    let read = check("项目.csv", text, &["conflicting-record×1"]);
    assert_eq!(
        (&*project(&read.dataset, "X-1").name, texts(&read, Code::ConflictingRecord)),
        ("乙项目", vec!["甲项目"])
    );
}

#[test]
fn dates_out_of_order_are_told_and_kept() {
    let text = "项目,快照日期,阶段,签约日期,开工日期,投产日期
开工早于签约,2024-09-30,开工,2024-05-01,2024-04-01,
投产早于开工,2024-09-30,投产,2024-01-01,2024-06-01,2024-05
阶段落后,2024-09-30,签约,2024-01-01,2024-03-01,
阶段超前,2024-09-30,投产,,,2025-06-01
同月,2024-09-30,开工,2024-05-20,2024-05,
计划,2024-09-30,签约,2024-05-20,2025-03-01,2026
";
    let read = check("项目.csv", text, &["date-order×4"]);
    assert_eq!(texts(&read, Code::DateOrder), ["2024-04-01", "2024-05", "签约", "投产"]);
    let first = project(&read.dataset, "开工早于签约").latest().unwrap();
    assert_eq!(first.started.unwrap().to_string(), "2024-04-01");
}

#[test]
fn files_of_two_months_are_two_snapshots() {
    let row = |stage| format!("项目,编号,阶段\n甲,X-1,{stage}\n");
    let (august, september) = (row("签约"), row("开工"));
    let read = read(&[("项目_8月.csv", &august), ("项目_9月.csv", &september), ("说明.csv", "项目,内容\n年份,2024\n")]);
    let snapshots = &project(&read.dataset, "X-1").snapshots;
    let dates: Vec<String> = snapshots.iter().map(|snapshot| snapshot.date.unwrap().to_string()).collect();
    assert_eq!(dates, ["2024-08", "2024-09"]);
    assert!(read.issues.is_empty(), "{:?}", read.issues);
}

#[test]
fn a_project_changes_no_link_and_places_no_firm() {
    const LEDGER: &str = "采购方,采购方所在地,供应商,产品,采购额(万元)\n甲,泗县,乙,轴承,1\n";
    let projects = "项目,企业,产品,落地,来源地\n建厂,乙,轴承,灵璧县,江苏省\n招商,丙,轴承钢,灵璧县,江苏省\n";
    let alone = read(&[("采购.csv", LEDGER)]).dataset;
    let both = read(&[("采购.csv", LEDGER), ("项目.csv", projects)]).dataset;
    let firm = |dataset: &Dataset, name: &str| dataset.firms.iter().find(|firm| &*firm.name == name).unwrap().clone();
    assert_eq!((alone.firms.len(), both.firms.len()), (2, 3));
    for name in ["甲", "乙"] {
        assert_eq!(firm(&alone, name).location, firm(&both, name).location);
    }
    assert!(!firm(&both, "丙").location.is_known() && !firm(&both, "丙").listed);
    let link = &both.links[0];
    assert_eq!((&*both.firm(link.buyer).name, &*both.firm(link.supplier.unwrap()).name), ("甲", "乙"));
    assert_eq!((both.links.len(), link.origin.is_none()), (1, alone.links[0].origin.is_none()));
}

#[test]
fn a_project_of_a_firm_that_proved_to_be_another_is_that_firms() {
    let firms = "企业名称,生产地\n安徽宿州示例轴承有限公司,灵璧县\n";
    let ledger = "采购方,采购方所在地,供应商,产品,采购额(万元)\n甲,泗县,安徽宿州示例轴承有限责任公司,轴承,1\n";
    let projects = "项目,企业\n扩能,安徽宿州示例轴承有限责任公司\n另一,安徽宿州示例轴承有限公司\n";
    let talents = "姓名,单位\n王某,安徽宿州示例轴承有限责任公司\n";
    let read = read(&[("企业.csv", firms), ("采购.csv", ledger), ("项目.csv", projects), ("人才.csv", talents)]);
    let seller = read.dataset.links[0].supplier;
    for project in &read.dataset.projects {
        assert_eq!(project.latest().unwrap().firm, seller);
    }
    assert_eq!(read.dataset.talents[0].firm, seller);
    assert_eq!(&*read.dataset.firm(seller.unwrap()).name, "安徽宿州示例轴承有限公司");
}

#[test]
fn an_investor_decides_no_name_of_the_ledger() {
    const LEDGER: &str =
        "采购方,采购方所在地,供应商,产品,采购额(万元)\n甲,泗县,示例车桥,轴承,1\n甲,泗县,示例车桥有限公司,轴承,2\n";
    let projects = "项目,企业\n一,示例车桥(上海)有限公司\n二,示例车桥装备有限公司\n";
    let alone = read(&[("采购.csv", LEDGER)]);
    let both = read(&[("采购.csv", LEDGER), ("项目.csv", projects)]);
    let sellers = |read: &Ingested| -> Vec<String> {
        let name = |link: &liantu::model::SupplyLink| read.dataset.firm(link.supplier.unwrap()).name.to_string();
        read.dataset.links.iter().map(name).collect()
    };
    assert_eq!(sellers(&alone), sellers(&both));
    assert_eq!((alone.merges.len(), &alone.merges), (1, &both.merges));
}

#[test]
fn talents_keep_namesakes_apart() {
    let text = "姓名,类别,研究领域,产品,所在地,工作单位
王某,工程师,热处理,轴承套圈;轴承钢,灵璧县,甲轴承
王某,工程师,热处理,轴承套圈;轴承钢,灵璧县,甲轴承
王某,教授,摩擦学,,合肥市,某大学
,教授,摩擦学,,合肥市,某大学
李某,,,,某地,
";
    let firms = "企业名称,生产地\n甲轴承,灵璧县\n";
    let read = read(&[("人才.csv", text), ("企业.csv", firms)]);
    let dataset = &read.dataset;
    let found: Vec<_> =
        dataset.talents.iter().map(|row| (&*row.name, row.employer.as_deref(), row.firm.is_some())).collect();
    assert_eq!(found, [("李某", None, false), ("王某", Some("某大学"), false), ("王某", Some("甲轴承"), true)]);
    assert_eq!(dataset.talents[2].products.len(), 2);
    assert_eq!(dataset.talents[1].location.area, Some(AreaCode(340100)));
    assert_eq!(dataset.firms.len(), 1, "a university is no firm");
    let count = |code| texts(&read, code).len();
    assert_eq!([Code::DuplicateRow, Code::MissingCell, Code::UnknownPlace].map(count), [1, 1, 1]);
}

#[test]
fn a_cluster_keeps_the_six_ones() {
    let text =
        "集群名称,级别,主导产业,范围,面积(平方公里),认定时间,县级领导,服务专班,招商团队,专项规划,链主企业,优惠政策
灵璧轴承集群,县域,轴承,灵璧县;灵璧经开区;月宫,12.5,2023年12月,李某,是,无,宿政〔2023〕5号,3,
灵璧轴承集群,省级,轴承,灵璧县,12.5,2023年12月,,,,,,*
,县域,,,,,,,,,,
坏数,市级,,,-3,昨天,,,,,,
";
    let zones = "园区名称,所在县\n灵璧经开区,灵璧县\n";
    let read = read(&[("集群.csv", text), ("园区.csv", zones)]);
    assert_eq!(read.dataset.clusters.len(), 2);
    let cluster = read.dataset.clusters.iter().find(|cluster| &*cluster.name == "灵璧轴承集群").unwrap();
    assert_eq!((cluster.square_km, cluster.scope.len()), (Some(12.5), 2));
    assert!(matches!(cluster.level, Some(ClusterLevel::County | ClusterLevel::Provincial)));
    assert_eq!(cluster.recognised.unwrap().to_string(), "2023-12");
    let said = |text: &str| Provision::Described(text.into());
    let expected =
        [said("李某"), Provision::Present, Provision::Absent, said("宿政〔2023〕5号"), said("3"), Provision::Unknown];
    assert_eq!(Support::ALL.map(|support| cluster.provision(support).clone()), expected);
    let count = |code| texts(&read, code).len();
    let codes = [
        Code::ConflictingRecord,
        Code::MissingCell,
        Code::BadChoice,
        Code::BadNumber,
        Code::BadDate,
        Code::UnknownPlace,
    ];
    assert_eq!(codes.map(count), [1; 6], "{:#?}", read.issues);
    assert_eq!(texts(&read, Code::UnknownPlace), ["月宫"]);
}

#[test]
fn indicators_keep_their_units() {
    let text = "对象,指标,年份,数值,单位
灵璧县,规上工业企业数,2024,186,家
灵璧县,工业总产值,2024,*,亿元
泗县,工业总产值,2024,138.5,亿元
泗县,工业总产值,2024,1385000万元,
泗县,工业总产值,2024,140,亿元
泗县,研发投入强度,2024年,2.5%,
泗县,实际利用外资,2024,5000,万美元
泗县,企业数,,12,家
泗县,企业数,2024,,家
泗县,企业数,2023,许多,家
,企业数,2024,3,家
";
    let expected = ["bad-number×1", "conflicting-record×1", "duplicate-row×1", "missing-cell×3"];
    let read = check("指标.csv", text, &expected);
    let named = |unit: &str| Some(Unit::Named(unit.into()));
    let found: Vec<_> =
        read.dataset.indicators.iter().map(|row| (&*row.subject, &*row.indicator, row.value.clone())).collect();
    let value = |value, unit| Quantity { value, unit };
    let expected = [
        ("泗县", "实际利用外资", value(Amount::Known(5000.0), named("万美元"))),
        ("泗县", "工业总产值", value(Amount::Known(1.385e10), Some(Unit::Yuan))),
        ("泗县", "研发投入强度", value(Amount::Known(0.025), Some(Unit::Share))),
        ("灵璧县", "工业总产值", value(Amount::Undisclosed, Some(Unit::Yuan))),
        ("灵璧县", "规上工业企业数", value(Amount::Known(186.0), named("家"))),
    ];
    assert_eq!(found, expected);
    assert!(read.dataset.indicators.iter().all(|row| row.year == Year(2024)));
}

#[test]
fn targets_keep_base_and_clause() {
    let text = "对象,度量,基期,基期值,目标年,目标值(亿元),依据
埇桥区,沪苏浙到位资金,2023,12,2024,13.8,意见三
轴承,近地化配套率,2023,32%,2027,50%,意见二
轴承,近地化配套率,2023年,,2027年,50%,
泗县,新增企业,去年,若干,2027,10家,
泗县,新增企业,2023,,以后,10家,
泗县,总产值,,,2027,*亿元,
泗县,总产值,,,2028,,
";
    let read = check("目标.csv", text, &["bad-number×1", "bad-year×2", "missing-cell×1"]);
    let targets = &read.dataset.targets;
    let keys: Vec<_> = targets.iter().map(|row| (&*row.subject, &*row.metric, row.target_year.0)).collect();
    let expected = [
        ("埇桥区", "沪苏浙到位资金", 2024),
        ("泗县", "总产值", 2027),
        ("泗县", "新增企业", 2027),
        ("轴承", "近地化配套率", 2027),
    ];
    assert_eq!(keys, expected);
    let funds = &targets[0];
    assert_eq!(
        (funds.base.value, funds.target.value, funds.base_year),
        (Amount::Known(12.0), Amount::Known(13.8e8), Some(Year(2023)))
    );
    assert_eq!(funds.base.unit, None, "the heading of one column says nothing of the other");
    assert_eq!(targets[1].target, Quantity { value: Amount::Undisclosed, unit: Some(Unit::Yuan) });
    assert_eq!(targets[2].base.value, Amount::Missing);
    assert_eq!((targets[3].base.value, targets[3].clause.as_deref()), (Amount::Known(0.32), Some("意见二")));
    assert_eq!(targets[3].target, Quantity { value: Amount::Known(0.5), unit: Some(Unit::Share) });
}

#[test]
fn a_heading_may_name_the_unit() {
    let text = "地区,指标,年份,数值(万美元)\n泗县,实际利用外资,2024,5000\n泗县,实际利用外资,2023,3亿元\n";
    let read = check("指标.csv", text, &[]);
    let units: Vec<_> = read.dataset.indicators.iter().map(|row| row.value.unit.clone()).collect();
    assert_eq!(units, [Some(Unit::Yuan), Some(Unit::Named("万美元".into()))]);
    let read = check("指标.csv", "地区,指标,年份,数值(家)\n泗县,企业数,2024,50\n", &[]);
    assert_eq!(read.dataset.indicators[0].value.unit, Some(Unit::Named("家".into())));
}

#[test]
fn rows_set_aside_keep_the_date_of_their_file() {
    let read = read(&[("项目_20240831.csv", "项目,编号,投资额(万元)\n,X-1,5\n甲,X-2,5\n")]);
    assert_eq!(read.rejects[0].header, ["项目", "编号", "投资额(万元)", "快照日期"]);
    assert_eq!(read.rejects[0].rows[0].2, ["", "X-1", "5", "2024-08-31"]);
    let about = ("说明.csv", "项目,内容\n数据日期,2024-09-30\n");
    let read = self::read(&[about, ("项目.csv", "项目,编号,投资额(万元)\n,X-1,5\n甲,X-2,5\n")]);
    assert_eq!(read.rejects[0].rows[0].2, ["", "X-1", "5", "2024-09-30"], "{:?}", read.issues);
}

/// The rejects of a read, once `wrong` is replaced, as a read of their own.
fn corrected(files: &[(&str, &str)], wrong: &str, right: &str) -> (String, Ingested) {
    let rejects = read(files).rejects.remove(0);
    let rows = std::iter::once(&rejects.header).chain(rejects.rows.iter().map(|(_, _, cells)| cells));
    let text = rows.map(|cells| cells.join(",") + "\n").collect::<String>().replace(wrong, right);
    let again = read(&[("采购.csv", &text)]);
    (text, again)
}

#[test]
fn headings_of_two_rows_are_read_again_from_the_rejects() {
    let ledger = "采购方,采购方所在地,产品,供方,,采购情况,\n,,,名称,所在地,采购额（万元）,日期\n\
                  甲公司,泗县,轴承,乙公司,灵璧县,x,2024-03-05\n甲公司,泗县,轴承,乙公司,灵璧县,3,2024-03-06\n";
    let (text, again) = corrected(&[("采购.csv", ledger)], "x", "5");
    assert!(again.issues.iter().all(|issue| issue.code != Code::UnknownColumn), "{text}");
    let link = &again.dataset.links[0];
    assert_eq!((link.amount, link.year), (Amount::Known(5e4), Some(Year(2024))), "{text}");

    let ledger = "采购方,产品,金额情况\n,,2024年采购额(亿元)\n甲公司,轴承,x\n甲公司,轴承,3\n";
    let (text, again) = corrected(&[("采购.csv", ledger)], "x", "5");
    let link = &again.dataset.links[0];
    assert_eq!((link.amount, link.year), (Amount::Known(5e8), Some(Year(2024))), "{text}");
}

#[test]
fn rare_units_stay_in_the_rejects() {
    for (unit, amount) in [("万美元", Amount::Missing), ("千万元", Amount::Known(5e7))] {
        let grouped = format!("采购方,产品,采购情况({unit})\n,,采购额\n,轴承,5\n甲公司,轴承,3\n");
        let titled = format!("单位：{unit},,\n采购方,产品,采购额\n,轴承,5\n甲公司,轴承,3\n");
        for ledger in [grouped, titled] {
            let (text, again) = corrected(&[("采购.csv", &ledger)], "\n,", "\n乙公司,");
            assert_eq!(again.dataset.links[0].amount, amount, "{text}");
        }
    }
}

#[test]
fn rows_set_aside_keep_the_year_of_the_data_set() {
    let about = ("说明.csv", "项目,内容\n年份,2023\n金额单位,亿元\n");
    let ledger = ("采购.csv", "采购方,产品,采购额\n甲公司,轴承,x\n");
    let (text, again) = corrected(&[about, ledger], "x", "5");
    let link = &again.dataset.links[0];
    assert_eq!((link.amount, link.year), (Amount::Known(5e8), Some(Year(2023))), "{text}");
}

/// One row of everything, and rows that quarrel with it.
const ALL: [(&str, &str); 6] = [
    (
        "项目.csv",
        "项目,编号,快照日期,阶段,企业,产品,落地,投资额(万元)
甲,X-1,2024-08-31,签约,乙公司,轴承钢;钢球,灵璧县,5000
甲,X-1,2024-09-30,开工,丙公司,轴承钢,灵璧县,*
甲,x-1,2024-09-30,签约,乙公司,套圈,泗县,5亿
甲,,2024-09-30,开工,丙公司,轴承钢,灵璧县,*
丁,,2024-09-30,,,,朝阳区,
坏,X-9,某日,,,,,
",
    ),
    (
        "人才.csv",
        "姓名,类别,产品,所在地,单位\n王某,教授,钢球,合肥市,某大学\n王某,教授,钢球,合肥市,某大学\n王某,工程师,,泗县,乙公司\n李某,,,,\n",
    ),
    (
        "集群.csv",
        "集群,级别,范围,链主企业\n轴承集群,县域,灵璧县;泗县,乙公司\n轴承集群,省级,泗县,是\n轴承集群,省级,泗县,是\n",
    ),
    ("指标.csv", "对象,指标,年份,数值,单位\n泗县,产值,2024,1,亿元\n泗县,产值,2024,2,亿元\n泗县,产值,2024,10000,万元\n"),
    ("目标.csv", "对象,度量,目标年,目标值,依据\n泗县,产值,2027,1亿元,甲\n泗县,产值,2027,2亿元,\n泗县,产值,2027,*,乙\n"),
    ("采购.csv", "采购方,供应商,产品,采购额(万元)\n戊公司,乙公司,钢球,1\n"),
];

/// The data set without the rows it was read from, which move when rows move.
fn content(dataset: &Dataset) -> String {
    let all = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        dataset.projects, dataset.talents, dataset.clusters, dataset.indicators, dataset.targets
    );
    all.split("RowRef {").map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect()
}

#[test]
fn row_order_changes_nothing() {
    let plain = read(&ALL);
    let codes = |read: &Ingested| {
        let mut codes: Vec<_> = read.issues.iter().map(|issue| (issue.code, issue.severity)).collect();
        codes.sort();
        codes
    };
    for turn in 0..12 {
        let turned: Vec<(&str, String)> = ALL
            .iter()
            .map(|(name, text)| {
                let mut lines: Vec<&str> = text.lines().collect();
                let rows = lines.len() - 1;
                lines[1..].rotate_left(turn % rows);
                if turn >= 6 {
                    lines[1..].reverse();
                }
                (*name, lines.join("\n"))
            })
            .collect();
        let again = read(&turned.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>());
        assert_eq!(content(&again.dataset), content(&plain.dataset), "turn {turn}");
        assert_eq!(again.dataset.fingerprint, plain.dataset.fingerprint, "turn {turn}");
        assert_eq!(codes(&again), codes(&plain), "turn {turn}");
    }
}

#[test]
fn every_value_counts_in_the_fingerprint() {
    let plain = read(&ALL).dataset.fingerprint;
    let changes = [
        ("项目.csv", "2024-08-31,签约", "2024-08-31,开工"),
        ("项目.csv", ",5000", ",5001"),
        ("人才.csv", "李某", "赵某"),
        ("集群.csv", "灵璧县;泗县,乙公司", "灵璧县;萧县,乙公司"),
        ("指标.csv", "泗县,产值,2024,1,亿元", "泗县,产值,2023,1,亿元"),
        ("目标.csv", "2027,*,乙", "2027,*,戊"),
    ];
    for (file, old, new) in changes {
        let changed =
            ALL.map(|(name, text)| (name, if name == file { text.replace(old, new) } else { text.to_owned() }));
        let files: Vec<(&str, &str)> = changed.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_ne!(read(&files).dataset.fingerprint, plain, "{file}: {new}");
    }
}
