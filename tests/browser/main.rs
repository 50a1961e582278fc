//! The page in a real browser: what it loads, finds, filters and shows, and how fast it moves.
#![cfg(all(unix, feature = "excel", feature = "figures"))]
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::float_cmp, missing_docs, unreachable_pub)]

mod driver;

use driver::{Browser, browser};
use liantu::app::run::{RunOptions, run};
use liantu::app::session::{Policy, Session};
use liantu::ingest::ReadOptions;
use liantu::render::html::page_with;
use liantu::render::{Pictures, Style};
use liantu::report::atlas::{Atlas, AtlasChain, Good, Link, Node};
use liantu::report::table::{Cell, Column, Table, Unit};
use liantu::report::{Block, Report};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

/// One browser at a time: frames are counted.
static ONE: Mutex<()> = Mutex::new(());

/// A page in a folder of its own, opened.
fn opened(page: &[u8], test: impl FnOnce(&mut Browser)) {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(mut browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("页 面.html");
    std::fs::write(&file, page).unwrap();
    browser.open(&file);
    // The first layout is over.
    browser.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    test(&mut browser);
}

/// The page of a run of the example.
static EXAMPLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/suzhou");
    let session = Session::open(&path, &ReadOptions::default(), &Policy::default()).unwrap();
    let mut files = run(&session, &RunOptions { png_scale: 0.1, ..RunOptions::default() }).unwrap();
    files.remove("index.html").unwrap()
});

fn example(test: impl FnOnce(&mut Browser)) {
    opened(&EXAMPLE, test);
}

const PANEL: &str = "document.querySelector('.panel')";

#[test]
fn a_page_opens_without_a_request_or_a_complaint_and_prints() {
    example(|browser| {
        assert_eq!(browser.complaints(), Vec::<String>::new());
        assert!(browser.number("maps.length") >= 9.0);
        assert!(browser.number("net.nodes.name.length") > 400.0);
        browser.value("setFilter('year', '2024'), maps[0].open(maps[0].items[0])");
        browser.value("document.querySelector('.theme').click()");
        assert_eq!(browser.complaints(), Vec::<String>::new());
        let pdf = browser.call("Page.printToPDF", serde_json::json!({ "preferCSSPageSize": true }));
        assert!(pdf["data"].as_str().unwrap().len() > 100_000);
        assert_eq!(browser.value(&format!("{PANEL}.checkVisibility()")), true);
    });
}

#[test]
fn the_field_finds_a_firm_a_product_and_a_segment_by_keys_alone() {
    example(|browser| {
        browser.press("/");
        browser.type_text("泗县示例辛未光伏组件");
        browser.press("Enter");
        assert_eq!(browser.text(&format!("{PANEL}.querySelector('h2').textContent")), "泗县示例辛未光伏组件有限公司");
        assert!(browser.number("networkView.k") >= 0.9, "the canvas shows the firm closely");
        assert_eq!(browser.text("net.nodes.name[networkView.selected.node]"), "泗县示例辛未光伏组件有限公司");
        assert!(browser.text(&format!("{PANEL}.textContent")).contains("采购.csv › 采购 › E2088"));
        let seen = "new Promise((done) => setTimeout(() => { const r = networkView.frame.getBoundingClientRect(); \
                    done(r.top > -200 && r.bottom < innerHeight + 200 && r.right <= innerWidth - 500); }, 200))";
        assert_eq!(browser.value(seen), true, "the canvas stays in sight, beside the panel");
        browser.press("Escape");
        assert_eq!(browser.value(&format!("{PANEL}.hidden")), true);

        browser.value("find.input.value = ''; find.input.focus()");
        browser.type_text("轴承钢管");
        browser.press("Enter");
        assert_eq!(browser.text(&format!("{PANEL}.querySelector('h2').textContent")), "轴承钢管");
        let inside = "(async () => { await new Promise((done) => setTimeout(done, 100)); const m = maps.find((m) => m.selected), b = m.svg.querySelector('.halo').getBoundingClientRect(); \
                      return m.selected.name + (b.top >= 0 && b.bottom <= innerHeight && b.width > 60); })()";
        assert_eq!(browser.text(inside), "轴承钢管true", "the box is in sight");
        browser.press("Escape");

        browser.value("find.input.value = ''; find.input.focus()");
        browser.type_text("环境控制");
        let kinds = "[...document.querySelectorAll('.results .kind')].map((of) => of.textContent).join()";
        assert!(browser.text(kinds).ends_with("在各表中查找"));
    });
}

