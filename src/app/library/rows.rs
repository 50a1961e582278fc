//! A data set as rows for people and for differences.

use crate::library::{Kind, Place, Record, Value};
use crate::model::{
    Amount, AreaCode, Dataset, Firm, FirmYear, Location, ProductIx, Project, ProjectSnapshot, RowRef, Talent, division,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Data sets by what origins call their files.
pub(super) type DataSets = BTreeMap<String, String>;

/// The rows of every kind, sorted by key, each key once.
pub(super) fn records(dataset: &Dataset, sets: &DataSets) -> Vec<(Kind, Vec<Record>)> {
    let rows = Rows { dataset, sets };
    Kind::ALL.iter().map(|&kind| (kind, distinct(rows.of(kind)))).collect()
}

/// Tells apart rows that the kind's key does not, such as two people of one name at one firm.
fn distinct(mut records: Vec<Record>) -> Vec<Record> {
    records.sort_by_cached_key(|record| (record.key.clone(), record.hash()));
    let mut number = 1;
    for at in 1..records.len() {
        let same = records[at].key == records[at - number].key;
        number = if same { number + 1 } else { 1 };
        if number > 1 {
            records[at].key = key(&[records[at - (number - 1)].key.clone(), number.to_string()]);
        }
    }
    records
}

/// Parts of a key as one text that no other parts give.
fn key(parts: &[String]) -> String {
    serde_json::to_string(parts).expect("a list of texts always serialises")
}

/// The stable word of an enum, as JSON has it.
fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn words<T: Serialize>(values: &[T]) -> Value {
    let words: Vec<String> = values.iter().map(word).collect();
    joined(&words)
}

fn joined<T: AsRef<str>>(names: &[T]) -> Value {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    Value::text(Some(names.join(";")).filter(|list| !list.is_empty()))
}

fn area(code: Option<AreaCode>) -> Value {
    Value::text(code.map(|code| code.to_string()))
}

fn amount(amount: Amount) -> Value {
    match amount {
        Amount::Known(yuan) => Value::number(Some(yuan)),
        Amount::Missing => Value::Missing,
        Amount::Undisclosed => Value::Undisclosed,
    }
}

fn count(count: usize) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

struct Rows<'a> {
    dataset: &'a Dataset,
    sets: &'a DataSets,
}

