//! Dirty data in, checked data out: one small economy for each defect.
#![allow(clippy::unwrap_used, missing_docs)]

use liantu::ingest::{self, Ingested, ReadOptions};
use liantu::issue::Code;
use liantu::model::{Amount, AreaCode, Dataset, Location, SupplyLink};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A folder of the files given, each a name and its bytes.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn read(files: &[(&str, &str)]) -> Ingested {
    let bytes: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let folder = folder(&bytes);
    let read = ingest::read(folder.path(), &ReadOptions::default()).unwrap();
    balanced(&read);
    read
}

/// Every row is used or set aside, and every row set aside has an issue.
fn balanced(read: &Ingested) {
    for table in &read.dataset.balance {
        assert_eq!(table.read, table.used + table.set_aside, "{} {}", table.file, table.sheet);
    }
    for sheet in &read.rejects {
        for (row, codes, _) in &sheet.rows {
            assert!(!codes.is_empty(), "{} row {row} was set aside for no reason", sheet.file);
        }
    }
}

/// Codes of the issues, each with its count; `UnlistedFirm` and `UnlistedProduct`, and that no buyer at all has a place,
/// go without saying in a lone ledger.
fn codes(read: &Ingested) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for issue in &read.issues {
        let no_buyer_has_one = issue.code == Code::MissingPlace && issue.origin.row.is_none();
        if !no_buyer_has_one && !matches!(issue.code, Code::UnlistedFirm | Code::UnlistedProduct) {
            *counts.entry(issue.code.as_str()).or_default() += 1;
        }
    }
    counts
}

/// Reads the files and compares the issues with `expected`, written `code×count`.
fn check(files: &[(&str, &str)], expected: &[&str]) -> Ingested {
    let read = read(files);
    let found: Vec<String> = codes(&read).iter().map(|(code, count)| format!("{code}×{count}")).collect();
    assert_eq!(found, expected, "{:#?}", read.issues);
    read
}

fn amounts(dataset: &Dataset) -> Vec<Option<f64>> {
    dataset.links.iter().map(|link| link.amount.known()).collect()
}

fn origin<'a>(dataset: &'a Dataset, link: &'a SupplyLink) -> &'a Location {
    let supplier = || &dataset.firm(link.supplier.unwrap()).location;
    link.origin.as_deref().unwrap_or_else(supplier)
}

/// The ledger of acceptance scenario E1.
const E1: &str = "采购方,采购方所在地,产品,来源地,采购额(万元),年份
甲车桥,泗县,轮毂轴承,灵璧县,3000,2024
甲车桥,泗县,轴承钢管,无锡市,2000,2024
甲车桥,泗县,铸件,泗县,1000,2024
甲车桥,泗县,密封件,宁国市,,2024
甲车桥,泗县,电控,苏州市,4000,2024
";

#[test]
fn a_lone_ledger_is_a_data_set() {
    let read = check(&[("采购.csv", E1)], &["missing-amount×1"]);
    let dataset = &read.dataset;
    assert_eq!(dataset.firms.len(), 1);
    assert_eq!(dataset.firms[0].location.area, Some(AreaCode(341324)));
    assert!(!dataset.firms[0].listed);
    assert_eq!(dataset.products.len(), 5);
    let line = |link: &SupplyLink| {
        (origin(dataset, link).area.unwrap().0, dataset.product(link.product).name.to_string(), link.amount)
    };
    let mut found: Vec<(u32, String, Amount)> = dataset.links.iter().map(line).collect();
    found.sort_by_key(|(area, _, _)| *area);
    let expected = [
        (320200, "轴承钢管", Amount::Known(2e7)),
        (320500, "电控", Amount::Known(4e7)),
        (341323, "轮毂轴承", Amount::Known(3e7)),
        (341324, "铸件", Amount::Known(1e7)),
        (341881, "密封件", Amount::Missing),
    ];
    assert_eq!(found, expected.map(|(area, product, amount)| (area, product.to_owned(), amount)));
    let issue = read.issues.iter().find(|issue| issue.code == Code::MissingAmount).unwrap();
    assert_eq!(issue.origin.row, Some(5));
    assert_eq!(issue.origin.cell.as_deref(), Some("E5"));
}

