//! Boundaries are made up here: a small square around each unit's point, giả định.

use app::boundaries::{BoundaryFault, BoundaryImport, BoundaryWarning, UnknownFeature};
use app::intake::IssueKind;
use app::{App, Problem};
use domain::units::{Level, Register, Version};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::office::{Office, faults, file, said, signed};

const DAY: Date = date(2025, 12, 14);

/// The squares of a level, as `GeoJSON` features.
fn squares(register: &Register, level: Level) -> Vec<Value> {
    register.level(level, DAY).map(|unit| square(register, unit)).collect()
}

/// Thanh Hóa and the two archipelagos: the smallest file of communes that is taken in here.
fn a_few(register: &Register) -> Vec<Value> {
    let thanh_hoa = register.at_code("38", Level::Province, DAY).expect("in force").unit;
    let archipelagos = ["20333", "22736"].into_iter().filter_map(|code| register.at_code(code, Level::Commune, DAY));
    register.children(thanh_hoa, DAY).chain(archipelagos).map(|unit| square(register, unit)).collect()
}

fn square(register: &Register, unit: &Version) -> Value {
    let seats: Vec<&Version> = match unit.kind.level() {
        Level::Province => register.children(unit.unit, DAY).collect(),
        _ => vec![unit],
    };
    let points = seats.iter().filter_map(|seat| register.point(seat.unit));
    let polygons: Vec<Value> = points.map(|p| json!([ring(p.lon, p.lat)])).collect();
    json!({
        "type": "Feature",
        "properties": { "code": unit.code, "name": unit.full_name() },
        "geometry": { "type": "MultiPolygon", "coordinates": polygons },
    })
}

fn ring(lon: f64, lat: f64) -> Value {
    let (w, s, e, n) = (lon - 0.02, lat - 0.02, lon + 0.02, lat + 0.02);
    json!([[w, s], [e, s], [e, n], [w, n], [w, s]])
}

fn collection(features: &[Value]) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

/// The same squares as a quantised topology: one arc each, every second one run backwards.
fn topology(features: &[Value]) -> Value {
    let (mut arcs, mut geometries) = (Vec::new(), Vec::new());
    for feature in features {
        let corners = feature["geometry"]["coordinates"][0][0].as_array().expect("a ring");
        let steps = |degrees: &Value, origin: f64| ((degrees.as_f64().expect("a number") - origin) * 10_000.0).round();
        let mut placed: Vec<(f64, f64)> = corners.iter().map(|c| (steps(&c[0], 100.0), steps(&c[1], 5.0))).collect();
        let place = i64::try_from(arcs.len()).expect("few");
        let place = if arcs.len() % 2 == 0 {
            place
        } else {
            placed.reverse();
            !place
        };
        let mut before = (0.0, 0.0);
        let told = placed.into_iter().map(|at| {
            let step = json!([at.0 - before.0, at.1 - before.1]);
            before = at;
            step
        });
        arcs.push(told.collect::<Value>());
        geometries.push(json!({ "type": "Polygon", "properties": feature["properties"], "arcs": [[place]] }));
    }
    json!({
        "type": "Topology",
        "transform": { "scale": [0.0001, 0.0001], "translate": [100.0, 5.0] },
        "objects": { "xa": { "type": "GeometryCollection", "geometries": geometries } },
        "arcs": arcs,
    })
}

async fn import(app: &App, document: &Value) -> Result<BoundaryImport, Problem> {
    let bytes = serde_json::to_vec(document).expect("JSON");
    app.import_boundaries(bytes, "Bản đồ giả định", "giả định, dùng nội bộ", date(2025, 7, 1)).await
}

fn fault(outcome: Result<BoundaryImport, Problem>) -> BoundaryFault {
    let issues = faults(outcome);
    let [issue] = issues.as_slice() else { panic!("one fault, not {issues:?}") };
    match &issue.kind {
        IssueKind::Boundary(fault) => fault.clone(),
        other => panic!("{other:?}"),
    }
}

