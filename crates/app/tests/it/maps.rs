//! The schematic map.

use app::map::{nation, province};
use domain::units::{Level, REGISTER_DATE, Register, shipped};

fn register() -> Register {
    shipped().expect("data/ is sound")
}

#[test]
fn the_nation_shows_every_province_and_both_archipelagos() {
    let drawing = nation(&register(), REGISTER_DATE);
    assert_eq!(drawing.shapes.len(), 34);
    let mut named: Vec<&str> = drawing.named.iter().map(|n| n.name.as_str()).collect();
    named.sort_unstable();
    assert_eq!(named, ["Hoàng Sa", "Trường Sa"]);
    for place in &drawing.named {
        assert!((0..=drawing.width).contains(&u32::try_from(place.x).expect("inside")), "{}", place.name);
        assert!((0..=drawing.height).contains(&u32::try_from(place.y).expect("inside")), "{}", place.name);
    }
    let bytes: usize = drawing.shapes.iter().map(|s| s.path.len()).sum();
    assert!(bytes < 40_000, "{bytes} bytes are too many for a slow line");
}

#[test]
fn every_commune_has_a_cell_of_its_own() {
    let register = register();
    let mut cells = 0;
    for unit in register.level(Level::Province, REGISTER_DATE) {
        let drawing = province(&register, unit.unit, REGISTER_DATE);
        let communes = register.children(unit.unit, REGISTER_DATE).count();
        assert_eq!(drawing.shapes.len(), communes, "{}", unit.name);
        for shape in &drawing.shapes {
            assert!(
                shape.path.starts_with('M') && shape.path.ends_with('z') && shape.path.matches('l').count() >= 2,
                "{} {}",
                unit.name,
                shape.code
            );
        }
        cells += communes;
    }
    assert_eq!(cells, 3321);
}

#[test]
fn far_islands_stand_in_frames() {
    let register = register();
    let of = |code| {
        province(
            &register,
            register.at_code(code, Level::Province, REGISTER_DATE).expect("a province").unit,
            REGISTER_DATE,
        )
    };
    for (code, island) in [("48", "Hoàng Sa"), ("56", "Trường Sa")] {
        let drawing = of(code);
        assert!(drawing.named.iter().any(|n| n.name == island) && !drawing.insets.is_empty(), "{island}");
    }
    assert!(of("38").insets.is_empty());
}
