//! What the library holds, in the form that reports take.

use crate::library::{Action, Change, Count, Edit, Kind, Library, Place, Record, Revision, Value};
use crate::report::library::{
    ChangeView, CountView, Datum, DifferenceView, FieldView, LogView, PlaceView, PurchaseView, RowView, TableView,
};
use std::collections::BTreeMap;

use crate::library::Error;

/// Every revision, the first one first.
pub(super) fn log(library: &Library) -> Result<Vec<LogView>, Error> {
    let revisions = library.revisions()?;
    let files = library.files()?;
    let undone: BTreeMap<u32, u32> = (revisions.iter())
        .filter_map(|revision| match revision.action {
            Action::Undo(import) => Some((import, revision.id)),
            Action::Import => None,
        })
        .collect();
    let entry = |revision: &Revision| -> Result<LogView, Error> {
        let names = files.get(&revision.id).into_iter().flatten().map(|file| file.name.clone());
        Ok(LogView {
            revision: revision.id,
            action: action(revision.action).0,
            undoes: action(revision.action).1,
            undone_by: undone.get(&revision.id).copied(),
            time: revision.time.clone(),
            as_of: revision.as_of.clone(),
            data_set: revision.data_set.clone(),
            files: names.collect(),
            rows: revision.rows,
            issues: revision.issues,
            counts: library.counts(revision.id)?.into_iter().map(count).collect(),
            fingerprint: revision.fingerprint.clone(),
        })
    };
    revisions.iter().map(entry).collect()
}

/// The word of an action, and the import that it takes back.
pub(super) fn action(action: Action) -> (&'static str, Option<u32>) {
    match action {
        Action::Import => ("import", None),
        Action::Undo(import) => ("undo", Some(import)),
    }
}

fn count((kind, count): (Kind, Count)) -> CountView {
    CountView { table: kind.table(), added: count.added, changed: count.changed, removed: count.removed }
}

/// What differs between two revisions.
pub(super) fn difference(library: &Library, from: u32, to: u32) -> Result<DifferenceView, Error> {
    let changes = library.difference(from, to)?;
    let counts = Kind::ALL.iter().map(|&kind| {
        let mut counts = Count::default();
        for change in changes.iter().filter(|change| change.kind == kind) {
            match change.edit() {
                Edit::Added => counts.added += 1,
                Edit::Changed => counts.changed += 1,
                Edit::Removed => counts.removed += 1,
            }
        }
        count((kind, counts))
    });
    let (before, after) = (purchases(library, from)?, purchases(library, to)?);
    let years: std::collections::BTreeSet<Option<i64>> = before.keys().chain(after.keys()).copied().collect();
    let purchases = years.into_iter().filter(|year| before.get(year) != after.get(year)).map(|year| {
        let [(lines_before, before), (lines_after, after)] =
            [&before, &after].map(|sums| sums.get(&year).copied().unwrap_or_default());
        PurchaseView { year, lines_before, lines_after, before, after }
    });
    Ok(DifferenceView {
        from,
        to,
        counts: counts.collect(),
        purchases: purchases.collect(),
        changes: changes.iter().map(change).collect(),
    })
}

/// Count of lines and sum of known amounts, by year.
type Sums = BTreeMap<Option<i64>, (i64, Option<f64>)>;

/// Lines and the sum of their known amounts, by year; rows come sorted, so sums do not depend on the order of imports.
fn purchases(library: &Library, at: u32) -> Result<Sums, Error> {
    let at_column = |name: &str| Kind::Purchase.columns().iter().position(|column| column.name == name);
    let columns = ["year", "lines", "amount"].map(at_column);
    let mut sums = Sums::new();
    for (record, _) in library.rows(Kind::Purchase, at)? {
        let [year, lines, amount] = columns.map(|column| column.and_then(|column| record.values.get(column)));
        let integer =
            |value: Option<&Value>| if let Some(Value::Integer(number)) = value { Some(*number) } else { None };
        let sum = sums.entry(integer(year)).or_default();
        sum.0 += integer(lines).unwrap_or_default();
        if let Some(Value::Number(yuan)) = amount {
            sum.1 = Some(sum.1.unwrap_or_default() + yuan);
        }
    }
    Ok(sums)
}

fn change(change: &Change) -> ChangeView {
    let record = change.record();
    let name = match record.values.get(change.kind.name_column()) {
        Some(Value::Text(name)) => name.clone(),
        _ => record.key.clone(),
    };
    let field = |(column, old, new): (&'static crate::library::Column, &Value, &Value)| FieldView {
        column: column.name,
        old: datum(old),
        new: datum(new),
    };
    let edit = match change.edit() {
        Edit::Added => "added",
        Edit::Changed => "changed",
        Edit::Removed => "removed",
    };
    ChangeView {
        table: change.kind.table(),
        edit,
        key: record.key.clone(),
        name,
        fields: change.fields().into_iter().map(field).collect(),
        place: place(&record.place),
    }
}

fn place(place: &Place) -> PlaceView {
    let Place { data_set, file, sheet, row } = place.clone();
    PlaceView { data_set, file, sheet, row }
}

fn datum(value: &Value) -> Datum {
    match value {
        Value::Missing => Datum::Missing,
        Value::Undisclosed => Datum::Undisclosed,
        Value::Text(text) => Datum::Text(text.clone()),
        Value::Integer(number) => Datum::Integer(*number),
        Value::Number(number) => Datum::Number(*number),
        Value::Flag(flag) => Datum::Flag(*flag),
    }
}

/// The tables after a revision.
pub(super) fn tables(library: &Library, at: u32) -> Result<Vec<TableView>, Error> {
    let row = |(record, since): (Record, u32)| RowView {
        values: record.values.iter().map(datum).collect(),
        place: place(&record.place),
        key: record.key,
        since,
    };
    let table = |&kind: &Kind| -> Result<TableView, Error> {
        Ok(TableView {
            table: kind.table(),
            columns: kind.columns().iter().map(|column| column.name).collect(),
            rows: library.rows(kind, at)?.into_iter().map(row).collect(),
        })
    };
    Kind::ALL.iter().map(table).collect()
}

#[cfg(test)]
mod tests {
    use crate::library::{Holds, Kind};
    use crate::report::table::Unit;

    #[test]
    fn every_column_has_words_and_its_unit() {
        for kind in Kind::ALL {
            for column in kind.columns() {
                let head = crate::report::words::library::column(kind.table(), column.name);
                assert_eq!(head.key, column.name, "{}", kind.table());
                assert_eq!(column.holds == Holds::Yuan, head.unit == Unit::Yuan, "{}", column.name);
            }
        }
    }
}