/// A small economy with every kind of sheet.
const ECONOMY: &[(&str, &str)] = &[
    (
        "说明.csv",
        "键,值\n标题,试验\n本地范围,安徽省宿州市\n产业链,轴承\n数据日期,2024-12-31\n金额单位,万元\n年份,2024\n",
    ),
    (
        "企业.csv",
        "统一社会信用代码,企业名称,别名,生产地,注册地,角色,资质,规模,产业链\n\
         91350100M000100Y43,安徽甲轴承有限公司,甲轴承,灵璧县,,链主,专精特新小巨人;高新技术企业,大,轴承\n\
         ,乙钢管厂,,,无锡市,配套,,中,轴承\n\
         ,丙机械,,泗县,,龙头,,小,\n",
    ),
    ("产能.csv", "企业名称,产品,产量产值,产能\n乙钢管厂,轴承钢管,3000,5000\n丙机械,轴承座,100,\n"),
    ("企业年度.csv", "企业名称,年份,营业收入,从业人员\n甲轴承,2024,1.2亿,350\n"),
    (
        "采购.csv",
        "采购方,供应商,产品,采购额,合同号\n\
         甲轴承,乙钢管厂,轴承钢管,3000,HT-1\n\
         甲轴承,丁物流,运输,200,HT-2\n\
         丙机械,甲轴承,深沟球轴承,500,HT-3\n",
    ),
    ("采购总额.csv", "采购方,采购总额,清单完整\n甲轴承,4000,否\n"),
    ("园区.csv", "园区,所在县\n泗县经开区,泗县\n"),
    ("区域.csv", "区域,代码\n皖北,3413;宿州市\n"),
    ("投入.csv", "产品,投入品,必需\n深沟球轴承,轴承钢管,是\n"),
];

#[test]
fn a_small_economy_is_read_whole() {
    let read = read(ECONOMY);
    let dataset = &read.dataset;
    assert_eq!(dataset.about.title.as_deref(), Some("试验"));
    assert_eq!(dataset.about.focus, Some(AreaCode(341300)));
    assert_eq!(dataset.about.chains.iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["轴承"]);
    assert_eq!(dataset.chains.len(), 1);
    assert!(dataset.chains[0].products.len() > 20);
    assert_eq!(dataset.firms.len(), 4);
    let leader = dataset.firms.iter().find(|firm| firm.name.as_ref() == "安徽甲轴承有限公司").unwrap();
    assert_eq!(leader.id.as_str(), "91350100M000100Y43");
    assert_eq!(leader.location.area, Some(AreaCode(341323)));
    assert!(leader.location.point.is_some());
    assert_eq!(dataset.firm_years[0].revenue, Some(1.2e8));
    assert_eq!(dataset.totals[0].total, Amount::Known(4e7));
    assert_eq!(dataset.capabilities[0].year, Some(liantu::model::Year(2024)));
    assert_eq!(dataset.regions[0].prefixes.iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["3413"]);
    let amounts: Vec<Option<f64>> = amounts(dataset);
    assert_eq!(amounts.len(), 3);
    assert!(amounts.contains(&Some(3e7)) && amounts.contains(&Some(2e6)) && amounts.contains(&Some(5e6)));
    assert_eq!(codes(&read).get("headquarters-place"), Some(&1), "{:#?}", read.issues);
}

/// The files with their rows below the header turned round.
fn turned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let turn = |(name, text): &(&str, &str)| {
        let (header, rows) = text.split_once('\n').unwrap();
        let rows: Vec<&str> = rows.lines().rev().collect();
        ((*name).to_owned(), format!("{header}\n{}\n", rows.join("\n")))
    };
    files.iter().map(turn).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

#[test]
fn row_order_does_not_matter() {
    for files in [ECONOMY, &[("采购.csv", E1)]] {
        let turned = turned(files);
        assert_eq!(read(files).dataset.fingerprint, read(&borrowed(&turned)).dataset.fingerprint);
    }
}

