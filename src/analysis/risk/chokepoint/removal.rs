//! What no longer works when firms are removed, without deriving everything again.
//!
//! Three sweeps over what the removal reaches. First whatever needs a pool that has lost all its makers is gone for good.
//! Then everything is suspended whose support at its own level is gone: levels have no circles, so counting suffices. Then
//! whatever still has a maker outside the suspended set is restored, and what that restores in turn. The rest has fallen:
//! exactly what cannot be derived without the removed firms. State is put back by lists of what was touched, so that a
//! removal costs what it reaches, not the size of the network.

use super::program::{Derivation, Standing};

/// No firm.
const NOBODY: u32 = u32::MAX;

/// Derivations compared before a firm is tried.
const TURNS: u32 = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Standing,
    Suspended,
    Restored,
    Removed,
}

#[derive(Debug, Clone, Copy, Default)]
struct Firm {
    state: State,
    touched: bool,
    /// Needed pools that are down.
    unmet: u32,
    /// One more than the pool through which its fall came.
    came_through: u32,
}

#[derive(Debug, Clone, Copy)]
struct Pool {
    down: bool,
    touched: bool,
    /// Makers that are gone for good.
    gone: u32,
    /// Makers of its own level that were suspended.
    lost: u32,
    /// Who restored it.
    restored_by: u32,
    /// The maker through which its fall came.
    came_through: u32,
}

const UP: Pool = Pool { down: false, touched: false, gone: 0, lost: 0, restored_by: NOBODY, came_through: NOBODY };

/// A step of a route from a target to what stops it: an input that fails, and the maker through which it fails.
pub(super) type Step = (u32, u32);

/// State of one thread.
#[derive(Debug)]
pub(super) struct Removal<'d, 'p> {
    of: &'d Derivation<'p>,
    firms: Vec<Firm>,
    pools: Vec<Pool>,
    touched_firms: Vec<u32>,
    touched_pools: Vec<u32>,
    suspended_pools: Vec<u32>,
    queue: Vec<u32>,
    /// Walk in which a firm was last met, and the last walk.
    seen: Vec<u32>,
    walk: u32,
}

impl<'d, 'p> Removal<'d, 'p> {
    pub(super) fn new(of: &'d Derivation<'p>) -> Self {
        Self {
            of,
            firms: vec![Firm::default(); of.program.firms()],
            pools: vec![UP; of.program.pools()],
            touched_firms: Vec::new(),
            touched_pools: Vec::new(),
            suspended_pools: Vec::new(),
            queue: Vec::new(),
            seen: vec![0; of.program.firms()],
            walk: 0,
        }
    }

    /// Removes these firms, and puts back those removed before.
    pub(super) fn remove(&mut self, removed: &[u32]) {
        let mut removed = removed.to_vec();
        loop {
            self.clear();
            self.drop_for_good(&removed);
            self.suspend();
            self.restore();
            // A given firm holds only as long as its needs are met.
            let unmet = |firm: &u32| {
                let Firm { state, unmet, .. } = self.firms[*firm as usize];
                unmet > 0 && state == State::Standing
            };
            let lapsed: Vec<u32> = self.touched_firms.iter().copied().filter(unmet).collect();
            if lapsed.is_empty() {
                return;
            }
            removed.extend(lapsed);
        }
    }

    /// Whether a firm fell or was removed; one that never worked has not fallen.
    pub(super) fn fell(&self, firm: u32) -> bool {
        matches!(self.firms[firm as usize].state, State::Suspended | State::Removed)
    }

    pub(super) fn pool_fell(&self, pool: u32) -> bool {
        self.pools[pool as usize].down
    }

