//! Temporal tables: a row is valid from a revision until before another.

use super::Error;
use super::record::{Kind, Place, Record, Value};
use rusqlite::{Connection, Row, ToSql, params};
use std::collections::BTreeMap;

/// Column names of a kind, quoted, in order.
fn names(kind: Kind) -> String {
    kind.columns().iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
}

/// Whether a row is valid after a revision, as a condition; `alias` is the table's.
pub(super) fn valid(alias: &str, at: u32) -> String {
    format!("({alias}.valid_from <= {at} AND ({alias}.valid_to IS NULL OR {alias}.valid_to > {at}))")
}

/// Makes `rows` the valid rows of a kind from `revision` on.
pub(super) fn replace(connection: &Connection, kind: Kind, revision: u32, rows: &[Record]) -> rusqlite::Result<()> {
    let table = kind.table();
    let mut standing: BTreeMap<String, (i64, String)> = connection
        .prepare(&format!("SELECT key, id, hash FROM {table} WHERE valid_to IS NULL"))?
        .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?
        .collect::<rusqlite::Result<_>>()?;
    let mut close = connection.prepare(&format!("UPDATE {table} SET valid_to = ?1 WHERE id = ?2"))?;
    let marks = vec!["?"; kind.columns().len() + 7].join(", ");
    let mut insert = connection.prepare(&format!(
        "INSERT INTO {table} (key, {}, data_set, file, sheet, row, hash, valid_from) VALUES ({marks})",
        names(kind)
    ))?;
    for record in rows {
        let hash = record.hash();
        if let Some((id, before)) = standing.remove(&record.key) {
            if before == hash {
                continue;
            }
            close.execute(params![revision, id])?;
        }
        let Place { data_set, file, sheet, row } = &record.place;
        let mut values: Vec<&dyn ToSql> = vec![&record.key];
        values.extend(record.values.iter().map(|value| value as &dyn ToSql));
        let rest: [&dyn ToSql; 6] = [data_set, file, sheet, row, &hash, &revision];
        values.extend(rest);
        insert.execute(values.as_slice())?;
    }
    for (id, _) in standing.into_values() {
        close.execute(params![revision, id])?;
    }
    Ok(())
}

/// The rows of a kind that are valid after a revision, with the revision since which each is.
pub(super) fn rows(connection: &Connection, path: &str, kind: Kind, at: u32) -> Result<Vec<(Record, u32)>, Error> {
    select(connection, path, kind, &valid("t", at))
}

/// The rows of a kind that meet a condition, sorted by key.
pub(super) fn select(
    connection: &Connection,
    path: &str,
    kind: Kind,
    condition: &str,
) -> Result<Vec<(Record, u32)>, Error> {
    let fault = |error: rusqlite::Error| Error::of(path, &error);
    let sql = format!(
        "SELECT key, data_set, file, sheet, row, valid_from, {} FROM {} t WHERE {condition} ORDER BY key",
        names(kind),
        kind.table()
    );
    let mut statement = connection.prepare(&sql).map_err(fault)?;
    let mut found = statement.query([]).map_err(fault)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(fault)? {
        let damaged = |column: &str| Error::Damaged {
            path: path.to_owned(),
            cause: format!("a cell of {}.{column} is of another kind", kind.table()),
        };
        let values = values(row, kind).map_err(damaged)?;
        rows.push((record(row, values).map_err(fault)?, row.get(5).map_err(fault)?));
    }
    Ok(rows)
}

fn record(row: &Row<'_>, values: Vec<Value>) -> rusqlite::Result<Record> {
    let place = Place { data_set: row.get(1)?, file: row.get(2)?, sheet: row.get(3)?, row: row.get(4)? };
    Ok(Record { key: row.get(0)?, values, place })
}

/// The values of a row; else the name of the column that does not fit.
fn values(row: &Row<'_>, kind: Kind) -> Result<Vec<Value>, &'static str> {
    let value = |(at, column): (usize, &super::Column)| {
        row.get_ref(at).ok().and_then(|cell| Value::read(cell, column.holds)).ok_or(column.name)
    };
    (6..).zip(kind.columns()).map(value).collect()
}
