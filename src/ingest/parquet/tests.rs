use super::*;
use ::parquet::basic::{Compression, Encoding, ZstdLevel};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use ::parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use std::sync::Arc;

/// Rows as `number: cell|cell`.
fn shown(sheet: &Sheet) -> Vec<String> {
    let row = |row| {
        let cells: Vec<String> = sheet.cells(row).map(|cell| cell.to_text()).collect();
        format!("{}: {}", sheet.row_number(row), cells.join("|"))
    };
    (0..sheet.row_count()).map(row).collect()
}

fn read(bytes: Vec<u8>) -> Result<Sheet, ParquetError> {
    read_parquet_bytes("采购.parquet", "采购.parquet", bytes).map(|mut sheets| sheets.remove(0))
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ingest").join(name)).unwrap()
}

/// A ledger of texts, blanks and amounts, `rows` long in each of two row groups.
fn ledger(rows: usize, properties: WriterPropertiesBuilder) -> Vec<u8> {
    let schema = "message ledger { optional binary 采购方 (UTF8); required binary 产品 (UTF8); optional double 采购额; optional int64 年份; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    for group in 0..2 {
        let mut group_writer = file.next_row_group().unwrap();
        let texts = |name: &str, modulus: usize| -> Vec<ByteArray> {
            (0..rows).map(|row| ByteArray::from(format!("{name}{:04}", (row + group) % modulus).as_str())).collect()
        };
        // Every third buyer and every second year is blank.
        let levels = |step: usize| -> Vec<i16> { (0..rows).map(|row| i16::from(row % step != 0)).collect() };
        let there = |levels: &[i16]| levels.iter().filter(|level| **level == 1).count();
        let buyers = levels(3);
        let mut column = group_writer.next_column().unwrap().unwrap();
        let some = &texts("企业", 50)[..there(&buyers)];
        column.typed::<ByteArrayType>().write_batch(some, Some(&buyers), None).unwrap();
        column.close().unwrap();
        let mut column = group_writer.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&texts("产品", 7), None, None).unwrap();
        column.close().unwrap();
        let amounts: Vec<f64> = (0..rows).map(|row| row as f64 / 4.0).collect();
        let mut column = group_writer.next_column().unwrap().unwrap();
        column.typed::<DoubleType>().write_batch(&amounts, Some(&vec![1; rows]), None).unwrap();
        column.close().unwrap();
        let years = levels(2);
        let mut column = group_writer.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&vec![2024; there(&years)], Some(&years), None).unwrap();
        column.close().unwrap();
        group_writer.close().unwrap();
    }
    file.into_inner().unwrap()
}

#[test]
fn every_kind_of_column_from_two_writers() {
    let expected = [
        "1: 采购方|采购方所在地|产品|来源地|采购额(万元)|年份|合同号|日期|时刻|北京|金额|标记|别名.list.element|联系.人|联系.号|时|单精",
        "2: 甲车桥|泗县|轮毂轴承|灵璧县|3000|2024|900719925474099312|2024-09-30|2024-09-30|2024-01-01|12.50|是||张|1|08:30:00|0.1",
        "3: 甲车桥|泗县|轴承钢管|无锡市|2000.5|2024|2|2024-09-30|2024-09-30|2024-01-01|-0.05|否||张|1|08:30:00|0.2",
        "4: |泗县|铸件|泗县||2023|3|2024-09-30|2024-09-30|2024-01-01||||张|1|08:30:00",
        "5: 乙厂|泗县|密封件|宁国市|0.1||4|2024-09-30|2024-09-30|2024-01-01|7.00|是||张|1|08:30:00|1.5",
        "6: 甲车桥|泗县|电控|苏州市|4000|2024|5|2024-09-30|2024-09-30|2024-01-01|1.00|是||张|1|08:30:00|2",
    ];
    for name in ["polars_kinds.parquet", "duckdb_kinds.parquet"] {
        let sheet = read(fixture(name)).unwrap();
        let rows = shown(&sheet);
        // Polars names the field of a list `element` or `item`, by its version.
        let rows: Vec<String> = rows.iter().map(|row| row.replace("list.item", "list.element")).collect();
        assert_eq!(rows, expected, "{name}");
        assert_eq!(sheet.cell(1, 4), CellRef::Number(3000.0));
        assert_eq!(sheet.cell(1, 7), CellRef::Date("2024-09-30"));
        assert_eq!(sheet.cell(1, 11), CellRef::Flag(true));
    }
}

