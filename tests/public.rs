//! The public edition: nothing of it names a firm that leads nobody, gives an amount, or lets one be worked out.
#![cfg(all(feature = "cli", feature = "excel", feature = "word"))]
#![allow(clippy::unwrap_used, missing_docs)]

use assert_cmd::Command;
use liantu::analysis::public::{Band, Public, PublicOptions, public};
use liantu::app::session::{Policy, Session};
use liantu::ingest::ReadOptions;
use liantu::model::{Nearness, Role, Year};
use microlp::{ComparisonOp, OptimizationDirection, Problem};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/suzhou")
}

fn liantu(arguments: &[&str]) -> (i32, Vec<u8>, String) {
    let run = Command::cargo_bin("liantu").unwrap().env("LC_ALL", "zh_CN.UTF-8").args(arguments).output().unwrap();
    (run.status.code().unwrap(), run.stdout, String::from_utf8_lossy(&run.stderr).into_owned())
}

fn session(data: &Path) -> Session {
    Session::open(data, &ReadOptions::default(), &Policy::default()).unwrap()
}

/// Every file below a folder by its path, archives unpacked.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let (name, bytes) = (path.display().to_string(), fs::read(&path).unwrap());
            let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&bytes)) else {
                found.insert(name, bytes);
                continue;
            };
            for at in 0..archive.len() {
                let mut part = archive.by_index(at).unwrap();
                let mut bytes = Vec::new();
                part.read_to_end(&mut bytes).unwrap();
                found.insert(format!("{name}!{}", part.name().unwrap()), bytes);
            }
        }
    }
    found
}

/// The example, run for the public, once.
fn published() -> &'static BTreeMap<String, Vec<u8>> {
    static FILES: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().display().to_string();
        let arguments =
            ["run", example().to_str().unwrap(), "--public", "--png-scale", "0.2", "-o", &output].map(str::to_owned);
        let (code, _, told) = liantu(&arguments.each_ref().map(String::as_str));
        assert_eq!(code, 0, "{told}");
        files(folder.path())
    });
    &FILES
}

/// Texts of the edition: all files but pictures of pixels.
fn texts() -> impl Iterator<Item = (&'static str, String)> {
    let texts = published().iter().filter(|(name, _)| !name.ends_with(".png"));
    texts.map(|(name, bytes)| (name.as_str(), String::from_utf8_lossy(bytes).into_owned()))
}

