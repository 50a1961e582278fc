//! What can be typed.

pub use super::bare::BareNetwork;
pub use super::rules::{CapabilityRules, GapRules, RateRules};
use crate::analysis::Projection;
use crate::analysis::capability::Counted;
use crate::analysis::priority::{self, PriorityOptions};
use crate::analysis::rate::Traced;
use crate::analysis::risk::Preset;
use crate::analysis::risk::cascade::Replaceability;
use crate::analysis::risk::chokepoint::Reach;
use crate::analysis::scope::TierName;
use crate::analysis::target::{self, TargetOptions};
use crate::analysis::whatif::Mode;
use crate::app;
use crate::app::decide::Ruling;
use crate::app::map::MapKind;
use crate::app::picture::PictureFormat;
use crate::issue::Code;
use crate::model::Date;
use crate::render::Format;
use crate::render::graph::GraphFormat;
use crate::render::paper::Paper;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// 链图: how much of what leading firms buy is made here, where is the chain weak, and what does it look like?
#[derive(Debug, Parser)]
#[command(name = "liantu", version, about, disable_help_subcommand = true)]
pub struct Args {
    /// The question.
    #[command(subcommand)]
    pub command: Command,
    /// Language of output: zh (default unless the locale says otherwise) or en
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangName>,
    /// Threads to use; the results do not depend on it
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Neither progress nor the summary line
    #[arg(long, global = true)]
    pub quiet: bool,
}

/// What to draw, and where to.
#[derive(Debug, Clone, clap::Args)]
pub struct Draw {
    /// Folder for the pictures, one .pdf with a page for each map, one .html page, or one .svg or .png file when there is one map
    #[arg(short, long, value_name = "DIR|FILE")]
    pub output: PathBuf,
    /// Kinds of maps, separated by commas: panorama (products of each chain), overview (segments of all chains),
    /// tree, innovation (who knows what), path (gaps, projects, targets), county-map, county-tiles, county-supply,
    /// ego (a firm's suppliers and customers by tier), cascade (how one failure spreads),
    /// rings (where purchases come from), roadmap (whom to recruit from where, to which place), heat (counties by segment)
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',', default_value = "panorama")]
    pub kinds: Vec<MapKind>,
    /// The firm of ego and cascade, by name, id or credit code; by default the leader with most suppliers, and the first risk
    #[arg(long, value_name = "FIRM")]
    pub firm: Option<String>,
    /// Of a panorama: what this county of the focus area has of the chains
    #[arg(long, value_name = "PLACE", conflicts_with = "leader")]
    pub county: Option<String>,
    /// In place of a panorama: what this firm buys, directly and through its suppliers
    #[arg(long, value_name = "FIRM")]
    pub leader: Option<String>,
    /// What counts as local; the focus area by default
    #[arg(long, value_name = "TIER")]
    pub tier: Option<TierName>,
    /// A local rate below this share (0 to 1), even at its upper bound, is weak
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub reference: Option<f64>,
    /// Keep boxes where they were: positions of the last panoramas and overview, read if the file is there and written anew
    #[arg(long, value_name = "FILE")]
    pub positions: Option<PathBuf>,
    /// Formats of a folder, separated by commas: svg, png, pdf, html (svg,png,pdf by default)
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<PictureFormat>,
    /// Sheet of a pdf: a4, a3, a2, a1, a0, or fit for a page as large as the map; by default the smallest of A4 to A0 on which the smallest type has 6 points
    #[arg(long, value_name = "SIZE")]
    pub paper: Option<Paper>,
    /// Pixels of the png for each unit of the svg
    #[arg(long, default_value_t = 2.0, value_parser = parse_scale)]
    pub png_scale: f32,
    /// Pixels of the png to the inch of the printed map (300 for print), instead of --png-scale
    #[arg(long, value_name = "N", conflicts_with = "png_scale", value_parser = parse_dpi)]
    pub dpi: Option<f64>,
    /// Outlines of counties
    #[command(flatten)]
    pub outlines: Outlines,
}

/// Outlines of counties for the map of their rates.
#[derive(Debug, Clone, clap::Args)]
pub struct Outlines {
    /// Colour the counties in the outlines of this GeoJSON file (properties adcode or name); tiles without it
    #[arg(long, value_name = "FILE")]
    pub geo: Option<PathBuf>,
    /// Map approval number (审图号) of those outlines, where the file gives none; it is printed on the map
    #[arg(long, value_name = "NUMBER", requires = "geo")]
    pub map_number: Option<String>,
}

/// A language of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangName {
    /// 中文
    Zh,
    /// English
    En,
}

