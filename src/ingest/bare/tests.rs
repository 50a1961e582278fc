use super::*;

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.into(), shown: name.into(), group: 0, bytes: text.into() }
}

fn sources(firms: &str, edges: &str) -> BareSources {
    BareSources {
        firms: file("firms.csv", firms),
        edges: file("edges.csv", edges),
        essentiality: None,
        shocks: None,
        shocks_up: None,
    }
}

fn ids(network: &BareNetwork) -> Vec<&str> {
    network.firms.iter().map(|firm| &*firm.id).collect()
}

#[test]
fn whole_numbers_come_in_order_and_other_ids_behind_them() {
    let network = read(sources("firm,sector\n10,a\n9,b\n甲,b\nF2,a\n", "supplier,buyer,amount\n"), None).unwrap();
    assert_eq!(ids(&network), ["9", "10", "F2", "甲"]);
    let classes: Vec<&str> = network.firms.iter().map(|firm| &*network.classes[firm.class as usize]).collect();
    assert_eq!(classes, ["b", "a", "a", "b"]);
}

#[test]
fn numbers_come_back_bit_for_bit() {
    let texts = ["0.1", "1e-9", "1e15", "33550.589999999997", "0.30000000000000004", "5e-324", "123456789012345678"];
    for text in texts {
        let edges = format!("supplier,buyer,amount\n1,2,{text}\n");
        let network = read(sources("firm,sector\n1,a\n2,b\n", &edges), None).unwrap();
        assert_eq!(network.flows[0].amount.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
    }
}

#[test]
fn rows_of_one_flow_are_added_up_whatever_their_order() {
    let rows = ["1,2,0.1", "1,2,0.2", "1,2,0.3", "2,1,5", "1,2,0"];
    let firms = "firm,sector\n1,a\n2,b\n";
    let sum = |rows: &[&str]| {
        let network = read(sources(firms, &format!("supplier,buyer,amount\n{}\n", rows.join("\n"))), None).unwrap();
        assert_eq!(network.notes, [BareNote::NoFlow(1), BareNote::Summed(2)]);
        network.flows
    };
    let turned: Vec<&str> = rows.iter().rev().copied().collect();
    assert_eq!(sum(&rows), sum(&turned));
    assert_eq!(sum(&rows).len(), 2);
}

#[test]
fn weights_are_found_by_number_or_by_name() {
    let firms = "w10,firm,sector,w2,size\n1,a,x,2,3\n";
    let names = |weights: Option<&[String]>| -> Vec<String> {
        let network = read(sources(firms, "supplier,buyer,amount\n"), weights).unwrap();
        network.weights.iter().map(|weights| format!("{} {}", weights.name, weights.of[0])).collect()
    };
    assert_eq!(names(None), ["w2 2", "w10 1"]);
    assert_eq!(names(Some(&["Size".into(), "w10".into()])), ["size 3", "w10 1"]);
    assert_eq!(names(Some(&[])), [""; 0]);
}

#[test]
fn what_no_column_is_read_from_is_noted() {
    let network = read(sources("firm,sector,color\n1,a,red\n", "supplier,buyer,amount,day\n1,1,2,3\n"), None).unwrap();
    let unknown =
        |file: &str, heading: &str| BareNote::UnknownColumns { file: file.into(), headings: vec![heading.into()] };
    assert_eq!(network.notes, [unknown("firms.csv", "color"), unknown("edges.csv", "day")]);
}

#[test]
fn a_class_that_the_table_lacks_counts_as_essential() {
    let mut all = sources("firm,sector\n1,a\n2,b\n3,c\n", "supplier,buyer,amount\n1,2,1\n1,3,1\n2,3,1\n");
    all.essentiality = Some(file("ess.csv", ",c,b\na,0,1\n"));
    let network = read(all, None).unwrap();
    let needs: Vec<Need> = network.flows.iter().map(|flow| flow.need).collect();
    assert_eq!(needs, [Need::Partial, Need::Negligible, Need::Essential]);
    assert_eq!(network.notes, [BareNote::UnknownClasses(vec!["b".into()])]);
}

#[test]
fn shocks_hold_both_ways_unless_upstream_ones_are_given() {
    let read_shocks = |down: Option<&str>, up: Option<&str>| {
        let mut all = sources("firm,sector\n1,a\n2,b\n", "supplier,buyer,amount\n");
        let shocks = |rows: &str| file("psi.csv", &format!("scenario,firm,shock\n{rows}\n"));
        (all.shocks, all.shocks_up) = (down.map(shocks), up.map(shocks));
        let network = read(all, None).unwrap();
        let shown = |scenario: &BareScenario| {
            let shocks = scenario.shocks.iter().map(|shock| format!("{}:{}/{}", shock.firm, shock.down, shock.up));
            format!("{} {}", scenario.id, shocks.collect::<Vec<_>>().join(" "))
        };
        network.scenarios.unwrap().iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(read_shocks(Some("b,2,0.5\na,1,25%"), None), ["a 0:0.25/0.25", "b 1:0.5/0.5"]);
    assert_eq!(read_shocks(Some("a,1,1"), Some("a,2,0.5\nc,1,0")), ["a 0:1/0 1:0/0.5", "c 0:0/0"]);
    assert_eq!(read_shocks(None, Some("a,2,0.5")), ["a 1:0/0.5"]);
}

#[test]
fn a_hundred_faults_are_five_and_a_count() {
    let rows: String = (0..100).map(|row| format!("1,x{row},1\n")).collect();
    let error = read(sources("firm,sector\n1,a\n", &format!("supplier,buyer,amount\n{rows}")), None).unwrap_err();
    let Error::Bare(BareError::Faults { faults, more }) = error else { panic!("faults expected") };
    assert_eq!((faults.len(), more, faults[4].place.to_string()), (5, 95, "edges.csv › edges › B6".into()));
}
