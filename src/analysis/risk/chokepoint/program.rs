//! The and–or program [CH-1]: a firm works when every pool it needs works, a pool when any of its makers works.
//!
//! A *pool* is where a firm can turn for an input: all makers of a product, or the present suppliers of one buyer.
//! Everything is derived from firms that need nothing (least fixed point by counters, Dowling and Gallier 1984), so that
//! a closed loop never holds itself up. Firms that are *given* need not be derived, yet they hold only as long as their
//! needs are met: the largest set of them that the rest bears out.
//!
//! Levels are the rounds in which firms and pools are first derived. Whatever a firm of level n needs lies below n: that
//! is what makes removals cheap (`removal.rs`).

/// Rows of sorted numbers, compressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Rows {
    /// From pairs (row, item), sorted and each once.
    pub(super) fn new(rows: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0_u32; rows + 1];
        for (row, _) in pairs {
            starts[*row as usize + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        Self { starts, items: pairs.iter().map(|(_, item)| *item).collect() }
    }

    pub(super) fn row(&self, row: u32) -> &[u32] {
        &self.items[self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }
}

/// Who needs what, and who makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Program {
    /// Pools that a firm needs.
    pub(super) needs: Rows,
    /// Firms that need a pool.
    pub(super) users: Rows,
    /// Pools that a firm makes.
    pub(super) makes: Rows,
    /// Firms that make a pool.
    pub(super) makers: Rows,
}

impl Program {
    /// A program of numbered firms and pools, from pairs (firm, pool) in any order.
    pub(super) fn new(firms: usize, pools: usize, mut needs: Vec<(u32, u32)>, mut makes: Vec<(u32, u32)>) -> Self {
        let [needs_of, users] = both(firms, pools, &mut needs);
        let [makes_of, makers] = both(firms, pools, &mut makes);
        Self { needs: needs_of, users, makes: makes_of, makers }
    }

    pub(super) fn firms(&self) -> usize {
        self.needs.len()
    }

    pub(super) fn pools(&self) -> usize {
        self.users.len()
    }
}

/// Pairs by their first and by their second number.
fn both(firms: usize, pools: usize, pairs: &mut Vec<(u32, u32)>) -> [Rows; 2] {
    pairs.sort_unstable();
    pairs.dedup();
    let by_firm = Rows::new(firms, pairs);
    for pair in pairs.iter_mut() {
        *pair = (pair.1, pair.0);
    }
    pairs.sort_unstable();
    [by_firm, Rows::new(pools, pairs)]
}

/// What is taken for granted of a firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Standing {
    /// It works when its needs are met from scratch.
    #[default]
    Derived,
    /// It works already, and goes on as long as its needs are met.
    Given,
    /// It is not there.
    Absent,
}

/// Level of what cannot be derived.
pub(super) const NEVER: u32 = u32::MAX;

/// What works, before anything is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Derivation<'p> {
    pub(super) program: &'p Program,
    pub(super) standing: Vec<Standing>,
    pub(super) firm_level: Vec<u32>,
    pub(super) pool_level: Vec<u32>,
    /// Makers of a pool that have its level: while one of them stands, so does the pool.
    pub(super) tight: Rows,
    /// How many makers of a pool work.
    pub(super) working: Vec<u32>,
}

impl<'p> Derivation<'p> {
    /// Derives what works; cost O(firms + pools + pairs) for each round in which given firms drop out.
    pub(super) fn new(program: &'p Program, mut standing: Vec<Standing>) -> Self {
        loop {
            let derivation = Self::once(program, standing);
            let unmet = |firm: &u32| {
                derivation.standing[*firm as usize] == Standing::Given
                    && program.needs.row(*firm).iter().any(|pool| !derivation.pool_works(*pool))
            };
            let dropped: Vec<u32> = (0..program.firms() as u32).filter(unmet).collect();
            if dropped.is_empty() {
                return derivation;
            }
            standing = derivation.standing;
            for firm in dropped {
                standing[firm as usize] = Standing::Derived;
            }
        }
    }

    fn once(program: &'p Program, standing: Vec<Standing>) -> Self {
        let mut firm_level = vec![NEVER; program.firms()];
        let mut pool_level = vec![NEVER; program.pools()];
        let mut unmet: Vec<u32> =
            (0..program.firms() as u32).map(|firm| program.needs.row(firm).len() as u32).collect();
        let starts = |firm: &u32| match standing[*firm as usize] {
            Standing::Derived => unmet[*firm as usize] == 0,
            Standing::Given => true,
            Standing::Absent => false,
        };
        let mut front: Vec<u32> = (0..program.firms() as u32).filter(starts).collect();
        let mut level = 0;
        while !front.is_empty() {
            for firm in &front {
                firm_level[*firm as usize] = level;
            }
            let mut next = Vec::new();
            for pool in front.iter().flat_map(|firm| program.makes.row(*firm)) {
                if pool_level[*pool as usize] != NEVER {
                    continue;
                }
                pool_level[*pool as usize] = level;
                for user in program.users.row(*pool) {
                    unmet[*user as usize] -= 1;
                    if unmet[*user as usize] == 0 && standing[*user as usize] == Standing::Derived {
                        next.push(*user);
                    }
                }
            }
            front = next;
            level += 1;
        }
        let mut tight = Vec::new();
        let mut working = vec![0; program.pools()];
        for pool in (0..program.pools() as u32).filter(|pool| pool_level[*pool as usize] != NEVER) {
            let level = |maker: &u32| firm_level[*maker as usize];
            let makers = program.makers.row(pool).iter().filter(|maker| level(maker) != NEVER);
            working[pool as usize] = makers.clone().count() as u32;
            let same = makers.filter(|maker| level(maker) == pool_level[pool as usize]);
            tight.extend(same.map(|maker| (pool, *maker)));
        }
        let tight = Rows::new(program.pools(), &tight);
        Self { program, standing, firm_level, pool_level, tight, working }
    }

    pub(super) fn firm_works(&self, firm: u32) -> bool {
        self.firm_level[firm as usize] != NEVER
    }

    pub(super) fn pool_works(&self, pool: u32) -> bool {
        self.pool_level[pool as usize] != NEVER
    }
}