/// The questions.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Everything at once: tables, maps, index.html 全部结果
    Run {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Folder for the results
        #[arg(short, long, value_name = "DIR")]
        output: PathBuf,
        /// Pixels of the png for each unit of the svg
        #[arg(long, default_value_t = 2.0, value_parser = parse_scale)]
        png_scale: f32,
        /// Sheet of 图册.pdf: a4, a3, a2, a1, a0 or fit; by default for each map the smallest on which its smallest type has 6 points
        #[arg(long, value_name = "SIZE")]
        paper: Option<Paper>,
    },
    /// Is the data sound? 数据检查
    Check {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file
        #[command(flatten)]
        output: Output,
        /// Write the rows set aside, ready to be corrected, to this workbook
        #[arg(long, value_name = "FILE")]
        rejects: Option<PathBuf>,
    },
    /// Are these two names one firm? 名称待定
    Decide {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file; a file ending in .toml takes all decisions, the open questions among them
        #[command(flatten)]
        output: Output,
        /// Add every open question to decisions.toml beside the data, to be answered there
        #[arg(long)]
        write: bool,
        /// Record an answer: same, different or open; may be repeated
        #[arg(long = "answer", value_name = "ID=ANSWER", value_parser = parse_answer)]
        answers: Vec<(String, Ruling)>,
        /// Forget a question and its answer; may be repeated
        #[arg(long, value_name = "ID")]
        undo: Vec<String>,
    },
    /// Keep it, with its history 导入库
    Import {
        /// What, and where to
        #[command(flatten)]
        import: NewData,
        /// Format and file of the account of what changed
        #[command(flatten)]
        output: Output,
    },
    /// What changed, and when? 库的历史
    Library {
        /// Log, differences, undoing, export
        #[command(subcommand)]
        command: LibraryCommand,
    },
    /// How much is bought nearby? 近地化配套率
    Rate {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file
        #[command(flatten)]
        output: Output,
        /// Rules
        #[command(flatten)]
        rules: RateRules,
        /// Add the rows behind the figures: totals and buyers by amount
        #[arg(long)]
        explain: bool,
    },
    /// Of what is bought outside, what could local firms supply today? 已配套 / 可牵线 / 须招引
    Split {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file
        #[command(flatten)]
        output: Output,
        /// What counts as local; the focus area by default
        #[arg(long, value_name = "TIER")]
        tier: Option<TierName>,
        /// Take what traders sell without a producing place as coming from the trader's place
        #[arg(long)]
        trader_as_origin: bool,
        /// Add the rows behind the figures: the three parts of the total
        #[arg(long)]
        explain: bool,
    },
    /// Where is the chain weak? 补链 / 强链 / 延链 / 固链
    Gap {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file
        #[command(flatten)]
        output: Output,
        /// Rules
        #[command(flatten)]
        rules: GapRules,
        /// Add the rows behind the figures: what is bought outside of each weak product
        #[arg(long)]
        explain: bool,
    },
    /// Whose failure hurts most? 系统性风险、卡点、传导路径
    Risk {
        /// Workbook, folder of tables, lone ledger, or library
        #[arg(value_name = "DATA", required_unless_present = "edges", conflicts_with = "edges")]
        data: Option<PathBuf>,
        /// What of it
        #[command(flatten)]
        look: Look,
        /// Instead of a data set: the files of a bare network
        #[command(flatten)]
        bare: BareNetwork,
        /// Rules
        #[command(flatten)]
        rules: RiskRules,
        /// Markets, rows
        #[command(flatten)]
        detail: RiskDetail,
        /// Scenarios
        #[command(flatten)]
        stress: Box<RiskStress>,
        /// Format and file
        #[command(flatten)]
        output: Output,
    },
    /// What is bought of the five bases, and how safely? 重点领域基础产品需求目录
    Catalogue {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file
        #[command(flatten)]
        output: Output,
        /// What counts as local; the focus area by default
        #[arg(long, value_name = "TIER")]
        tier: Option<TierName>,
        /// Take what traders sell without a producing place as coming from the trader's place
        #[arg(long)]
        trader_as_origin: bool,
    },
    /// What does each county sell and buy, and from whom? 县区配套
    County {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file; a name without ending is a folder with csv files, the answer and the maps
        #[command(flatten)]
        output: Output,
        /// What counts as local beside the county itself; the focus area by default
        #[arg(long, value_name = "TIER")]
        tier: Option<TierName>,
        /// Take what traders sell without a producing place as coming from the trader's place
        #[arg(long)]
        trader_as_origin: bool,
        /// Outlines of counties
        #[command(flatten)]
        outlines: Outlines,
    },
    /// Who knows what along the chains? 创新与人才：资质、专利、研发、人才
    Innovation {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file
        #[command(flatten)]
        output: Output,
        /// What counts as local; the focus area by default
        #[arg(long, value_name = "TIER")]
        tier: Option<TierName>,
        /// Take what traders sell without a producing place as coming from the trader's place
        #[arg(long)]
        trader_as_origin: bool,
    },
    /// Which gap is answered by which project, by when? 发展路径：缺口、项目、目标年
    Development {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file
        #[command(flatten)]
        output: Output,
        /// What counts as local; the focus area by default
        #[arg(long, value_name = "TIER")]
        tier: Option<TierName>,
        /// Take what traders sell without a producing place as coming from the trader's place
        #[arg(long)]
        trader_as_origin: bool,
    },
    /// Whom to recruit? 以商招商：目标企业、引荐企业、招商目录
    Target {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file
        #[command(flatten)]
        output: Output,
        /// Whom to look at
        #[command(flatten)]
        hunt: Hunt,
        /// Order
        #[command(flatten)]
        order: Priorities,
    },
    /// Which local firms should meet? 产能对接、扩产、集中采购、互采
    Match {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Rules
        #[command(flatten)]
        rules: MatchRules,
        /// Format and file; a name without ending is a folder with the meeting workbook 对接表.xlsx, csv files and the answer
        #[command(flatten)]
        output: Output,
    },
    /// From where could which gap be filled, and where would it land? 招商路线图
    Roadmap {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file
        #[command(flatten)]
        output: Output,
        /// What counts as local; the focus area by default
        #[arg(long, value_name = "TIER")]
        tier: Option<TierName>,
        /// Take what traders sell without a producing place as coming from the trader's place
        #[arg(long)]
        trader_as_origin: bool,
        /// Regions, divisions or countries to look to first, in order; alike joined by + (沪苏浙,长三角,珠三角+京津冀)
        #[arg(long, value_name = "PLACE", value_delimiter = ',')]
        origins: Vec<String>,
    },
    /// Which projects to build with what there is? 项目组合
    Plan {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Limits, projects, aim
        #[command(flatten)]
        portfolio: Portfolio,
        /// Format and file; a name without ending is a folder with csv files, the answer and the maps
        #[command(flatten)]
        output: Output,
    },
    /// What would projects change? 项目前后对比
    Whatif {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Projects and rules
        #[command(flatten)]
        build: Build,
        /// Format and file; a name without ending is a folder with csv files, the answer and the maps
        #[command(flatten)]
        output: Output,
    },
    /// What lies near to what is made here? 产业能力、关联度、复杂度
    Capability {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Format and file
        #[command(flatten)]
        output: Output,
        /// Rules
        #[command(flatten)]
        rules: CapabilityRules,
    },
    /// Where does this number come from? 数字的依据：出自哪些行
    Explain {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// Figures by key, such as rate/firm/NAME/2024/city/amount; the csv column figure has every key
        #[arg(value_name = "FIGURE", required = true)]
        figures: Vec<String>,
        /// Format and file
        #[command(flatten)]
        output: Output,
        /// As asked of rate: leave out links between firms of one group
        #[arg(long)]
        arms_length: bool,
        /// As asked of the figure: take what traders sell without a producing place as coming from the trader's place
        #[arg(long)]
        trader_as_origin: bool,
        /// As asked of rate: count only suppliers that sell at least so many 万元 a year
        #[arg(long, value_name = "WAN", value_parser = parse_nonnegative)]
        min_link: Option<f64>,
        /// As asked of rate: a product is covered when its local share exceeds this share (0 to 1)
        #[arg(long, default_value_t = 0.0, value_name = "SHARE", value_parser = parse_share)]
        coverage_threshold: f64,
    },
    /// Who supplies a firm, who supplies those, and on whom does it hang? 企业上下游层级与卡点
    Ego {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// The firm, by name, other name, id or credit code; by default the leader here with most suppliers
        #[arg(value_name = "FIRM")]
        firm: Option<String>,
        /// Tiers of suppliers
        #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=9))]
        suppliers: u32,
        /// Tiers of customers
        #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=9))]
        customers: u32,
        /// From whom an input can come, for the single points: any maker in the data, or only present suppliers
        #[arg(long, value_enum, default_value_t = ReachName::Any)]
        reach: ReachName,
        /// Format and file; a name without ending is a folder with csv files, the answer and the map
        #[command(flatten)]
        output: Output,
    },
    /// Show me: the chain panorama as svg and png, or as one page 产业链全景图
    Map {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// What to draw
        #[command(flatten)]
        draw: Draw,
    },
    /// Give me the graph: graphml, gexf, dot, json, csv 导出图数据
    Export {
        /// Data set
        #[command(flatten)]
        data: Data,
        /// File; its extension tells the format
        #[arg(long = "to", value_name = "FILE")]
        to: PathBuf,
        /// Format, when the extension does not tell
        #[arg(long, value_name = "FORMAT")]
        format: Option<GraphFormat>,
        /// Nodes and edges
        #[arg(long, value_enum, default_value_t = ProjectionName::Firms)]
        projection: ProjectionName,
    },
    /// What should we fill in? 空白模板
    Template {
        /// Workbook to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Which chain templates are there? 产业链模板
    Chain {
        /// List or show
        #[command(subcommand)]
        command: ChainCommand,
    },
}

