//! Graph files read back by an XML reader that is not ours; NetworkX reads them in `scripts/check-graph-files`.
#![allow(clippy::unwrap_used)]

use liantu::render::graph::{GraphFormat, render};
use liantu::report::graph::{Attribute, AttributeKind, GraphDocument, GraphEdge, GraphNode, NodeRole};
use liantu::report::table::{Cell, Reason};

/// Two firms with hostile names and a link between them.
fn sample() -> GraphDocument {
    let node = |id: &str, label: &str| GraphNode {
        id: id.into(),
        label: label.into(),
        role: NodeRole::Leader,
        values: vec![Cell::text("firm"), Cell::Missing(Reason::Unknown)],
    };
    GraphDocument {
        title: "宿州 <轴承> & \"链\"".into(),
        node_attributes: vec![
            Attribute { key: "kind", kind: AttributeKind::Text },
            Attribute { key: "area", kind: AttributeKind::Text },
        ],
        edge_attributes: vec![
            Attribute { key: "year", kind: AttributeKind::Integer },
            Attribute { key: "amount", kind: AttributeKind::Number },
        ],
        nodes: vec![node("firm:甲", "甲<script>\u{1}轴承"), node("firm:=乙", "乙\"引号\"\n换行")],
        edges: vec![GraphEdge {
            source: "firm:甲".into(),
            target: "firm:=乙".into(),
            values: vec![Cell::Integer(2024), Cell::Missing(Reason::Unknown)],
        }],
    }
}

fn text(format: GraphFormat) -> String {
    let mut files = render(&sample(), format);
    String::from_utf8(files.remove(0).1).unwrap()
}

#[test]
fn graphml_opens_with_its_labels_and_without_the_missing_amount() {
    let text = text(GraphFormat::GraphMl);
    let document = roxmltree::Document::parse(&text).unwrap();
    let labels: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("data") || node.tag_name().name() == "data")
        .filter(|node| node.attribute("key") == Some("label"))
        .filter_map(|node| node.text())
        .collect();
    assert_eq!(labels, ["甲<script>轴承", "乙\"引号\"\n换行"]);
    let edges: Vec<_> = document.descendants().filter(|node| node.tag_name().name() == "edge").collect();
    assert_eq!(edges.len(), 1);
    assert_eq!(edges[0].attribute("source"), Some("firm:甲"));
    let keys: Vec<_> = edges[0].children().filter_map(|data| data.attribute("key")).collect();
    assert_eq!(keys, ["e_year", "thickness", "line"], "a missing amount is left out, never 0");
}

#[test]
fn gexf_opens_with_its_labels() {
    let text = text(GraphFormat::Gexf);
    let document = roxmltree::Document::parse(&text).unwrap();
    let labels: Vec<_> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "node")
        .filter_map(|node| node.attribute("label"))
        .collect();
    assert_eq!(labels.len(), 2);
    assert!(labels[0].contains("轴承"));
}

/// Text of the element or the value of the attribute, of each node that has it.
fn of_each(
    document: &roxmltree::Document<'_>,
    find: impl Fn(roxmltree::Node<'_, '_>) -> Option<String>,
) -> Vec<String> {
    document.descendants().filter_map(find).collect()
}

/// Goods run from the first firm to the second, so it stands on its left, in the colour of leaders.
#[test]
fn every_format_has_the_same_places_and_colours() {
    let graphml = text(GraphFormat::GraphMl);
    let document = roxmltree::Document::parse(&graphml).unwrap();
    let data = |key: &'static str| {
        of_each(&document, |node| (node.attribute("key") == Some(key)).then(|| node.text().unwrap().to_owned()))
    };
    let numbers = |texts: &[String]| -> Vec<f64> { texts.iter().map(|text| text.parse().unwrap()).collect() };
    let (x, y) = (numbers(&data("x")), numbers(&data("y")));
    assert!(x[0] < x[1] && y.iter().all(|y| *y < 0.0), "{x:?} {y:?}");
    assert_eq!([data("r"), data("g"), data("b")].map(|part| part[0].clone()), ["18", "58", "99"]);
    assert_eq!(data("color"), ["#123A63", "#123A63"]);
    let geometry = |name: &'static str| {
        let corner = |node: roxmltree::Node<'_, '_>| {
            (node.tag_name().name() == "Geometry").then(|| node.attribute(name).unwrap().to_owned())
        };
        numbers(&of_each(&document, corner))
    };
    let middles: Vec<f64> = geometry("x").iter().zip(geometry("width")).map(|(x, width)| x + width / 2.0).collect();
    assert_eq!(middles, x, "yEd sees what Gephi sees");
    let gexf = text(GraphFormat::Gexf);
    let document = roxmltree::Document::parse(&gexf).unwrap();
    let viz = |tag: &'static str, name: &'static str| {
        let of = |node: roxmltree::Node<'_, '_>| {
            let found = node.has_tag_name(("http://gexf.net/1.3/viz", tag));
            found.then(|| node.attribute(name).unwrap().to_owned())
        };
        of_each(&document, of)
    };
    assert_eq!((numbers(&viz("position", "x")), numbers(&viz("position", "y"))), (x.clone(), y.clone()));
    assert_eq!(
        (viz("color", "r"), viz("size", "value"), viz("thickness", "value")),
        (["18", "18", "138"].map(str::to_owned).to_vec(), vec!["26".to_owned(); 2], vec!["0.5".to_owned()])
    );
    let dot = text(GraphFormat::Dot);
    assert!(
        dot.contains(&format!("pos=\"{},{}!\", fillcolor=\"#123A63\", fontcolor=\"#FFFFFF\"", x[1], y[1])),
        "{dot}"
    );
    let json: serde_json::Value = serde_json::from_str(&text(GraphFormat::Json)).unwrap();
    assert_eq!(json["nodes"][1]["x"].as_f64(), Some(x[1]));
    assert_eq!(json["nodes"][1]["y"].as_f64(), Some(-y[1]));
}

#[test]
fn node_link_keeps_missing_as_null() {
    let value: serde_json::Value = serde_json::from_str(&text(GraphFormat::Json)).unwrap();
    assert_eq!(value["links"][0]["amount"], serde_json::Value::Null);
    assert_eq!(value["nodes"][0]["id"], "firm:甲");
}

#[test]
fn dot_quotes_names() {
    let text = text(GraphFormat::Dot);
    assert!(text.contains(r#"乙\"引号\" 换行"#), "{text}");
}

#[test]
fn csv_disarms_formulas() {
    let files = render(&sample(), GraphFormat::Csv);
    assert_eq!(files.iter().map(|(suffix, _)| *suffix).collect::<Vec<_>>(), ["", "-nodes"]);
    let edges = String::from_utf8(files[0].1.clone()).unwrap();
    assert!(edges.starts_with("\u{feff}source,target,year,amount\nfirm:甲,firm:=乙,2024,\n"), "{edges}");
}
