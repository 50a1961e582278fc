//! Cleaning of purchase lines (methods §0.3), once, before any indicator.
//!
//! ```text
//! same seller, buyer, product, year, amount and contract   one is kept; without a contract every cell must agree;
//!                                                          texts matched to one product must be the same text
//! same link, other contract                                both are kept: they are two purchases
//! same link, two sources                                   invoice > contract > buyer > seller > estimate
//!                                                          apart by more than a factor of two: [min, max] are kept as the range
//! negative amounts                                         netted within link and year; below zero counts as zero
//! ```
//!
//! A link is seller → buyer, product and year. Lines without a seller are no known link: they are compared by contract only,
//! and netted within one place of origin.
//! A line that states no source is never weighed against one that does: ledgers often state it for some lines only.

use crate::model::{Amount, LinkSource, ShortText, Year};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use std::cmp::Ordering;

/// A purchase line on its way; firms, products and places by number.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) buyer: u32,
    pub(crate) supplier: Option<u32>,
    pub(crate) product: u32,
    /// Number of the product's text among the texts met.
    pub(crate) text: u32,
    /// Hash of the product's text where it says more than the product: two sizes of one product are two purchases.
    pub(crate) wording: u64,
    pub(crate) year: Option<Year>,
    pub(crate) amount: Amount,
    pub(crate) contract: Option<ShortText>,
    pub(crate) source: LinkSource,
    /// Number of the place that the line names, in the order of places.
    pub(crate) place: Option<u32>,
    /// Hash of the day in the year column; 0 when only a year stands there.
    pub(crate) day: u64,
    /// Hash of the cells that no field reads.
    pub(crate) rest: u64,
    /// Table and data row.
    pub(crate) at: (u32, u32),
    /// Row as the user sees it.
    pub(crate) row: u32,
}

/// What cleaning says of a line, by its position among the lines given.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verdict {
    /// Set aside: it repeats the line `of`.
    Duplicate {
        /// The line set aside.
        line: usize,
        /// The line kept.
        of: usize,
    },
    /// Set aside: a better source tells of the same link.
    Outranked {
        /// The line set aside.
        line: usize,
        /// A line of the better source.
        by: usize,
        /// What the better source tells of the link, yuan.
        stands: f64,
        /// What this line's source tells, yuan.
        other: f64,
    },
    /// Used: its negative amount was taken off another line.
    Netted {
        /// The negative line.
        line: usize,
        /// The line it reduces.
        into: usize,
        /// How much of it, yuan.
        taken: f64,
    },
    /// Used: its negative amount exceeds what there is to net it with.
    Overdrawn {
        /// The negative line.
        line: usize,
    },
}

/// A line kept: its position, its amount after netting, and the range when sources disagree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Kept {
    /// Position among the lines given.
    pub(crate) line: usize,
    /// The amount.
    pub(crate) amount: Amount,
    /// Bounds in yuan.
    pub(crate) range: Option<(f64, f64)>,
}

/// Gives the lines kept to `keep`, in canonical order, and returns what happened to the others.
pub(crate) fn clean(lines: &[Line], mut keep: impl FnMut(Kept)) -> Vec<Verdict> {
    let (mut kept, mut verdicts) = (Vec::new(), Vec::new());
    let plain = |line: &Line| !matches!(line.amount, Amount::Known(yuan) if yuan < 0.0);
    let order = Order::of(lines);
    for link in order.links() {
        match link {
            [only] if plain(&lines[only.line as usize]) => {
                let line = only.line as usize;
                keep(Kept { line, amount: lines[line].amount, range: None });
            }
            _ => {
                let group: Vec<usize> = link.iter().map(|key| key.line as usize).collect();
                Link { lines, kept: &mut kept, verdicts: &mut verdicts }.clean(group);
                kept.drain(..).for_each(&mut keep);
            }
        }
    }
    verdicts
}

/// The lines in canonical order: a bucket for each buyer, sorted by itself.
struct Order {
    keys: Vec<Key>,
    /// Where each buyer's keys end.
    ends: Vec<usize>,
}

/// A line of a buyer: product and year, supplier (one more than its number; 0 for none), position.
#[derive(Debug, Clone, Copy, Default)]
struct Key {
    head: u64,
    supplier: u32,
    line: u32,
}

impl Key {
    fn of(line: &Line, at: u32) -> Key {
        let year = line.year.map_or(0, |year| u64::from(year.0) + 1);
        Key { head: (u64::from(line.product) << 20) | year, supplier: line.supplier.map_or(0, |at| at + 1), line: at }
    }

    fn link(self) -> (u64, u32) {
        (self.head, self.supplier)
    }
}

