#!/usr/bin/env python3
"""Writes the economy of `csv/` as workbooks of three kinds, texts of three more encodings, and Parquet files.

    pip install openpyxl==3.1.5 xlwt==1.3.0 polars==2.1.0
    python3 make.py

The files are committed: nobody needs Python to test. Sheets stand in the order of the file names.
"""

import csv
import os
import re
import zipfile
from xml.sax.saxutils import escape

import openpyxl
import polars
import xlwt

os.chdir(os.path.dirname(os.path.abspath(__file__)))
SHEETS = {}
for file in sorted(os.listdir("csv")):
    with open(f"csv/{file}", encoding="utf-8", newline="") as text:
        SHEETS[file[:-4]] = list(csv.reader(text))


def value(cell):
    """As a spreadsheet program keeps it: figures as figures."""
    return float(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) and len(cell) < 15 else cell


def xlsx():
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([value(cell) if cell else None for cell in row])
    book.save("economy.xlsx")


def xls():
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in SHEETS.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write(at, column, value(cell))
    book.save("economy.xls")


def ods():
    def cell(text):
        if not text:
            return "<table:table-cell/>"
        if isinstance(value(text), float):
            return f'<table:table-cell office:value-type="float" office:value="{text}"><text:p>{text}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'

    def table(name, rows):
        rows = "".join("<table:table-row>" + "".join(map(cell, row)) + "</table:table-row>" for row in rows)
        return f'<table:table table:name="{name}">{rows}</table:table>'

    space = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(f'xmlns:{name}="{space}{name}:1.0"' for name in ["office", "table", "text"])
    body = "".join(table(*sheet) for sheet in SHEETS.items())
    content = f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    manifest = f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{space}manifest:1.0">{entry}</manifest:manifest>'
    with zipfile.ZipFile("economy.ods", "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        for name, text in [("content.xml", content), ("META-INF/manifest.xml", manifest)]:
            archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)


def texts():
    for folder, encoding in [("csv_bom", "utf-8-sig"), ("csv_gb18030", "gb18030"), ("csv_utf16", "utf-16")]:
        os.makedirs(folder, exist_ok=True)
        for name in SHEETS:
            with open(f"csv/{name}.csv", encoding="utf-8", newline="") as text:
                content = text.read()
            with open(f"{folder}/{name}.csv", "w", encoding=encoding, newline="") as file:
                file.write(content)


def parquet():
    os.makedirs("parquet", exist_ok=True)
    for name, (head, *rows) in SHEETS.items():
        columns = {}
        for column, heading in enumerate(head):
            cells = [row[column] or None for row in rows]
            values = [cell if cell is None else value(cell) for cell in cells]
            same = all(cell is None or isinstance(cell, float) for cell in values)
            columns[heading] = polars.Series(heading, values if same else cells, dtype=polars.Float64 if same else polars.String)
        polars.DataFrame(columns).write_parquet(f"parquet/{name}.parquet")


xlsx(), xls(), ods(), texts(), parquet()