impl Command {
    /// Whether only what may be published is asked for. Every command stands here, so that none can forget the question.
    pub fn is_public(&self) -> bool {
        match self {
            Command::Run { data, .. }
            | Command::Check { data, .. }
            | Command::Decide { data, .. }
            | Command::Rate { data, .. }
            | Command::Split { data, .. }
            | Command::Gap { data, .. }
            | Command::Catalogue { data, .. }
            | Command::County { data, .. }
            | Command::Innovation { data, .. }
            | Command::Development { data, .. }
            | Command::Ego { data, .. }
            | Command::Target { data, .. }
            | Command::Roadmap { data, .. }
            | Command::Match { data, .. }
            | Command::Plan { data, .. }
            | Command::Whatif { data, .. }
            | Command::Capability { data, .. }
            | Command::Explain { data, .. }
            | Command::Map { data, .. }
            | Command::Export { data, .. } => data.look.public,
            Command::Risk { look, .. } => look.public,
            Command::Import { .. } | Command::Library { .. } | Command::Template { .. } | Command::Chain { .. } => {
                false
            }
        }
    }
}

/// List or show templates.
#[derive(Debug, Subcommand)]
pub enum ChainCommand {
    /// All templates
    List {
        /// Format and file
        #[command(flatten)]
        output: Output,
    },
    /// One template: segments, products, inputs, sources
    Show {
        /// Name, alias or id
        name: String,
        /// Format and file
        #[command(flatten)]
        output: Output,
    },
}

