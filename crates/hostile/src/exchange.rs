//! Files of figures that come from other programs: JSON of DHIS2 and of our own, XML of ADX, CSV.

use std::collections::BTreeSet;

use app::reports::Catalog;
use app::reports::exchange::{Read, Shape, checked, read, rewritten};
use domain::facts::Window;
use jiff::civil::date;

use crate::Target;

pub const DHIS2: Target = Target { name: "dhis2", seeds: || seeds(Shape::Dhis2), read: dhis2, cases: 1_000 };
pub const ADX: Target = Target { name: "adx", seeds: || seeds(Shape::Adx), read: adx, cases: 1_000 };
pub const FIGURES_CSV: Target =
    Target { name: "figures_csv", seeds: || seeds(Shape::Csv), read: figures_csv, cases: 1_000 };
pub const FIGURES_JSON: Target =
    Target { name: "figures_json", seeds: || seeds(Shape::Json), read: figures_json, cases: 1_000 };

/// A number, a word, a group, one that is not told, a sign that every format has to hide.
const ROWS: &str = "indicator,breakdown,unit,period,from,to,value,withheld\n\
    sessions,,14845,2026-Q3,2026-06-15,2026-09-14,37,\n\
    key_route,,14845,2026-Q3,2026-06-15,2026-09-14,local,\n\
    addicts,sex.female,14845,2026-Q3,2026-06-15,2026-09-14,12,\n\
    users,age.under_14,14845,2026-Q3,2026-06-15,2026-09-14,,withheld\n\
    models,,14851,2026-Q3,2026-06-15,2026-09-14,\"<&\"\"'\",\n";

fn seeds(shape: Shape) -> Vec<Vec<u8>> {
    let values = read(ROWS.as_bytes(), Shape::Csv).expect("rows of ours");
    vec![rewritten(&values, "kh192-xa", shape).expect("values of ours")]
}

fn dhis2(bytes: &[u8]) {
    exchanged(bytes, Shape::Dhis2);
}

fn adx(bytes: &[u8]) {
    exchanged(bytes, Shape::Adx);
}

fn figures_csv(bytes: &[u8]) {
    exchanged(bytes, Shape::Csv);
}

fn figures_json(bytes: &[u8]) {
    exchanged(bytes, Shape::Json);
}

/// A file is refused, or what it says can be checked; what fits says the same when it is written again, in any shape.
fn exchanged(bytes: &[u8], shape: Shape) {
    let Ok(values) = read(bytes, shape) else { return };
    if values.is_empty() {
        return;
    }
    let indicators = &Catalog::shipped().expect("the shipped tables are sound").indicators;
    let window = Window { from: date(2026, 6, 15), to: date(2026, 9, 14) };
    let known = |code: &str| matches!(code, "14845" | "14851");
    let fits = |values: &[Read]| checked(values, indicators, &known, ("2026-Q3", window));
    let Ok(found) = fits(&values) else { return };
    let said: BTreeSet<_> = values.iter().map(|one| &one.value).collect();
    for other in Shape::ALL {
        let written = rewritten(&values, "kh192-xa", other).expect("what fits can be written");
        let again = read(&written, other).expect("what was written can be read");
        if said.iter().all(|value| !value.value.contains(['\r', '\n', '\t'])) {
            assert_eq!(fits(&again).expect("it fits as before"), found, "{shape:?} to {other:?}");
        }
    }
}
