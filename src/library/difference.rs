//! What differs between two revisions.

use super::Error;
use super::record::{Kind, Record, Value};
use super::table::{select, valid};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// How a thing differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edit {
    /// It was not there before.
    Added,
    /// Its values differ.
    Changed,
    /// It is no longer there.
    Removed,
}

/// A thing that differs; at least one of the rows is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Of which kind.
    pub kind: Kind,
    /// The row before.
    pub old: Option<Record>,
    /// The row after.
    pub new: Option<Record>,
}

/// Rows that a revision added, changed and removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Not there before.
    pub added: u64,
    /// With other values.
    pub changed: u64,
    /// No longer there.
    pub removed: u64,
}

impl Change {
    /// How it differs.
    pub fn edit(&self) -> Edit {
        match (&self.old, &self.new) {
            (None, _) => Edit::Added,
            (_, None) => Edit::Removed,
            _ => Edit::Changed,
        }
    }

    /// The row after, else the one before.
    pub fn record(&self) -> &Record {
        self.new.as_ref().or(self.old.as_ref()).expect("a change has a row before or after")
    }

    /// Columns whose values differ, with the value before and after; none unless it [`Edit::Changed`].
    pub fn fields(&self) -> Vec<(&'static super::Column, &Value, &Value)> {
        let (Some(old), Some(new)) = (&self.old, &self.new) else { return Vec::new() };
        let columns = self.kind.columns().iter().zip(&old.values).zip(&new.values);
        columns.filter(|((_, old), new)| old != new).map(|((column, old), new)| (column, old, new)).collect()
    }
}

/// What differs after `to` from after `from`, sorted by kind and key; either may be the earlier one.
pub(super) fn between(connection: &Connection, path: &str, from: u32, to: u32) -> Result<Vec<Change>, Error> {
    let only = |here: u32, there: u32| format!("{} AND NOT {}", valid("t", here), valid("t", there));
    let mut changes = Vec::new();
    for &kind in Kind::ALL {
        let mut by_key: BTreeMap<String, (Option<Record>, Option<Record>)> = BTreeMap::new();
        for (record, _) in select(connection, path, kind, &only(from, to))? {
            let key = record.key.clone();
            by_key.entry(key).or_default().0 = Some(record);
        }
        for (record, _) in select(connection, path, kind, &only(to, from))? {
            let key = record.key.clone();
            by_key.entry(key).or_default().1 = Some(record);
        }
        let same = |(old, new): &(Option<Record>, Option<Record>)| matches!((old, new), (Some(old), Some(new)) if old.values == new.values);
        let differing = by_key.into_values().filter(|rows| !same(rows));
        changes.extend(differing.map(|(old, new)| Change { kind, old, new }));
    }
    Ok(changes)
}

/// Rows added, changed and removed by a revision, of each kind.
pub(super) fn counts(connection: &Connection, revision: u32) -> rusqlite::Result<Vec<(Kind, Count)>> {
    let count = |kind: Kind| -> rusqlite::Result<(Kind, Count)> {
        let table = kind.table();
        let ask = |sql: String| -> rusqlite::Result<u64> {
            let count: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
            Ok(u64::try_from(count).unwrap_or(0))
        };
        let ended = format!("(SELECT 1 FROM {table} o WHERE o.key = t.key AND o.valid_to = {revision})");
        let begun = format!("(SELECT 1 FROM {table} o WHERE o.key = t.key AND o.valid_from = {revision})");
        let of = |what: &str| format!("SELECT count(*) FROM {table} t WHERE t.{what}");
        let added = ask(of(&format!("valid_from = {revision} AND NOT EXISTS {ended}")))?;
        let changed = ask(of(&format!("valid_from = {revision} AND EXISTS {ended}")))?;
        let removed = ask(of(&format!("valid_to = {revision} AND NOT EXISTS {begun}")))?;
        Ok((kind, Count { added, changed, removed }))
    };
    Kind::ALL.iter().copied().map(count).collect()
}