impl Order {
    fn of(lines: &[Line]) -> Order {
        let buyers = lines.iter().map(|line| line.buyer as usize + 1).max().unwrap_or(0);
        let mut ends = vec![0; buyers];
        for line in lines {
            ends[line.buyer as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            // For now where the bucket begins; placing its keys moves it to the end.
            (*end, sum) = (sum, sum + *end);
        }
        let mut keys = vec![Key::default(); lines.len()];
        for (line, at) in lines.iter().zip(0..) {
            let end = &mut ends[line.buyer as usize];
            keys[*end] = Key::of(line, at);
            *end += 1;
        }
        let mut order = Order { keys, ends };
        order.sort(lines);
        order
    }

    fn sort(&mut self, lines: &[Line]) {
        /// A bucket longer than this is shared among threads.
        const LONG: usize = 1 << 16;
        /// Buckets that a thread takes at once: most hold a few lines only.
        const BUCKETS: usize = 64;
        let by_link = |a: &Key, b: &Key| {
            let line = |key: &Key| &lines[key.line as usize];
            a.link().cmp(&b.link()).then_with(|| canonical(line(a), line(b)))
        };
        let (mut rest, mut start) = (self.keys.as_mut_slice(), 0);
        let mut buckets = Vec::with_capacity(self.ends.len());
        for end in &self.ends {
            let (bucket, after) = rest.split_at_mut(end - start);
            buckets.push(bucket);
            (rest, start) = (after, *end);
        }
        buckets.into_par_iter().with_min_len(BUCKETS).for_each(|bucket| {
            if bucket.len() > LONG { bucket.par_sort_unstable_by(by_link) } else { bucket.sort_unstable_by(by_link) }
        });
    }

    /// The keys of each link: buyer by buyer, then by product, year and supplier.
    fn links(&self) -> impl Iterator<Item = &[Key]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let buckets = starts.zip(&self.ends).map(|(start, end)| &self.keys[start..*end]);
        buckets.flat_map(|bucket| bucket.chunk_by(|a, b| a.link() == b.link()))
    }
}

/// The order within a link; the row comes last, so that it decides only between lines that are the same.
fn canonical(a: &Line, b: &Line) -> Ordering {
    a.contract
        .cmp(&b.contract)
        .then_with(|| by_amount(a.amount, b.amount))
        .then_with(|| (a.day, a.wording).cmp(&(b.day, b.wording)))
        .then_with(|| a.source.cmp(&b.source))
        .then_with(|| (a.place.is_none(), a.place, a.rest).cmp(&(b.place.is_none(), b.place, b.rest)))
        .then_with(|| (a.at.0, a.row).cmp(&(b.at.0, b.row)))
}

fn by_amount(a: Amount, b: Amount) -> Ordering {
    let key = |amount| match amount {
        Amount::Known(yuan) => (0, yuan),
        Amount::Missing => (1, 0.0),
        Amount::Undisclosed => (2, 0.0),
    };
    let ((kind, yuan), (other_kind, other)) = (key(a), key(b));
    kind.cmp(&other_kind).then(yuan.total_cmp(&other))
}

/// What one source tells of a link.
struct Report {
    source: LinkSource,
    lines: Vec<usize>,
    /// Yuan, of the lines that tell an amount.
    sum: f64,
    /// Whether any line tells an amount.
    told: bool,
    /// Whether every line does.
    priced: bool,
}

/// The lines of one link and year.
struct Link<'a> {
    lines: &'a [Line],
    kept: &'a mut Vec<Kept>,
    verdicts: &'a mut Vec<Verdict>,
}