#[test]
fn filters_change_what_tables_maps_and_the_network_show() {
    example(|browser| {
        let rows = "Object.fromEntries(tables.map((t) => [t.key, t.element.tBodies[0].rows.length]))";
        let before = browser.value(rows);
        let flows = browser.number("net.shown.length");
        let choose = |key: &str, value: &str| {
            format!(
                "(() => {{ const s = document.querySelector('[data-filter={key}]'); s.value = '{value}'; \
                 s.dispatchEvent(new Event('change')); return s.value; }})()"
            )
        };
        assert_eq!(browser.text(&choose("chain", "轴承")), "轴承");
        let after = browser.value(rows);
        assert!(after["panorama"].as_f64() < before["panorama"].as_f64());
        let chains = "[...new Set([...tables.find((t) => t.key === 'panorama').element.tBodies[0].rows].map((r) => r.cells[1].textContent))].join()";
        assert_eq!(browser.text(chains), "轴承");
        // Maps of counties show no products, so no chain is theirs.
        let of_others = "maps.filter((m) => m.items.some((of) => of.good >= 0)).map((m) => m.frame.closest('figure')).filter((f) => !f.hidden && !f.innerText.includes('轴承')).length";
        assert_eq!(browser.number(of_others), 0.0);
        assert_eq!(browser.value("maps[1].frame.closest('figure').hidden"), false);
        let of_chain = browser.number("net.shown.length");
        assert!(of_chain > 0.0 && of_chain < flows);

        assert_eq!(browser.text(&choose("year", "2023")), "2023");
        assert!(browser.number("net.shown.length") < of_chain);
        assert_eq!(browser.value("net.shown.every((link) => net.links.year[link] === 2023)"), true);
        // Rows that the document did not show are found as well.
        let years = "(() => { const t = tables.find((t) => t.key === 'rate_chain'), at = t.columns.findIndex((c) => c.facet === 'year'); \
                     return [...new Set([...t.element.tBodies[0].rows].map((r) => r.cells[at].textContent))].join(); })()";
        assert_eq!(browser.text(years), "2023");

        assert_eq!(browser.text(&choose("area", "灵璧县")), "灵璧县");
        assert_eq!(browser.value("net.shown.every((link) => net.touches(link, '灵璧县'))"), true);
        assert_eq!(browser.text(&choose("state", "gap")), "gap");
        // What has no state, such as a county, is left as it is.
        let dim = "maps.flatMap((m) => m.items).filter((b) => b.state !== undefined && b.state !== 'gap')";
        assert_eq!(browser.value(&format!("{dim}.length > 50")), true);
        assert_eq!(
            browser.value(&format!("{dim}.every((b) => b.groups.every((g) => g.classList.contains('dim')))")),
            true
        );

        browser.value("document.querySelector('.reset').click()");
        assert_eq!(browser.value(rows), before);
        assert_eq!(browser.number("net.shown.length"), flows);
        assert_eq!(browser.number("document.querySelectorAll('.dim').length"), 0.0);
    });
}