fn code_of(feature: &Value) -> &str {
    feature["properties"]["code"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn communes_are_drawn_instead_of_cells() {
    let office = Office::open().await;
    let before = office.app.nation_map(DAY).await.expect("draws");
    assert!(!before.true_boundaries, "the schematic map until boundaries are there");
    let features = squares(&office.app.register(), Level::Commune);
    let done = import(&office.app, &collection(&features)).await.expect("taken in");
    assert_eq!((done.matched, done.communes, done.provinces), (3_321, 3_321, 0));
    assert_eq!((done.missing.len(), done.unknown.len(), done.warnings.len()), (0, 0, 0), "{done:?}");

    let nation = office.app.nation_map(DAY).await.expect("draws");
    assert!(nation.true_boundaries);
    assert_eq!((nation.width, nation.shapes.len()), (720, 34));
    assert!(nation.shapes.iter().all(|s| s.path.starts_with('M') && s.path.ends_with('z')));
    let named: Vec<(&str, &str)> = nation.named.iter().map(|n| (n.code.as_str(), n.name.as_str())).collect();
    assert_eq!(named, [("20333", "Hoàng Sa"), ("22736", "Trường Sa")]);
    for place in &nation.named {
        assert!(!place.islets.is_empty());
        let inside = |x: i32, y: i32| (0..=720).contains(&x) && (0..=nation.height.cast_signed()).contains(&y);
        assert!(inside(place.x, place.y), "{place:?} lies on the drawing of height {}", nation.height);
    }

    let province = office.app.province_map("38", DAY).await.expect("draws");
    assert!(province.true_boundaries);
    assert_eq!((province.shapes.len(), province.insets.len(), province.named.len()), (166, 0, 0));
    let first = province.shapes.first().expect("a shape");
    assert_eq!(first.path.matches('l').count(), 3, "a square stays a square: {}", first.path);
    let of_islands = office.app.province_map("56", DAY).await.expect("draws");
    assert_eq!((of_islands.shapes.len(), of_islands.insets.len(), of_islands.named.len()), (65, 1, 1));
    let beside = of_islands.insets.first().map_or(0, |inset| inset.0);
    assert!(of_islands.shapes.iter().all(|s| s.code == "22736" || s.x < beside), "a frame hides no land");
    assert!(matches!(office.app.province_map("99", DAY).await, Err(Problem::Hidden)));
    office.finish().await;
}

#[tokio::test]
async fn both_ways_of_writing_draw_the_same() {
    let office = Office::open().await;
    let features = squares(&office.app.register(), Level::Commune);
    import(&office.app, &collection(&features)).await.expect("GeoJSON");
    let (nation, province) = (office.app.nation_map(DAY).await, office.app.province_map("48", DAY).await);
    let done = import(&office.app, &topology(&features)).await.expect("TopoJSON");
    assert_eq!((done.matched, done.warnings.len()), (3_321, 0));
    assert_eq!(*office.app.nation_map(DAY).await.expect("draws"), *nation.expect("draws"));
    assert_eq!(*office.app.province_map("48", DAY).await.expect("draws"), *province.expect("draws"));
    let imports = office.app.boundary_imports().await.expect("reads");
    assert_eq!(imports.len(), 2, "the first stays as a record");
    assert_eq!(imports.first().map(|i| (i.id, i.units)), Some((done.id, 3_321)));
    office.finish().await;
}

#[tokio::test]
async fn provinces_alone_draw_the_nation_only() {
    let office = Office::open().await;
    let features = squares(&office.app.register(), Level::Province);
    let done = import(&office.app, &collection(&features)).await.expect("taken in");
    assert_eq!((done.matched, done.communes, done.provinces), (34, 0, 34));
    assert!(office.app.nation_map(DAY).await.expect("draws").true_boundaries);
    assert!(!office.app.province_map("38", DAY).await.expect("draws").true_boundaries);

    // Khánh Hòa without its islands in the sea
    let mut short = features;
    for feature in short.iter_mut().filter(|f| code_of(f) == "56") {
        let polygons = feature["geometry"]["coordinates"].as_array_mut().expect("polygons");
        polygons.retain(|polygon| polygon[0][0][0].as_f64().is_some_and(|lon| lon < 111.0));
    }
    assert_eq!(fault(import(&office.app, &collection(&short)).await), archipelago("đặc khu Trường Sa", "22736"));
    office.finish().await;
}

fn archipelago(name: &str, code: &'static str) -> BoundaryFault {
    BoundaryFault::ArchipelagoMissing { name: name.to_owned(), code }
}

#[tokio::test]
async fn a_map_without_hoang_sa_or_truong_sa_is_refused_and_the_old_one_stays() {
    let office = Office::open().await;
    let features = a_few(&office.app.register());
    let first = import(&office.app, &collection(&features)).await.expect("taken in");
    for (code, name) in [("20333", "đặc khu Hoàng Sa"), ("22736", "đặc khu Trường Sa")] {
        let without: Vec<Value> = features.iter().filter(|f| code_of(f) != code).cloned().collect();
        assert_eq!(fault(import(&office.app, &collection(&without)).await), archipelago(name, code));
        let mut empty = features.clone();
        for feature in empty.iter_mut().filter(|f| code_of(f) == code) {
            feature["geometry"] = Value::Null;
        }
        assert_eq!(fault(import(&office.app, &collection(&empty)).await), archipelago(name, code));
    }
    let imports = office.app.boundary_imports().await.expect("reads");
    assert_eq!(imports.iter().map(|i| i.id).collect::<Vec<_>>(), [first.id]);
    assert!(office.app.province_map("38", DAY).await.expect("draws").true_boundaries);
    office.finish().await;
}

#[tokio::test]
async fn features_are_matched_by_code_then_by_name_and_the_rest_is_listed() {
    let office = Office::open().await;
    let mut features = squares(&office.app.register(), Level::Commune);
    let place = |code: &str| features.iter().position(|f| code_of(f) == code).expect("there");
    let former = place("16417");
    for (at, properties) in [
        (place("06970"), json!({ "CODE": "06978" })),
        (place("12313"), json!({ "ten_xa": "Duc Hop", "ten_tinh": "Tỉnh Hưng Yên" })),
        (place("12322"), json!({ "code": 12322.0, "name": "Hiệp Cường" })),
        (former, json!({ "code": "16417", "name": "Xã Đông Văn", "province": "Thanh Hóa" })),
        (place("00004"), json!({ "code": 4, "name": "P. Ba Đình" })),
    ] {
        features[at]["properties"] = properties;
    }
    let last = features.len();
    features.push(json!({ "type": "Feature", "id": "99999", "properties": { "name": "giả định" }, "geometry": null }));
    features.push(features[0].clone());
    features[last + 1]["properties"] = json!({ "code": "12280" });
    let done = import(&office.app, &collection(&features)).await.expect("taken in");
    assert_eq!(done.matched, 3_320);
    assert_eq!(done.missing, ["16417"]);
    let unknown =
        |number, code: &str, name: &str| UnknownFeature { number, code: code.to_owned(), name: name.to_owned() };
    assert_eq!(done.unknown, [unknown(former + 1, "16417", "Xã Đông Văn"), unknown(last + 1, "99999", "giả định")]);
    let warnings = &done.warnings;
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(
        warnings.iter().any(|w| matches!(w, BoundaryWarning::ByName { code, .. } if code == "12313")),
        "{warnings:?}"
    );
    assert!(
        warnings.iter().any(|w| matches!(w, BoundaryWarning::Joined { code, features: 2 } if code == "12280")),
        "{warnings:?}"
    );
    let other =
        warnings.iter().any(|w| matches!(w, BoundaryWarning::OtherName { is, .. } if is == "phường Đông Quang"));
    assert!(other, "{warnings:?}");
    let province = office.app.province_map("38", DAY).await.expect("draws");
    assert_eq!(province.shapes.len(), 166, "one without a boundary is a dot where its point is");
    office.finish().await;
}

#[tokio::test]
async fn what_cannot_be_a_map_of_viet_nam_is_refused_with_the_reason() {
    let office = Office::open().await;
    let features = a_few(&office.app.register());
    let one = |point: Value| {
        let mut features = features.clone();
        features[7]["geometry"]["coordinates"][0][0][1] = point;
        collection(&features)
    };
    let label = format!("#8 {} {}", code_of(&features[7]), features[7]["properties"]["name"].as_str().expect("a name"));
    let outside = fault(import(&office.app, &one(json!([21.03, 105.8]))).await);
    assert_eq!(outside, BoundaryFault::Outside { feature: label.clone(), lon: 21.03, lat: 105.8 });
    let metres = fault(import(&office.app, &one(json!([588_123.4, 2_326_000]))).await);
    assert_eq!(metres, BoundaryFault::NotDegrees { feature: label });
    let refused = import(&office.app, &one(json!([588_123.4, 2_326_000]))).await;
    assert!(said(&faults(refused)).iter().any(|s| s.contains("VN-2000") && !s.starts_with("Dòng")));

    let former: Vec<Value> = features
        .iter()
        .cloned()
        .map(|mut f| {
            f["properties"]["name"] = json!("Xóm Bịa");
            f
        })
        .collect();
    assert_eq!(
        fault(import(&office.app, &collection(&former)).await),
        BoundaryFault::TooFewMatched { matched: 0, features: 168 }
    );
    assert_eq!(
        fault(import(&office.app, &collection(&[])).await),
        BoundaryFault::TooFewMatched { matched: 0, features: 0 }
    );
    assert_eq!(
        fault(import(&office.app, &json!({ "type": "Feature" })).await),
        BoundaryFault::NotBoundaries { found: "Feature".to_owned() }
    );
    assert!(matches!(fault(import(&office.app, &json!([1, 2])).await), BoundaryFault::NotJson { .. }));
    let mut lost = topology(&features);
    lost["objects"]["xa"]["geometries"][3]["arcs"][0][0] = json!(9_999_999);
    assert!(matches!(fault(import(&office.app, &lost).await), BoundaryFault::NoSuchArc { .. }));
    let again = json!([0].repeat(700_000));
    let mut large = topology(&features);
    large["objects"]["xa"]["geometries"][3]["arcs"] = json!([again]);
    let large = fault(import(&office.app, &large).await);
    assert!(
        matches!(large, BoundaryFault::TooManyPoints { .. }),
        "a short file that stands for a long line: {large:?}"
    );
    let no_licence = office.app.import_boundaries(Vec::new(), "x", " ", DAY).await;
    assert_eq!(fault(no_licence), BoundaryFault::NoLicence);
    assert!(office.app.boundary_imports().await.expect("reads").is_empty());
    office.finish().await;
}

#[tokio::test]
async fn a_drawing_is_made_once_until_register_or_boundaries_change() {
    let office = Office::open().await;
    let features = a_few(&office.app.register());
    let (one, two) = (
        office.app.province_map("38", DAY).await.expect("draws"),
        office.app.province_map("38", DAY).await.expect("draws"),
    );
    assert!(std::sync::Arc::ptr_eq(&one, &two), "kept");
    let other = office.restart().await;
    import(&other, &collection(&features)).await.expect("taken in by another program");
    let three = office.app.province_map("38", DAY).await.expect("draws");
    assert!(three.true_boundaries && !one.true_boundaries, "what another program brought is seen");
    let list = "code,name,type,from\n12313,Một,thôn,01/07/2025\n";
    office.app.import_hamlets("x.csv", file(list), signed(), testkit::id(3, 1)).await.expect("taken in");
    let four = office.app.province_map("38", DAY).await.expect("draws");
    assert!(!std::sync::Arc::ptr_eq(&three, &four), "the register moved");
    assert_eq!(three, four);
    drop(other);
    office.finish().await;
}

#[tokio::test]
async fn a_server_keeps_boundaries_as_well() {
    let Some(office) = Office::on_a_server().await else { return };
    let features = a_few(&office.app.register());
    let done = import(&office.app, &topology(&features)).await.expect("taken in");
    assert_eq!((done.matched, done.missing.len()), (168, 3_153));
    assert!(!office.app.nation_map(DAY).await.expect("draws").true_boundaries, "not while a province has none");
    assert!(office.restart().await.province_map("38", DAY).await.expect("draws").true_boundaries);
    office.finish().await;
}
