//! Headings of the columns, each with its key and unit, declared once for all tables.

use crate::report::table::{Column, Unit};
use crate::report::words::Lang;

/// A column in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Stable key.
    pub key: &'static str,
    /// Heading in Chinese.
    pub zh: &'static str,
    /// Heading in English.
    pub en: &'static str,
    /// Unit of its numbers.
    pub unit: Unit,
    /// Left out on a screen; files hold it.
    pub detail: bool,
}

impl Head {
    /// The column in one language.
    pub fn column(self, lang: Lang) -> Column {
        Column { key: self.key, heading: lang.pick(self.zh, self.en).to_owned(), unit: self.unit, detail: self.detail }
    }
}

macro_rules! heads {
    ($($name:ident $key:literal $zh:literal $en:literal $unit:ident $($detail:ident)?;)*) => {
        $(
            #[doc = concat!("Column `", $key, "`: ", $en, ".")]
            pub const $name: Head = Head {
                key: $key,
                zh: $zh,
                en: $en,
                unit: Unit::$unit,
                detail: !matches!(stringify!($($detail)?).as_bytes(), []),
            };
        )*
        /// Every column.
        pub const ALL: &[Head] = &[$($name),*];
    };
}

heads! {
    // What a row is about. Several first columns share the key `name`, so that files of all levels can be stacked.
    NAME "name" "名称" "name" None;
    AREA_NAME "name" "县区" "county" None;
    CITY_NAME "name" "地市" "city" None;
    PROVINCE_NAME "name" "省份" "province" None;
    CHAIN_NAME "name" "产业链" "chain" None;
    SEGMENT_NAME "name" "环节" "segment" None;
    PRODUCT_NAME "name" "产品" "product" None;
    FIRM_NAME "name" "企业" "firm" None;
    ORIGIN_NAME "name" "来源" "origin" None;
    CHAIN "chain" "产业链" "chain" None;
    FROM_CHAIN "from_chain" "供应产业链" "supplying chain" None;
    FROM_SEGMENT "from_segment" "供应环节" "supplying segment" None;
    TO_CHAIN "to_chain" "采购产业链" "buying chain" None;
    TO_SEGMENT "to_segment" "采购环节" "buying segment" None;
    SEGMENT_PAIRS "pairs" "供需对数" "pairs of supplier and buyer" Count;
    SEGMENT "segment" "环节" "segment" None;
    PRODUCT "product" "产品" "product" None;
    PRODUCT_ID "product_id" "产品代码" "product id" None detail;
    LEVEL "level" "层面" "level" None;
    ROLE "role" "角色" "role" None;
    SCOPE "scope" "采购方范围" "buyers counted" None;
    YEAR "year" "年份" "year" None;
    TIER "tier" "范围" "tier" None;
    AREA "area" "地区" "area" None;
    ID "id" "代码" "id" None detail;

    // Rates.
    RATE "rate" "金额配套率" "rate by amount" Share;
    RATE_BASIS "rate_basis" "配套率口径" "what the rate is of" None detail;
    LINK_RATE "rate" "本地来源占比" "share from nearby" Share;
    RATE_LO "rate_lo" "金额配套率下限" "rate, lower bound" Share detail;
    RATE_HI "rate_hi" "金额配套率上限" "rate, upper bound" Share detail;
    RATE_VALUE "rate_value" "已知行点值" "point value of known lines" Share;
    COVERAGE "coverage" "数据覆盖率" "coverage" Share;
    NEAR "near" "范围内采购额" "bought nearby" Yuan detail;
    FAR "far" "范围外采购额" "bought outside" Yuan detail;
    UNLOCATED "unlocated" "来源不明采购额" "bought from unknown place" Yuan detail;
    RESIDUAL "residual" "未列明采购额" "declared, not itemised" Yuan detail;
    LINES "lines" "采购行数" "purchase lines" Count detail;
    UNPRICED "unpriced_lines" "缺金额行数" "lines without amount" Count;
    FIRST_TIER "first_tier" "账面配套率（一级）" "rate of the first tier" Share;
    EMBODIED "embodied" "全链本地含量" "embodied local content" Share;
    EMBODIED_LO "embodied_lo" "含量下限" "lower bound" Share;
    EMBODIED_HI "embodied_hi" "含量上限" "upper bound" Share;
    UNTRACED "untraced" "未追溯占比" "untraced share" Share;
    EMBODIED_VALUE "embodied_value" "按已登记采购的点值" "point value by recorded purchases" Share detail;
    NEAR_1 "near_first" "一级供应商留在本地" "near value added by tier 1" Share;
    NEAR_2 "near_second" "二级供应商留在本地" "near value added by tier 2" Share;
    NEAR_3 "near_further" "三级及以上留在本地" "near value added by tier 3 and beyond" Share;
    TRACED_1 "traced_first" "一级已追溯" "traced in tier 1" Share detail;
    TRACED_2 "traced_second" "二级已追溯" "traced in tier 2" Share detail;
    TRACED_3 "traced_further" "三级及以上已追溯" "traced in tier 3 and beyond" Share detail;
    FLAGS "flags" "数据提示" "what it rests on" None;
    COUNT_RATE "count_rate" "家数配套率" "rate by suppliers" Share;
    SUPPLIERS "suppliers" "供应商家数" "suppliers" Count detail;
    PRODUCT_RATE "product_rate" "品类配套率" "rate by products" Share;
    PRODUCTS "products" "产品种数" "products" Count detail;
    STATUS "status" "数据状态" "data status" None detail;
    CARD "card" "口径卡" "definition card" None detail;

    // Rings.
    AMOUNT "amount" "已计价采购额" "priced purchases" Yuan;
    RING_COUNTY "ring_county" "同县" "same county" Share;
    RING_CITY "ring_city" "同市其他县" "rest of city" Share;
    RING_PROVINCE "ring_province" "同省其他市" "rest of province" Share;
    RING_REGION "ring_region" "区域内其他省" "rest of region" Share;
    RING_CHINA "ring_china" "国内其他地区" "rest of China" Share;
    RING_ABROAD "ring_abroad" "境外" "abroad" Share detail;
    RING_UNLOCATED "ring_unlocated" "来源不明" "unknown place" Share;

    // Trend.
    FROM "from" "起始年" "from" None;
    TO "to" "截止年" "to" None;
    RATE_FROM "rate_from" "起始年配套率" "rate, first year" Share;
    RATE_TO "rate_to" "截止年配套率" "rate, last year" Share;
    CHANGE "change" "变化" "change" Points;
    WITHIN "within" "各产品配套率变化" "within products" Points;
    BETWEEN "between" "采购结构变化" "between products" Points;
    ENTRY_EXIT "entry_exit" "产品进出" "entry and exit" Points;
    MATCHED "matched_change" "两年均有数据企业的变化" "change of buyers in both years" Points;
    SLOPE "slope" "年均变化" "slope a year" Points;

    INTEGRATION "integration" "自供占比" "self-supplied share" Share;
    OWN "own" "自供额" "self-supply" Yuan;
    EXTERNAL "external" "对外采购额" "bought from others" Yuan;

    // Sales, completeness, 整零比, cards.
    LOCAL_SALES "local" "市内销售额" "sold within the city" Yuan;
    TOTAL_SALES "total" "去向已知销售额" "sold to known places" Yuan;
    SALES_SHARE "share" "本地消纳率" "local sales share" Share;
    VERSION "version" "图谱版本" "map version" None detail;
    COMPLETE "complete" "产品完整度" "product completeness" Share;
    COMPLETE_LO "complete_lo" "产品完整度下限" "completeness, lower bound" Share detail;
    COMPLETE_HI "complete_hi" "产品完整度上限" "completeness, upper bound" Share detail;
    MADE "made" "本地已有产品数" "products made here" Count;
    MAPPED "mapped" "图谱产品数" "products on the map" Count;
    COMPLETE_SEGMENTS "complete_segments" "环节完整度" "segment completeness" Share;
    UNDECIDED "undecided_firms" "地点待核企业数" "makers of unknown place" Count;
    MISSING "missing" "缺失产品" "missing products" None;
    ASSEMBLY "assembly" "整机企业营收" "revenue of assembly firms" Yuan;
    PARTS "parts" "零部件企业营收" "revenue of parts firms" Yuan;
    RATIO "ratio" "整零比（整机为一）" "parts for each 1 of assembly" Number;
    REVENUE_COVERAGE "coverage" "有营收数据企业占比" "firms that report revenue" Share;
    DEFINITION "definition" "含义" "definition" None;
    BASIS "basis" "口径" "basis" None;
    CARD_LINES "lines" "计入的采购" "purchases counted" None;
    RELATED "related" "关联企业" "related parties" None;

    // Split.
    BUYER "buyer" "采购方" "buyer" None;
    BUYER_ID "buyer_id" "采购方代码" "buyer id" None detail;
    BUYER_PLACE "buyer_place" "采购方所在地" "place of buyer" None detail;
    BUYER_CONTACT "buyer_contact" "采购方联系方式" "contact of buyer" None;
    SELLER "seller" "供应方" "seller" None;
    SELLER_ID "seller_id" "供应方代码" "seller id" None detail;
    SELLER_PLACE "seller_place" "供应方所在地" "place of seller" None detail;
    SELLER_CONTACT "seller_contact" "供应方联系方式" "contact of seller" None;
    DEMAND "demand" "采购额" "purchases" Yuan;
    SUPPLIED "supplied" "已配套" "supplied" Yuan;
    BRIDGEABLE "bridgeable" "可牵线" "bridgeable" Yuan;
    TO_RECRUIT "to_recruit" "须招引" "to recruit" Yuan;
    LOCATED_RATE "rate" "配套率（来源已知部分）" "rate of located purchases" Share;
    CEILING "ceiling" "零投资上限" "ceiling without investment" Share;
    BUYERS "buyers" "采购企业数" "buyers" Count;
    MEETING "amount" "可对接金额" "amount to introduce" Yuan;
    NEED "need" "采购方外购额" "need bought outside" Yuan;
    SPARE "spare" "供应方富余产能" "spare capacity of seller" Yuan;
    ALREADY "already_supplies" "已有供货关系" "already supplies" None;
    OPEN_NEED "open_need" "待满足需求" "open need" Yuan;

    // Weak links.
    RANK "rank" "位次" "rank" None;
    TYPES "types" "类型" "types" None;
    PRIMARY "primary" "主类型" "primary type" None;
    WHY "why" "依据" "why" None;
    OUTSIDE "outside" "外购额" "bought outside" Yuan;
    LEADERS "leaders" "涉及链主数" "leaders concerned" Count;
    MAKERS "local_makers" "本地生产企业数" "local makers" Count;
    POSSIBLE "possible_makers" "地点待核生产企业数" "makers of unknown place" Count detail;
    PIPELINE "in_pipeline" "在建项目数" "plants under construction" Count;
    EFFECTIVE "effective" "等效供应商数" "effective suppliers" Number;
    SINGLE "single_source" "唯一供应商" "single source" None;
    SINGLE_SHARE "single_sourced_share" "单一来源采购占比" "single-sourced share" Share;
    SINGLE_AMOUNT "single_sourced" "单一来源采购额" "single-sourced purchases" Yuan;
    CHOKEPOINTS "chokepoints" "卡点企业" "chokepoints" None;
    SHORTFALL "shortfall" "产能缺口占比" "capacity shortfall" Share;
    UNUSED "unused_match" "可承接的闲置产能" "idle capacity that could serve" Yuan;
    LARGEST "largest_region" "最大外部来源地" "largest outside region" None;
    LARGEST_SHARE "largest_share" "该地占外购比重" "its share of outside purchases" Share;
    IMPORTS "import_share" "进口占比" "import share" Share;
    FRONT "front" "优先层" "front" None;
    AT_STAKE "at_stake" "该产品断供时本地损失" "loss here if nobody delivers it" Yuan;
    WORST "worst" "最要害的供应商（整厂停产）" "supplier whose failure costs most" None;
    WORST_LOSS "worst_loss" "其整厂停产时本地损失" "loss here if all of it stops" Yuan detail;
    BRINGS_FILL "brings_fill" "补链年增加值" "value added by filling" Yuan detail;
    BRINGS_STRENGTHEN "brings_strengthen" "强链年增加值" "value added by strengthening" Yuan detail;
    BRINGS_SECURE "brings_secure" "固链年均避免的增加值损失" "expected loss avoided by securing" Yuan detail;
    RUNNER_UP "runner_up" "次选类型" "nearly as good" None detail;
    BREAK_EVEN "break_even" "固链占优的停产概率" "probability at which securing is best" Share detail;
    COUNT "count" "产品数" "products" Count;
    RELATEDNESS "relatedness" "与本地产业的关联度" "relatedness" Share;

    // Weighted order.
    WEIGHED_RANK "weighed_rank" "综合位次" "weighted rank" Count;
    PLAIN_RANK "rank" "不加权位次" "rank without weights" Count;
    SCORE "score" "综合得分" "score" Number;
    SCORE_LOW "score_low" "得分下限" "score, lower bound" Number detail;
    SCORE_HIGH "score_high" "得分上限" "score, upper bound" Number detail;
    COMES_FIRST "first" "居首比例" "comes first" Share;
    EXPECTED_RANK "expected_rank" "平均位次" "mean rank" Number;
    BEST_RANK "best_rank" "位次区间（优）" "band of ranks, best" Count;
    WORST_RANK "worst_rank" "位次区间（劣）" "band of ranks, worst" Count;
    UNKNOWN_CRITERIA "unknown" "缺数据的指标" "criteria without data" None;
    CRITERION "criterion" "指标" "criterion" None;
    CRITERION_KEY "key" "指标代号" "key" None;
    NATURAL "natural" "数值" "value" None;
    CRITERION_SCORE "score" "指标得分" "score" Number;
    WEIGHT "weight" "权重" "weight" Share;
    ADDS "adds" "贡献" "adds" Number;
    RANK_WITHOUT "rank_without" "去掉该指标后的位次" "rank without it" Count;
    DIRECTION "direction" "方向" "direction" None;
    GOALPOST "goalpost" "标杆值" "goalpost" None;
    FROZEN "frozen" "标杆值已给定" "goalpost given" None;
    KNOWN_ROWS "known" "有数据的行数" "rows with data" Count;
    AHEAD "ahead" "现居前" "ahead" None;
    BEHIND "behind" "反超者" "overtakes" None;
    SWAP_WEIGHT "swap_weight" "换位权重" "weight at which they are equal" Share;
    RISES "beyond" "反超条件" "overtakes" None;
    VARIANT "variant" "方法" "way" None;
    TAU "tau" "与综合排序的一致度" "agreement with the weighted order (Kendall)" Number;
    VARIANT_FIRST "first" "居首" "comes first" None;

    // Capability.
    TRADED "traded" "按交易的关联度" "relatedness by trade" Share;
    NEAR_PRODUCTS "nearest" "相近的本地优势产品（邻近度）" "near to (proximity)" None;
    IS_MADE "made" "本地已有生产" "made there" None;
    ADVANTAGE "advantage" "比较优势" "advantage" Number;
    PCI "pci" "产品复杂度" "product complexity" Number;
    OUTLOOK_GAIN "gain" "对复杂度前景的增益" "adds to the outlook" Number detail;
    IN_DATA "in_data" "在本数据中" "in the data" None detail;
    UBIQUITY "ubiquity" "有优势的地区数" "areas specialised in it" Count;
    CONNECTED "connected" "属最大连通部分" "of the largest component" None detail;
    DIVERSITY "diversity" "优势产品数" "products specialised in" Count;
    ECI "eci" "地区复杂度" "economic complexity" Number;
    OUTLOOK "outlook" "复杂度前景" "complexity outlook" Number;
    PANEL_SOURCE "source" "依据" "what it counts" None;
    PANEL_AREAS "areas" "地区数" "areas" Count;
    SMALL_PANEL "small" "对比范围偏小" "small" None;
    SECOND_EIGENVALUE "second" "第二特征值" "second eigenvalue" Number;
    THIRD_EIGENVALUE "third" "第三特征值" "third eigenvalue" Number;
    LEFT_MAKERS "left_out" "县区不明未计入的生产记录" "makers left out, county unknown" Count;
    DROPPED_AREAS "dropped_areas" "没有产品的地区" "areas with nothing" None;
    DROPPED_PRODUCTS "dropped_products" "无人生产的产品" "products that nobody makes" None;
    UNRESOLVED_AREAS "unresolved_areas" "未能识别的地区" "areas that are no division" None;
    // Meetings.
    OUTSIDE_NEED "need" "外购额" "bought outside" Yuan;
    LOCAL_SPARE "spare" "本地富余产能" "local spare capacity" Yuan;
    MATCHED_AMOUNT "matched" "可对接金额" "amount to introduce" Yuan;
    STILL_OPEN "open" "对接后仍缺" "still open" Yuan;
    STILL_IDLE "idle" "对接后仍闲置" "still idle" Yuan;
    NEEDS "needs" "外购需求项数" "needs" Count;
    SERVED "served" "得到首批的需求数" "needs with a first lot" Count;
    FIRST_LOTS "first_lots" "首批金额" "first lots" Yuan detail;
    MEAN_KM "kilometres" "平均距离" "mean distance" Kilometre;
    KM "kilometres" "距离" "distance" Kilometre;
    SELLERS "sellers" "本地供应方数" "local sellers" Count;
    BINDING "binding" "制约因素" "what binds" None;
    ROUND "round" "场次" "round" Count;
    PAIRS "pairs" "对数" "pairs" Count;
    PRODUCT_NAMES "products" "产品" "products" None;
    BUYER_SUM "buyer_total" "该采购方合计" "total of the buyer" Yuan;
    SELLER_SUM "seller_total" "该供应方合计" "total of the seller" Yuan;
    CAPACITY_MARGINAL "marginal" "每万元新增产能多对接（万元）" "added for each CNY of capacity" Number;
    ROOM "room" "最多可多对接" "most it could add" Yuan;
    GAINERS "gainers" "受益采购方数" "buyers who gain" Count;
    LEADING "leading" "主要受益采购方（仍缺金额）" "buyers who gain most" None;
    BEST_SALES "best" "历年最高销售额" "best year's sales" Yuan;
    CURRENT_SALES "current" "当年销售额" "this year's sales" Yuan;
    OFFER_CAP "cap" "较最高年份的余量" "less than in the best year" Yuan;
    OFFERED "amount" "若属实可再对接" "could serve if so" Yuan;
    ASKED_BY "leading" "需求方（仍缺金额）" "buyers with open needs" None;
    POOLED "pooled" "合计外购额" "bought outside together" Yuan;
    MINIMUM_SCALE "minimum_scale" "最小经济规模" "minimum scale" Yuan;
    POOL_RATIO "ratio" "外购额为规模的倍数" "times the minimum scale" Number;
    OPEN_RATIO "open_ratio" "仍缺额为规模的倍数" "open part, times the scale" Number;
    POOL_VERDICT "verdict" "建议" "what to do" None;
    SHARED_SUPPLIERS "shared_suppliers" "共同的外部供应商数" "shared outside suppliers" Count;
    POOL_BUYERS "buyer_names" "主要采购方（外购额）" "largest buyers" None;
    FIRST_FIRM "first" "企业甲" "first firm" None;
    FIRST_CONTACT "first_contact" "企业甲联系方式" "contact of the first" None;
    FIRST_ID "first_id" "企业甲代码" "id of the first" None detail;
    SECOND_FIRM "second" "企业乙" "second firm" None;
    SECOND_CONTACT "second_contact" "企业乙联系方式" "contact of the second" None;
    SECOND_ID "second_id" "企业乙代码" "id of the second" None detail;
    MUTUAL "mutual" "可互采金额" "mutual purchases" Yuan;
    FIRST_SELLS "first_sells" "甲可供乙" "first could sell" Yuan;
    FIRST_PRODUCTS "first_products" "甲供产品" "what the first sells" None;
    SECOND_SELLS "second_sells" "乙可供甲" "second could sell" Yuan;
    SECOND_PRODUCTS "second_products" "乙供产品" "what the second sells" None;
    BUYER_RANK "buyer_rank" "采购方所列名次" "place on the buyer's list" Count;
    SELLER_RANK "seller_rank" "供应方所列名次" "place on the seller's list" Count;

    // Systemic risk.
    WHO_STOPS "name" "停产企业" "who stops" None;
    SOURCE_STOPS "name" "断供来源" "source that stops" None;
    LOSS "loss" "全网损失" "loss of all" Yuan;
    LOSS_HERE "loss_here" "本地损失" "loss here" Yuan;
    LOSS_OWN "own" "自身规模" "its own size" Yuan;
    LOSS_OTHERS "loss_others" "波及损失" "loss of others" Yuan;
    ESRI "esri" "系统性风险指数" "systemic risk index" Share;
    ESRI_DOWN "esri_down" "断供传导指数" "index, supplies" Share detail;
    ESRI_UP "esri_up" "失单传导指数" "index, sales" Share detail;
    ESRI_BOUND "bound" "指数上限（投入全不可缺）" "upper bound, all inputs essential" Share;
    ESRI_OTHER "other" "另一口径指数" "index, other preset" Share detail;
    RANK_OTHER "other_rank" "另一口径位次" "rank, other preset" Count;
    RISK_TYPE "type" "类型" "type" None;
    SOLD "products" "供应产品" "products sold" None;
    SOLE "sole" "独家供应" "sole source of" None;
    LEADERS_STOPPED "leaders_stopped" "停产链主" "leaders stopped" None;
    STOPPED "stopped" "停产企业数" "firms stopped" Count;
    REACHED "reached" "波及企业数" "firms reached" Count;
    WAY "path" "传导路径" "path" None;
    WAY_DIRECTION "direction" "方向" "direction" None;
    WAY_END "end" "受损企业" "who loses" None;
    LOST_SHARE "share" "损失占产出比重" "share of output lost" Share;
    LOST "lost" "损失" "loss" Yuan;
    CHAIN_SHARE "share" "占该链规模比重" "share of the chain" Share;
    PASSED "passed" "经其传导的损失" "loss passed on" Yuan;
    PASSED_FIRMS "firms" "经其受损企业次数" "losses passed on" Count;
    TELLS "tells" "说明什么" "what it tells" None;
    EVIDENCE_AMOUNT "amount" "金额" "amount" Yuan;
    STEPS "steps" "步数" "steps" Count detail;
    RULE "rule" "项目" "item" None;
    RULE_RANKS "ranks" "排位口径" "preset that ranks" None;
    RULE_OTHER "other" "对照口径" "other preset" None;
    LAYER "layer" "必需性依据" "who says what is essential" None;
    FLOWS "flows" "供应关系数" "flows" Count;
    ESSENTIAL_FLOWS "essential" "其中必需" "of these essential" Count;
    EGO_TIER "tier" "级" "tier" None;
    EGO_STEP "step" "级数" "tier number" Count detail;
    EGO_FIRMS "firms" "企业数" "firms" Count;
    EGO_UNNAMED "unnamed" "未具名来源数" "sources without a name" Count;
    EGO_LOCAL "local" "其中本地" "of them here" Count;
    EGO_UNLOCATED "unlocated" "产地不明" "place unknown" Count;
    EGO_TRACED "traced" "上游可查" "purchases known" Count;
    EGO_STOPS "stops" "单点数" "single points" Count;
    EGO_AMOUNT "amount" "逐级金额" "amount, tier to tier" Yuan;
    EGO_WHO "name" "企业或来源" "firm or source" None;
    EGO_IS_TRACED "traced" "上游可查" "purchases known" None;
    EGO_IS_POINT "stops" "单点" "single point" None;
    EGO_IS_HIDDEN "hidden" "隐性卡点" "hidden chokepoint" None;
    EGO_ALSO "also" "另供同级或更远企业数" "others it supplies" Count;
    EGO_SELLER_TIER "seller_tier" "供应方所在级" "tier of seller" None;
    EGO_BUYER_TIER "buyer_tier" "采购方所在级" "tier of buyer" None;
    EGO_COURSE "course" "走向" "course" None;
    EGO_SHARE "share" "占采购方同类采购" "share of the buyer's purchases of it" Share;
    EGO_SOLE "sole" "独家" "sole source" None;
    EGO_ESSENTIAL "essential" "必需投入" "essential input" None;
    SPREAD_STEP "step" "步" "step" Count;
    SPREAD_BEFORE "before" "由谁传来" "comes through" None;
    SPREAD_SHARE "link_share" "占其投入或销售" "share of its input or sales" Share;
    SPREAD_TOTAL "share" "损失占产出比重" "share of output lost" Share;
    SPREAD_LOSS "loss" "自身损失" "its own loss" Yuan;
    SPREAD_CARRIED "carried" "经其传导（含自身）" "carried, its own included" Yuan;
    SPREAD_BEHIND "firms" "涉及企业数" "firms concerned" Count;
    NODE_ID "id" "代码" "id" None detail;
    IS_LOCAL "local" "在本地" "is here" None detail;

    // Chokepoints.
    SINGLE_POINT "name" "单点企业" "single point" None;
    STOPS_TOO "stops" "连带停产企业数（不含自身）" "firms stopped with it" Count;
    TARGETS_STOPPED "targets" "断供链主数" "leaders stopped" Count;
    STOPPED_TARGETS "target_names" "断供链主" "who stops with it" None;
    POINT_PRODUCTS "products" "所供产品" "what it sells" None;
    POINT_TIER "tier" "上溯层数" "steps upstream" Count;
    STOPPED_TARGET "name" "链主或末端企业" "leader or last buyer" None;
    HIDDEN_FIRM "firm" "隐性卡点企业" "hidden chokepoint" None;
    DUAL_INPUTS "inputs" "看似多源的投入" "inputs with several sources" None;
    IS_DIRECT "direct" "同时是直接供应方" "supplies directly too" None detail;
    PAIR_FIRST "first" "企业之一" "first firm" None;
    PAIR_SECOND "second" "企业之二" "second firm" None;
    LOOP_FIRMS "name" "循环中的企业" "firms of the circle" None;
    LOOP_COUNT "firms" "企业数" "firms" Count;
    LOOP_PRODUCTS "products" "互供产品" "what they deliver to each other" None;
    LOOP_RUNS "runs" "已在运转" "runs already" None;
    LOOP_OPERATED "operated" "上年有交易企业数" "firms that traded before" Count detail;
    LOOP_TARGETS "targets" "依赖它的链主" "leaders that wait for it" None;
    TARGET_WORKS "works" "能否开工" "does it work" None;
    TARGET_INPUTS "inputs" "必需投入数" "essential inputs" Count;
    TARGET_SINGLES "single_points" "单点企业数" "single points" Count;
    NEAREST_SINGLES "single_names" "单点企业" "who stops it alone" None;
    TARGET_PAIRS "pairs" "最小组合数" "minimal pairs" Count;
    CUT_COST "cut" "最低断供代价" "cheapest way to stop it" Number;
    CUT_EXACT "exact" "为确切值" "exact" None;
    CUT_FIRMS "cut_firms" "代价最低的断供组合" "firms of the cheapest way" None;
    CUT_RECURSION "cut_recursion" "逐层递推代价" "cost by recursion" Number detail;
    WORKS_LOCALLY "works_locally" "外部断供仍可开工" "works without the outside" None;
    OUTSIDE_ONLY "outside_only" "本地无人生产的必需品" "essentials that nobody here makes" None;
    WAITS_FOR "waits_for" "陷入循环的投入" "inputs that wait for a circle" None;

    // Scenarios.
    SCENARIO "scenario" "情景" "scenario" None;
    DIRECT "direct" "直接损失" "direct loss" Yuan;
    INDIRECT "indirect" "波及损失" "indirect loss" Yuan;
    SCENARIO_LOSS "loss" "年损失合计" "yearly loss in all" Yuan;
    SCENARIO_SHARE "share" "占全网规模比重" "share of all firms" Share;
    DIRECT_HERE "direct_here" "本地直接损失" "direct loss here" Yuan detail;
    LOSS_IN_DAYS "loss_in_days" "停产期内损失" "loss over the stop" Yuan;
    STOP_DAYS "days" "停产天数" "days of the stop" Number;
    PROBABILITY "probability" "年发生概率" "probability a year" Share;
    EXPECTED "expected" "年期望损失" "expected loss a year" Yuan;
    STRUCK "struck" "受冲击企业数" "firms struck" Count;
    NOT_STRUCK "unlocated" "地点不明未计企业数" "firms of unknown place, not struck" Count;
    CUT_FLOWS "cut_flows" "切断的供应关系数" "flows cut" Count;
    CUT_AMOUNT "cut_amount" "切断的采购额" "purchases cut" Yuan;
    NOT_CUT "unlocated_flows" "来源不明未切断的供应关系数" "flows of unknown origin, not cut" Count;
    SLOWED "slowed" "减产企业数" "firms slowed" Count;
    RETURN_FIRST "first" "应先恢复" "to recover first" None;
    STRUCK_FIRM "name" "受冲击企业" "who is struck" None;
    STRUCK_SHARE "shock" "停产比例" "share that stops" Share;
    CUT_SHARE "cut_share" "切断比例" "share cut" Share;
    LEADER "leader" "链主" "leader" None;
    LEADER_STATE "state" "状态" "state" None;
    FEASIBLE "feasible" "必需投入仍有来源" "essential inputs still have a source" None;
    BACK_FIRM "name" "恢复企业" "who is back" None;
    BACK_HOW "back" "恢复方式" "how" None;
    REMAINING "remaining" "仍余损失" "loss that remains" Yuan;
    SAVED "saved" "可减少损失" "loss saved" Yuan;
    SAVED_SHARE "saved_share" "占损失比重" "share of the loss" Share;

    // Hardening plan.
    MEASURE "measure" "措施" "measure" None;
    MEASURE_KIND "kind" "措施类型" "kind" None;
    CHOSEN "chosen" "入选" "chosen" None;
    BACKED_UP "firm" "现独家来源或实施企业" "sole source or who expands" None;
    TAKEN_SHARE "share" "承接比例" "share taken over" Share;
    STOCK_DAYS "days" "储备天数" "days of stock" Number;
    TOUCHED "amount" "涉及金额" "purchases or capacity concerned" Yuan;
    COST "cost" "费用" "cost" Yuan;
    GAIN_ALONE "gain" "单独实施减少的年期望损失" "expected loss saved alone" Yuan;
    GAIN_PER_YUAN "gain_per_cost" "每万元减少的年期望损失（万元）" "saved for each CNY spent" Number;
    MEAN_GAIN_ALONE "gain" "单独实施减少的平均损失" "mean loss saved alone" Yuan;
    MEAN_GAIN_PER_YUAN "gain_per_cost" "每万元减少的平均损失（万元）" "saved for each CNY spent" Number;
    SPENT "cost" "累计投入" "spent" Yuan;
    SPENT_COUNT "cost" "累计措施数" "measures so far" Count;
    REMAINING_EXPECTED "remaining" "剩余年期望损失" "expected loss that remains" Yuan;
    REMAINING_MEAN "remaining" "剩余平均损失" "mean loss that remains" Yuan;
    MARGINAL "marginal" "新增每万元减少（万元）" "saved for each CNY more" Number;
    MARGINAL_COUNT "marginal" "每增一项减少" "saved for each measure more" Yuan;
    MEASURES "measures" "措施组合" "measures" None;

    // Recruitment.
    ORIGIN "origin" "来源区域" "origin" None;
    ORIGIN_RANK "origin_rank" "优先次序" "preference" Count;
    CAPTURABLE "capturable" "可带回金额" "capturable" Yuan;
    SOLD_HERE "sold" "现供本地金额" "sold here" Yuan;
    FIT "fit" "可覆盖缺口" "gap it could serve" Yuan;
    GAP_FIT "fit" "按产能可覆盖缺口" "gap its capacity could serve" Yuan detail;
    TARGET_PRODUCTS "products" "产品" "products" None;
    REFERRED "referrers" "引荐企业" "who can introduce it" None;
    SOLE_SOURCES "sole_sources" "替代独家来源数" "sole sources replaced" Count;
    DEPENDENCY "dependency" "本地销售占其营收" "share of its revenue sold here" Share;
    SIZE_SHARE "size" "规模位次（小于它的占比）" "size, share that is smaller" Share;
    DISTANCE "distance" "距本地采购重心" "distance to local demand" Kilometre;
    NEARNESS_SCORE "nearness" "邻近度" "nearness" Number detail;
    RELATED_HERE "related" "与本地产业关联度" "relatedness to what is made here" Share detail;
    PEER_SALES "peer_sales" "供外地同类链主金额" "sold to leaders elsewhere" Yuan detail;
    PEERS "peers" "供外地同类链主数" "leaders elsewhere" Count detail;
    EXPANSIONS "expansions" "近三年异地建厂数" "plants elsewhere in three years" Count detail;
    QUALIFICATIONS "qualifications" "资质" "titles" None detail;
    APPROACH_COST "cost" "招引费用" "cost of approach" Yuan detail;
    BREAK_EVEN_LANDING "break_even" "保本落地概率" "break-even probability" Share;
    CONTACT "contact" "联系方式" "contact" None detail;
    LEADER_FIRM "leader" "龙头企业" "leader" None;
    TOGETHER "value" "合计可带回" "brought together" Yuan;
    CANDIDATE "candidate" "候选企业" "candidate" None;
    CANDIDATE_KIND "kind" "与本地关系" "tie" None;
    ALONE "alone" "单独可带回" "brought alone" Yuan;
    CANDIDATE_FIRMS "candidates" "候选企业数" "candidates" Count;
    NOBODY_BRINGS "open" "尚无候选企业" "no candidate known" Yuan;
    FROM_WHERE "origins" "来源区域与首选企业" "origins and first candidates" None;
    LANDING "landing" "落地建议" "place to land" None;
    LANDING_ZONE "landing_zone" "园区" "zone" None;
    LANDING_NEXT "landing_next" "备选落地" "next place" None;
    OF_RECRUIT "share" "占须招引比重" "share of what is to be recruited" Share;
    SINGLE_SUM "single" "各家单独之和" "sum one by one" Yuan;
    UNNAMED "unnamed" "购自未具名供应商" "from suppliers without a name" Yuan;
    CANDIDATE_SUPPLIERS "suppliers" "已供货候选数" "candidates that supply" Count;
    CANDIDATE_MAKERS "makers" "能生产候选数" "candidates that could" Count;
    REFERRER "referrer" "引荐企业" "who introduces" None;
    REFERRER_ID "referrer_id" "引荐企业代码" "referrer id" None detail;
    RELATION "relation" "引荐依据" "tie" None;
    INDIRECT_SALES "value" "间接供本地金额" "reaches local leaders" Yuan;
    THROUGH "through" "经由" "through" None;
    ALSO_CANDIDATE "candidate" "同时直接供货或能生产" "is a candidate too" None;
    WHY_LEFT_OUT "reason" "未列入原因" "why left out" None;
    REPLACERS "replacers" "可承接的本地企业" "local firms that could deliver" None;
    // Projects built.
    BUILT "project" "项目" "project" None;
    BUILT_ID "project_id" "项目代码" "project id" None detail;
    BUILT_BY "firm" "建设企业" "built by" None;
    BUILT_HOW "runs" "实施方式" "how" None;
    BUILT_PRODUCTS "products" "产品" "products" None;
    BUILT_AT "place" "落地" "place" None detail;
    INVESTMENT "investment" "投资额" "investment" Yuan;
    CAPACITY "capacity" "产能" "capacity" Yuan detail;
    CAPACITY_USED "used" "承接额占产能比重" "share of capacity used" Share;
    TAKES "sold" "承接本地采购" "sells here" Yuan;
    TAKES_OUTSIDE "from_outside" "其中替代外部供应" "taken from outside" Yuan;
    TAKES_UNKNOWN "from_unknown" "其中替代来源不明供应" "taken from unknown places" Yuan detail;
    TAKES_NEAR "crowded_out" "其中挤出本地供应" "crowded out here" Yuan;
    MOVES_OWN "moved" "其中自身转移供应" "its own sales moved" Yuan detail;
    BUYS_NEAR "bought_near" "自身本地采购" "buys nearby" Yuan detail;
    BUYS_OUTSIDE "bought_outside" "自身外部采购" "buys outside" Yuan;
    BUYS_UNKNOWN "bought_unknown" "自身来源不明采购" "buys from unknown places" Yuan detail;
    RECIPE_KNOWN "recipe_known" "投入构成已知比重" "share whose inputs are known" Share detail;
    NET "net" "净增本地采购" "net local purchases" Yuan;
    NET_LO "net_lo" "净增下限" "net, lower bound" Yuan detail;
    NET_HI "net_hi" "净增上限" "net, upper bound" Yuan detail;
    NET_PER "net_per_investment" "每元投资净增本地采购（元）" "net local purchases for each CNY invested" Number;
    AVOIDED "avoided" "年均减少的停产损失" "expected loss avoided" Yuan;
    AVOIDED_PER "avoided_per_investment" "每元投资年均减少损失（元）" "loss avoided for each CNY invested" Number;
    NOTHING "why_nothing" "没有变化的原因" "why nothing changes" None;
    WHEN "when" "时点" "when" None;
    EXPECTED_STOP "expected" "年均停产损失" "expected loss of failures" Yuan;
    RATE_BEFORE "rate_before" "项目前配套率" "rate before" Share;
    RATE_CAPTURED "rate_captured" "项目后配套率（现有采购）" "rate after, present purchases" Share;
    RATE_AFTER "rate_after" "项目后配套率" "rate after" Share;
    KNOWN_CHANGE "change" "已知行变化" "change of known lines" Points;
    KNOWN_BEFORE "value_before" "项目前已知行点值" "known lines before" Share detail;
    KNOWN_AFTER "value_after" "项目后已知行点值" "known lines after" Share detail;
    SUPPLIED_BEFORE "supplied_before" "项目前已配套" "supplied before" Yuan;
    SUPPLIED_AFTER "supplied_after" "项目后已配套" "supplied after" Yuan;
    BRIDGEABLE_BEFORE "bridgeable_before" "项目前可牵线" "bridgeable before" Yuan;
    BRIDGEABLE_AFTER "bridgeable_after" "项目后可牵线" "bridgeable after" Yuan;
    RECRUIT_BEFORE "to_recruit_before" "项目前须招引" "to recruit before" Yuan;
    RECRUIT_AFTER "to_recruit_after" "项目后须招引" "to recruit after" Yuan;
    TYPES_BEFORE "types_before" "项目前类型" "types before" None;
    TYPES_AFTER "types_after" "项目后类型" "types after" None;
    RESOLVED "resolved" "消除的依据" "what no longer holds" None;
    ARISEN "arisen" "新出现的依据" "what holds now" None;
    MAKERS_BEFORE "makers_before" "项目前本地生产企业数" "local makers before" Count;
    MAKERS_AFTER "makers_after" "项目后本地生产企业数" "local makers after" Count;
    EFFECTIVE_BEFORE "effective_before" "项目前等效供应商数" "effective suppliers before" Number detail;
    EFFECTIVE_AFTER "effective_after" "项目后等效供应商数" "effective suppliers after" Number detail;
    SALES_LOST "lost" "减少的供应额" "sales lost" Yuan;
    SALES_HERE "sold" "原供应额" "sold here before" Yuan;
    LOST_OF_SIZE "share" "占其规模比重" "share of its size" Share;
    TAKEN_BY "projects" "由哪些项目承接" "taken by" None;
    BOUGHT "amount" "采购额" "amount" Yuan;
    LOSS_BEFORE "loss_before" "项目前停产损失" "loss before" Yuan;
    LOSS_AFTER "loss_after" "项目后停产损失" "loss after" Yuan;
    LOSS_CHANGE "change" "变化" "change" Yuan;
    ESRI_BEFORE "esri_before" "项目前系统性风险指数" "index before" Share;
    ESRI_AFTER "esri_after" "项目后系统性风险指数" "index after" Share;

    // Product texts.
    TEXT "text" "产品写法" "product text" None;
    TEXT_LINES "lines" "采购行数" "purchase lines" Count;
    TEXTS "texts" "写法数" "texts" Count;
    LINES_SHARE "lines_share" "行数占比" "share of lines" Share;
    AMOUNT_SHARE "amount_share" "金额占比" "share of amount" Share;
    QUESTION "id" "编号" "id" None;
    ROWS "rows" "所在行" "rows" None;
    HOW "how" "归类方式" "how" None;
    CANDIDATES "candidates" "备选产品" "candidates" None;
    EVIDENCE "evidence" "依据" "evidence" None;

    // Portfolio of projects.
    PLAN_SET "set" "组合" "set" None;
    PLAN_MEMBERS "projects" "项目" "projects" None;
    PLAN_RATE "rate" "组合实施后配套率" "rate with the set" Share;
    PLAN_CAPTURED "captured" "承接外购额" "taken from outside" Yuan;
    PLAN_NET "net" "净留本地采购额" "net of inputs from outside" Yuan;
    PLAN_COUNT "count" "项目数" "number of projects" Count;
    PLAN_INVESTMENT "investment" "投资" "investment" Yuan;
    PLAN_LAND "land" "用地（亩）" "land (mu)" Number;
    PLAN_ENERGY "energy" "用能（吨标准煤）" "energy (tonnes of standard coal)" Number;
    PLAN_BOUND "bound" "任何组合的上限" "no set exceeds" Yuan;
    PLAN_EXACT "exact" "已证最优" "proven best" None;
    PLAN_PROJECT "project" "项目" "project" None;
    PLAN_PROJECT_ID "project_id" "项目编号" "project id" None detail;
    PLAN_REASON "reason" "未入选原因" "why not chosen" None;
    PLAN_ALONE "alone" "单独实施承接" "taken alone" Yuan;
    PLAN_WORTH "worth" "单独实施价值" "worth alone" Yuan detail;
    PLAN_ADDS "adds" "在组合中的贡献" "adds to the set" Yuan;
    PLAN_IRREPLACEABLE "irreplaceable" "缺它且改选后的损失" "lost without it, replanned" Yuan;
    PLAN_PER_INVESTMENT "per_investment" "每元投资承接（元）" "for each unit invested" Number;
    PLAN_FRONT "front" "优先层" "front" Count;
    PLAN_CAPACITY "capacity" "产能" "capacity" Yuan;
    PLAN_MAKES "products" "产品" "products" None;
    PLAN_FIRM "firm" "投资方" "investor" None;
    PLAN_SITE "place" "落地" "site" None;
    PLAN_LIMIT "limit" "限制" "limit" None;
    PLAN_MOST "most" "现有" "what there is" None;
    PLAN_MORE "more" "增加" "more of it" None;
    PLAN_GAIN "gain" "最优组合多承接" "the best set takes more" Yuan;
    PLAN_RATE_GAIN "rate_gain" "配套率变化" "change of the rate" Points;
    PLAN_BUDGET "budget" "投资预算" "budget" Yuan;
    PLAN_MARGINAL "marginal" "每增一元预算多承接（元）" "for each unit more" Number;
    PLAN_REMAINING "remaining" "实施后须招引" "still to recruit" Yuan;
    PLAN_CANDIDATES "candidates" "备选项目数" "projects to choose from" Count;
    PLAN_TAKEN "chosen" "入选项目数" "chosen" Count;
    PLAN_SOLD "amount" "承接额" "taken" Yuan;
    PLAN_SERVED "buyers" "可服务采购企业数" "buyers that it may serve" Count;

    // Base products.
    BASE_CLASS "base_class" "五基类别" "base class" None;
    BASE_PRODUCTS "products" "产品数" "products" Count;
    LOCAL_SUPPLY "near" "本地供应额" "supplied locally" Yuan;
    NOT_MADE "not_made" "本地无企业生产的产品数" "products nobody here makes" Count;
    SOLE_PRODUCTS "sole_products" "独家来源产品数" "products with a sole source" Count;
    IMPORTED "imported" "进口额" "imported" Yuan;

    // Counties.
    UNIT_LEADERS "leaders" "链主数" "chain leaders" Count;
    UNIT_BOUGHT "bought" "采购额" "purchases" Yuan;
    OWN_RATE "own_rate" "本县区配套率" "rate within the unit" Share;
    LOCAL_RATE "rate" "本地配套率" "local rate" Share;
    OWN_RATE_VALUE "own_rate_value" "本县区配套率已知行点值" "rate within the unit, known lines" Share;
    LOCAL_RATE_VALUE "rate_value" "本地配套率已知行点值" "local rate, known lines" Share;
    BOUGHT_OWN "bought_own" "购自本县区" "bought within the unit" Yuan;
    BOUGHT_INSIDE "bought_inside" "购自其他县区" "bought from other units" Yuan;
    BOUGHT_OUTSIDE "bought_outside" "购自外地" "bought outside" Yuan;
    BOUGHT_UNKNOWN "bought_unknown" "来源不明" "bought from unknown places" Yuan detail;
    UNIT_SOLD "sold" "账面销售额" "recorded sales" Yuan;
    SOLD_INSIDE "sold_inside" "销往其他县区" "sold to other units" Yuan;
    SOLD_OUTSIDE "sold_outside" "销往外地" "sold outside" Yuan detail;
    OWN_SUPPLY "own_supply" "自供额" "self-supply" Yuan detail;
    UNIT_BUYERS "buyers" "采购企业数" "buyers" Count detail;
    UNIT_SELLERS "sellers" "供应企业数" "sellers" Count detail;
    LEADING_FIRMS "leading" "链主与龙头" "chain leaders and leading firms" None detail;
    CELL_MAKERS "makers" "生产企业数" "makers" Count;
    FLOW_FROM "from" "供货地" "shipped from" None;
    FLOW_TO "to" "采购地" "bought at" None;
    FLOW_FROM_ID "from_id" "供货地代码" "code of origin" None detail;
    FLOW_TO_ID "to_id" "采购地代码" "code of destination" None detail;
    FLOW_PRODUCTS "products" "主要产品" "main products" None;
    // Innovation.
    TITLED "titled" "有资质企业数" "firms with a title" Count;
    CHAMPIONS "champions" "单项冠军" "manufacturing champions" Count;
    LITTLE_GIANTS "little_giants" "小巨人" "little giants" Count;
    SPECIALISED "specialised" "专精特新" "specialised" Count;
    HIGH_TECH "high_tech" "高新技术企业" "high-tech" Count;
    PATENTS "patents" "有效发明专利（件）" "invention patents in force" Number;
    PATENTS_TOLD "patents_told" "报送专利企业占比" "firms that report patents" Share;
    RESEARCH "research" "研发投入强度" "research intensity" Share;
    RESEARCH_TOLD "research_told" "报送研发企业占比" "firms that report research" Share;
    TALENTS_HERE "talents_here" "本地人才与机构" "talents here" Count;
    TALENTS_ELSEWHERE "talents_elsewhere" "外地人才与机构" "talents elsewhere" Count;
    TALENTS_UNPLACED "talents_unplaced" "所在地不明的人才与机构" "talents of unknown place" Count detail;
    WEAK_PRODUCTS "weak" "薄弱产品数" "weak products" Count;
    UNSERVED "unserved" "薄弱而未列人才的产品数" "weak products with nobody listed" Count;
    UNSERVED_NAMES "unserved_names" "薄弱而未列人才的产品" "which" None;
    TALENT_NAME "name" "姓名或机构" "name" None;
    TALENT_KIND "kind" "性质" "kind" None;
    CATEGORY "category" "类别" "category" None;
    FIELD "field" "领域" "field" None;
    EMPLOYER "employer" "单位" "employer" None;
    IN_AREA "here" "在本地" "is here" None;
    WEAK_KNOWN "weak" "其中薄弱产品数" "of these weak" Count;
    KNOWN_BY "talents" "所列人才与机构" "who is listed" None;

    // Development.
    ANSWERED_BY "projects" "对应项目" "projects" None;
    PROJECT_COUNT "project_count" "对应项目数" "number of projects" Count;
    OPENS "opens" "最早计划投产" "first planned opening" None;
    PROJECT_KIND "kind" "项目类型" "kind" None;
    STAGE "stage" "阶段" "stage" None;
    SIGNED "signed" "签约日期" "signed" None;
    STARTED "started" "开工日期" "started" None;
    OPENED "opened" "投产日期" "opened" None;
    TIMING "timing" "时间状态" "timing" None;
    PAID_IN "paid_in" "到位资金" "paid in" Yuan;
    SUBJECT "subject" "对象" "subject" None;
    METRIC "metric" "度量" "metric" None;
    BASE_YEAR "base_year" "基期" "base year" None;
    BASE_VALUE "base" "基期值" "base value" None;
    TARGET_YEAR "target_year" "目标年" "target year" None;
    TARGET_VALUE "target" "目标值" "target" None;
    NOW_YEAR "now_year" "现状年" "year of the present value" None;
    NOW_VALUE "now" "现状值" "present value" None;
    NOW_SOURCE "source" "现状来源" "where from" None;
    WITH_PROJECTS "built" "在谈在建项目建成后" "with open projects built" None;
    TO_GO "to_go" "距目标" "still to go" None;
    EXPECTED_PACE "expected" "按直线进度应达" "straight line expects" None;
    PACE "pace" "进度" "pace" None;
    CLAUSE "clause" "依据" "clause" None;

    // Panorama.
    SEGMENT_RATE "rate" "环节配套率（来源已知部分）" "rate of located purchases" Share;
    LOCATED "located" "来源已知采购额" "located purchases" Yuan;
    STATES "states" "各状态产品数" "products by state" None;
    POSITION "position" "位置" "position" None;
    STATE "state" "状态" "state" None;
    FIRMS "firms" "本地企业数" "local firms" Count;
    NAMED_LEADERS "leading_firms" "其中链主、龙头" "leading firms among them" None;
    FIRM_NAMES "firm_names" "本地企业" "names of local firms" None;
    ELSEWHERE "elsewhere" "外县企业数" "firms elsewhere in the area" Count;
    UNDER_WAY "under_way" "在谈在建项目" "projects under way" None;
    BOUGHT_FOR "demand" "为该产品采购额" "bought for it" Yuan;
    PURCHASE_TIER "tier" "采购层级" "tier of purchases" Count;
    BOUGHT_FOR_PRODUCT "product" "用于" "goes into" None;
    SOLD_BY "sellers" "供应商（金额从大到小）" "suppliers, largest first" None;
    ESSENTIAL "essential" "关键产品" "essential" None;
    INPUT "input" "投入品" "input" None;
    REQUIRED "required" "必需" "required" None;

    // Provenance.
    FIGURE "figure" "数字代号" "figure key" None detail;
    EXPLAINED "figure" "数字代号" "figure key" None;
    SHARE "value" "比率" "share" Share;
    NUMERATOR "numerator" "分子" "numerator" Yuan;
    DENOMINATOR "denominator" "分母" "denominator" Yuan;
    RE_ADDS "re_adds" "各行复核一致" "rows re-add" None;
    METHOD "method" "算式编号" "formula number" None detail;
    FORMULA "formula" "算式" "formula" None;
    PART "part" "作用" "part" None;
    WHERE "where" "出处" "where" None;
    SHIPPED "place" "供货地" "shipped from" None;
    NEARNESS "nearness" "远近" "nearness" None;
    ADDS_ABOVE "numerator" "计入分子" "adds to numerator" Yuan;
    ADDS_BELOW "denominator" "计入分母" "adds to denominator" Yuan;
    WHY_NOT "reason" "未计入原因" "why left out" None;
    LEFT_ROWS "rows" "行数" "rows" Count;
    STANDS "stands" "以何行为准" "row that stands" None;
    FILE "file" "文件" "file" None detail;
    SHEET "sheet" "工作表" "sheet" None detail;
    SOURCE_FILE "file" "文件" "file" None;
    SOURCE_SHEET "sheet" "工作表" "sheet" None;
    SOURCE_AMOUNT "amount_column" "金额列" "amount column" None;
    FILE_HASH "file_hash" "文件校验值" "fingerprint of the file" None detail;
    ROW "row" "行" "row" None detail;
    AMOUNT_COLUMN "column" "金额列" "amount column" None detail;
    CELL "cell" "单元格" "cell" None detail;

    // Network.
    LABEL "label" "名称" "label" None;
    KIND "kind" "类别" "kind" None;
    PLACE "place" "所在地" "place" None;
    SOURCE "source" "起点" "source" None;
    TARGET "target" "终点" "target" None;
    LINK_AMOUNT "amount" "金额" "amount" Yuan;
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::report::words::is_han;

    #[test]
    fn headings_keep_to_their_language() {
        for head in ALL {
            assert!(!head.en.chars().any(is_han), "{}", head.en);
            assert!(!head.zh.chars().any(|c| c.is_ascii_alphabetic()), "{}", head.zh);
            assert!(head.key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", head.key);
        }
    }
}
