//! A GeoJSON file to outlines: polygons with `adcode` or `name`, and the number under which the map was approved (审图号).
//!
//! Maps of China may be published only with that number, so a file without one is refused unless the user types it. It is
//! looked for in the members `审图号`, `map_number`, `mapNumber` and `GS` of the file and of its `properties` or `metadata`.
//! Coordinates are degrees: a `crs` other than CRS84, EPSG:4326 and EPSG:4490, or a position off the globe, is refused.
//! What is no polygon is left out and counted.

use crate::model::{AreaCode, Boundaries, Boundary, Point};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::io::Read;
use std::path::Path;

/// Bytes, outlines and positions that are read at most: a county map of the whole country has far fewer.
const MOST_BYTES: u64 = 32 << 20;
const MOST_AREAS: usize = 20_000;
const MOST_POSITIONS: usize = 1_500_000;
/// Members that hold the number.
const NUMBERS: [&str; 4] = ["审图号", "map_number", "mapNumber", "GS"];
/// Members that hold a code, and a name.
const CODES: [&str; 4] = ["adcode", "code", "区划代码", "adcode99"];
const NAMES: [&str; 3] = ["name", "名称", "NAME"];

/// Why outlines cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GeoError {
    /// The file cannot be opened.
    #[error("cannot read `{path}`: {cause}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        cause: String,
    },
    /// More than anybody needs.
    #[error(
        "`{path}` has too many {what}; hint: simplify it, or keep the places of the focus area alone (at most 32 MB, 20,000 outlines, 1,500,000 positions)"
    )]
    TooLarge {
        /// The file.
        path: String,
        /// `bytes`, `outlines` or `positions`.
        what: &'static str,
    },
    /// No GeoJSON.
    #[error(
        "`{path}` is no GeoJSON of outlines ({cause}); hint: a FeatureCollection of Polygon and MultiPolygon with adcode or name"
    )]
    NotGeoJson {
        /// The file.
        path: String,
        /// What is wrong.
        cause: String,
    },
    /// Not degrees of longitude and latitude.
    #[error(
        "`{path}` is not in degrees of longitude and latitude; hint: export it as EPSG:4326 or CGCS2000 (EPSG:4490)"
    )]
    Projected {
        /// The file.
        path: String,
    },
    /// Without its number a map may not be shown.
    #[error(
        "`{path}` has no map approval number (审图号); hint: add a member \"审图号\" to the file, or type --map-number 'GS(2024)0650号'; without outlines leave --geo out and take the tiles"
    )]
    NoNumber {
        /// The file.
        path: String,
    },
    /// A number that is none.
    #[error("`{text}` is no map approval number (审图号); hint: such as GS(2024)0650号 or 皖S(2023)12号")]
    BadNumber {
        /// What was given.
        text: String,
    },
}

/// Reads the outlines of a file; `number` is what the user typed, and wins.
///
/// # Errors
/// When the file is no GeoJSON in degrees, is too large, or nobody gives its number.
pub fn read(path: &Path, number: Option<&str>) -> Result<Boundaries, GeoError> {
    let name = path.display().to_string();
    let unreadable = |cause: std::io::Error| GeoError::Unreadable { path: name.clone(), cause: cause.to_string() };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    // One byte more than is allowed tells that there is more, whatever the system says of the length.
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(GeoError::TooLarge { path: name, what: "bytes" });
    }
    parse(&bytes, path, number)
}

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    features: Vec<Feature>,
    #[serde(default)]
    crs: Value,
    #[serde(flatten)]
    others: Map<String, Value>,
}

#[derive(Deserialize)]
struct Feature {
    geometry: Option<Geometry>,
    properties: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Value,
}

fn parse(bytes: &[u8], path: &Path, number: Option<&str>) -> Result<Boundaries, GeoError> {
    let name = path.display().to_string();
    let refused = |cause: &str| GeoError::NotGeoJson { path: name.clone(), cause: cause.to_owned() };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let read: Collection = serde_json::from_slice(bytes).map_err(|cause| refused(&format!("line {}", cause.line())))?;
    if read.kind != "FeatureCollection" {
        return Err(refused("no FeatureCollection"));
    }
    if read.features.len() > MOST_AREAS {
        return Err(GeoError::TooLarge { path: name, what: "outlines" });
    }
    if !in_degrees(&read.crs) {
        return Err(GeoError::Projected { path: name });
    }
    let map_number = match number.map(str::to_owned).or_else(|| stated(&read.others)) {
        Some(text) => approval(&text).ok_or(GeoError::BadNumber { text: text.chars().take(80).collect() })?,
        None => return Err(GeoError::NoNumber { path: name }),
    };
    let mut reader = Reader { path: &name, positions: 0, left_out: 0 };
    let mut areas = Vec::new();
    for feature in read.features {
        areas.extend(reader.area(feature)?);
    }
    if areas.is_empty() {
        return Err(refused("no polygon"));
    }
    let file = path.file_name().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Boundaries { file: file.into(), map_number: map_number.into(), left_out: reader.left_out, areas })
}