#[test]
fn encodings_do_not_matter() {
    let plain = read(ECONOMY).dataset.fingerprint;
    type Encode = fn(&str) -> Vec<u8>;
    let encodings: [Encode; 3] = [
        |text| [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        |text| encoding_rs::GB18030.encode(text).0.into_owned(),
        |text| [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
    ];
    for (at, encode) in encodings.into_iter().enumerate() {
        let encoded: Vec<(&str, Vec<u8>)> = ECONOMY.iter().map(|(name, text)| (*name, encode(text))).collect();
        let files: Vec<(&str, &[u8])> = encoded.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let folder = folder(&files);
        let read = ingest::read(folder.path(), &ReadOptions::default()).unwrap();
        assert_eq!(read.dataset.fingerprint, plain, "encoding {at}");
    }
}

/// The files as sheets of one workbook; figures are typed as figures.
#[cfg(feature = "excel")]
fn workbook(files: &[(&str, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, text) in files {
        let sheet = book.add_worksheet().set_name(name.trim_end_matches(".csv")).unwrap();
        for (row, line) in (0..).zip(text.lines()) {
            for (column, cell) in (0..).zip(line.split(',')) {
                match cell.parse::<f64>() {
                    Ok(figure) => sheet.write(row, column, figure).unwrap(),
                    Err(_) => sheet.write(row, column, cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[cfg(feature = "excel")]
#[test]
fn file_kinds_do_not_matter() {
    for files in [ECONOMY, &[("采购.csv", E1)]] {
        let folder = folder(&[("数据.xlsx", &workbook(files))]);
        let apart = read(files);
        // The workbook itself, and the folder that holds it.
        for path in [folder.path().join("数据.xlsx"), folder.path().to_owned()] {
            let whole = ingest::read(&path, &ReadOptions::default()).unwrap();
            balanced(&whole);
            assert_eq!(whole.dataset.links.len(), apart.dataset.links.len());
            assert_eq!(whole.dataset.fingerprint, apart.dataset.fingerprint);
            assert_eq!(codes(&whole), codes(&apart));
        }
    }
}

/// One table as a Parquet file; a column whose cells are all figures is one of figures.
#[cfg(feature = "parquet")]
fn parquet(text: &str) -> Vec<u8> {
    use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
    use ::parquet::file::writer::SerializedFileWriter;
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let column = |at: usize| rows[1..].iter().map(move |row| Some(row[at]).filter(|cell| !cell.is_empty()));
    let figures = |at: usize| column(at).flatten().map(|cell| cell.parse().ok()).collect::<Option<Vec<f64>>>();
    let fields: String = (0..rows[0].len())
        .map(|at| match figures(at) {
            Some(_) => format!("optional double {};", rows[0][at]),
            None => format!("optional binary {} (UTF8);", rows[0][at]),
        })
        .collect();
    let schema = ::parquet::schema::parser::parse_message_type(&format!("message table {{ {fields} }}")).unwrap();
    let mut file = SerializedFileWriter::new(Vec::new(), schema.into(), Default::default()).unwrap();
    let mut group = file.next_row_group().unwrap();
    for at in 0..rows[0].len() {
        let levels: Vec<i16> = column(at).map(|cell| i16::from(cell.is_some())).collect();
        let mut writer = group.next_column().unwrap().unwrap();
        match figures(at) {
            Some(figures) => writer.typed::<DoubleType>().write_batch(&figures, Some(&levels), None).unwrap(),
            None => {
                let texts: Vec<ByteArray> = column(at).flatten().map(ByteArray::from).collect();
                writer.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None).unwrap()
            }
        };
        writer.close().unwrap();
    }
    group.close().unwrap();
    file.into_inner().unwrap()
}

#[cfg(feature = "parquet")]
#[test]
fn a_folder_of_parquet_files_is_the_same_data_set() {
    // The schema's language knows no brackets.
    let lone = E1.replace("采购额(万元)", "采购额_万元");
    for files in [ECONOMY, &[("采购.csv", lone.as_str())]] {
        let apart = read(files);
        let packed: Vec<(String, Vec<u8>)> =
            files.iter().map(|(name, text)| (name.replace(".csv", ".parquet"), parquet(text))).collect();
        let named: Vec<(&str, &[u8])> = packed.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let folder = folder(&named);
        let mut whole = ingest::read(folder.path(), &ReadOptions::default()).unwrap();
        balanced(&whole);
        assert_eq!(codes(&whole), codes(&apart));
        // Only the names and hashes of the files differ.
        for (source, csv) in whole.dataset.sources.iter_mut().zip(&apart.dataset.sources) {
            assert_eq!(source.file.as_ref(), csv.file.replace(".csv", ".parquet"));
            *source = csv.clone();
        }
        for (balance, csv) in whole.dataset.balance.iter_mut().zip(&apart.dataset.balance) {
            balance.file = csv.file.clone();
        }
        assert_eq!(whole.dataset, apart.dataset);
    }
}

/// A workbook is a workbook whichever of their endings it has; without a known ending the bytes tell.
#[test]
fn files_without_a_telling_ending_are_what_their_bytes_say() {
    let apart = read(&[("采购.csv", E1)]);
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("采购.dat", E1.as_bytes().to_vec()),
        ("采购", encoding_rs::GB18030.encode(E1).0.into_owned()),
        #[cfg(feature = "excel")]
        ("采购.et", workbook(&[("采购.csv", E1)])),
        #[cfg(feature = "excel")]
        ("采购.xls", workbook(&[("采购.csv", E1)])),
        #[cfg(feature = "excel")]
        ("采购.dat", workbook(&[("采购.csv", E1)])),
        #[cfg(feature = "parquet")]
        ("采购.pq", parquet(&E1.replace("采购额(万元)", "采购额_万元"))),
    ];
    for (at, (name, bytes)) in files.iter().enumerate() {
        let folder = folder(&[(name, bytes)]);
        let read = ingest::read(&folder.path().join(name), &ReadOptions::default()).unwrap();
        assert_eq!(read.dataset.fingerprint, apart.dataset.fingerprint, "file {at} {name}");
    }
}

/// An export program called it a workbook, or somebody renamed it: the user believes it to be another file.
#[test]
fn files_that_are_not_what_their_ending_says_are_refused_with_a_remedy() {
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(E1.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let files: Vec<(&str, Vec<u8>)> = vec![
        #[cfg(feature = "excel")]
        ("采购.xls", E1.as_bytes().to_vec()),
        #[cfg(feature = "excel")]
        ("采购.xlsx", E1.replace(',', "\t").into_bytes()),
        #[cfg(feature = "excel")]
        ("采购.xls", encoding_rs::GB18030.encode(E1).0.into_owned()),
        #[cfg(feature = "excel")]
        ("采购.et", wide),
        #[cfg(feature = "excel")]
        ("采购.csv", workbook(&[("采购.csv", E1)])),
        #[cfg(all(feature = "excel", feature = "parquet"))]
        ("采购.xlsx", parquet(&E1.replace("采购额(万元)", "采购额_万元"))),
        #[cfg(feature = "parquet")]
        ("采购.csv", parquet(&E1.replace("采购额(万元)", "采购额_万元"))),
        #[cfg(feature = "parquet")]
        ("采购.parquet", E1.as_bytes().to_vec()),
    ];
    for (at, (name, bytes)) in files.iter().enumerate() {
        let folder = folder(&[(name, bytes)]);
        let error = ingest::read(folder.path(), &ReadOptions::default()).unwrap_err().to_string();
        assert!(error.contains(" not ") && error.contains("hint"), "file {at} {name}: {error}");
    }
}

#[test]
fn files_that_are_no_tables_are_named() {
    let page = "<html><head><meta charset='gb2312'></head><table><tr><td>采购方</td></tr></table></html>";
    let xml = "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'></Workbook>";
    let locked: Vec<u8> = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        .into_iter()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let files: &[(&str, &[u8], &str)] = &[
        ("采购.csv", page.as_bytes(), "a web page"),
        ("采购.txt", xml.as_bytes(), "an XML spreadsheet of 2003"),
        #[cfg(feature = "excel")]
        ("采购.xls", page.as_bytes(), "a web page"),
        #[cfg(feature = "excel")]
        ("采购.xls", xml.as_bytes(), "an XML spreadsheet of 2003"),
        #[cfg(feature = "excel")]
        ("采购.xlsx", &locked, "protected by a password"),
        ("采购.csv", &locked, "an old workbook"),
        #[cfg(feature = "excel")]
        ("采购.et", &[0x09, 0x08, 0, 0, 0, 0], "a workbook of Excel 5 or earlier"),
        ("采购.csv", b"PAR1....", "a Parquet file"),
        #[cfg(feature = "parquet")]
        ("采购.parquet", b"PAR1....", "damaged"),
    ];
    for (name, bytes, what) in files {
        let folder = folder(&[(name, bytes)]);
        let error = ingest::read(folder.path(), &ReadOptions::default()).unwrap_err().to_string();
        assert!(error.contains(what) && error.contains("hint"), "{name}: {error}");
    }
}

#[test]
fn a_folder_without_tables_is_an_error_with_a_remedy() {
    let empty = folder(&[("README.md", b"nothing"), ("~$open.xlsx", b"lock"), (".hidden.csv", b"a,b")]);
    let strange = folder(&[("名单.csv", "姓名,电话\n张三,1\n".as_bytes())]);
    let nowhere = PathBuf::from("/nowhere/at/all.csv");
    for path in [empty.path(), strange.path(), &nowhere] {
        let error = ingest::read(path, &ReadOptions::default()).unwrap_err();
        assert!(error.to_string().contains("hint"), "{error}");
    }
}

#[test]
fn a_focus_that_is_no_place_is_an_error() {
    let folder = folder(&[("采购.csv", E1.as_bytes())]);
    let ask = |focus: &str| {
        let options = ReadOptions { focus: Some(focus.into()), ..ReadOptions::default() };
        ingest::read(folder.path(), &options).map(|read| read.dataset.about.focus)
    };
    assert_eq!(ask("宿州市").unwrap(), Some(AreaCode(341300)));
    assert_eq!(ask("341324").unwrap(), Some(AreaCode(341324)));
    assert!(ask("朝阳区").unwrap_err().to_string().contains("北京市"));
    assert!(ask("蓬莱仙岛").is_err());
}

#[test]
fn a_header_alone_is_a_data_set_without_links() {
    let read = check(&[("采购.csv", "采购方,供应商,产品,采购额(万元)\n")], &["empty-sheet×1"]);
    assert!(read.dataset.links.is_empty());
}

#[test]
fn amounts_that_are_no_amounts() {
    let ledger = "采购方,供应商,产品,采购额(万元)\n甲,乙,轴承,0\n甲,丙,轴承,*\n甲,丁,轴承,\n甲,戊,轴承,不少\n甲,甲,轴承,5\n甲,己,,7\n";
    let expected = [
        "bad-number×1",
        "blank-product×1",
        "missing-amount×1",
        "self-supply×1",
        "undisclosed-amount×1",
        "zero-amount×1",
    ];
    let read = check(&[("采购.csv", ledger)], &expected);
    assert_eq!(read.dataset.links.len(), 5);
    let cells = ["甲", "戊", "轴承", "不少"].map(String::from).to_vec();
    assert_eq!(read.rejects[0].rows, [(5, vec![Code::BadNumber], cells)]);
    let left = read.dataset.firms.iter().any(|firm| firm.name.as_ref() == "戊");
    assert!(!left, "a row set aside leaves nothing behind");
}

#[test]
fn a_foreign_amount_is_a_purchase_of_unknown_amount() {
    let ledger = "采购方,产品,采购额(万元)\n甲,轴承,$5m\n";
    let read = check(&[("采购.csv", ledger)], &["foreign-currency×1"]);
    assert_eq!(amounts(&read.dataset), [None]);
}

#[test]
fn a_unit_is_assumed_once_and_aloud() {
    check(&[("采购.csv", "采购方,产品,采购额\n甲,轴承,1\n甲,铸件,2\n")], &["default-unit×1"]);
    let stated = read(&[("采购.csv", "采购方,产品,采购额\n甲,轴承,1\n"), ("说明.csv", "键,值\n金额单位,亿元\n")]);
    assert_eq!(amounts(&stated.dataset), [Some(1e8)]);
    assert_eq!(codes(&stated).get("default-unit"), None);
}

#[test]
fn namesakes_are_told_apart_or_asked_about() {
    let firms =
        "统一社会信用代码,企业名称,生产地\n91350100M000100Y43,华星公司,泗县\n91330100799655058B,华星公司,萧县\n";
    let ledger = "采购方,供应商,产品,采购额(万元)\n甲,华星公司,轴承,1\n甲,91350100M000100Y43,轴承,2\n";
    let read = check(&[("企业.csv", firms), ("采购.csv", ledger)], &["ambiguous-firm×1"]);
    assert_eq!(amounts(&read.dataset), [Some(2e4)]);
    let issue = read.issues.iter().find(|issue| issue.code == Code::AmbiguousFirm).unwrap();
    assert_eq!(issue.details, ["91330100799655058B 华星公司", "91350100M000100Y43 华星公司"]);
}

#[test]
fn one_code_is_one_firm_whatever_its_names() {
    let firms = "统一社会信用代码,企业名称,生产地\n\
                 91350100M000100Y43,甲轴承,泗县\n\
                 91350100m000100y43,安徽甲轴承（集团）有限责任公司,萧县\n";
    let ledger = "采购方,供应商,产品,采购额(万元)\n安徽甲轴承(集团)有限责任公司,乙,轴承,1\n甲轴承,乙,轴承,2\n";
    let expected = ["former-name×1", "repaired-credit-code×1", "several-plants×1"];
    let read = check(&[("企业.csv", firms), ("采购.csv", ledger)], &expected);
    assert_eq!(read.dataset.firms.len(), 2);
    assert_eq!(read.dataset.firms[0].name.as_ref(), "安徽甲轴承（集团）有限责任公司");
    assert_eq!(read.dataset.firms[0].aliases, ["甲轴承".into()]);
}

#[test]
fn repeated_and_conflicting_rows() {
    let ledger = "采购方,供应商,产品,采购额(万元),合同号,来源\n\
                  甲,乙,轴承,100,A,采购方\n甲,乙,轴承,100,A,采购方\n甲,乙,轴承,250,A,发票\n\
                  甲,乙,轴承,70,B,发票\n甲,乙,轴承,-20,B,发票\n";
    let expected = ["conflicting-amount×1", "duplicate-row×1", "negative-amount×1"];
    let read = check(&[("采购.csv", ledger)], &expected);
    assert_eq!(amounts(&read.dataset), [Some(2.5e6), Some(5e5)]);
    assert_eq!(read.dataset.links[0].range, Some((1e6, 2.5e6)));
    assert_eq!((read.dataset.balance[0].used, read.dataset.balance[0].set_aside), (3, 2));
}

#[test]
fn a_column_that_is_not_read_still_tells_rows_apart() {
    let ledger =
        "序号,采购方,供应商,产品,规格,采购额(万元)\n1,甲,乙,轴承,A,100\n2,甲,乙,轴承,B,100\n3,甲,乙,轴承,B,100\n";
    let read = read(&[("采购.csv", ledger)]);
    assert_eq!(codes(&read).get("duplicate-row"), Some(&1), "{:#?}", read.issues);
    assert_eq!(read.dataset.links.len(), 2);
}

#[test]
fn totals_are_held_against_their_items() {
    let ledger = "采购方,供应商,产品,采购额(万元)\n甲,乙,轴承,100\n丙,乙,轴承,100\n";
    let totals = "采购方,采购总额(万元),清单完整\n甲,90,\n甲,80,\n丙,300,是\n";
    let expected = ["conflicting-total×1", "total-exceeded×1", "total-unexplained×1"];
    let read = check(&[("采购.csv", ledger), ("采购总额.csv", totals)], &expected);
    let totals: Vec<Amount> = read.dataset.totals.iter().map(|total| total.total).collect();
    assert_eq!(totals, [Amount::Known(3e6), Amount::Known(9e5)]);
}

#[test]
fn a_sheet_name_gives_the_year() {
    let read = read(&[
        ("采购2023.csv", "采购方,产品,采购额(万元)\n甲,轴承,1\n"),
        ("采购2024.csv", "采购方,产品,采购额(万元)\n甲,轴承,1\n"),
    ]);
    let years: Vec<u16> = read.dataset.links.iter().map(|link| link.year.unwrap().0).collect();
    assert_eq!(years, [2023, 2024]);
}

#[test]
fn places_of_a_line_and_of_its_supplier() {
    let firms = "企业名称,生产地\n乙,灵璧县\n";
    let ledger = "采购方,供应商,产品,来源地,供应商所在地,采购额(万元)\n\
                  甲,乙,轴承,宿州市,,1\n甲,乙,轴承,苏州市,,2\n甲,乙,轴承,,萧县,3\n甲,丙,轴承,,朝阳区,4\n\
                  甲,,轴承,德国,,5\n甲,丁,轴承,,泗县,6\n甲,丁,轴承,,萧县,7\n";
    let expected = ["ambiguous-place×1", "conflicting-firm×1"];
    let read = check(&[("企业.csv", firms), ("采购.csv", ledger)], &expected);
    let dataset = &read.dataset;
    let by_amount = |wan: f64| dataset.links.iter().find(|link| link.amount == Amount::Known(wan * 1e4)).unwrap();
    assert_eq!(by_amount(1.0).origin, None, "宿州市 says less than the plant in 灵璧县");
    assert_eq!(origin(dataset, by_amount(2.0)).area, Some(AreaCode(320500)));
    assert_eq!(origin(dataset, by_amount(3.0)).area, Some(AreaCode(341323)));
    assert_eq!(origin(dataset, by_amount(4.0)).area, None);
    assert_eq!(origin(dataset, by_amount(5.0)).abroad.as_deref(), Some("德国"));
    assert_eq!(origin(dataset, by_amount(7.0)).area, Some(AreaCode(341322)));
    let spread = dataset.firm(by_amount(7.0).supplier.unwrap());
    assert_eq!(spread.location.area, Some(AreaCode(341300)), "two counties of one city");
}

#[test]
fn a_chain_that_rows_describe_is_the_users_alone_and_one_only_named_is_the_template() {
    let chains =
        "产业链,环节,产品,产品ID,位置,同义词\n轴承,自定环节,自定产品,P9,下游,自产\n轴承,钢材,轴承钢管,P1,上游,\n";
    let about = "项目,内容\n产业链,轴承;光伏\n";
    let ledger = "采购方,产品,采购额(万元)\n甲,自产,1\n甲,轴承钢管,2\n甲,光伏组件,3\n甲,别的,4\n";
    let read = read(&[("说明.csv", about), ("产业链.csv", chains), ("采购.csv", ledger)]);
    let dataset = &read.dataset;
    let ids: Vec<&str> = dataset.links.iter().map(|link| dataset.product(link.product).id.as_str()).collect();
    assert!(ids.contains(&"P9") && ids.contains(&"P1") && ids.contains(&"别的"), "{ids:?}");
    let chains: Vec<_> =
        dataset.chains.iter().map(|chain| (&*chain.id, &*chain.name, chain.template.is_some())).collect();
    assert_eq!(chains, [("bearing", "轴承", false), ("photovoltaic", "光伏", true)]);
    assert_eq!(dataset.chains[0].products.len(), 2, "a template adds nothing to a chain that rows describe");
    assert!(dataset.chains[1].products.len() > 30);
    let unlisted = read.issues.iter().filter(|issue| issue.code == Code::UnlistedProduct);
    assert_eq!(unlisted.map(|issue| issue.text.as_str()).collect::<Vec<_>>(), ["别的"]);
}

#[test]
fn a_chain_found_nowhere_is_told_once() {
    let firms = "企业名称,生产地,产业链\n甲,泗县,轴承;仙丹\n乙,泗县,仙丹\n";
    let read = check(&[("企业.csv", firms)], &["unknown-chain×1"]);
    assert_eq!(read.dataset.chains.len(), 1);
}

#[test]
fn a_circle_of_inputs_is_kept_and_told() {
    let inputs = "产品,投入品\n甲品,乙品\n乙品,丙品\n丙品,甲品\n丁品,甲品\n";
    let read = check(&[("投入.csv", inputs)], &["circular-inputs×1"]);
    assert_eq!(read.dataset.inputs.len(), 4);
}

#[test]
fn a_leader_that_buys_nothing_is_told() {
    let firms = "企业名称,生产地,角色,经度,纬度,行业代码\n甲,泗县,链主,33.5,117.9,3451\n乙,泗县,链主,117.9,33.5,9999\n";
    let ledger = "采购方,供应商,产品,采购额(万元)\n甲,丙,轴承,1\n乙,乙,轴承,1\n";
    let expected = ["bad-coordinate×1", "buyer-without-purchases×1", "self-supply×1", "unknown-industry×1"];
    let read = check(&[("企业.csv", firms), ("采购.csv", ledger)], &expected);
    let firm = |name: &str| read.dataset.firms.iter().find(|firm| firm.name.as_ref() == name).unwrap();
    assert_eq!(firm("甲").industry.as_deref(), Some("C3451"));
    assert_eq!(firm("乙").location.point.map(|point| point.lon), Some(117.9));
}

#[test]
fn a_former_place_is_read_as_what_it_is_now() {
    let ledger =
        "采购方,产品,来源地,采购额(万元),年份\n甲,轴承,安徽省巢湖市庐江县,1,2009\n甲,铸件,安徽省巢湖市庐江县,1,2009\n";
    let read = check(&[("采购.csv", ledger)], &["former-place×1"]);
    assert_eq!(origin(&read.dataset, &read.dataset.links[0]).area, Some(AreaCode(340124)));
}

#[test]
fn a_missing_column_sets_the_sheet_aside() {
    let files = [("投入.csv", "产品,成本占比\n轴承,0.1\n"), ("企业.csv", "企业名称,生产地\n甲,泗县\n")];
    let read = check(&files, &["missing-column×1"]);
    assert_eq!(read.rejects[0].rows.len(), 1);
}

#[test]
fn a_ledger_without_buyers_is_an_error() {
    let folder = folder(&[("采购.csv", "供应商,来源地,采购额(万元)\n乙,泗县,1\n".as_bytes())]);
    let error = ingest::read(folder.path(), &ReadOptions::default()).unwrap_err();
    assert!(error.to_string().contains("采购方"), "{error}");
}

#[test]
fn noise_breaks_nothing() {
    const PIECES: [&str; 24] = [
        "甲",
        "安徽",
        "宿州市",
        "朝阳区",
        "2024",
        "-3",
        "1e999",
        "NaN",
        "*",
        "—",
        "",
        " ",
        "9135",
        "\"\"",
        "亿",
        "万元",
        "是",
        "链主",
        "合计",
        "341324",
        "９９",
        "\u{fffd}",
        "$5m",
        "轴承",
    ];
    const TABLES: [(&str, &str, usize); 15] = [
        ("采购.csv", "采购方,供应商,来源地,产品,采购额,年份,合同号,来源,采购方所在地,供应商所在地", 10_000),
        (
            "企业.csv",
            "统一社会信用代码,企业ID,企业名称,别名,注册地,生产地,统计地,园区,经度,纬度,行业代码,角色,产业链,资质,规模",
            2000,
        ),
        ("产业链.csv", "产业链,环节,产品,产品ID,位置,层级,五基类别,关键,同义词,行业代码", 500),
        ("投入.csv", "产品,投入品,成本占比,必需", 500),
        ("产能.csv", "企业名称,产品,年份,产量产值,产能,富余产能,外销承诺,在建", 500),
        ("企业年度.csv", "企业名称,年份,营业收入,从业人员", 500),
        ("采购总额.csv", "采购方,产品,年份,采购总额,清单完整", 500),
        ("园区.csv", "园区,所在县,经度,纬度,相邻", 100),
        ("区域.csv", "区域,代码", 100),
        ("说明.csv", "键,值", 50),
        ("项目.csv", "项目,编号,快照日期,类型,阶段,企业,产品,落地,来源地,飞地,投资额,用地,签约日期,开工日期,列统", 300),
        ("人才.csv", "姓名,类别,产品,所在地,单位", 200),
        ("集群.csv", "集群,级别,产业链,范围,面积,认定日期,县级领导,优惠政策", 100),
        ("指标.csv", "对象,指标,年份,数值,单位", 200),
        ("目标.csv", "对象,度量,基期,基期值,目标年,目标值,单位,依据", 200),
    ];
    let mut state: u64 = 42;
    let mut next = |below: usize| {
        // A linear congruential step is random enough for noise, and the same on every machine.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut files: Vec<(String, String)> = Vec::new();
    for (name, header, count) in TABLES {
        let mut text = header.to_owned() + "\n";
        for _ in 0..count {
            let mut cell = || (0..=next(2)).map(|_| PIECES[next(PIECES.len())]).collect::<String>();
            let cells: Vec<String> = header.split(',').map(|_| cell()).collect();
            text += &(cells.join(",") + "\n");
        }
        files.push((name.to_owned(), text));
    }
    let first = read(&borrowed(&files));
    let dataset = &first.dataset;
    assert!(dataset.firms.is_sorted_by(|a, b| a.id < b.id), "ids are unique and sorted");
    assert!(dataset.products.is_sorted_by(|a, b| a.id < b.id), "ids are unique and sorted");
    assert!(dataset.links.is_sorted_by_key(|link| (link.buyer, link.product, link.year, link.supplier)));
    let again = turned(&borrowed(&files));
    assert_eq!(dataset.fingerprint, read(&borrowed(&again)).dataset.fingerprint, "row order must not matter");
}

#[test]
fn firms_whose_addresses_name_one_zone_share_it_without_a_list_of_zones() {
    let read = check(
        &[(
            "企业.csv",
            "企业名称,生产地
甲公司,宿州市经济技术开发区金海大道1号
乙公司,安徽省宿州经济开发区外环路
丙公司,宿州市埇桥区
",
        )],
        &[],
    );
    let zones: Vec<(&str, Option<AreaCode>)> =
        read.dataset.zones.iter().map(|zone| (zone.name.as_ref(), zone.area)).collect();
    assert_eq!(zones, [("宿州市经济开发区", Some(AreaCode(341_300)))]);
    let of: Vec<Option<u32>> = read.dataset.firms.iter().map(|firm| firm.location.zone).collect();
    assert_eq!(of.iter().filter(|zone| **zone == Some(0)).count(), 2, "{of:?}");
}

#[test]
fn the_registering_division_of_a_credit_code_is_checked() {
    check(
        &[("企业.csv", "统一社会信用代码,企业名称,生产地\n91999900MA2N5ABC18,甲公司,泗县\n")],
        &["unknown-registry×1"],
    );
}

#[test]
fn a_buyer_without_a_place_is_told_once_and_all_of_them_at_once() {
    let ledger = "采购方,采购方所在地,供应商,来源地,产品,采购额(万元),年份
甲厂,泗县,乙厂,宿州市,轴承,100,2024
丁厂,,乙厂,宿州市,轴承,9000,2024
丁厂,,乙厂,宿州市,钢管,10,2024
戊厂,火星县,乙厂,宿州市,轴承,9000,2024
己厂,,己厂,宿州市,轴承,5,2024
";
    let read = read(&[("采购.csv", ledger)]);
    let told = |read: &Ingested, code: Code| -> Vec<(String, Option<u32>, Vec<String>)> {
        let issues = read.issues.iter().filter(|issue| issue.code == code);
        issues.map(|issue| (issue.text.clone(), issue.origin.row, issue.details.clone())).collect()
    };
    assert_eq!(told(&read, Code::MissingPlace), [("丁厂".to_owned(), Some(3), Vec::new())]);
    assert_eq!(told(&read, Code::UnknownPlace).len(), 1);

    let bare = "采购方,供应商,产品,采购额(万元),年份\n甲厂,乙厂,轴承,100,2024\n丁厂,乙厂,轴承,9000,2024\n";
    let read = self::read(&[("采购.csv", bare)]);
    assert_eq!(told(&read, Code::MissingPlace), [(String::new(), None, vec!["2".to_owned()])]);
}