/// A data set to be kept.
#[derive(Debug, clap::Args)]
pub struct NewData {
    /// Workbook, folder of tables, or a lone ledger
    #[arg(value_name = "DATA")]
    pub data: PathBuf,
    /// Library file; made when there is none
    #[arg(long, value_name = "FILE")]
    pub library: PathBuf,
    /// Name of the data set; that of the folder or file by default. The same name replaces what was imported under it
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Date of the data (2024-09-30); by default that of 说明, else today
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub date: Option<String>,
}

/// What to do with a library.
#[derive(Debug, Subcommand)]
pub enum LibraryCommand {
    /// Every import and undo 导入记录
    Log {
        /// Library
        #[arg(value_name = "LIBRARY")]
        library: PathBuf,
        /// Format and file
        #[command(flatten)]
        output: Output,
    },
    /// What differs between two revisions 版本差异
    Diff {
        /// Library
        #[arg(value_name = "LIBRARY")]
        library: PathBuf,
        /// The one revision (0: before the first); by default the last but one
        #[arg(value_name = "A")]
        from: Option<u32>,
        /// The other revision; by default the last
        #[arg(value_name = "B")]
        to: Option<u32>,
        /// Format and file
        #[command(flatten)]
        output: Output,
    },
    /// Take an import back; it stays in the log 撤销导入
    Undo {
        /// Library
        #[arg(value_name = "LIBRARY")]
        library: PathBuf,
        /// Revision of the import; by default the last one that counts
        #[arg(long, value_name = "N")]
        import: Option<u32>,
        /// Format and file of the account of what changed
        #[command(flatten)]
        output: Output,
    },
    /// Firms, projects, talents as tables; the original files 导出企业库、项目库、人才库
    Export {
        /// Library
        #[arg(value_name = "LIBRARY")]
        library: PathBuf,
        /// As it was after this revision; by default the last
        #[arg(long, value_name = "N")]
        at: Option<u32>,
        /// Write the original files, byte for byte, to a folder for each data set in this folder
        #[arg(long, value_name = "DIR")]
        files: Option<PathBuf>,
        /// Format and file; a name without ending is a folder of csv files
        #[command(flatten)]
        output: Output,
    },
}

/// The data set and what of it is asked for.
#[derive(Debug, clap::Args)]
pub struct Data {
    /// Workbook, folder of tables, lone ledger, or library
    #[arg(value_name = "DATA")]
    pub path: PathBuf,
    /// What of it
    #[command(flatten)]
    pub look: Look,
}

/// What of a data set is asked for.
#[derive(Debug, Clone, clap::Args)]
pub struct Look {
    /// Of a library: as it was after this revision
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub at: Option<u32>,
    /// Place that counts as here: code or name; overrides 说明
    #[arg(long, value_name = "PLACE")]
    pub focus: Option<String>,
    /// Only this chain; a template's name adds it. Maps take several, or 全部, on one sheet
    #[arg(long = "chain", value_name = "NAME")]
    pub chains: Vec<String>,
    /// Only this year
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1949..=2100))]
    pub year: Option<u16>,
    /// Issue code that stops the work; may be repeated
    #[arg(long, value_name = "CODE")]
    pub deny: Vec<Code>,
    /// Issue code that is not shown; may be repeated
    #[arg(long, value_name = "CODE")]
    pub allow: Vec<Code>,
    /// Only what may be published: figures in bands, none of fewer than three firms, no names but leading firms 公开版
    #[arg(long)]
    pub public: bool,
}

/// Word for all chains.
const ALL_CHAINS: [&str; 2] = ["全部", "all"];

impl Look {
    /// The chain asked for, of questions about one.
    pub fn chain(&self) -> Option<String> {
        self.chains.first().cloned()
    }

