#!/usr/bin/env python3
"""Writes the corpus files that no text editor writes: odd encodings and workbooks.

    pip install openpyxl==3.1.5 xlwt==1.3.0 msoffcrypto-tool==6.1.0 polars==2.1.0
    python3 make.py

The files are committed; run this only to add one or to change one. All names are invented.
"""

import datetime
import io
import os
import re
import zipfile

import openpyxl
import polars
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from xlwt.CompoundDoc import XlsDoc

os.chdir(os.path.dirname(os.path.abspath(__file__)))
HEADER = ["采购方", "供应商", "产品", "采购额(万元)", "年份"]
ROW = ["甲厂", "乙厂", "轴承", 100, 2024]
LEDGER = "采购方,供应商,产品,采购额(万元),年份\r\n甲厂,乙厂,轴承,坏,2024\r\n甲厂,丙厂,钢管,200,2024\r\n"


def write(name, content):
    with open(name, "wb") as file:
        file.write(content)


# ---- Text in other encodings ----

write("encoding_utf8_with_bom.csv", LEDGER.encode("utf-8-sig"))
write("encoding_gb18030.csv", LEDGER.encode("gb18030"))
RARE = LEDGER.replace("甲厂", "邓㛃䶮商行").replace("丙厂", "堃喆镕厂").replace("钢管", "€钢管𬭸")
write("encoding_gb18030_rare_names.csv", RARE.encode("gb18030"))
write("encoding_gbk_rare_names.csv", LEDGER.replace("甲厂", "堃喆镕厂").encode("gbk"))
write("encoding_utf16_little_with_bom.csv", b"\xff\xfe" + LEDGER.encode("utf-16-le"))
write("encoding_utf16_big_without_bom.csv", LEDGER.encode("utf-16-be"))
write("encoding_utf16_unicode_text.txt", b"\xff\xfe" + LEDGER.replace(",", "\t").encode("utf-16-le"))
BIG5 = "採購方,供應商,產品,採購額(萬元),年份\r\n甲廠,乙廠,軸承,坏,2024\r\n甲廠,丙廠,鋼管,200,2024\r\n".replace("坏", "壞")
write("encoding_big5.csv", BIG5.encode("big5"))
write("encoding_mojibake.csv", LEDGER.encode("utf-8").decode("gbk", "replace").encode("utf-8"))
lines = LEDGER.splitlines(keepends=True)
good = [f"甲厂,乙厂,{'圆锥滚子轴承保持架' * 5},{at},2024\r\n" for at in range(1, 4)]
write("encoding_mixed.csv", "".join(lines[:1] + good).encode() + lines[2].encode("gbk"))
write("encoding_cut_inside_a_character.csv", (LEDGER + "甲厂,丁厂,铸").encode()[:-1])


# ---- Workbooks ----


def book(*rows, name="采购", header=HEADER):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = name
    for row in [header, *rows] if header else rows:
        sheet.append(row)
    return made, sheet


def bytes_of(made):
    buffer = io.BytesIO()
    made.save(buffer)

    def undated(name, part):
        return re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", b"2000-01-01T00:00:00Z", part) if name == "docProps/core.xml" else part

    return edited(buffer.getvalue(), undated)


def entry(name):
    """A part of an archive, of no date, so that the same script writes the same bytes."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def save(name, made):
    write(name, bytes_of(made))


def edited(content, change):
    """The archive with its parts changed: `change(name, bytes)` gives the bytes, or None to leave the part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            kept = change(part, old.read(part))
            if kept is not None:
                new.writestr(entry(part), kept)
    return out.getvalue()


def added(content, parts):
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(entry(name), part)
    return out.getvalue()


made, sheet = book(["采购明细表（单位：亿元）", None, None, None, None], header=None)
sheet.append(["采购方", "供应商", None, "产品", "采购额"])
sheet.append([None, "名称", "所在地", None, None])
sheet.append(["甲厂", "乙厂", "灵璧县", "轴承", 1.5])
sheet.append([None, "丙厂", "泗县", "钢管", None])
sheet.append([None, "丁厂", "假县", "铸件", "坏"])
for merge in ["A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3", "A4:A6", "E4:E5"]:
    sheet.merge_cells(merge)
save("header_merged_cells.xlsx", made)

made, sheet = book(ROW, ["甲厂", "丙厂", "钢管", "坏", 2024], ["甲厂", "丁厂", "铸件", "坏", 2024])
sheet.row_dimensions[3].hidden = True
sheet.column_dimensions["B"].hidden = True
made.create_sheet("企业").sheet_state = "hidden"
for row in [["企业名称", "生产地"], ["乙厂", "假县"]]:
    made["企业"].append(row)
save("hidden_rows_columns_and_sheets.xlsx", made)

made, sheet = book(header=None)
for column, text in enumerate(HEADER, 3):
    sheet.cell(6, column, text)
    sheet.cell(8, column, "坏" if column == 6 else ROW[column - 3])
