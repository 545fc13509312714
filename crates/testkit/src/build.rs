//! Ready-made things for tests. Every figure and place is fictitious (giả định).

use domain::facts::{Change, Entry, Fact, Recording, Source, Value, Window, record};
use domain::units::{Kind, Lineage, Register, Start, UnitId, Version};
use jiff::civil::{Date, date};
use store::ledger::{Actor, Deed};
use uuid::Uuid;

use crate::{id, ids, minutes};

/// The evaluation window of 2025: 15/12/2024 to 14/12/2025.
pub const WINDOW_2025: Window = Window { from: date(2024, 12, 15), to: date(2025, 12, 14) };

/// The `n`th fictitious unit.
pub fn unit(n: u64) -> UnitId {
    UnitId(id(1, n))
}

/// A unit in force since 1/7/2025.
pub fn version(n: u64, code: &str, kind: Kind, parent: Option<UnitId>) -> Version {
    Version {
        unit: unit(n),
        code: code.to_owned(),
        name: format!("Giả Định {n}"),
        kind,
        parent,
        from: Start::On(date(2025, 7, 1)),
        until: None,
        basis: "giả định".to_owned(),
    }
}

/// Two provinces: `38` with communes 11 and 12 (codes 00011, 00012), `75` with commune 21 (00021).
pub fn versions() -> Vec<Version> {
    vec![
        version(1, "38", Kind::Tinh, None),
        version(2, "75", Kind::Tinh, None),
        version(11, "00011", Kind::Xa, Some(unit(1))),
        version(12, "00012", Kind::Phuong, Some(unit(1))),
        version(21, "00021", Kind::Xa, Some(unit(2))),
    ]
}

/// [`versions`] as a register, with the lineage given.
pub fn register(lineage: Vec<Lineage>) -> Register {
    Register::new(versions(), lineage, Vec::new(), std::collections::HashMap::new()).expect("the versions fit together")
}

/// A hamlet of commune 11, in force since a day.
pub fn hamlet(n: u64, from: Date) -> Version {
    Version { from: Start::On(from), ..version(n, &format!("{n:07}"), Kind::Thon, Some(unit(11))) }
}

/// An entry for one of the units of [`versions`].
pub fn entry(n: u64, input: &str, value: Value) -> Entry {
    let province = if n < 20 { "38" } else { "75" };
    Entry {
        unit: unit(n),
        province_code: province.to_owned(),
        input: input.to_owned(),
        value,
        note: None,
        place: Some(format!("giả định.xlsx, dòng {n}")),
    }
}

/// The `n`th recording, `n` minutes after [`crate::NOW_MS`].
pub fn recording(n: u16) -> Recording {
    Recording {
        batch: id(2, u64::from(n)),
        window: WINDOW_2025,
        source: Source {
            title: "Báo cáo giả định".to_owned(),
            number: Some(format!("{n}/BC-GĐ")),
            date: Some(date(2025, 12, 14)),
            place: None,
        },
        entered_by: "cán bộ giả định".to_owned(),
        at: minutes(i64::from(n)),
    }
}

/// What the operator of tests says about a write.
pub fn deed(act: &'static str) -> Deed {
    Deed { actor: Actor::LocalOperator, act, occurred_on: date(2025, 12, 14), clause: None }
}

/// The change that the `n`th recording of these entries makes to what is in force.
pub fn change(n: u16, current: &[Fact], entries: Vec<Entry>) -> Change {
    record(current, entries, &recording(n), fact_ids(n)).expect("the entries can be recorded")
}

/// The ids that facts of the `n`th recording get.
pub fn fact_ids(n: u16) -> impl FnMut() -> Uuid {
    ids(1000 + n)
}
