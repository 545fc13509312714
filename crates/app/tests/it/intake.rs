//! Whatever bytes a file holds, it is read or refused; nothing panics, nothing is guessed.

use std::io::Cursor;
use std::sync::LazyLock;

use app::classify::Classify;
use criteria::Pack;
use domain::units::{Level, Register, shipped};
use proptest::prelude::*;
use texts::Lang;

static REGISTER: LazyLock<Register> = LazyLock::new(|| shipped().expect("data/ is sound"));
static PACK: LazyLock<Pack> = LazyLock::new(|| criteria::shipped().expect("sound packs").remove(0));

fn classify() -> Classify<'static> {
    Classify::new(&PACK, &REGISTER, Level::Commune, 2025, Lang::Vi, "tệp").expect("a covered year")
}

/// Cells that come near to being right.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{0,6}",
        "[0-9]{1,3}([.,][0-9]{3}){0,2}",
        "-?[0-9]{1,4}[.,]?[0-9]{0,5}",
        Just("14845".to_owned()),
        Just("12310".to_owned()),
        Just("none".to_owned()),
        Just("tranh chấp".to_owned()),
        Just("18 vụ".to_owned()),
        "\\PC{0,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut issues = 0_u64;
        let reading = classify().read(Cursor::new(bytes), &mut |issue| {
            assert!(!issue.say(Lang::Vi).is_empty() && !issue.say(Lang::En).is_empty());
            issues += 1;
        });
        prop_assert_eq!(reading.issues, issues);
        prop_assert!(issues > 0 || !reading.rows.is_empty());
    }

    /// Accepted rows and complaints together account for every row; accepted figures are as written.
    #[test]
    fn any_cells(rows in prop::collection::vec(prop::collection::vec(cell(), 4), 1..12)) {
        let quoted = |cells: &Vec<String>| cells.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
        let body: Vec<String> = rows.iter().map(quoted).collect();
        let file = format!("code,population,use_sites,plant_area_m2\n{}\n", body.join("\n"));
        let classify = classify();
        let mut complained = std::collections::BTreeSet::new();
        let reading = classify.read(Cursor::new(file.into_bytes()), &mut |issue| {
            complained.insert(issue.row);
        });
        for judged in classify.judged(&reading) {
            prop_assert!(!complained.contains(&judged.row), "row {} was both taken and refused", judged.row);
            let (population, _) = PACK.input("population").expect("an input");
            prop_assert!(judged.facts.get(population).number().is_none_or(|n| n > 0));
        }
        let mut out = Vec::new();
        classify.write_json(&reading, &mut out).expect("memory takes all");
        let json: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
        prop_assert_eq!(json["units"].as_array().map(Vec::len), Some(reading.rows.len()));
    }
}
