//! The new firms among the others: numbers follow ids.

use super::after::{Build, Seller};
use crate::model::{Dataset, Firm, FirmId, FirmIx};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers of the firms after.
pub(super) struct Numbers {
    /// Of the firms before.
    firms: Vec<FirmIx>,
    /// Of the plants that are new firms.
    plants: BTreeMap<usize, FirmIx>,
    /// Which firm each one was.
    back: Vec<Option<FirmIx>>,
}

impl Numbers {
    /// Puts the new firms among the others, in the order of ids.
    pub(super) fn enter(dataset: &mut Dataset, build: &Build<'_>) -> Self {
        let mut known: BTreeSet<FirmId> = dataset.firms.iter().map(|firm| firm.id.clone()).collect();
        let count = known.len();
        let mut entries: Vec<(Seller, Firm)> =
            dataset.firms.drain(..).enumerate().map(|(at, firm)| (Seller::Firm(FirmIx::from(at)), firm)).collect();
        for plant in (0..build.plants.len()).filter(|plant| build.plants[*plant].firm.is_none()) {
            let firm = super::able::firm(build, plant, &known);
            known.insert(firm.id.clone());
            entries.push((Seller::Plant(plant), firm));
        }
        entries.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        let mut firms = vec![FirmIx(0); count];
        let (mut plants, mut back) = (BTreeMap::new(), Vec::with_capacity(entries.len()));
        for (at, (who, firm)) in entries.into_iter().enumerate() {
            match who {
                Seller::Firm(before) => firms[before.index()] = FirmIx::from(at),
                Seller::Plant(plant) => _ = plants.insert(plant, FirmIx::from(at)),
            }
            back.push(match who {
                Seller::Firm(before) => Some(before),
                Seller::Plant(_) => None,
            });
            dataset.firms.push(firm);
        }
        let numbers = Self { firms, plants, back };
        numbers.renumber(dataset);
        numbers
    }

    pub(super) fn of(&self, who: Seller) -> FirmIx {
        match who {
            Seller::Firm(firm) => self.firms[firm.index()],
            Seller::Plant(plant) => self.plants[&plant],
        }
    }

    /// Who a firm was; `None` for a plant.
    pub(super) fn before(&self, firm: FirmIx) -> Option<FirmIx> {
        self.back[firm.index()]
    }

    /// New numbers grow with the old ones, so that sorted lists stay sorted.
    fn renumber(&self, dataset: &mut Dataset) {
        let firm = |ix: &mut FirmIx| *ix = self.firms[ix.index()];
        dataset.firm_years.iter_mut().for_each(|entry| firm(&mut entry.firm));
        dataset.capabilities.iter_mut().for_each(|entry| firm(&mut entry.firm));
        dataset.totals.iter_mut().for_each(|entry| firm(&mut entry.buyer));
        for withdrawn in &mut dataset.withdrawn {
            firm(&mut withdrawn.link.buyer);
            withdrawn.link.supplier.iter_mut().for_each(firm);
        }
        for snapshot in dataset.projects.iter_mut().flat_map(|project| &mut project.snapshots) {
            snapshot.firm.iter_mut().for_each(firm);
        }
        for talent in &mut dataset.talents {
            talent.firm.iter_mut().for_each(firm);
        }
    }
}