    /// The chains of a sheet, without the word for all of them; nothing where one chain or none was named.
    pub fn several(&self) -> Option<Vec<String>> {
        let named =
            || self.chains.iter().filter(|name| !ALL_CHAINS.contains(&name.as_str())).cloned().collect::<Vec<_>>();
        if named().len() < self.chains.len() { Some(Vec::new()) } else { Some(named()).filter(|names| names.len() > 1) }
    }
}

/// What rules the meetings.
#[derive(Debug, clap::Args)]
pub struct MatchRules {
    /// What counts as local; the focus area by default
    #[arg(long, value_name = "TIER")]
    pub tier: Option<TierName>,
    /// Take what traders sell without a producing place as coming from the trader's place
    #[arg(long)]
    pub trader_as_origin: bool,
    /// One seller takes at most this share (0 to 1) of what a buyer buys of a product, so that a second source remains
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub share_cap: Option<f64>,
    /// First lot in 万元 that as many buyers as possible get before anyone gets more (0 by default: no such aim, fewer small meetings)
    #[arg(long, value_name = "WAN", value_parser = parse_nonnegative)]
    pub lot: Option<f64>,
    /// Whom buyers and sellers prefer, as a table or TOML; adds the meetings that both sides prefer
    #[arg(
        help = "Whom buyers and sellers prefer, as a table (采购方, 供应方, 产品, 采购方名次, 供应方名次) or TOML ([[preference]]); adds the meetings that both sides prefer",
        long,
        value_name = "FILE"
    )]
    pub preferences: Option<PathBuf>,
}

/// What to build, and with what.
#[derive(Debug, clap::Args)]
pub struct Portfolio {
    /// Projects at most
    #[arg(long, value_name = "N")]
    pub at_most: Option<usize>,
    /// Investment at most, 万元
    #[arg(long, value_name = "WAN", value_parser = parse_nonnegative)]
    pub budget: Option<f64>,
    /// Land at most, mu (亩)
    #[arg(long, value_name = "MU", value_parser = parse_nonnegative)]
    pub land: Option<f64>,
    /// Energy at most, tonnes of standard coal a year (吨标准煤)
    #[arg(long, value_name = "TCE", value_parser = parse_nonnegative)]
    pub energy: Option<f64>,
    /// What to raise: rate (local supply rate after the three-way split), net (purchases kept here, less inputs from outside), loss (lower the expected loss by failures)
    #[arg(long, value_enum, default_value_t = ObjectiveName::Rate)]
    pub objective: ObjectiveName,
    /// With --objective loss: what may happen, as in risk; else each firm fails once; may be repeated
    #[arg(long = "scenario", value_name = "TEXT")]
    pub scenarios: Vec<String>,
    /// With --objective loss: scenarios from a file, as in risk; may be repeated
    #[arg(long = "scenario-file", value_name = "FILE")]
    pub scenario_files: Vec<PathBuf>,
    /// Projects of a file (csv, xlsx, toml) in place of the sheet 项目
    #[arg(long, value_name = "FILE", conflicts_with = "of")]
    pub projects: Option<PathBuf>,
    /// Only this project, by name or id; may be repeated
    #[arg(long = "project", value_name = "NAME", conflicts_with = "of")]
    pub names: Vec<String>,
    /// Choose from projects, or from gaps: one made-up project for each product to recruit
    #[arg(long, value_enum, default_value_t = PoolName::Projects)]
    pub of: PoolName,
    /// What counts as local; the focus area by default
    #[arg(long, value_name = "TIER")]
    pub tier: Option<TierName>,
    /// Take what traders sell without a producing place as coming from the trader's place
    #[arg(long)]
    pub trader_as_origin: bool,
    /// Sets to look at before a choice is given as not proven
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub nodes: Option<u32>,
    /// Add the maps with the chosen projects built, only what changes standing out (html, or a folder)
    #[arg(long)]
    pub map: bool,
    /// Order
    #[command(flatten)]
    pub order: Priorities,
}

/// What projects are chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ObjectiveName {
    /// Local supply rate after the three-way split.
    Rate,
    /// Purchases kept here, less what the projects buy from outside.
    Net,
    /// Expected loss by failures.
    Loss,
}

/// Whence the projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PoolName {
    /// The sheet or a file.
    Projects,
    /// One for each product to recruit.
    Gaps,
}

/// What rules the spread of losses.
#[derive(Debug, clap::Args)]
pub struct RiskRules {
    /// Rules that rank; the other preset is computed beside them
    #[arg(long, value_enum, default_value_t = PresetName::Default)]
    pub preset: PresetName,
    /// Falls up to this share of a firm's output are no longer passed on (paper 0.01; default preset 0.0001, beyond 20,000 firms 0.01)
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub epsilon: Option<f64>,
    /// Who makes good for a loss: paper (all competitors by market share), conservative (those unharmed), off, capacity
    #[arg(long, value_enum, value_name = "RULE")]
    pub replaceability: Option<ReplaceabilityName>,
    /// What weighs a firm: of a data set revenue, sales, output, employees or tax; of a bare network columns of the firms, sales, strength or revenue, parted by commas
    #[arg(long, value_name = "BASIS", value_delimiter = ',')]
    pub weights: Vec<String>,
    /// Hold back increments of loss up to this share: faster, a lower bound; 0 is exact
    #[arg(long, default_value_t = 0.0, value_name = "SHARE", value_parser = parse_share)]
    pub hold_back: f64,
}