impl Rows<'_> {
    fn of(&self, kind: Kind) -> Vec<Record> {
        match kind {
            Kind::Firm => self.dataset.firms.iter().map(|firm| self.firm(firm)).collect(),
            Kind::FirmName => self.dataset.firms.iter().flat_map(|firm| self.names(firm)).collect(),
            Kind::FirmYear => self.dataset.firm_years.iter().map(|row| self.firm_year(row)).collect(),
            Kind::Purchase => self.purchases(),
            Kind::Project => {
                let of = |project| -> Vec<Record> { self.project(project) };
                self.dataset.projects.iter().flat_map(of).collect()
            }
            Kind::Talent => self.dataset.talents.iter().map(|talent| self.talent(talent)).collect(),
        }
    }

    fn place(&self, row: RowRef) -> Place {
        let origin = self.dataset.origin(row);
        Place {
            data_set: self.sets.get(origin.file.as_ref()).cloned().unwrap_or_default(),
            file: origin.file.to_string(),
            sheet: origin.sheet.to_string(),
            row: origin.row,
        }
    }

    fn zone(&self, location: &Location) -> Value {
        let zone = location.zone.and_then(|zone| self.dataset.zones.get(zone as usize));
        Value::text(zone.map(|zone| zone.name.to_string()))
    }

    /// Division, zone or country: whatever is known, in words.
    fn spoken(&self, location: &Location) -> Value {
        match (location.area, &location.abroad, self.zone(location)) {
            (Some(area), ..) => Value::Text(division::path(area)),
            (None, Some(country), _) => Value::Text(country.to_string()),
            (None, None, zone) => zone,
        }
    }

    fn products(&self, products: &[ProductIx]) -> Value {
        let names: Vec<&str> = products.iter().map(|product| self.dataset.product(*product).name.as_ref()).collect();
        joined(&names)
    }

    fn firm(&self, firm: &Firm) -> Record {
        let location = &firm.location;
        let values = vec![
            Value::text(Some(firm.name.as_ref())),
            Value::text(firm.credit_code.as_deref()),
            area(location.area),
            Value::text(location.area.map(division::path)),
            self.zone(location),
            Value::text(location.abroad.as_deref()),
            Value::Text(word(location.basis)),
            area(firm.registered_at),
            area(firm.counted_at),
            Value::text(firm.role.map(word)),
            Value::text(firm.size.map(word)),
            words(&firm.qualifications),
            joined(&firm.chains),
            Value::text(firm.industry.as_deref()),
            Value::text(firm.group.as_deref()),
            Value::text(firm.contact.as_deref()),
            Value::Flag(firm.listed),
        ];
        Record { key: firm.id.to_string(), values, place: self.place(firm.row) }
    }

    fn names(&self, firm: &Firm) -> Vec<Record> {
        let names: BTreeSet<&str> = firm.aliases.iter().map(AsRef::as_ref).collect();
        let current = std::iter::once((firm.name.as_ref(), "current"));
        let others = names.into_iter().filter(|name| *name != firm.name.as_ref()).map(|name| (name, "alias"));
        let record = |(name, status): (&str, &str)| Record {
            key: key(&[firm.id.to_string(), name.to_owned()]),
            values: vec![
                Value::Text(firm.id.to_string()),
                Value::Text(name.to_owned()),
                Value::Text(status.to_owned()),
            ],
            place: self.place(firm.row),
        };
        current.chain(others).map(record).collect()
    }

    fn firm_year(&self, row: &FirmYear) -> Record {
        let firm = self.dataset.firm(row.firm);
        let figures = [row.revenue, row.output, row.cost, row.research, row.employees, row.patents];
        let mut values = vec![
            Value::Text(firm.id.to_string()),
            Value::Text(firm.name.to_string()),
            Value::Integer(i64::from(row.year.0)),
        ];
        values.extend(figures.into_iter().chain([row.tax, row.land, row.energy]).map(Value::number));
        let key = key(&[firm.id.to_string(), row.year.0.to_string()]);
        Record { key, values, place: self.place(row.row) }
    }

    /// What each buyer bought in each year; links are sorted by buyer, hence sums do not depend on the order of rows.
    fn purchases(&self) -> Vec<Record> {
        let mut sums: BTreeMap<_, (usize, usize, f64, RowRef)> = BTreeMap::new();
        for link in &self.dataset.links {
            let sum = sums.entry((link.buyer, link.year)).or_insert((0, 0, 0.0, link.row));
            sum.0 += 1;
            if let Some(yuan) = link.amount.known() {
                sum.1 += 1;
                sum.2 += yuan;
            }
            sum.3 = sum.3.min(link.row);
        }
        let record = |((buyer, year), (lines, priced, sum, row))| {
            let firm = self.dataset.firm(buyer);
            let year: Option<crate::model::Year> = year;
            let values = vec![
                Value::Text(firm.id.to_string()),
                Value::Text(firm.name.to_string()),
                year.map_or(Value::Missing, |year| Value::Integer(i64::from(year.0))),
                count(lines),
                count(priced),
                // Without an amount there is no sum; nought would be a statement.
                Value::number(Some(sum).filter(|_| priced > 0)),
            ];
            let year = year.map_or(String::new(), |year| year.0.to_string());
            Record { key: key(&[firm.id.to_string(), year]), values, place: self.place(row) }
        };
        sums.into_iter().map(record).collect()
    }

    fn project(&self, project: &Project) -> Vec<Record> {
        project.snapshots.iter().map(|snapshot| self.snapshot(project, snapshot)).collect()
    }

    fn snapshot(&self, project: &Project, at: &ProjectSnapshot) -> Record {
        let firm = at.firm.map(|firm| self.dataset.firm(firm));
        let date = at.date.map(|date| date.to_string());
        let values = vec![
            Value::Text(project.id.to_string()),
            Value::Text(project.name.to_string()),
            Value::text(date.as_deref()),
            Value::text(at.kind.map(word)),
            Value::text(at.stage.map(word)),
            Value::text(firm.map(|firm| firm.id.to_string())),
            Value::text(firm.map(|firm| firm.name.to_string())),
            self.products(&at.products),
            area(at.location.area),
            Value::text(at.location.area.map(division::path)),
            self.zone(&at.location),
            self.spoken(&at.origin),
            Value::flag(at.enclave),
            amount(at.investment),
            amount(at.paid_in),
            Value::number(at.land),
            Value::number(at.energy),
            amount(at.capacity),
            Value::text(at.signed.map(|date| date.to_string())),
            Value::text(at.started.map(|date| date.to_string())),
            Value::text(at.opened.map(|date| date.to_string())),
            Value::flag(at.counted),
            Value::text(at.responsible.as_deref()),
        ];
        let key = key(&[project.id.to_string(), date.unwrap_or_default()]);
        Record { key, values, place: self.place(at.row) }
    }

    fn talent(&self, talent: &Talent) -> Record {
        let parts = [Some(&talent.name), talent.category.as_ref(), talent.employer.as_ref()];
        let values = vec![
            Value::Text(talent.name.to_string()),
            Value::text(talent.category.as_deref()),
            Value::text(talent.field.as_deref()),
            self.products(&talent.products),
            area(talent.location.area),
            Value::text(talent.location.area.map(division::path)),
            self.zone(&talent.location),
            Value::text(talent.employer.as_deref()),
            Value::text(talent.firm.map(|firm| self.dataset.firm(firm).id.to_string())),
        ];
        let key = key(&parts.map(|part| part.map(ToString::to_string).unwrap_or_default()));
        Record { key, values, place: self.place(talent.row) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_fills_its_columns_and_equal_keys_are_told_apart() {
        let row = RowRef { source: 0, row: 2 };
        let talent = |field: &str| Talent {
            kind: None,
            name: "张三".into(),
            category: None,
            field: Some(field.into()),
            products: Vec::new(),
            location: Location::UNKNOWN,
            employer: None,
            firm: None,
            row,
        };
        let talents = ["轴承", "模具", "轴承"].map(talent).to_vec();
        let records = records(&Dataset { talents, ..Dataset::default() }, &DataSets::new());
        let (kind, talents) = records.last().unwrap();
        assert_eq!(*kind, Kind::Talent);
        let keys: BTreeSet<&String> = talents.iter().map(|record| &record.key).collect();
        assert_eq!(keys.len(), 3, "{keys:?}");
        assert!(talents.iter().all(|record| record.values.len() == Kind::Talent.columns().len()));
    }
}