/// Whether the file's coordinates are degrees, as far as it says.
fn in_degrees(crs: &Value) -> bool {
    let name = crs.pointer("/properties/name").and_then(Value::as_str).map(str::to_ascii_uppercase);
    match name {
        None => crs.is_null(),
        Some(name) => name.contains("CRS84") || ["4326", "4490"].iter().any(|code| name.ends_with(code)),
    }
}

/// The number that the file gives.
fn stated(members: &Map<String, Value>) -> Option<String> {
    let deeper = ["properties", "metadata"].iter().filter_map(|key| members.get(*key)?.as_object());
    let places: Vec<&Map<String, Value>> = std::iter::once(members).chain(deeper).collect();
    let found = places.iter().flat_map(|place| NUMBERS.iter().filter_map(|key| place.get(*key)?.as_str()));
    found.map(str::trim).find(|text| !text.is_empty()).map(str::to_owned)
}

/// A number in its usual form; `None` when it is none: `GS(2024)0650号`, `GS京(2022)1061号`, `皖S(2023)12号`.
fn approval(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.replace('（', "(").replace('）', ")").replace('：', ":");
    let plain = plain.strip_prefix("审图号").unwrap_or(&plain).trim_start_matches(':');
    let (issuer, rest) = plain.split_once('(')?;
    let (year, serial) = rest.split_once(')')?;
    let serial = serial.strip_suffix('号').unwrap_or(serial);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let letters = |c: char| c.is_alphabetic() && (!c.is_ascii() || c.is_ascii_uppercase());
    let sound = issuer.contains('S')
        && (1..=6).contains(&issuer.chars().count())
        && issuer.chars().all(letters)
        && (year.len(), digits(year)) == (4, true)
        && (1..=6).contains(&serial.len())
        && digits(serial);
    sound.then(|| format!("{issuer}({year}){serial}号"))
}

struct Reader<'a> {
    path: &'a str,
    positions: usize,
    left_out: usize,
}

impl Reader<'_> {
    fn area(&mut self, feature: Feature) -> Result<Option<Boundary>, GeoError> {
        let Some(geometry) = feature.geometry else { return Ok(None) };
        let listed = match (geometry.kind.as_str(), geometry.coordinates) {
            ("Polygon", polygon) => vec![polygon],
            ("MultiPolygon", Value::Array(polygons)) => polygons,
            _ => {
                self.left_out += 1;
                return Ok(None);
            }
        };
        let mut polygons = Vec::new();
        for polygon in &listed {
            match self.polygon(polygon)? {
                Some(rings) => polygons.push(rings),
                None => self.left_out += 1,
            }
        }
        let properties = feature.properties.unwrap_or_default();
        let code = CODES.iter().find_map(|key| area_code(properties.get(*key)?));
        let name = NAMES.iter().find_map(|key| properties.get(*key)?.as_str()).unwrap_or_default();
        let boundary = Boundary { code, name: name.trim().into(), polygons };
        Ok((!boundary.polygons.is_empty()).then_some(boundary))
    }

    /// Rings of a polygon; `None` when its outer ring is none. A hole that is none is no hole.
    fn polygon(&mut self, polygon: &Value) -> Result<Option<Vec<Vec<Point>>>, GeoError> {
        let mut rings = Vec::new();
        for (at, ring) in polygon.as_array().into_iter().flatten().enumerate() {
            match self.ring(ring)? {
                Some(ring) => rings.push(ring),
                None if at == 0 => return Ok(None),
                None => self.left_out += 1,
            }
        }
        Ok((!rings.is_empty()).then_some(rings))
    }

    /// A ring without the repetition of its first corner; `None` with fewer than three different corners.
    fn ring(&mut self, ring: &Value) -> Result<Option<Vec<Point>>, GeoError> {
        let Some(listed) = ring.as_array() else { return Ok(None) };
        self.positions += listed.len();
        if self.positions > MOST_POSITIONS {
            return Err(GeoError::TooLarge { path: self.path.to_owned(), what: "positions" });
        }
        let mut points: Vec<Point> = Vec::with_capacity(listed.len());
        for position in listed {
            let number = |at: usize| position.get(at).and_then(Value::as_f64).filter(|number| number.is_finite());
            let Some((lon, lat)) = number(0).zip(number(1)) else { return Ok(None) };
            if lon.abs() > 180.0 || lat.abs() > 90.0 {
                return Err(GeoError::Projected { path: self.path.to_owned() });
            }
            let point = Point { lon, lat };
            if points.last() != Some(&point) {
                points.push(point);
            }
        }
        while points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        Ok((points.len() >= 3).then_some(points))
    }
}

