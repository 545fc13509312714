//! Fictitious figures for a demonstration, the same from the same seed, and so labelled.
//!
//! Shapes follow what was published of the country (about a quarter of communes clean,
//! sizes log-normal); no number here is any commune's.

mod accounts;
mod cases;
mod plans;
mod reports;
mod tasks;

use criteria::Pack;
use domain::facts::{Entry, Recording, Route, Source, Value, record};
use domain::units::{Level, Version};
use texts::Lang;
use uuid::Uuid;

pub use accounts::DemoAccount;

use crate::app::App;
use crate::problem::Problem;

/// The seed of the shipped demonstration.
pub const SEED: u64 = 38;

/// The province of the demonstration: Thanh Hóa.
pub const PROVINCE: &str = "38";

/// A small generator (`SplitMix64`): reproducible on every machine, no use for secrets.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Standard normal (Box and Muller).
    fn normal(&mut self) -> f64 {
        let (u, v) = (self.unit().max(1e-12), self.unit());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// A whole number of about `mean`, more often small.
    #[expect(clippy::cast_possible_truncation, reason = "means are far below 2^31")]
    fn about(&mut self, mean: f64) -> i64 {
        (-mean * self.unit().max(1e-9).ln()).round().clamp(0.0, 1e6) as i64
    }
}

/// One commune's invented figures, by input id.
fn figures(unit: &Version, dice: &mut Dice) -> Vec<(&'static str, Value)> {
    let urban = unit.kind == domain::units::Kind::Phuong;
    let (median, sigma) = if urban { (47_000.0_f64, 0.65) } else { (23_500.0, 0.8) };
    #[expect(clippy::cast_possible_truncation, reason = "cut to 250,000")]
    let population = (median * (sigma * dice.normal()).exp()).clamp(2_000.0, 250_000.0) as i64;
    let clean = dice.chance(0.27);
    let cared_for = clean && dice.chance(0.1);
    // Some communes have drugs in none of the registers that Art. 4 counts: a violation, a site.
    let faint = !clean && dice.chance(0.16);
    #[expect(clippy::cast_precision_loss, reason = "a commune's population")]
    let weight = population as f64 / 1_000.0;
    // The load differs widely: a few communes carry most of it.
    let load = (0.9 * dice.normal()).exp();
    let on_file = match (clean || faint, cared_for) {
        (true, true) => 1 + dice.about(1.5),
        (true, false) => 0,
        (false, _) => (1 + dice.about(weight * load)).min(population / 20),
    };
    let users = on_file / 4;
    let arrests = if clean || faint { 0 } else { dice.about(weight * 0.3 * load).min(population / 50) };
    let sites = if clean || dice.chance(0.6) { 0 } else { 1 + dice.about(0.7 * load) };
    let plants = if !clean && !faint && dice.chance(0.06) { 20 + dice.about(400.0) } else { 0 };
    let route = match dice.unit() {
        x if x < 0.08 => Route::Inter,
        x if x < 0.22 => Route::Local,
        _ => Route::None,
    };
    let not_exempt = if clean { 0 } else { (on_file * 2 / 3).max(i64::from(on_file > 0)) };
    let violators = if clean { 0 } else { (arrests * 2 / 3).max(i64::from(faint && sites == 0)) };
    let number = Value::Number;
    vec![
        ("population", number(population)),
        ("addicts_on_file", number(on_file - users)),
        ("users_on_file", number(users)),
        ("use_sites", number(sites)),
        ("offenders_arrested", number(arrests)),
        ("plants", number(plants)),
        ("plant_area_m2", number(plants * 2_500)),
        ("key_route", Value::Route(route)),
        ("residents_not_exempt", number(not_exempt)),
        ("resident_violators", number(violators)),
        ("wanted_hiding", number(i64::from(!clean && dice.chance(0.04)))),
    ]
}

impl App {
    /// Fills the store with invented figures for Thanh Hóa: the year 2025 nearly
    /// whole, 2026 with more communes still silent.
    pub async fn fill_demo(&self, seed: u64, lang: Lang) -> Result<(), Problem> {
        let pack = self.law()?;
        for (year, silent) in [(2025, 0.02), (2026, 0.08)] {
            let entries = self.demo_entries(&pack, year, silent, seed)?;
            let recording = Recording {
                batch: Uuid::from_u128(u128::from(seed) << 64 | u128::try_from(year).unwrap_or(0)),
                window: self.window(year)?,
                source: Source { title: lang.demo_source(seed), number: None, date: None, place: None },
                entered_by: lang.demo_entered_by().to_owned(),
                at: self.now(),
            };
            let change = record(&[], entries, &recording, || self.new_id())?;
            let mut tx = self.db().begin().await?;
            store::facts::save(&mut tx, &change, &self.deed("record", &recording.source)).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    fn demo_entries(&self, pack: &Pack, year: i16, silent: f64, seed: u64) -> Result<Vec<Entry>, Problem> {
        let (register, window) = (self.register(), self.window(year)?);
        let province = register.at_code(PROVINCE, Level::Province, window.to).ok_or(Problem::Hidden)?;
        let mut dice = Dice(seed.wrapping_mul(1_000_003) ^ u64::from(year.unsigned_abs()));
        let mut entries = Vec::new();
        for unit in register.children(province.unit, window.to) {
            // Some report nothing, some leave a figure out, one figure in a hundred is in dispute.
            let reports = !dice.chance(silent);
            for (input, value) in figures(unit, &mut dice) {
                let value = match dice.unit() {
                    _ if !reports => Value::Unknown,
                    x if x < silent / 30.0 => Value::Unknown,
                    x if x > 0.999 => Value::Disputed,
                    _ => value,
                };
                if pack.input(input).is_some() && value != Value::Unknown {
                    let (unit, input) = (unit.unit, input.to_owned());
                    entries.push(Entry {
                        unit,
                        province_code: PROVINCE.to_owned(),
                        input,
                        value,
                        note: None,
                        place: None,
                    });
                }
            }
        }
        Ok(entries)
    }
}