/// A named set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PresetName {
    /// Ours: revenue as weight, trade beyond the data unharmed, ε = 0.01 %
    Default,
    /// The index as published: sales as weight, ε = 1 %
    Paper,
}

impl From<PresetName> for Preset {
    fn from(name: PresetName) -> Self {
        match name {
            PresetName::Default => Preset::Default,
            PresetName::Paper => Preset::Paper,
        }
    }
}

/// Who replaces whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReplaceabilityName {
    /// All competitors, by market share
    Paper,
    /// Unharmed competitors, by market share
    Conservative,
    /// Nobody
    Off,
    /// Competitors with spare capacity
    Capacity,
}

impl From<ReplaceabilityName> for Replaceability {
    fn from(name: ReplaceabilityName) -> Self {
        match name {
            ReplaceabilityName::Paper => Replaceability::Paper,
            ReplaceabilityName::Conservative => Replaceability::Conservative,
            ReplaceabilityName::Off => Replaceability::Off,
            ReplaceabilityName::Capacity => Replaceability::Capacity,
        }
    }
}

/// What a panel counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CountedName {
    /// Makers
    Firms,
    /// Output
    Output,
}

impl From<CountedName> for Counted {
    fn from(name: CountedName) -> Self {
        match name {
            CountedName::Firms => Counted::Firms,
            CountedName::Output => Counted::Output,
        }
    }
}

/// Whether a product counts for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OwnName {
    /// It does, as in other programs
    Include,
    /// It does not
    Exclude,
}

/// What of the data is looked at, beside the rules.
#[derive(Debug, clap::Args)]
pub struct RiskDetail {
    /// What competitors outside the data sell of a product, in 万元 a year; may be repeated
    #[arg(long = "rest-of-market", value_name = "PRODUCT=WAN", value_parser = parse_market)]
    pub rest_of_market: Vec<(String, f64)>,
    /// From whom a missing input can come, for the chokepoints: any maker in the data, or the present suppliers only
    #[arg(long, value_enum, default_value_t = ReachName::Any)]
    pub reach: ReachName,
    /// Firms whose effects and paths are worked out
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub shown: usize,
    /// Follow the failure of this firm step by step, by name, id or credit code; by default that of the first risk
    #[arg(long, value_name = "FIRM")]
    pub firm: Option<String>,
}

/// From whom an input can come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReachName {
    /// Any maker in the data: given time
    Any,
    /// The buyer's present suppliers: tomorrow morning
    Present,
}

impl From<ReachName> for Reach {
    fn from(name: ReachName) -> Self {
        match name {
            ReachName::Any => Reach::Any,
            ReachName::Present => Reach::Present,
        }
    }
}

/// What may happen, and what could be done about it.
#[derive(Debug, clap::Args)]
pub struct RiskStress {
    /// What if: events, joined by `+`
    #[arg(
        help = "What if: firm:NAME[=0.5], area:PLACE, circle:50km@PLACE, product:NAME[@PLACE], from:PLACE (断供), link:A>B[:PRODUCT], joined by +, with days:N, probability:P, name:TEXT; may be repeated",
        long = "scenario",
        value_name = "TEXT",
        conflicts_with = "edges"
    )]
    pub scenarios: Vec<String>,
    /// Scenarios from a file
    #[arg(
        help = "Scenarios from a table (情景, 事件, 天数, 概率) or TOML ([[scenario]] name, events, days, probability); may be repeated",
        long = "scenario-file",
        value_name = "FILE",
        conflicts_with = "edges"
    )]
    pub scenario_files: Vec<PathBuf>,
    /// Plan measures against the scenarios, or against the failure of each firm: so many 万元, or without --measures so many measures
    #[arg(long, value_name = "WAN", value_parser = parse_nonnegative, allow_negative_numbers = true, conflicts_with = "edges")]
    pub budget: Option<f64>,
    /// Measures to choose from
    #[arg(
        help = "Measures to choose from: a table (措施, 类型, 产品, 采购方, 企业, 比例, 规模, 天数, 地点, 费用) or TOML ([[measure]]); else a second source for each sole source",
        long,
        value_name = "FILE",
        conflicts_with = "edges"
    )]
    pub measures: Option<PathBuf>,
}

