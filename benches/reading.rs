//! How much CPU and memory does a ledger take from the file to the checked data set, beside programs that only read it?
//!
//! `cargo bench --bench reading -- [--lines N] [--rows N] [--runs N] [--only csv,parquet,xlsx]` makes the files in
//! `target/reading` (the same bytes every time), and has `benches/reading.py` run ours and the peers in turn.
//! The program calls itself with `make-csv FILE N`, `make-xlsx FILE N` and `read FILE`.
#![allow(clippy::print_stdout, missing_docs)]

use liantu::ingest::{ReadOptions, read};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["make-csv", file, lines] => make_csv(Path::new(file), lines.parse()?),
        ["make-xlsx", file, lines] => make_xlsx(Path::new(file), lines.parse()?),
        ["read", file] => measure(Path::new(file)),
        options => {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/reading.py");
            let ours = std::env::current_exe()?;
            let status = std::process::Command::new("python3").arg(script).arg(ours).args(options).status()?;
            if status.success() { Ok(()) } else { Err("benches/reading.py failed".into()) }
        }
    }
}

fn measure(file: &Path) -> Result<(), Failure> {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let ingested = std::mem::ManuallyDrop::new(read(file, &ReadOptions::default())?);
    let dataset = &ingested.dataset;
    let sum: f64 = dataset.links.iter().filter_map(|link| link.amount.known()).sum();
    let rows: usize = dataset.balance.iter().map(|table| table.read).sum();
    println!("{rows} {:.2} {} {} {}", sum / 1e4, dataset.firms.len(), ingested.issues.len(), dataset.fingerprint);
    Ok(())
}

// ---- Files ----

const HEADINGS: [&str; 8] =
    ["采购方", "采购方所在地", "供应商", "供应商所在地", "产品", "采购额(万元)", "年份", "合同号"];

/// A small generator of its own, so that the files never depend on the version of a library.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// One line of the ledger: a few large buyers, many suppliers, two in a hundred amounts unknown.
struct Line {
    buyer: usize,
    supplier: usize,
    product: usize,
    amount: Option<f64>,
    year: u16,
}

const PLACES: [&str; 12] = [
    "宿州市泗县",
    "宿州市灵璧县",
    "宿州市埇桥区",
    "宿州市萧县",
    "宿州市砀山县",
    "淮北市濉溪县",
    "蚌埠市五河县",
    "无锡市江阴市",
    "苏州市昆山市",
    "徐州市睢宁县",
    "340103",
    "上海市闵行区",
];

fn line(numbers: &mut Numbers, firms: usize) -> Line {
    let buyer = (numbers.next().powi(3) * (firms / 5) as f64) as usize;
    let supplier = (numbers.next().powi(2) * firms as f64) as usize;
    let product = (numbers.next().powi(2) * 2000.0) as usize;
    let amount = (10_f64.powf(numbers.next() * 5.0 - 1.0) * 100.0).round() / 100.0;
    let amount = (numbers.next() >= 0.02).then_some(amount);
    Line { buyer, supplier, product, amount, year: 2020 + (numbers.next() * 5.0) as u16 }
}

fn firm(at: usize) -> String {
    format!("合成企业{at:07}有限公司")
}

fn place(firm: usize) -> &'static str {
    PLACES[firm % PLACES.len()]
}

fn firms(lines: usize) -> usize {
    (lines / 100).max(50)
}

fn make_csv(file: &Path, lines: usize) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    writeln!(out, "{}", HEADINGS.join(","))?;
    let mut numbers = Numbers(42);
    let mut text = String::new();
    for at in 0..lines {
        let line = line(&mut numbers, firms(lines));
        text.clear();
        let amount = line.amount.map(|amount| amount.to_string()).unwrap_or_default();
        let (buyer, supplier) = (firm(line.buyer), firm(line.supplier));
        let (here, there) = (place(line.buyer), place(line.supplier));
        let (product, year) = (line.product, line.year);
        writeln!(text, "{buyer},{here},{supplier},{there},产品{product:04},{amount},{year},HT{at:09}")?;
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    Ok(())
}

fn make_xlsx(file: &Path, lines: usize) -> Result<(), Failure> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 1, 1)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&date));
    let sheet = book.add_worksheet().set_name("采购")?;
    sheet.write_row(0, 0, HEADINGS)?;
    let mut numbers = Numbers(42);
    for at in 0..u32::try_from(lines)? {
        let line = line(&mut numbers, firms(lines));
        let row = at + 1;
        sheet.write(row, 0, firm(line.buyer))?.write(row, 1, place(line.buyer))?;
        sheet.write(row, 2, firm(line.supplier))?.write(row, 3, place(line.supplier))?;
        sheet.write(row, 4, format!("产品{:04}", line.product))?;
        if let Some(amount) = line.amount {
            sheet.write(row, 5, amount)?;
        }
        sheet.write(row, 6, line.year)?.write(row, 7, format!("HT{at:09}"))?;
    }
    book.save(file)?;
    Ok(())
}