/// A code of GB/T 2260 as a number or text; longer statistical codes are cut to the county.
fn area_code(value: &Value) -> Option<AreaCode> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let head = text.get(..6).filter(|head| head.bytes().all(|byte| byte.is_ascii_digit()))?;
    head.parse().ok().map(AreaCode)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(properties: &str) -> String {
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[[117,33],[118,33],[118,34],[117,34],[117,33]]]}}}}"#
        )
    }

    fn file(members: &str, features: &[String]) -> String {
        format!(r#"{{"type":"FeatureCollection"{members},"features":[{}]}}"#, features.join(","))
    }

    fn told(text: &str, number: Option<&str>) -> Result<Boundaries, GeoError> {
        parse(text.as_bytes(), Path::new("folder/map.json"), number)
    }

    const NUMBER: &str = r#","审图号":"GS(2024)0650号""#;

    #[test]
    fn outlines_bear_codes_names_and_their_number() {
        let text =
            file(NUMBER, &[square(r#"{"adcode":341324,"name":"泗县"}"#), square(r#"{"adcode":"341323000000"}"#)]);
        let read = told(&text, None).unwrap();
        assert_eq!((&*read.file, &*read.map_number, read.left_out), ("map.json", "GS(2024)0650号", 0));
        let codes: Vec<_> = read.areas.iter().map(|area| area.code.unwrap().0).collect();
        assert_eq!((codes, &*read.areas[0].name), (vec![341_324, 341_323], "泗县"));
        assert_eq!(read.areas[0].polygons[0][0].len(), 4);
    }

    #[test]
    fn without_an_approval_number_nothing_is_shown() {
        let text = file("", &[square("{}")]);
        assert!(matches!(told(&text, None), Err(GeoError::NoNumber { .. })));
        assert!(matches!(told(&text, Some("42")), Err(GeoError::BadNumber { .. })));
        for (typed, shown) in [
            ("审图号：GS（2019）1822号", "GS(2019)1822号"),
            ("GS京(2022)1061号", "GS京(2022)1061号"),
            ("皖S(2023)12", "皖S(2023)12号"),
        ] {
            assert_eq!(&*told(&text, Some(typed)).unwrap().map_number, shown);
        }
        let inside = file(r#","metadata":{"map_number":"GS(2024)0650号"}"#, &[square("{}")]);
        assert!(told(&inside, None).is_ok());
        for bad in ["GS(24)1号", "GS(2024)号", "<b>S(2024)1号", "gs(2024)1号", "GS(2024)1234567号", "S"] {
            assert_eq!(approval(bad), None, "{bad}");
        }
    }

    #[test]
    fn metres_and_other_systems_are_refused() {
        let metres = square("{}").replace("118", "13135699");
        assert!(matches!(told(&file(NUMBER, &[metres]), None), Err(GeoError::Projected { .. })));
        let crs = |name: &str| format!(r#"{NUMBER},"crs":{{"type":"name","properties":{{"name":"{name}"}}}}"#);
        for (name, fits) in [("urn:ogc:def:crs:OGC:1.3:CRS84", true), ("EPSG:4490", true), ("EPSG:3857", false)] {
            assert_eq!(told(&file(&crs(name), &[square("{}")]), None).is_ok(), fits, "{name}");
        }
    }

    #[test]
    fn what_is_no_polygon_is_left_out_and_counted() {
        let line =
            r#"{"type":"Feature","properties":null,"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}"#;
        let bad = square("{}").replace("[118,33],[118,34],[117,34],", "");
        let text = square("{}").replace("[118,33]", r#"["a",33]"#);
        let nothing = r#"{"type":"Feature","geometry":null}"#;
        let read = told(&file(NUMBER, &[line.into(), bad, text, nothing.into(), square("{}")]), None).unwrap();
        assert_eq!((read.areas.len(), read.left_out), (1, 3));
    }

    #[test]
    fn hostile_files_are_refused() {
        for text in ["", "[]", "{", r#"{"type":"Point"}"#, &file(NUMBER, &[]), &"[".repeat(100_000)] {
            assert!(matches!(told(text, None), Err(GeoError::NotGeoJson { .. })), "{}", &text[..text.len().min(40)]);
        }
        let ring = vec!["[117.5,33.5]"; MOST_POSITIONS + 1].join(",");
        let huge = square("{}").replace("[117,33],[118,33]", &ring);
        assert!(matches!(told(&file(NUMBER, &[huge]), None), Err(GeoError::TooLarge { what: "positions", .. })));
        assert!(matches!(read(Path::new("/nowhere/at/all"), None), Err(GeoError::Unreadable { .. })));
    }
}
