//! A synthetic region of the size of needs E10: 2,000 firms in nine counties, 120 segments of four chains, 6,000 purchases.
//! Every firm is invented and every sheet says so.
#![allow(clippy::unwrap_used, dead_code, unreachable_pub, missing_docs)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const NOTICE: &str = "合成数据：企业均为虚构，仅供测试 (synthetic data; all firms are invented)\n";
const COUNTIES: [&str; 9] = ["瑶海区", "庐阳区", "蜀山区", "包河区", "长丰县", "肥东县", "肥西县", "庐江县", "巢湖市"];
const CHAINS: [&str; 4] = ["汽车零部件", "高端装备", "新材料", "绿色食品"];
const POSITIONS: [&str; 4] = ["上游", "中游", "下游", "配套服务"];
const KINDS: [&str; 10] = ["轴承", "钢管", "控制器", "线束", "铸件", "锻件", "涂料", "包装", "检测", "模具"];
const SEGMENTS: usize = 30;

pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// Position of a segment: ten upstream, ten midstream, seven downstream, three services.
fn position(segment: usize) -> usize {
    [10, 20, 27].iter().filter(|end| segment >= **end).count()
}

fn segment(chain: usize, at: usize) -> String {
    format!("{}{}{}环节", &CHAINS[chain][..6], ["基础", "精密", "智能"][at / 10 % 3], KINDS[at % 10])
}

fn product(chain: usize, at: usize) -> String {
    format!("示例{}{}{}", &CHAINS[chain][..6], ["基础", "精密", "智能"][at / 10 % 3], KINDS[at % 10])
}

pub fn firm(at: usize) -> String {
    const HEAVENLY: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
    let name: String = format!("{at:04}").chars().map(|digit| HEAVENLY[digit.to_digit(10).unwrap() as usize]).collect();
    format!("合肥示例{name}制造有限公司")
}

/// Chain and segment of what a firm makes.
fn home(at: usize) -> (usize, usize) {
    (at % CHAINS.len(), at / CHAINS.len() % SEGMENTS)
}

/// Writes the sheets into `folder`; `more` firms beyond 2,000 sell and buy too.
pub fn write(folder: &Path, more: usize) {
    let firms = 2_000 + more;
    let mut dice = Dice(5);
    let mut chains = format!("{NOTICE}产业链,环节,产品,位置\n");
    for (chain, name) in CHAINS.iter().enumerate() {
        for at in 0..SEGMENTS {
            writeln!(chains, "{name},{},{},{}", segment(chain, at), product(chain, at), POSITIONS[position(at)])
                .unwrap();
        }
    }
    let mut book = format!("{NOTICE}企业名称,生产地,角色\n");
    let mut makes = format!("{NOTICE}企业名称,产品,年份,产量产值(万元),产能(万元)\n");
    for at in 0..firms {
        let (chain, segment) = home(at);
        let role = if at < 40 { "链主" } else { "" };
        writeln!(book, "{},安徽省合肥市{},{role}", firm(at), COUNTIES[at % COUNTIES.len()]).unwrap();
        writeln!(makes, "{},{},2024,{},{}", firm(at), product(chain, segment), 500 + at % 97 * 30, 900 + at % 97 * 40)
            .unwrap();
    }
    let mut ledger = format!("{NOTICE}采购方,供应商,来源地,产品,采购额(万元),年份\n");
    for line in 0..6_000 + 3 * more {
        // The first 6,000 lines are among the first 2,000 firms, whatever comes after.
        let buyer = if line < 6_000 { dice.below(2_000) } else { 2_000 + (line - 6_000) / 3 };
        let (chain, at) = home(buyer);
        let chain = if dice.below(12) == 0 { dice.below(CHAINS.len()) } else { chain };
        // Mostly of a segment upstream of the own one, at times of any.
        let bought = if dice.below(10) == 0 { dice.below(SEGMENTS) } else { at.saturating_sub(3 + dice.below(12)) };
        let seller = chain + CHAINS.len() * (bought + SEGMENTS * dice.below(16));
        let (supplier, origin) = if seller < 2_000 && dice.below(4) > 0 {
            (firm(seller), "")
        } else {
            (String::new(), "江苏省苏州市")
        };
        let amount = 20 + dice.below(60) * dice.below(60);
        writeln!(ledger, "{},{supplier},{origin},{},{amount},2024", firm(buyer), product(chain, bought)).unwrap();
    }
    fs::create_dir_all(folder).unwrap();
    for (name, text) in [("产业链", chains), ("企业", book), ("产能", makes), ("采购", ledger)] {
        fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
}
