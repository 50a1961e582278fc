//! Words of the graph as nodes and edges.

use crate::analysis::network::Projection;
use crate::report::words::Lang;

/// Title of the report.
pub fn title(projection: Projection, lang: Lang) -> &'static str {
    match projection {
        Projection::Firms => lang.pick("企业供应网络", "Supply network of firms"),
        Projection::Products => lang.pick("产品投入网络", "Network of products"),
        Projection::Counties => lang.pick("地区供应网络", "Supply network of counties"),
        Projection::Mixed => lang.pick("链主、企业、产品与地区网络", "Network of leaders, firms, products and places"),
    }
}

/// Title of the nodes.
pub fn nodes(lang: Lang) -> &'static str {
    lang.pick("节点", "Nodes")
}

/// Title of the edges.
pub fn edges(lang: Lang) -> &'static str {
    lang.pick("边", "Edges")
}

/// Kind of a node or an edge.
pub fn kind(kind: &'static str, lang: Lang) -> &'static str {
    match kind {
        "leader" => lang.pick("链主", "chain leader"),
        "firm" => lang.pick("企业", "firm"),
        "unnamed" => lang.pick("未具名供应商", "unnamed supplier"),
        "product" => lang.pick("产品", "product"),
        "area" => lang.pick("地区", "area"),
        "supplies" => lang.pick("供货", "supplies"),
        "buys" => lang.pick("采购", "buys"),
        "makes" => lang.pick("生产", "makes"),
        "goes_into" => lang.pick("用于生产", "goes into"),
        "located_in" => lang.pick("位于", "located in"),
        other => other,
    }
}

/// Rules of the export.
pub fn notes(lang: Lang) -> Vec<String> {
    vec![
        lang.pick(
            "边的方向是货物流向：供应方指向采购方。没有任何金额的边金额为空，不为零。",
            "Edges follow the goods, from supplier to buyer. An edge without a single amount has none, which is not zero.",
        )
        .to_owned(),
    ]
}
