//! Draws a panorama given as json: `cargo run --release --example draw_panorama -- IN.json OUT [SCALE]`.

use std::error::Error;
use std::time::Instant;

use liantu::render::figure::{png, svg};
use liantu::report::figure::{
    BoxState, Figure, Legend, Panorama, PanoramaBox, PanoramaColumn, PanoramaEdge, PanoramaSegment,
};
use serde_json::Value;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list<T>(value: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().map(|list| list.iter().map(read).collect()).unwrap_or_default()
}

fn state(value: &Value) -> BoxState {
    use BoxState::{Absent, Extend, Fragile, Gap, Strong, Unknown, Weak};
    let at = value.as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(6);
    [Strong, Weak, Fragile, Gap, Extend, Absent].get(at).copied().unwrap_or(Unknown)
}

fn product(v: &Value) -> PanoramaBox {
    let bar = v["bar"].as_array().and_then(|bar| Some((bar.first()?.as_f64()?, bar.get(1)?.as_f64()?)));
    PanoramaBox {
        id: text(&v["id"]),
        name: text(&v["name"]),
        state: state(&v["state"]),
        types: list(&v["types"], text),
        rate: v["rate"].as_str().map(str::to_owned),
        bar,
        firms: text(&v["firms"]),
        leaders: list(&v["leaders"], text),
        more: text(&v["more"]),
        essential: v["essential"] == true,
    }
}

fn panorama(v: &Value) -> Panorama {
    let segment = |v: &Value| PanoramaSegment {
        name: text(&v["name"]),
        caption: text(&v["caption"]),
        boxes: list(&v["boxes"], product),
    };
    let column = |v: &Value| PanoramaColumn { heading: text(&v["heading"]), segments: list(&v["segments"], segment) };
    let edge =
        |v: &Value| PanoramaEdge { from: text(&v[0]), to: text(&v[1]), required: v[2] == true, amount: v[3].as_f64() };
    let pair = |v: &Value| (text(&v[0]), text(&v[1]));
    let l = &v["legend"];
    let legend = Legend {
        states: list(&l["states"], |v| (state(&v[0]), text(&v[1]))),
        edges: pair(&l["edges"]),
        bar: text(&l["bar"]),
        essential: text(&l["essential"]),
        types: list(&l["types"], pair),
        lines: list(&l["lines"], text),
    };
    Panorama {
        key: text(&v["key"]),
        title: text(&v["title"]),
        subtitle: text(&v["subtitle"]),
        columns: list(&v["columns"], column),
        edges: list(&v["edges"], edge),
        legend,
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output, ..] = arguments.as_slice() else { return Err("IN.json OUT [SCALE]".into()) };
    let scale = arguments.get(2).map_or(Ok(1.0), |scale| scale.parse::<f32>())?;
    let figure = Figure::Panorama(panorama(&serde_json::from_str(&std::fs::read_to_string(input)?)?));
    let start = Instant::now();
    std::fs::write(format!("{output}.svg"), svg(&figure)?)?;
    let drawn = start.elapsed();
    std::fs::write(format!("{output}.png"), png(&figure, scale)?)?;
    std::fs::write(
        format!("{output}.txt"),
        format!("svg {drawn:?}, svg and png again {:?}\n", start.elapsed() - drawn),
    )?;
    Ok(())
}
