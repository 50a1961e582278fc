use super::*;
use proptest::prelude::*;

fn words() -> Vocabulary {
    let entry = |product, name, synonyms, exclude| Entry { product, name, synonyms, exclude };
    Vocabulary::new([
        entry(0, "轴承", &[][..], &["轴承钢"][..]),
        entry(1, "轮毂轴承", &["轮毂轴承单元", "轮毂单元"], &["轮毂轴承法兰"]),
        entry(2, "轴承钢", &["GCr15轴承钢"], &["轴承钢管"]),
        entry(3, "聚酰胺", &["PA6", "PA66"], &[]),
        entry(4, "储能变流器", &["PCS"], &[]),
        entry(5, "光伏接线盒", &["接线盒"], &[]),
        entry(6, "电控", &["电机控制器"], &[]),
        entry(7, "热处理加工", &["热处理"], &[]),
        entry(8, "N-甲基吡咯烷酮", &["NMP"], &[]),
        entry(9, "制动盘", &["圆盘"], &[]),
        entry(10, "耙片", &["圆盘"], &[]),
    ])
}

/// The product that the text is taken for without asking.
fn taken(text: &str) -> Option<u32> {
    words().read(text, &[]).first().filter(|found| found.strength == Strength::Strong).map(|found| found.product)
}

/// The products that are asked for, likeliest first.
fn asked(text: &str) -> Vec<u32> {
    let found = words().read(text, &[]);
    assert!(found.iter().all(|found| found.strength == Strength::Weak), "{text}: {found:?}");
    found.iter().map(|found| found.product).collect()
}

#[test]
fn the_longest_name_at_the_end_is_taken() {
    for (text, product) in [
        ("圆锥滚子轴承", 0),
        ("第三代轮毂轴承单元 DAC3055(左)", 1),
        ("*轴承*轮毂轴承", 1),
        ("輪轂軸承", 1),
        ("ＧＣｒ１５轴承钢 Φ65×8mm", 2),
        ("PA66-GF30", 3),
        ("30kW 电机控制器(MCU) 2台", 6),
        ("电控/电机控制器", 6),
        ("热处理加工费", 7),
        ("套圈热处理加工", 7),
        ("N-甲基吡咯烷酮(NMP) 200kg/桶", 8),
        ("光伏组件接线盒", 5),
    ] {
        assert_eq!(taken(text), Some(product), "{text}: {:?}", words().read(text, &[]));
    }
}

#[test]
fn a_name_before_the_head_is_no_match() {
    for text in [
        "轴承座",
        "轴承加工设备",
        "轮毂轴承单元螺栓",
        "轮毂轴承 防尘盖",
        "轮毂轴承法兰",
        "PA610",
        "螺丝 1000 PCS",
        "1000PCS",
        "",
        "()",
        "轴",
    ] {
        assert_eq!(words().read(text, &[]), [], "{text}");
    }
}

#[test]
fn what_leaves_doubt_is_asked() {
    assert_eq!(asked("轴承配件"), [0], "parts of it, or parts that are bearings");
    assert_eq!(asked("废旧轴承"), [0]);
    assert_eq!(asked("电机接线盒"), [5], "the synonym lacks what the name says");
    assert_eq!(asked("轮毂轴承、电控"), [1, 6], "two products");
    assert_eq!(asked("圆盘"), [9, 10], "a synonym of two");
    assert_eq!(asked("轮毂轴承(外壳)"), [1]);
}

#[test]
fn the_evidence_names_term_and_place() {
    let found = words().read("后轮毂轴承单元", &[]);
    let expected = Match {
        product: 1,
        term: "轮毂轴承单元".into(),
        position: 1,
        strength: Strength::Strong,
        evidence: Evidence::Whole,
    };
    assert_eq!(found, [expected]);
}

#[test]
fn a_refused_product_does_not_yield_to_what_stands_inside_its_name() {
    assert_eq!(words().read("轮毂轴承", &[1]), []);
    let order = |numbers: &[u32]| {
        let names = ["轴承", "轮毂轴承", "轴承钢"];
        let entries =
            numbers.iter().map(|at| Entry { product: *at, name: names[*at as usize], synonyms: &[], exclude: &[] });
        Vocabulary::new(entries).read("轴承钢、轮毂轴承", &[])
    };
    assert_eq!(order(&[0, 1, 2]), order(&[2, 1, 0]), "the order of the vocabulary does not matter");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,90}", mixed in "[轴承钢管轮毂单元(（、/ 0-9a-zPCS废用]{0,40}") {
        for text in [text, mixed] {
            let found = words().read(&text, &[0]);
            let strong = found.iter().filter(|found| found.strength == Strength::Strong).count();
            prop_assert!(strong == 0 || found.len() == 1, "{found:?}");
            prop_assert!(found.iter().all(|found| found.product != 0));
        }
    }
}