fn answer() -> Value {
    let (_, bytes) = published().iter().find(|(name, _)| name.ends_with("answers/public.json")).unwrap();
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn only_what_may_be_published_is_written() {
    let kinds: BTreeSet<&str> =
        published().keys().filter_map(|name| name.rsplit_once('/')).map(|(_, name)| name).collect();
    for private in ["issues.csv", "rejects.xlsx", "firms.graphml", "rate.json", "risk.json", "对接表.xlsx"] {
        assert!(!kinds.contains(private), "{private}");
    }
    for public in ["index.html", "报告.md", "公开说明.md", "public.json", "overview.svg", "public_chain.csv"] {
        assert!(kinds.contains(public), "{public} of {kinds:?}");
    }
    assert!(published().keys().any(|name| name.contains("报告.docx!word/document.xml")));
    assert!(published().keys().any(|name| name.contains("liantu.xlsx!xl/sharedStrings.xml")));
}

#[test]
fn no_byte_names_a_firm_that_does_not_lead() {
    let session = session(&example());
    let leads = |role: Option<Role>| matches!(role, Some(Role::Leader | Role::Major));
    let (leading, others): (Vec<_>, Vec<_>) = session.dataset().firms.iter().partition(|firm| leads(firm.role));
    assert!(leading.len() > 10 && others.len() > 400);
    let mut hidden: BTreeSet<&str> = BTreeSet::new();
    for firm in &others {
        hidden.extend([&*firm.name, firm.id.as_str()]);
        hidden.extend(firm.aliases.iter().map(|alias| &**alias));
        hidden.extend(firm.credit_code.as_deref());
    }
    hidden.extend(session.dataset().firms.iter().filter_map(|firm| firm.contact.as_deref()));
    hidden.extend(session.dataset().links.iter().filter_map(|link| link.contract.as_deref()));
    // What a leader is called too tells nothing of others.
    hidden.retain(|name| name.chars().count() > 3 && !leading.iter().any(|firm| firm.name.contains(name)));
    let mut met = 0;
    let lengths: BTreeSet<usize> = hidden.iter().map(|name| name.len()).collect();
    for (file, text) in texts() {
        let told = text.char_indices().find_map(|(at, _)| {
            lengths.iter().filter_map(|length| text.get(at..at + length)).find(|part| hidden.contains(part))
        });
        assert_eq!(told, None, "{file}");
        met += usize::from(leading.iter().any(|firm| text.contains(&*firm.name)));
    }
    // Leaders are named, so names would be found if they were there.
    assert!(met > 4, "{met}");
}

/// Numbers that may be published: edges of bands, in yuan and in 万元, and small counts.
fn is_edge(number: f64) -> bool {
    let is_round = |number: f64| {
        let digits = 10_f64.powf(number.log10().floor());
        [1.0, 2.0, 5.0, 10.0].iter().any(|first| (number / digits - first).abs() < 1e-9)
    };
    number == 0.0 || is_round(number)
}

#[test]
fn every_figure_is_the_edge_of_a_band() {
    fn walk(value: &Value, key: &str, met: &mut usize) {
        match value {
            Value::Object(entries) => entries.iter().for_each(|(name, value)| match name.as_str() {
                "amount" | "rate" | "makers" => walk(value, name, met),
                "extent" | "rule" | "request" | "year" => {}
                _ => walk(value, if name == "lo" || name == "hi" { key } else { "" }, met),
            }),
            Value::Array(entries) => entries.iter().for_each(|entry| walk(entry, key, met)),
            Value::Number(number) => {
                let number = number.as_f64().unwrap();
                let allowed = match key {
                    "amount" => is_edge(number) && (number == 0.0 || number >= 1e6),
                    "rate" => [0.0, 0.25, 0.5, 0.75, 1.0].contains(&number),
                    "makers" => [0.0, 1.0, 3.0, 6.0].contains(&number) || is_edge(number - 1.0),
                    _ => false,
                };
                assert!(allowed, "{key}: {number}");
                *met += 1;
            }
            _ => {}
        }
    }
    let mut met = 0;
    walk(&answer()["answer"], "", &mut met);
    assert!(met > 500, "{met}");
    // Tables hold the same edges and no other numbers.
    let tables = texts().filter(|(name, _)| name.contains("/tables/"));
    for (name, text) in tables {
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        for record in reader.records() {
            for number in record.unwrap().iter().filter_map(|field| field.parse::<f64>().ok()) {
                assert!(is_edge(number) || [0.25, 0.75].contains(&number), "{name}: {number}");
            }
        }
    }
}

#[test]
fn no_text_holds_an_amount_of_the_internal_answers() {
    let session = session(&example());
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for flow in session.graph.flows().iter().filter(|flow| flow.year == Some(Year(2024))) {
        let product = &session.dataset().product(flow.product).name;
        let buyer = &session.dataset().firm(flow.buyer).name;
        for key in ["all".to_owned(), product.to_string(), buyer.to_string()] {
            *sums.entry(key).or_insert(0.0) += flow.amount;
        }
    }
    let grouped = |whole: u64| {
        let digits = whole.to_string();
        let from_end = digits.chars().rev().enumerate();
        let reversed = from_end.flat_map(|(at, c)| (at > 0 && at % 3 == 0).then_some(',').into_iter().chain([c]));
        reversed.collect::<String>().chars().rev().collect::<String>()
    };
    // As people read them in 万元, and as files hold them in yuan; round ones are edges of bands.
    let printed = sums
        .values()
        .filter(|yuan| **yuan >= 1e7 && !is_edge(**yuan))
        .flat_map(|yuan| [grouped((yuan / 1e4).floor() as u64), format!("{}", yuan.round() as u64)]);
    let printed: BTreeSet<String> = printed.collect();
    assert!(printed.len() > 200);
    for (name, text) in texts().filter(|(name, _)| !name.ends_with(".svg") && !name.ends_with("index.html")) {
        let numbers: BTreeSet<&str> = text.split(|c: char| !c.is_ascii_digit() && c != ',').collect();
        let told: Vec<&&str> = numbers.iter().filter(|number| printed.contains(**number)).collect();
        assert!(told.is_empty(), "{name}: {told:?}");
    }
}

/// What is known of one cell: county of the buyer, chain and segment where the product has one home, nearness.
type Cell = (String, Option<(String, String)>, Nearness);

/// A sum that somebody could publish: its parts, and its band and rate where they are.
struct Sum {
    parts: Vec<usize>,
    amount: Option<Band>,
    rate: Option<Band>,
}

/// Cells of the example with who buys and sells in them.
struct Table {
    cells: Vec<Cell>,
    amounts: Vec<f64>,
    buyers: Vec<BTreeSet<u32>>,
    sums: BTreeMap<String, Sum>,
}

impl Table {
    fn new(session: &Session, edition: &Public) -> Table {
        let graph = &session.graph;
        let scope = session.scope(None, Some(Year(2024)));
        let mut cells: BTreeMap<Cell, (f64, BTreeSet<u32>)> = BTreeMap::new();
        for flow in graph.flows().iter().filter(|flow| flow.year == Some(Year(2024)) && scope.holds(graph, None, flow))
        {
            let county = graph.buyer_place(flow).area.unwrap().to_string();
            let mut homes = session.dataset().chains.iter().filter_map(|chain| {
                let at = chain.place_of(flow.product)?.segment as usize;
                Some((chain.id.to_string(), chain.segments[at].id.to_string()))
            });
            // A product of two chains has no home of its own here; the attacker leaves its sums alone.
            let home = homes.next().filter(|_| homes.next().is_none());
            let cell =
                cells.entry((county, home, edition.tier.near(graph.place(flow), graph.buyer_place(flow)))).or_default();
            cell.0 += flow.amount;
            cell.1.extend((flow.amount > 0.0).then_some(flow.buyer.0));
        }
        let (keys, values): (Vec<Cell>, Vec<(f64, BTreeSet<u32>)>) = cells.into_iter().unzip();
        let (amounts, buyers) = values.into_iter().unzip();
        let mut table = Table { cells: keys, amounts, buyers, sums: BTreeMap::new() };
        table.publish(session, edition);
        table
    }

    fn publish(&mut self, session: &Session, edition: &Public) {
        let several: BTreeSet<(String, String)> = shared(session);
        let figures = &edition.total;
        self.add("total".into(), figures.amount, figures.rate, |_| true);
        for county in &edition.counties {
            let (code, figures) = (county.area.code.to_string(), &county.figures);
            self.add(format!("county {code}"), figures.amount, figures.rate, |cell| cell.0 == code);
        }
        for chain in &edition.chains {
            let of_chain = |cell: &Cell| cell.1.as_ref().is_some_and(|home| *home.0 == *chain.id);
            if !several.iter().any(|home| *home.0 == *chain.id) {
                self.add(format!("chain {}", chain.id), chain.figures.amount, chain.figures.rate, of_chain);
            }
            for segment in &chain.segments {
                let home = (chain.id.to_string(), segment.id.to_string());
                if several.contains(&home) {
                    continue;
                }
                let figures = &segment.figures;
                let name = format!("segment {home:?}");
                self.add(name, figures.amount, figures.rate, |cell| cell.1.as_ref() == Some(&home));
                for county in &edition.counties {
                    let code = county.area.code.to_string();
                    let found = edition.cells.iter().find(|cell| {
                        cell.area == county.area && cell.segment.chain == chain.id && cell.segment.segment == segment.id
                    });
                    let shown = found.map_or((None, None), |cell| (cell.figures.amount, cell.figures.rate));
                    let inside = |cell: &Cell| cell.0 == code && cell.1.as_ref() == Some(&home);
                    self.add(format!("cell {code} {home:?}"), shown.0, shown.1, inside);
                }
            }
        }
    }

    fn add(&mut self, name: String, amount: Option<Band>, rate: Option<Band>, holds: impl Fn(&Cell) -> bool) {
        let parts: Vec<usize> = (0..self.cells.len()).filter(|at| holds(&self.cells[*at])).collect();
        self.sums.insert(name, Sum { parts, amount, rate });
    }

    fn value(&self, parts: &[usize]) -> f64 {
        parts.iter().map(|at| self.amounts[*at]).sum::<f64>() / 1e6
    }

    /// The least or greatest sum of some parts that all published bands allow, in millions.
    fn bound(&self, parts: &[usize], direction: OptimizationDirection) -> f64 {
        let mut problem = Problem::new(direction);
        let inside: BTreeSet<usize> = parts.iter().copied().collect();
        let weight = |at: usize| if inside.contains(&at) { 1.0 } else { 0.0 };
        let cells: Vec<_> = (0..self.cells.len()).map(|at| problem.add_var(weight(at), (0.0, 1e6))).collect();
        for sum in self.sums.values() {
            if let Some(band) = sum.amount {
                let all: Vec<_> = sum.parts.iter().map(|at| (cells[*at], 1.0)).collect();
                problem.add_constraint(&all[..], ComparisonOp::Ge, band.lo / 1e6);
                if let Some(hi) = band.hi {
                    problem.add_constraint(&all[..], ComparisonOp::Le, hi / 1e6);
                }
            }
            if let Some(band) = sum.rate {
                let weighed = |edge: f64| -> Vec<_> {
                    let weight = |at: &usize| match self.cells[*at].2 {
                        Nearness::Near => Some((cells[*at], 1.0 - edge)),
                        Nearness::Far => Some((cells[*at], -edge)),
                        Nearness::Unknown => None,
                    };
                    sum.parts.iter().filter_map(weight).collect()
                };
                problem.add_constraint(&weighed(band.lo)[..], ComparisonOp::Ge, 0.0);
                problem.add_constraint(&weighed(band.hi.unwrap())[..], ComparisonOp::Le, 0.0);
            }
        }
        problem.solve().unwrap().into_solution().unwrap().objective()
    }
}

/// Segments with a product that another chain holds too.
fn shared(session: &Session) -> BTreeSet<(String, String)> {
    let chains = &session.dataset().chains;
    let mut shared = BTreeSet::new();
    for chain in chains {
        for entry in &chain.products {
            let others = chains.iter().filter(|other| other.id != chain.id);
            if others.clone().any(|other| other.place_of(entry.product).is_some()) {
                let segment = &chain.segments[entry.segment as usize];
                shared.insert((chain.id.to_string(), segment.id.to_string()));
            }
        }
    }
    shared
}

#[test]
fn an_attacker_cannot_narrow_what_one_or_two_firms_bought() {
    let session = session(&example());
    let edition = public(&session.graph, &PublicOptions { scope: session.scope(None, None) }).unwrap();
    let table = Table::new(&session, &edition);
    let buyers = |sum: &Sum| sum.parts.iter().flat_map(|at| &table.buyers[*at]).collect::<BTreeSet<_>>().len();
    let mut withheld: Vec<(&String, &Sum)> =
        table.sums.iter().filter(|(_, sum)| matches!(buyers(sum), 1 | 2)).collect();
    let told: Vec<&&String> = withheld.iter().filter(|(_, sum)| sum.amount.is_some()).map(|(name, _)| name).collect();
    assert!(told.is_empty() && withheld.len() > 50, "{} withheld, not {told:?}", withheld.len());
    // The greatest are those that totals could tell.
    withheld.sort_by(|a, b| table.value(&b.1.parts).total_cmp(&table.value(&a.1.parts)));
    for (name, sum) in withheld.iter().take(20) {
        let value = table.value(&sum.parts);
        let least = table.bound(&sum.parts, OptimizationDirection::Minimize);
        let most = table.bound(&sum.parts, OptimizationDirection::Maximize);
        assert!(least <= 0.5 * value + 1e-6 && most >= 1.5 * value - 1e-6, "{name}: {least}–{most} of {value}");
    }
}

#[test]
fn a_chain_by_itself_is_a_part_of_the_same_edition() {
    let data = example().display().to_string();
    let (code, bytes, told) =
        liantu(&["rate", &data, "--public", "--chain", "轴承", "--format", "json", "--threads", "1"]);
    assert_eq!(code, 0, "{told}");
    let part: Value = serde_json::from_slice(&bytes).unwrap();
    let whole = answer();
    let chains = whole["answer"]["chains"].as_array().unwrap();
    let bearing = chains.iter().find(|chain| chain["name"] == "轴承").unwrap();
    assert_eq!(part["answer"]["chains"].as_array().unwrap(), std::slice::from_ref(bearing));
    for key in ["total", "counties", "rings"] {
        assert_eq!(part["answer"][key], whole["answer"][key], "{key}");
    }
}

#[test]
fn what_has_no_public_edition_is_refused() {
    let data = example().display().to_string();
    let refused: [&[&str]; 6] = [
        &["risk", &data, "--public"],
        &["check", &data, "--public"],
        &["export", &data, "--public", "--to", "never.graphml"],
        &["rate", &data, "--public", "--explain"],
        &["rate", &data, "--public", "--tier", "county"],
        &["map", &data, "--public", "--reference", "0.3", "-o", "never"],
    ];
    for arguments in refused {
        let (code, out, told) = liantu(arguments);
        assert_eq!((code, out.len()), (2, 0), "{arguments:?}: {told}");
        assert!(told.contains("公开版"), "{told}");
    }
    assert!(!Path::new("never.graphml").exists() && !Path::new("never").exists());
}

#[test]
fn names_of_firms_in_other_names_are_withheld_and_the_english_edition_is_english() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("说明.csv", "项目,内容\n标题,密某轴承有限公司采购台账\n本地范围,341300\n");
    write(
        "产业链.csv",
        "产业链,环节,产品,位置\n示例链,零件,密某轴承有限公司专用滚子,上游\n示例链,成品,示例轴承,下游\n",
    );
    let firms =
        "企业名称,生产地,角色\n密某轴承有限公司,灵璧县,\n明某轴承有限公司,灵璧县,链主\n<b>丁某轴承有限公司,泗县,\n";
    write("企业.csv", firms);
    let ledger = "采购方,供应商,产品,采购额(万元),年份\n明某轴承有限公司,密某轴承有限公司,密某轴承有限公司专用滚子,300,2024\n\
                  <b>丁某轴承有限公司,明某轴承有限公司,示例轴承,500,2024\n";
    write("采购.csv", ledger);
    let output = folder.path().join("out").display().to_string();
    let data = folder.path().display().to_string();
    let (code, _, told) = liantu(&["run", &data, "--public", "--png-scale", "0.2", "--lang", "en", "-o", &output]);
    assert_eq!(code, 0, "{told}");
    let mut leaders = 0;
    for (name, bytes) in files(Path::new(&output)) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("密某") && !text.contains("丁某"), "{name}");
        assert!(!text.contains("公开版"), "{name}");
        leaders += usize::from(text.contains("明某轴承有限公司"));
    }
    assert!(leaders > 3);
}

#[test]
fn maps_of_the_public_are_pages_and_pictures_alike_on_every_run() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let data = example().display().to_string();
    for (name, threads) in [("a.html", "1"), ("b.html", "2")] {
        let arguments =
            ["map", &data, "--public", "--kind", "panorama,overview", "--threads", threads, "-o", &at(name)];
        let (code, _, told) = liantu(&arguments);
        assert_eq!(code, 0, "{told}");
    }
    let page = fs::read_to_string(at("a.html")).unwrap();
    assert_eq!(page, fs::read_to_string(at("b.html")).unwrap());
    assert!(page.contains("公开版") && page.contains("<svg"));
}