#[test]
fn every_coding_gives_the_same_rows() {
    let zstd = Compression::ZSTD(ZstdLevel::default());
    let plain = || WriterProperties::builder().set_dictionary_enabled(false);
    let small = || WriterProperties::builder().set_data_page_row_count_limit(300).set_write_batch_size(100);
    let text = |encoding| {
        let names = ["采购方", "产品"].map(::parquet::schema::types::ColumnPath::from);
        let [buyer, product] = names;
        plain().set_column_encoding(buyer, encoding).set_column_encoding(product, encoding)
    };
    let files = [
        small(),
        small().set_compression(zstd).set_writer_version(WriterVersion::PARQUET_2_0),
        // A dictionary that overflows: the later pages are plain.
        small().set_dictionary_page_size_limit(64),
        plain().set_compression(Compression::SNAPPY),
        plain().set_writer_version(WriterVersion::PARQUET_2_0),
        text(Encoding::DELTA_LENGTH_BYTE_ARRAY),
        text(Encoding::DELTA_BYTE_ARRAY),
        text(Encoding::DELTA_BYTE_ARRAY).set_writer_version(WriterVersion::PARQUET_2_0),
    ];
    let expected = shown(&read(ledger(5000, plain())).unwrap());
    assert_eq!(expected.len(), 10_001);
    assert_eq!(
        expected[..4],
        ["1: 采购方|产品|采购额|年份", "2: |产品0000|0", "3: 企业0000|产品0001|0.25|2024", "4: 企业0001|产品0002|0.5"]
    );
    assert_eq!(expected[5001..5003], ["5002: |产品0001|0", "5003: 企业0001|产品0002|0.25|2024"]);
    for (at, properties) in files.into_iter().enumerate() {
        assert_eq!(shown(&read(ledger(5000, properties)).unwrap()), expected, "file {at}");
    }
}

#[test]
fn what_is_no_parquet_file_is_named() {
    let cases: [(&[u8], &str); 6] = [
        (
            b"",
            "`采购.parquet` is not a Parquet file but an empty file; hint: give it its own ending, or save it as csv",
        ),
        (
            b"PK\x03\x04",
            "`采购.parquet` is not a Parquet file but a workbook or zip archive; hint: give it its own ending, or save it as csv",
        ),
        (
            "采购方,产品".as_bytes(),
            "`采购.parquet` is not a Parquet file but text; hint: give it its own ending, or save it as csv",
        ),
        (
            b"\xFF\xFE\0",
            "`采购.parquet` is not a Parquet file but unknown data; hint: give it its own ending, or save it as csv",
        ),
        (b"PAR1.........", "`采购.parquet` is damaged: its end is missing; hint: write it again, or save it as csv"),
        (b"PAR1........PARE", "`采购.parquet` is written with encryption; hint: write it without encryption"),
    ];
    for (bytes, message) in cases {
        assert_eq!(read(bytes.to_vec()).unwrap_err().to_string(), message);
    }
}

#[test]
fn truncated_and_mutilated_files_end_as_errors_or_tables() {
    std::panic::set_hook(Box::new(|_| {}));
    let delta = |name: &str| (::parquet::schema::types::ColumnPath::from(name), Encoding::DELTA_BYTE_ARRAY);
    let (column, encoding) = delta("产品");
    let files = [
        ledger(40, WriterProperties::builder()),
        ledger(40, WriterProperties::builder().set_dictionary_enabled(false).set_column_encoding(column, encoding)),
        fixture("polars_kinds.parquet"),
        fixture("duckdb_kinds.parquet"),
    ];
    for file in &files {
        for cut in (0..file.len()).step_by(file.len() / 60) {
            assert!(read(file[..cut].to_vec()).is_err(), "cut at {cut}");
        }
        for at in (4..file.len() - 4).step_by(5) {
            for noise in [0x01, 0xFF] {
                let mut mutilated = file.clone();
                mutilated[at] ^= noise;
                let _ = read(mutilated);
            }
        }
    }
    let _ = std::panic::take_hook();
}

#[test]
fn more_cells_than_the_size_of_the_file_allows_are_refused() {
    // A column of one text in a hundred thousand rows: a run makes a small file of it.
    let schema = Arc::new(parse_message_type("message ledger { required binary 产品 (UTF8); }").unwrap());
    let properties = Arc::new(WriterProperties::builder().build());
    let mut file = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
    let mut group = file.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&vec![ByteArray::from("轴承"); 100_000], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    let bytes = Bytes::from(file.into_inner().unwrap());
    assert!(bytes.len() < 2000, "{}", bytes.len());
    let fill = |most| fill(Sheet::new("采购.parquet", "采购", ""), bytes.clone(), most);
    assert!(matches!(fill(90_000), Err(Fault::TooLarge(what)) if what == "more than 90000 cells"));
    assert_eq!(fill(200_000).map(|sheet| sheet.row_count()).ok(), Some(100_001));
}
