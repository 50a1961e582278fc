//! Which question fills which chapter, and what of it a printed page has room for.

use crate::report::pick::{ALL_BUYERS, CITY, Filter, LATEST, Pick, ROWS, WHOLE};
use crate::report::words::chapter::Chapter as Title;
use std::borrow::Cow;

/// A chapter and what fills it.
pub(super) struct Chapter {
    pub(super) title: Title,
    pub(super) slots: Cow<'static, [Slot]>,
}

/// Part of a question's report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) question: &'static str,
    pub(super) part: Part,
}

/// Which part.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// All of it, of each table the first columns and so many rows.
    Whole(usize),
    /// All of it, of the tables these.
    With(&'static [Pick]),
    /// The pictures alone.
    Figures,
    /// These tables.
    Tables(&'static [Pick]),
}

/// Chapter before which unforeseen questions stand.
pub(super) const METHODS: usize = 9;

/// What no document prints: rows behind figures run to thousands, and a graph is no text.
pub(super) const LEFT_OUT: [&str; 2] = ["explain", "network"];

const fn slot(question: &'static str, part: Part) -> Slot {
    Slot { question, part }
}

const fn chapter(title: Title, slots: &'static [Slot]) -> Chapter {
    Chapter { title, slots: Cow::Borrowed(slots) }
}

/// The chapters in order.
pub(super) static PLAN: [Chapter; 11] = [
    chapter(Title::Overview, &[slot("summary", Part::Whole(ROWS))]),
    chapter(Title::Panorama, &[slot("gap", Part::Tables(&[COMPLETENESS])), slot("panorama", Part::Figures)]),
    chapter(
        Title::Rates,
        &[slot("rate", Part::Tables(RATES)), slot("rate", Part::Figures), slot("county", Part::Whole(20))],
    ),
    chapter(Title::Supply, &[slot("split", Part::Tables(SUPPLY)), slot("match", Part::With(MATCHES))]),
    chapter(
        Title::Gaps,
        &[
            slot("gap", Part::Tables(GAPS)),
            slot("capability", Part::With(CAPABILITY)),
            slot("innovation", Part::With(INNOVATION)),
        ],
    ),
    chapter(
        Title::Risks,
        &[slot("risk", Part::Tables(RISKS)), slot("risk", Part::Figures), slot("ego", Part::With(EGO))],
    ),
    chapter(Title::Catalogue, &[slot("catalogue", Part::Whole(120))]),
    chapter(
        Title::Recruitment,
        &[
            slot("split", Part::Tables(&[TO_RECRUIT])),
            slot("roadmap", Part::With(ROADMAP)),
            slot("target", Part::With(TARGETS)),
        ],
    ),
    chapter(
        Title::Projects,
        &[
            slot("development", Part::With(DEVELOPMENT)),
            slot("whatif", Part::With(WHATIF)),
            slot("plan", Part::With(PORTFOLIO)),
        ],
    ),
    chapter(Title::Methods, &[slot("rate", Part::Tables(&[CARDS])), slot("risk", Part::Tables(&[RISK_MODEL]))]),
    chapter(Title::Data, &[slot("sources", Part::Whole(ROWS)), slot("issues", Part::Tables(ISSUES))]),
];

const INNOVATION: &[Pick] = &[
    Pick::of(
        "innovation_chains",
        &[
            "name",
            "firms",
            "titled",
            "little_giants",
            "high_tech",
            "patents",
            "research",
            "talents_here",
            "talents_elsewhere",
        ],
    ),
    Pick::of("innovation", &["chain", "segment", "firms", "titled", "weak", "unserved", "unserved_names"]).rows(40),
    Pick::of("innovation_talents", &["name", "kind", "field", "products", "place", "employer"]),
];

const DEVELOPMENT: &[Pick] = &[
    Pick::of("development", &["rank", "product", "chain", "types", "outside", "projects", "opens"]).rows(30),
    Pick::of("development_projects", &["project", "kind", "stage", "signed", "started", "opened", "timing"]).rows(40),
    Pick::of(
        "development_targets",
        &["subject", "metric", "base", "now_year", "now", "built", "target_year", "target", "to_go"],
    ),
];

const COMPLETENESS: Pick =
    Pick::of("gap_completeness", &["name", "complete", "made", "mapped", "complete_segments", "missing"]);

const RATES: &[Pick] = &[
    Pick::of("rate_total", &["tier", "rate", "rate_value", "coverage", "unpriced_lines", "count_rate", "product_rate"])
        .only(&[LATEST]),
    Pick::of("rate_chain", &["name", "rate", "rate_value", "near", "far", "unlocated", "unpriced_lines", "count_rate"])
        .only(&[LATEST, CITY, ALL_BUYERS]),
    Pick::of(
        "rate_county",
        &["name", "rate", "rate_value", "near", "far", "unlocated", "unpriced_lines", "count_rate"],
    )
    .only(&[LATEST, CITY]),
    Pick::of("rate_segment", &["chain", "name", "rate", "rate_value", "near", "far", "unpriced_lines"])
        .only(&[LATEST, CITY]),
    Pick::of(
        "rings",
        &[
            "name",
            "amount",
            "ring_county",
            "ring_city",
            "ring_province",
            "ring_region",
            "ring_china",
            "ring_abroad",
            "ring_unlocated",
        ],
    )
    .only(&[LATEST, WHOLE, ALL_BUYERS]),
    Pick::of("trend", &["name", "from", "to", "rate_from", "rate_to", "change", "within", "between", "entry_exit"])
        .only(&[WHOLE, CITY, ALL_BUYERS, Filter::Latest("to")]),
    Pick::of("parts_ratio", &["name", "year", "ratio", "assembly", "parts"]).only(&[LATEST]),
];

const SUPPLY: &[Pick] = &[
    Pick::of(
        "split_total",
        &["name", "demand", "supplied", "bridgeable", "to_recruit", "unpriced_lines", "rate", "ceiling"],
    ),
    Pick::of("matches", &["product", "buyer", "seller", "amount", "need", "spare", "already_supplies"]),
    Pick::of("candidates", &["seller", "seller_place", "product", "open_need"]).rows(20),
];

/// Who meets whom stands with the split; the page of contacts is a workbook of its own.
const MATCHES: &[Pick] = &[
    Pick::of("match_total", &["name", "need", "spare", "matched", "open", "idle", "needs", "served"]),
    Pick::of("match_product", &["product", "need", "spare", "matched", "open", "idle", "binding"]).rows(20),
    Pick::of("match_rounds", &[]).rows(12),
    Pick::of("match_expansions", &["seller", "product", "spare", "room", "gainers"]).rows(15),
    Pick::of("match_offers", &["seller", "product", "best", "current", "cap", "open_need"]).rows(15),
    Pick::of("match_pooled", &["product", "pooled", "buyers", "open", "minimum_scale", "ratio", "verdict"]).rows(15),
    Pick::of("match_mutual", &["first", "second", "mutual", "first_products", "second_products"]).rows(15),
];

const TO_RECRUIT: Pick =
    Pick::of("split_product", &["name", "to_recruit", "bridgeable", "supplied", "demand", "unpriced_lines", "buyers"]);

const ROADMAP: &[Pick] =
    &[Pick::of("roadmap", &["name", "segment", "types", "to_recruit", "value", "origins", "landing", "landing_zone"])
        .rows(20)];

const TARGETS: &[Pick] = &[
    Pick::of("target", &["rank", "name", "origin", "place", "capturable", "why", "products"]).rows(20),
    Pick::of("target_origins", &[]),
    Pick::of("target_tree", &["origin", "chain", "leader", "segment", "product", "value", "candidate"]).rows(25),
    Pick::of("target_assignment", &[]).rows(20),
    Pick::of("target_referrers", &["candidate", "referrer", "relation", "place"]).rows(20),
];

const WHATIF: &[Pick] = &[
    Pick::of("whatif_total", &[]),
    Pick::of(
        "whatif",
        &["project", "products", "sold", "from_outside", "crowded_out", "net", "investment", "why_nothing"],
    ),
    Pick::of("whatif_rates", &["level", "name", "scope", "rate_before", "rate_after", "change"]).rows(20),
    Pick::of("whatif_gaps", &["product", "chain", "types_before", "types_after", "makers_before", "makers_after"]),
    Pick::of("whatif_displaced", &["seller", "product", "lost", "share", "nearness"]).rows(15),
];

const PORTFOLIO: &[Pick] = &[
    Pick::of("plan_sets", &["set", "captured", "rate", "net", "count", "investment", "land", "energy", "exact"]),
    Pick::of("plan_projects", &["project", "chosen", "reason", "alone", "adds", "investment", "products"]),
    Pick::of("plan_products", &["product", "to_recruit", "captured", "remaining", "chosen"]).rows(20),
];

/// The columns that each list of weak links shows, after the rank.
const GAP_COLUMNS: &[&str] =
    &["rank", "product", "chain", "segment", "why", "demand", "outside", "rate", "buyers", "local_makers"];

const GAPS: &[Pick] = &[
    Pick::of("gap_fill", GAP_COLUMNS),
    Pick::of("gap_strengthen", GAP_COLUMNS),
    Pick::of(
        "gap_secure",
        &[
            "rank",
            "product",
            "chain",
            "why",
            "outside",
            "single_source",
            "effective",
            "chokepoints",
            "largest_region",
            "largest_share",
            "import_share",
        ],
    ),
    Pick::of("gap_extend", &["rank", "product", "chain", "segment", "why", "local_makers"]),
];

const CAPABILITY: &[Pick] = &[
    Pick::of("capability_options", &["name", "product", "relatedness", "nearest", "pci", "gain"]).rows(15),
    Pick::of("capability_areas", &["name", "eci", "outlook", "connected"]).rows(15),
];

const RISKS: &[Pick] = &[
    Pick::of(
        "risk",
        &["rank", "name", "place", "type", "loss", "esri", "loss_here", "sole", "leaders_stopped", "path"],
    )
    .rows(50),
    Pick::of("risk_sources", &["rank", "name", "loss", "esri", "loss_here", "sole", "leaders_stopped"]).rows(15),
    Pick::of("chokepoints", &["name", "place", "targets", "target_names", "products", "tier", "path", "stops"]),
    Pick::of("chokepoint_hidden", &[]),
    Pick::of("chokepoint_pairs", &["first", "second", "targets", "target_names"]),
    Pick::of(
        "chokepoint_targets",
        &["name", "works", "inputs", "single_points", "single_names", "pairs", "works_locally"],
    ),
    Pick::of("risk_transmitters", &["name", "place", "passed", "firms"]).rows(15),
];

const EGO: &[Pick] = &[
    Pick::of("ego_tiers", &["tier", "firms", "unnamed", "local", "traced", "stops", "amount", "unpriced_lines"]),
    Pick::of("ego_points", &["name", "tier", "place", "product", "path"]),
];

const CARDS: Pick = Pick::of("cards", &["basis", "tier", "lines", "related", "definition"]).rows(24);

const RISK_MODEL: Pick = Pick::of("risk_model", &["rule", "ranks", "other"]);

const ISSUES: &[Pick] = &[
    Pick::of("balance", &["file", "sheet", "read", "used", "set_aside"]),
    Pick::of("issue-summary", &["severity", "title", "count", "places", "hint"]),
    Pick::of("product_coverage", &[]),
];