save("table_far_from_the_corner.xlsx", made)

made, sheet = book(ROW + [None, "多", 7])
save("cells_beyond_the_header.xlsx", made)

made, sheet = book(ROW, ["甲厂", "丙厂", "钢管", "坏", 2024], name="Sheet1")
other = made.create_sheet("工作表2")
for row in [["姓名", "电话"], ["张三", 1]]:
    other.append(row)
made.create_sheet("空白")
save("sheet_names_that_say_nothing.xlsx", made)

made, sheet = book(ROW)
sheet.cell(1, 16384, "远")
save("sheet_too_wide.xlsx", made)

made, sheet = book(["甲厂", "乙厂", "轴承", "3000", "2024"], ["甲厂", "丙厂", "钢管", "３０００", "2024年"])
sheet["D2"].quotePrefix = True
save("numbers_stored_as_text.xlsx", made)

made, sheet = book(["轴承", "轴承钢", 0.35], ["轴承", "保持架", 35], ["轴承", "滚子", 0.07], name="投入", header=["产品", "投入品", "成本占比"])
sheet["C2"].number_format = "0%"
sheet["C4"].number_format = "0.00%"
ledger = made.create_sheet("采购")
for row in [HEADER, ROW, ["甲厂", "丙厂", "钢管", 0.5, 2024]]:
    ledger.append(row)
ledger["D3"].number_format = "0%"
save("percent_cells.xlsx", made)

made, sheet = book(
    ["甲厂", "乙厂", "轴承", datetime.date(2024, 3, 1), 2024],
    ["甲厂", "丙厂", "钢管", 100, datetime.date(2024, 9, 30)],
    ["甲厂", "丁厂", "铸件", 100, 45565],
    ["甲厂", "戊厂", "电控", True, 2024],
)
save("dates_where_numbers_belong.xlsx", made)

made, sheet = book([914403001922038216, "甲厂", "泗县"], [914403001922038299, "丙厂", "萧县"], ["91350100M000100Y43", "乙厂", "泗县"], name="企业", header=["统一社会信用代码", "企业名称", "生产地"])
save("credit_code_typed_as_a_number.xlsx", made)

made, sheet = book(
    ["=HYPERLINK(\"http://evil.example\",\"甲厂\")", "乙厂", "轴承", "=50*2", 2024],
    ["甲厂", "丙厂", "钢管", "=坏()", 2024],
    ["甲厂", "=CONCATENATE(\"丁\",\"厂\")", "铸件", 100, 2024],
)


def with_values(name, part):
    """Values beside the formulas, as a spreadsheet program stores them; the last formula has none."""
    if name != "xl/worksheets/sheet1.xml":
        return part
    text = part.decode()
    for formula, kind, value in [
        ('HYPERLINK("http://evil.example","甲厂")', "str", "甲厂"),
        ("50*2", None, "100"),
        ("坏()", "e", "#NAME?"),
    ]:
        for empty in ("<v />", "<v/>", "<v></v>"):
            text = text.replace(f"<f>{formula}</f>{empty}", f"<f>{formula}</f><v>{value}</v>")
        if kind:
            at = text.find(f"<f>{formula}</f><v>{value}")
            if at >= 0:
                start = text.rindex("<c ", 0, at)
                text = text[:start] + text[start:at].replace("<c ", f'<c t="{kind}" ', 1) + text[at:]
    return text.encode()


write("formula_cells.xlsx", edited(bytes_of(made), with_values))

made, sheet = book(
    ["甲厂", "乙厂", "轴承", "#REF!", 2024],
    ["#N/A", "丙厂", "钢管", 100, 2024],
    ["甲厂", "#VALUE!", "铸件", 100, 2024],
    ["甲厂", "戊厂", "#NAME?", 100, 2024],
    ["甲厂", "己厂", "油漆", 100, "#DIV/0!"],
)
for row in sheet.iter_rows(min_row=2):
    for cell in row:
        if isinstance(cell.value, str) and cell.value.startswith("#"):
            cell.data_type = "e"
save("error_cells.xlsx", made)