/// Whom to look at as candidates.
#[derive(Debug, Clone, clap::Args)]
pub struct Hunt {
    /// What counts as local; the focus area by default
    #[arg(long, value_name = "TIER")]
    pub tier: Option<TierName>,
    /// Take what traders sell without a producing place as coming from the trader's place
    #[arg(long)]
    pub trader_as_origin: bool,
    /// Regions, divisions or countries to look to first, in order, parted by commas; such as rank alike joined by +. By default 优先地区 of 说明, else 沪苏浙,长三角,珠三角+京津冀
    #[arg(long = "origin", value_name = "PLACE", value_delimiter = ',')]
    pub origins: Vec<String>,
    /// What approaching a firm costs, for the break-even probability
    #[arg(
        help = "What approaching a firm costs, for the break-even probability: a table (企业, 产品, 费用) or TOML ([[cost]] firm, product, cost)",
        long,
        value_name = "FILE"
    )]
    pub costs: Option<PathBuf>,
    /// Firm that must not be approached, by name, id or credit code; may be repeated
    #[arg(long, value_name = "FIRM")]
    pub exclude: Vec<String>,
    /// Firms that must not be approached, such as a list of dishonest firms: a table (企业) or TOML
    #[arg(
        help = "Firms that must not be approached, such as a list of dishonest firms: a table (企业) or TOML ([[firm]] firm)",
        long,
        value_name = "FILE"
    )]
    pub exclude_file: Option<PathBuf>,
    /// Candidates whose referrers are worked out and that are assigned one to one
    #[arg(long, default_value_t = target::SHOWN, value_name = "N")]
    pub shown: usize,
}

impl Hunt {
    /// The options, with the files read.
    ///
    /// # Errors
    /// When a file cannot be read, or a row of it cannot be meant.
    pub fn options(&self, order: PriorityOptions) -> Result<TargetOptions, app::Error> {
        let mut exclude = self.exclude.clone();
        exclude.extend(self.exclude_file.as_deref().map(app::plan::firms).transpose()?.into_iter().flatten());
        let origins = self.origins.iter().flat_map(|text| text.split(['，', '、', '；', '>', '›']));
        Ok(TargetOptions {
            tier: self.tier.clone(),
            trader_as_origin: self.trader_as_origin,
            origins: origins.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            costs: self.costs.as_deref().map(app::plan::costs).transpose()?.unwrap_or_default(),
            exclude,
            shown: Some(self.shown),
            order,
            ..TargetOptions::default()
        })
    }
}

/// Whether and how to weigh criteria against each other; the Pareto fronts need none of it.
#[derive(Debug, Clone, clap::Args)]
pub struct Priorities {
    /// Add a weighted order, with what each criterion adds and how firm it is
    #[arg(long)]
    pub composite: bool,
    /// Weight of a criterion; those not named weigh 1; may be repeated
    #[arg(long = "weight", value_name = "KEY=W", value_parser = parse_weight)]
    pub weights: Vec<(String, f64)>,
    /// Weight vectors to draw, for how firm the order is (10,000 by default)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(priority::MOST_DRAWS)))]
    pub draws: Option<u32>,
    /// Where the drawing starts; the same seed draws the same (1 by default)
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Values at which scales end
    #[arg(
        help = "Values at which scales end: a table (指标, 标杆值) or TOML ([[goalpost]] criterion, goalpost); else the largest found",
        long,
        value_name = "FILE"
    )]
    pub goalposts: Option<PathBuf>,
}

impl Priorities {
    /// The options, with the goalposts read.
    ///
    /// # Errors
    /// When the file of the goalposts cannot be read.
    pub fn options(&self) -> Result<PriorityOptions, app::Error> {
        let usual = PriorityOptions::default();
        let goalposts = self.goalposts.as_deref().map(app::plan::goalposts).transpose()?;
        let asked = !self.weights.is_empty() || self.draws.is_some() || self.seed.is_some() || goalposts.is_some();
        Ok(PriorityOptions {
            composite: self.composite || asked,
            weights: self.weights.iter().cloned().collect(),
            goalposts: goalposts.unwrap_or_default(),
            draws: self.draws.unwrap_or(usual.draws),
            seed: self.seed.unwrap_or(usual.seed),
        })
    }
}

/// Which projects are built, and whom they displace.
#[derive(Debug, clap::Args)]
pub struct Build {
    /// A project of the sheet 项目 by number or name, or a file of projects
    #[arg(
        help = "A project of the sheet 项目 by number or name, or a file: a table (项目, 企业, 产品, 产能, 落地, 投资额, 用地, 用能, 投入) or TOML ([[project]]); may be repeated; by default all that do not produce yet",
        long = "project",
        value_name = "NAME|FILE"
    )]
    pub projects: Vec<String>,
    /// Whom the plants displace
    #[arg(long, value_enum, default_value_t = ModeName::ImportFirst)]
    pub mode: ModeName,
    /// Largest share (0 to 1) of a buyer's purchases of a product that one plant may come to have: keeps dual sourcing
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub cap: Option<f64>,
    /// What counts as local; the focus area by default
    #[arg(long, value_name = "TIER")]
    pub tier: Option<TierName>,
    /// Take what traders sell without a producing place as coming from the trader's place
    #[arg(long)]
    pub trader_as_origin: bool,
    /// Simulate the losses before and after: true or false; by default up to 50,000 flows
    #[arg(long, value_name = "BOOL")]
    pub simulate: Option<bool>,
    /// Probability that a firm stops within a year (1 % for all by default, good for an order only)
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub stop_probability: Option<f64>,
    /// Falls up to this share of a firm's output are no longer passed on (0.0001 by default)
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub epsilon: Option<f64>,
    /// Ask of each project by itself too: true or false; by default where losses are simulated
    #[arg(long, value_name = "BOOL")]
    pub alone: Option<bool>,
    /// Add the maps after, with only what changes standing out (html, or a folder)
    #[arg(long)]
    pub map: bool,
}