impl Link<'_> {
    fn clean(&mut self, group: Vec<usize>) {
        let unique = self.drop_duplicates(group);
        let first = self.kept.len();
        if self.lines[unique[0]].supplier.is_none() {
            for run in unique.chunk_by(|a, b| self.lines[*a].contract == self.lines[*b].contract) {
                if self.lines[run[0]].contract.is_some() { self.weigh(run) } else { self.keep(run) }
            }
        } else {
            let split = unique.partition_point(|line| self.lines[*line].contract.is_none());
            let (loose, bound) = unique.split_at(split);
            if self.mirrored(loose, bound) {
                self.weigh(&unique);
            } else {
                for run in unique.chunk_by(|a, b| self.lines[*a].contract == self.lines[*b].contract) {
                    self.weigh(run);
                }
            }
        }
        self.net(first);
    }

    fn drop_duplicates(&mut self, group: Vec<usize>) -> Vec<usize> {
        let mut unique: Vec<usize> = Vec::with_capacity(group.len());
        for line in group {
            match unique.last().filter(|last| self.is_same(**last, line)) {
                Some(last) => self.verdicts.push(Verdict::Duplicate { line, of: *last }),
                None => unique.push(line),
            }
        }
        unique
    }

    /// Lines under one contract repeat each other when amount and day agree, others when every cell does.
    fn is_same(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.lines[a], &self.lines[b]);
        let same = a.contract == b.contract && by_amount(a.amount, b.amount).is_eq();
        let same = same && (a.day, a.wording) == (b.day, b.wording);
        // Two sources that agree are weighed, not dropped: the better one must be the one that stays.
        let alike = a.source == b.source;
        same && alike && (a.contract.is_some() || (a.place, a.rest) == (b.place, b.rest))
    }

    /// Whether the lines without a contract are the other side's report of those with one.
    fn mirrored(&self, loose: &[usize], bound: &[usize]) -> bool {
        let all = |lines: &[usize], seller: bool| {
            !lines.is_empty()
                && lines.iter().all(|line| {
                    let source = self.lines[*line].source;
                    source != LinkSource::Unstated && (source == LinkSource::SellerReport) == seller
                })
        };
        (all(loose, true) && all(bound, false)) || (all(loose, false) && all(bound, true))
    }

    /// Keeps the lines of the best source that tells amounts; sets the others aside.
    fn weigh(&mut self, run: &[usize]) {
        let mut reports = self.reports(run);
        let Some(best) = reports.iter().position(|report| report.priced).or((!reports.is_empty()).then_some(0)) else {
            return self.keep(run);
        };
        let best = reports.remove(best);
        // A credit note says less than the amount that it reduces.
        let is_credit = |line: &&usize| self.lines[**line].amount.known().is_some_and(|yuan| yuan < 0.0);
        let by = best.lines.iter().find(|line| !is_credit(line)).copied().unwrap_or(best.lines[0]);
        let (mut least, mut most) = (best.sum, best.sum);
        for report in &reports {
            if report.told && apart(best.sum, report.sum) {
                (least, most) = (least.min(report.sum), most.max(report.sum));
            }
            let outranked = |line: &usize| Verdict::Outranked { line: *line, by, stands: best.sum, other: report.sum };
            self.verdicts.extend(report.lines.iter().map(outranked));
        }
        for line in run.iter().copied() {
            let (source, amount) = (self.lines[line].source, self.lines[line].amount);
            let range =
                amount.known().filter(|_| source == best.source && most > least && best.sum > 0.0).map(|yuan| {
                    // Several lines share the range in proportion, so that their ranges add up to it.
                    let share = yuan / best.sum;
                    (share * least, share * most)
                });
            if source == best.source || source == LinkSource::Unstated {
                self.kept.push(Kept { line, amount, range });
            }
        }
    }

    /// The lines by the source they state, best source first; those that state none are in no report.
    fn reports(&self, run: &[usize]) -> Vec<Report> {
        let mut sources: Vec<LinkSource> = run.iter().map(|line| self.lines[*line].source).collect();
        sources.retain(|source| *source != LinkSource::Unstated);
        sources.sort_unstable();
        sources.dedup();
        let report = |source| {
            let lines: Vec<usize> = run.iter().copied().filter(|line| self.lines[*line].source == source).collect();
            let known: Vec<f64> = lines.iter().filter_map(|line| self.lines[*line].amount.known()).collect();
            let (told, priced) = (!known.is_empty(), known.len() == lines.len());
            Report { source, lines, sum: known.iter().sum(), told, priced }
        };
        sources.into_iter().map(report).collect()
    }

    fn keep(&mut self, run: &[usize]) {
        let lines = self.lines;
        self.kept.extend(run.iter().map(|line| Kept { line: *line, amount: lines[*line].amount, range: None }));
    }

    /// Takes the negative amounts among the lines kept since `first` off the others.
    fn net(&mut self, first: usize) {
        let is_negative = |kept: &Kept| kept.amount.known().is_some_and(|yuan| yuan < 0.0);
        let (negative, mut rest): (Vec<Kept>, Vec<Kept>) = self.kept.drain(first..).partition(is_negative);
        for credit in negative {
            let mut open = -credit.amount.known().unwrap_or_default();
            let mut order: Vec<usize> =
                (0..rest.len()).filter(|at| self.may_net(credit.line, rest[*at].line)).collect();
            order.sort_by_key(|at| self.distance(credit.line, rest[*at].line));
            for at in order {
                if let Amount::Known(yuan) = rest[at].amount {
                    let taken = open.min(yuan);
                    rest[at].amount = Amount::Known(yuan - taken);
                    rest[at].range = rest[at].range.map(|(lo, hi)| ((lo - taken).max(0.0), (hi - taken).max(0.0)));
                    open -= taken;
                    if taken > 0.0 {
                        self.verdicts.push(Verdict::Netted { line: credit.line, into: rest[at].line, taken });
                    }
                }
            }
            if open > 0.0 {
                self.verdicts.push(Verdict::Overdrawn { line: credit.line });
            }
            if !rest.iter().any(|kept| self.may_net(credit.line, kept.line)) {
                // The link has nothing but credit notes: it exists, at zero.
                rest.push(Kept { amount: Amount::Known(0.0), ..credit });
            }
        }
        self.kept.extend(rest);
    }

    /// Lines without a seller are one link only as far as their origin agrees.
    fn may_net(&self, credit: usize, line: usize) -> bool {
        let (credit, line) = (&self.lines[credit], &self.lines[line]);
        credit.supplier.is_some() || credit.place == line.place
    }

    /// A credit note belongs to its contract first, then to its origin.
    fn distance(&self, credit: usize, line: usize) -> u8 {
        let (credit, line) = (&self.lines[credit], &self.lines[line]);
        match (credit.contract.is_some() && credit.contract == line.contract, credit.place == line.place) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        }
    }
}

/// Whether two reports of one amount differ by more than a factor of two.
fn apart(a: f64, b: f64) -> bool {
    let (small, large) = (a.min(b), a.max(b));
    large > 2.0 * small
}

#[cfg(test)]
mod tests;