    /// All that fell or were removed, in the order reached.
    pub(super) fn fallen(&self) -> impl Iterator<Item = u32> + '_ {
        self.touched_firms.iter().copied().filter(|firm| self.fell(*firm))
    }

    fn clear(&mut self) {
        for firm in self.touched_firms.drain(..) {
            self.firms[firm as usize] = Firm::default();
        }
        for pool in self.touched_pools.drain(..) {
            self.pools[pool as usize] = UP;
        }
        self.suspended_pools.clear();
    }

    fn touch(&mut self, firm: u32) -> &mut Firm {
        let entry = &mut self.firms[firm as usize];
        if !entry.touched {
            entry.touched = true;
            self.touched_firms.push(firm);
        }
        entry
    }

    fn touch_pool(&mut self, pool: u32) -> &mut Pool {
        let entry = &mut self.pools[pool as usize];
        if !entry.touched {
            entry.touched = true;
            self.touched_pools.push(pool);
        }
        entry
    }

    fn drop_for_good(&mut self, removed: &[u32]) {
        let of = self.of;
        let mut open: Vec<u32> = removed.to_vec();
        while let Some(firm) = open.pop() {
            if !of.firm_works(firm) || self.firms[firm as usize].state == State::Removed {
                continue;
            }
            self.touch(firm).state = State::Removed;
            self.queue.push(firm);
            for &pool in of.program.makes.row(firm) {
                let entry = self.touch_pool(pool);
                entry.gone += 1;
                if entry.gone == of.working[pool as usize] {
                    open.extend(of.program.users.row(pool));
                }
            }
        }
    }

    fn suspend(&mut self) {
        let of = self.of;
        while let Some(firm) = self.queue.pop() {
            for &pool in of.program.makes.row(firm) {
                if of.pool_level[pool as usize] != of.firm_level[firm as usize] {
                    continue;
                }
                let entry = self.touch_pool(pool);
                entry.lost += 1;
                if entry.lost as usize == of.tight.row(pool).len() {
                    entry.down = true;
                    self.suspended_pools.push(pool);
                    self.suspend_users(pool);
                }
            }
        }
    }

    fn suspend_users(&mut self, pool: u32) {
        let of = self.of;
        for &user in of.program.users.row(pool) {
            if !of.firm_works(user) {
                continue;
            }
            let entry = self.touch(user);
            entry.unmet += 1;
            if entry.state == State::Standing && of.standing[user as usize] != Standing::Given {
                entry.state = State::Suspended;
                self.queue.push(user);
            }
        }
    }

    fn restore(&mut self) {
        let of = self.of;
        for at in 0..self.suspended_pools.len() {
            let pool = self.suspended_pools[at];
            let works = |maker: &&u32| {
                let state = self.firms[**maker as usize].state;
                state == State::Standing && of.firm_works(**maker)
            };
            if let Some(&maker) = of.program.makers.row(pool).iter().find(works) {
                self.pools[pool as usize].restored_by = maker;
                self.queue.push(pool);
            }
        }
        for at in 0..self.queue.len() {
            self.pools[self.queue[at] as usize].down = false;
        }
        while let Some(pool) = self.queue.pop() {
            for &user in of.program.users.row(pool) {
                let entry = &mut self.firms[user as usize];
                if !of.firm_works(user) {
                    continue;
                }
                entry.unmet -= 1;
                if entry.unmet > 0 || entry.state != State::Suspended {
                    continue;
                }
                entry.state = State::Restored;
                for &made in of.program.makes.row(user) {
                    let entry = &mut self.pools[made as usize];
                    if entry.down {
                        (entry.down, entry.restored_by) = (false, user);
                        self.queue.push(made);
                    }
                }
            }
        }
    }

    /// Firms of one derivation of the target from what still works, itself not counted: whatever stops it is among them.
    ///
    /// Another `turn` gives another derivation, where there is a choice.
    pub(super) fn support(&mut self, target: u32, turn: u32) -> Vec<u32> {
        self.walk += 1;
        self.seen[target as usize] = self.walk;
        let mut open = vec![target];
        let mut support = Vec::new();
        while let Some(firm) = open.pop() {
            for pool in self.of.program.needs.row(firm) {
                let Some(maker) = self.witness(*pool, turn) else { continue };
                if std::mem::replace(&mut self.seen[maker as usize], self.walk) != self.walk {
                    open.push(maker);
                    support.push(maker);
                }
            }
        }
        support
    }

    /// Firms that are part of several derivations of the target, sorted: whatever stops it is still among them.
    pub(super) fn suspects(&mut self, target: u32) -> Vec<u32> {
        let mut suspects = self.support(target, 0);
        for turn in 1..TURNS {
            if suspects.is_empty() {
                break;
            }
            self.support(target, turn);
            suspects.retain(|firm| self.seen[*firm as usize] == self.walk);
        }
        suspects.sort_unstable();
        suspects
    }

    /// A maker on whom a pool can rest without a circle: never one that was suspended before the pool was restored.
    fn witness(&self, pool: u32, turn: u32) -> Option<u32> {
        let entry = &self.pools[pool as usize];
        if entry.restored_by != NOBODY {
            return Some(entry.restored_by);
        }
        let tight = self.of.tight.row(pool);
        // Any spread of the choices will do; this one differs from pool to pool.
        let from = if turn == 0 { 0 } else { (pool ^ turn.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b) >> 8 };
        let from = from as usize % tight.len().max(1);
        let rests = |maker: &&u32| self.firms[**maker as usize].state == State::Standing;
        tight[from..].iter().chain(&tight[..from]).find(rests).copied()
    }

    /// Marks the shortest ways on which the fall of `from` came to all that fell; [`Removal::route`] reads them.
    pub(super) fn trace(&mut self, from: u32) {
        let program = self.of.program;
        let mut front = vec![from];
        while !front.is_empty() {
            let mut next = Vec::new();
            for firm in front {
                for &pool in program.makes.row(firm) {
                    let entry = &mut self.pools[pool as usize];
                    if !entry.down || entry.came_through != NOBODY {
                        continue;
                    }
                    entry.came_through = firm;
                    for &user in program.users.row(pool) {
                        let entry = &mut self.firms[user as usize];
                        let fell = matches!(entry.state, State::Suspended | State::Removed);
                        if fell && user != from && entry.came_through == 0 {
                            entry.came_through = pool + 1;
                            next.push(user);
                        }
                    }
                }
            }
            next.sort_unstable();
            front = next;
        }
    }

    /// The way from a failed pool to the firm whose fall was traced; `None` where it does not come from there.
    pub(super) fn route(&self, pool: u32) -> Option<Vec<Step>> {
        Some(self.way(pool, self.first_maker(pool)?).collect())
    }

    /// How many steps it has.
    pub(super) fn steps(&self, pool: u32) -> Option<usize> {
        Some(self.way(pool, self.first_maker(pool)?).count())
    }

    /// The same through a maker that fell because others did.
    pub(super) fn route_through(&self, pool: u32, maker: u32) -> Option<Vec<Step>> {
        self.fell_through(pool, maker).then(|| self.way(pool, maker).collect())
    }

    /// How many steps it has.
    pub(super) fn steps_through(&self, pool: u32, maker: u32) -> Option<usize> {
        self.fell_through(pool, maker).then(|| self.way(pool, maker).count())
    }

    fn first_maker(&self, pool: u32) -> Option<u32> {
        Some(self.pools[pool as usize].came_through).filter(|maker| *maker != NOBODY)
    }

    fn fell_through(&self, pool: u32, maker: u32) -> bool {
        self.pool_fell(pool) && self.firms[maker as usize].came_through > 0
    }

    fn way(&self, pool: u32, maker: u32) -> impl Iterator<Item = Step> + '_ {
        std::iter::successors(Some((pool, maker)), |(_, maker)| {
            let through = self.firms[*maker as usize].came_through.checked_sub(1)?;
            Some((through, self.pools[through as usize].came_through))
        })
    }
}