/// Whom a plant displaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ModeName {
    /// Suppliers outside, farthest first; nobody nearby
    ImportFirst,
    /// The largest shares of buyers' purchases first, near or far
    RiskFirst,
    /// The same part of every supplier, near or far
    Proportional,
}

impl From<ModeName> for Mode {
    fn from(name: ModeName) -> Self {
        match name {
            ModeName::ImportFirst => Mode::ImportFirst,
            ModeName::RiskFirst => Mode::RiskFirst,
            ModeName::Proportional => Mode::Proportional,
        }
    }
}

/// Format and file of a result.
#[derive(Debug, clap::Args)]
pub struct Output {
    /// table, json, csv, xlsx, md or html; the file's extension by default
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// File; the screen by default
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Rows of a table to show; 0 for all (40 on the screen, all in a file; csv, xlsx and json always hold all)
    #[arg(long, value_name = "N")]
    pub rows: Option<usize>,
}

/// Whose purchases are traced to the suppliers' suppliers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TracedName {
    /// All buyers up to 200, else leaders
    Auto,
    /// Chain leaders
    Leaders,
    /// Every buyer
    All,
}

impl From<TracedName> for Traced {
    fn from(name: TracedName) -> Self {
        match name {
            TracedName::Auto => Traced::Auto,
            TracedName::Leaders => Traced::Leaders,
            TracedName::All => Traced::All,
        }
    }
}

/// A projection of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProjectionName {
    /// Firm to firm, by product and year
    Firms,
    /// Product to product
    Products,
    /// Division to division
    Counties,
    /// Leaders, firms, products and divisions
    Mixed,
}

impl From<ProjectionName> for Projection {
    fn from(name: ProjectionName) -> Self {
        match name {
            ProjectionName::Firms => Projection::Firms,
            ProjectionName::Products => Projection::Products,
            ProjectionName::Counties => Projection::Counties,
            ProjectionName::Mixed => Projection::Mixed,
        }
    }
}

fn parse_answer(text: &str) -> Result<(String, Ruling), String> {
    let (id, answer) = text.split_once('=').ok_or_else(|| format!("`{text}` is no answer; type ID=same"))?;
    Ok((id.trim().to_owned(), answer.trim().parse()?))
}

fn parse_date(text: &str) -> Result<String, String> {
    match Date::parse(text) {
        Some(date) if date.day.is_some() => Ok(date.to_string()),
        _ => Err(format!("`{text}` is no date; type it as 2024-09-30")),
    }
}

pub(super) fn parse_share(text: &str) -> Result<f64, String> {
    let share = match text.strip_suffix(['%', '％']) {
        Some(percent) => percent.trim().parse::<f64>().map(|percent| percent / 100.0),
        None => text.parse::<f64>(),
    };
    match share {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err(format!("`{text}` is no share; type 0.5 or 50%")),
    }
}

fn parse_market(text: &str) -> Result<(String, f64), String> {
    let (product, wan) = text.rsplit_once('=').ok_or_else(|| format!("`{text}` is no market; type PRODUCT=1000"))?;
    Ok((product.trim().to_owned(), parse_nonnegative(wan.trim())? * 1e4))
}

pub(super) fn parse_threshold(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(ratio) if ratio.is_finite() && ratio > 0.0 => Ok(ratio),
        _ => Err(format!("`{text}` is no ratio; type a number above 0, such as 1")),
    }
}

fn parse_weight(text: &str) -> Result<(String, f64), String> {
    let (key, weight) = text.split_once('=').ok_or_else(|| format!("`{text}` is no weight; type KEY=2"))?;
    match weight.trim().parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok((key.trim().to_owned(), number)),
        _ => Err(format!("`{weight}` is no weight; type a number such as 2, at least 0")),
    }
}

pub(super) fn parse_nonnegative(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(number),
        _ => Err(format!("`{text}` is no amount; type a number of 万元 such as 1000")),
    }
}

fn parse_dpi(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(dpi) if (10.0..=2400.0).contains(&dpi) => Ok(dpi),
        _ => Err(format!("`{text}` is no resolution; type a number from 10 to 2400, such as 300")),
    }
}

fn parse_scale(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(scale) if (0.1..=10.0).contains(&scale) => Ok(scale),
        _ => Err(format!("`{text}` is no scale; type a number from 0.1 to 10")),
    }
}