plain = bytes_of(book(ROW, ["甲厂", "丙厂", "钢管", "坏", 2024])[0])
write("workbook_called_text.csv", plain)
write("workbook_cut_short.xlsx", plain[: len(plain) * 2 // 3])


def as_macro_book(name, part):
    if name == "[Content_Types].xml":
        part = part.replace(
            b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
        ).replace(b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>')
    return part


write(
    "macros.xlsm",
    added(edited(plain, as_macro_book), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0Sub Auto_Open(): Shell \"calc\": End Sub"}),
)
LINK = (
    '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/></externalLink>'
)
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
    'Target="file:///\\\\evil.example\\share\\book.xlsx" TargetMode="External"/></Relationships>'
)
made, sheet = book(["甲厂", "乙厂", "轴承", "=[1]Sheet1!$A$1", 2024])


def linked(name, part):
    if name == "xl/worksheets/sheet1.xml":
        for empty in (b"<v />", b"<v/>", b"<v></v>"):
            part = part.replace(b"<f>[1]Sheet1!$A$1</f>" + empty, b"<f>[1]Sheet1!$A$1</f><v>300</v>")
    return part


write(
    "external_link.xlsx",
    added(
        edited(bytes_of(made), linked),
        {"xl/externalLinks/externalLink1.xml": LINK, "xl/externalLinks/_rels/externalLink1.xml.rels": RELATION},
    ),
)

write("web_page_called_workbook.xls", "<html><head><meta charset=utf-8></head><body><table><tr><td>采购方</td></tr></table></body></html>".encode())
write("text_called_workbook.xlsx", LEDGER.encode())
write("text_called_old_workbook.xls", LEDGER.replace(",", "\t").encode("gb18030"))
write("pdf_called_workbook.xlsx", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")
write("empty_file_called_workbook.xlsx", b"")
write(
    "xml_of_2003_called_workbook.xls",
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table/></Worksheet></Workbook>'.encode(),
)
write("document_called_workbook.xlsx", added(b"PK\x05\x06" + bytes(18), {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}))

if not os.path.exists("password_protected_workbook.xlsx"):
    # The salt of the encryption is another one each time.
    encrypted = io.BytesIO()
    OOXMLFile(io.BytesIO(plain)).encrypt("密码", encrypted)
    write("password_protected_workbook.xlsx", encrypted.getvalue())

old = xlwt.Workbook(encoding="utf-8")
sheet = old.add_sheet("采购")
for row, cells in enumerate([HEADER, ROW, ["甲厂", "丙厂", "钢管", "坏", 2024]]):
    for column, value in enumerate(cells):
        sheet.write(row, column, value)
old.save("old_workbook.xls")
# The record that tells of encryption, behind the first record of the stream.
stream = old.get_biff_data()
length = 4 + int.from_bytes(stream[2:4], "little")
for name, record in [
    ("password_protected_old_workbook.xls", b"\x01\x00\x01\x00\x01\x00" + bytes(48)),
    ("password_weak_old_workbook.xls", b"\x00\x00\x12\x34\x56\x78"),
]:
    XlsDoc().save(name, stream[:length] + b"\x2f\x00" + len(record).to_bytes(2, "little") + record + stream[length:])

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def open_document(rows, manifest=""):
    def cell(value):
        if isinstance(value, (int, float)):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    table = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" if row else '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>' for row in rows)
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}><office:body><office:spreadsheet><table:table table:name="采购">{table}</table:table></office:spreadsheet></office:body></office:document-content>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(entry("META-INF/manifest.xml"), f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</manifest:manifest>')
        archive.writestr(entry("content.xml"), content)
    return out.getvalue()


write("open_document_with_repeated_blank_rows.ods", open_document([None, HEADER, None, ["甲厂", "乙厂", "轴承", "坏", 2024]]))
LOCKED = '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
write("password_protected_open_document.ods", open_document([HEADER, ROW], LOCKED))

def endless(name, part):
    cell = b'<table:table-cell office:value-type="float"'
    return part.replace(cell, cell + b' table:number-columns-repeated="90"').replace(
        b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">'
    )


write("open_document_that_unfolds_without_end.ods", edited(open_document([HEADER, ROW]), endless))


def strict(name, part):
    for old, new in [
        (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    ]:
        part = part.replace(old, new)
    return part


write("workbook_of_the_strict_kind.xlsx", edited(plain, strict))

made, sheet = book(["甲厂", "乙厂", "轴承", "100", 2024])


def long_text(name, part):
    if name == "xl/worksheets/sheet1.xml":
        part = part.replace("轴承".encode(), b"x" * 40000).replace(b">100<", b">" + b"9" * 40000 + b"<")
    return part


write("text_of_40000_characters.xlsx", edited(bytes_of(made), long_text))


# ---- Parquet ----

table = polars.DataFrame(
    {
        "采购方": ["甲厂", "甲厂", "甲厂", None, "甲厂"],
        "供应商": ["乙厂", "丙厂", None, "丁厂", "=1+1"],
        "产品": ["轴承", "钢管", "铸件", "滚子", "油漆"],
        "采购额(万元)": [100.0, float("nan"), float("inf"), 5.0, None],
        "年份": [2024, 2024, 2024, 2024, 45565],
        "日期": [datetime.date(2024, 9, 30)] * 5,
    }
)
buffer = io.BytesIO()
table.write_parquet(buffer, compression="zstd", statistics=False)
write("parquet_with_figures_that_are_none.parquet", buffer.getvalue())
write("parquet_called_workbook.xlsx", buffer.getvalue())
write("parquet_cut_short.parquet", buffer.getvalue()[:-20])