#[test]
fn a_click_on_a_box_shows_the_rows_behind_it_and_so_do_keys() {
    example(|browser| {
        browser.value("maps[1].frame.scrollIntoView({ block: 'start', behavior: 'instant' })");
        browser.click("maps[1].items.find((b) => b.name === '轴承钢管').groups[1]");
        assert_eq!(browser.text(&format!("{PANEL}.querySelector('h2').textContent")), "轴承钢管");
        let shown = browser.text(&format!("{PANEL}.textContent"));
        for part in ["轴承 › 原材料", "采购.csv › 采购 › E", "gap/轴承钢管/2024", "全景图产品一览"]
        {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        // What the panel says is what the data say: the amount of the row that it names.
        let claim = "(() => { const link = net.shown.find((l) => net.goods.name[net.links.good[l]] === '轴承钢管'); \
                     return [net.links.amount[link], net.nodes.name[net.links.to[link]], net.links.rows[link][0][1]]; })()";
        let claim = browser.value(claim);
        let ledger = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/suzhou/采购.csv"));
        let row = usize::try_from(claim[2].as_u64().unwrap()).unwrap();
        let ledger = ledger.unwrap();
        let line = ledger.lines().nth(row - 1).unwrap();
        assert!(line.contains(claim[1].as_str().unwrap()) && line.contains("轴承钢管"), "{claim} {line}");

        browser.value(&format!("{PANEL}.querySelector('.figurekey').click()"));
        assert!(browser.text(&format!("{PANEL}.textContent")).contains("liantu explain"));
        browser.press("Escape");
        assert_eq!(browser.value(&format!("{PANEL}.hidden")), true);

        browser.value("maps[1].select(null), maps[1].frame.focus()");
        browser.press("ArrowRight");
        let first = browser.text("maps[1].selected.name");
        browser.press("ArrowRight");
        assert_ne!(browser.text("maps[1].selected.name"), first);
        browser.press("Enter");
        assert_eq!(browser.value(&format!("{PANEL}.hidden")), false);
        browser.press("Escape");
        assert_eq!(browser.value("document.activeElement === maps[1].frame"), true, "the focus comes back");
        browser.press("0");
        let whole = browser.number("maps[1].k");
        browser.press("+");
        assert!(browser.number("maps[1].k") > whole);
        browser.press("0");
        assert!((browser.number("maps[1].k") - whole).abs() < 1e-9);
    });
}

#[test]
fn without_a_script_every_table_is_read() {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(mut browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("index.html");
    let (reports, atlas) = hostile();
    std::fs::write(&file, page_with(&reports, &Pictures::new(), Some(&atlas), &Style::default())).unwrap();
    browser.call("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true }));
    browser.open(&file);
    assert!(browser.text("document.querySelector('main').innerText").contains("页岩"));
    browser.value("document.querySelector('.network details').open = true");
    assert!(browser.text("document.querySelector('.network').innerText").contains("链外"));
    assert_eq!(browser.value("document.querySelector('.toolbar')"), serde_json::Value::Null);
    assert_eq!(browser.value("document.querySelector('.canvas').checkVisibility()"), false);
}

/// Names that a careless page would run, break off or turn around.
const NAMES: [&str; 5] = [
    "<script>window.hit = 1</script>",
    "\"'><img src=x onerror='window.hit = 1'>",
    "</script><svg onload=window.hit=1>",
    "甲\u{202e}乙\u{2066}厂\u{200f}丙",
    "&lt;b&gt;{n}$&`${alert(1)}`",
];

fn hostile() -> (Vec<Report>, Atlas) {
    let mut names: Vec<String> = NAMES.map(str::to_owned).into();
    names.push("长".repeat(300));
    let column = |key| Column { key, heading: "名称".into(), unit: Unit::None, detail: false };
    // More rows than the document shows: the last ones stand beside it.
    let rows = (0..300).map(|row| vec![Cell::text(&names[row % names.len()]), Cell::text("页岩")]);
    let table = Table {
        key: "t",
        title: names[0].clone(),
        columns: vec![column("name"), column("chain")],
        rows: rows.collect(),
        note: None,
    };
    let node = |name: &String| Node {
        name: name.clone(),
        short: name.clone(),
        about: name.clone(),
        named: true,
        column: 0,
        lane: 0,
        main: None,
    };
    let link =
        |to: usize| Link { from: 0, to, good: 0, year: Some(2024), amount: Cell::Number(1e308), rows: vec![(0, 7)] };
    let atlas = Atlas {
        title: names[1].clone(),
        note: names[0].clone(),
        columns: vec!["链外".into()],
        lanes: vec![names[2].clone()],
        chains: vec![AtlasChain { name: names[4].clone(), segments: vec![names[3].clone()] }],
        goods: vec![Good { id: names[0].clone(), name: names[0].clone(), places: vec![(0, 0)] }],
        nodes: names.iter().map(node).collect(),
        links: (1..names.len()).map(link).collect(),
        years: vec![2024],
        sources: vec![names[1].clone()],
    };
    let report = Report { title: names[2].clone(), blocks: vec![Block::Table(table)], ..Report::default() };
    (vec![report], atlas)
}

#[test]
fn hostile_names_are_shown_as_text() {
    let (reports, atlas) = hostile();
    let page = page_with(&reports, &Pictures::new(), Some(&atlas), &Style::default());
    assert!(!page.contains(['\u{202e}', '\u{2066}']));
    opened(page.as_bytes(), |browser| {
        assert_eq!(browser.complaints(), Vec::<String>::new());
        for (at, name) in NAMES.iter().enumerate() {
            let kept: String = name.chars().filter(|c| !matches!(c, '\u{202e}' | '\u{2066}')).collect();
            browser.value(&format!("showNode({at})"));
            assert_eq!(browser.text(&format!("{PANEL}.querySelector('h2').textContent")), kept);
        }
        browser.value("find.input.focus()");
        browser.type_text("<script>");
        assert!(browser.text("document.querySelector('.results').textContent").contains(NAMES[0]));
        browser.press("Enter");
        browser.value("showGood(net.goods.name[0], 0, [net.goods.name[0]]), goToTable(tables[0], net.nodes.name[2])");
        let rows = browser.number("tables[0].element.tBodies[0].rows.length");
        assert_eq!(rows, 50.0, "rows beside the document are found and shown");
        assert_eq!(browser.value("typeof window.hit"), "undefined");
        assert_eq!(browser.complaints(), Vec::<String>::new());
        let wide = "document.documentElement.scrollWidth <= innerWidth";
        assert_eq!(browser.value(wide), true, "300 characters do not push the page apart");
    });
}

/// A made-up network: 合成 firms in five columns and twelve lanes.
fn large(nodes: usize, links: usize) -> Atlas {
    // Numbers that look random and are the same everywhere.
    let mut state = 7_u64;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let goods =
        (0..120).map(|at| Good { id: format!("P{at}"), name: format!("合成产品{at}"), places: vec![(0, at)] });
    let goods: Vec<Good> = goods.collect();
    let node = |at: usize| Node {
        name: format!("合成企业{at}有限公司"),
        short: format!("合成企业{at}"),
        about: "合成".into(),
        named: true,
        column: at % 5,
        lane: at / 5 % 12,
        main: Some(at % 120),
    };
    Atlas {
        title: "合成网络".into(),
        columns: ["上游", "中游", "下游", "配套服务", "链外"].map(str::to_owned).into(),
        lanes: (0..12).map(|lane| format!("合成县{lane}")).collect(),
        chains: vec![AtlasChain {
            name: "合成链".into(), segments: (0..120).map(|at| format!("环节{at}")).collect()
        }],
        goods,
        nodes: (0..nodes).map(node).collect(),
        links: (0..links)
            .map(|at| Link {
                from: next(nodes),
                to: next(nodes),
                good: next(120),
                year: Some(2024),
                amount: Cell::Number(f64::from(u32::try_from(next(1_000_000)).unwrap()) * 100.0),
                rows: vec![(0, u32::try_from(at).unwrap() + 2)],
            })
            .collect(),
        years: vec![2024],
        sources: vec!["合成.csv › 合成 › E".into()],
        ..Atlas::default()
    }
}

#[test]
fn fifty_thousand_supplies_move_above_twenty_frames_a_second() {
    // Nothing else is computed meanwhile: the other tests wait for the browser.
    LazyLock::force(&EXAMPLE);
    let page = page_with(&[Report::default()], &Pictures::new(), Some(&large(5_000, 50_000)), &Style::default());
    opened(page.as_bytes(), |browser| {
        browser.value("networkView.frame.scrollIntoView({ behavior: 'instant' })");
        for (view, scale) in [("afar", "networkView.least"), ("midway", "0.4"), ("closely", "1")] {
            let pan = format!(
                "(async () => {{ const v = networkView; v.fit(); v.zoom(({scale}) / v.k); const start = performance.now(); \
                 for (let at = 0; at < 60; at += 1) {{ v.pan(at % 20 < 10 ? 12 : -12, 7); await new Promise(requestAnimationFrame); }} \
                 return 60000 / (performance.now() - start); }})()"
            );
            // The best of three: what else the machine does is not what is measured.
            let frames = (0..3).map(|_| browser.number(&pan)).fold(0.0, f64::max);
            eprintln!("{view}: {frames:.0} frames a second");
            assert!(frames > 20.0, "{view}: {frames} frames a second");
        }
        assert!(browser.text("networkView.status.textContent").contains("条供应关系"));
        assert_eq!(browser.complaints(), Vec::<String>::new());
    });
}
