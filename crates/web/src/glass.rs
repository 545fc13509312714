//! Emergencies: announced, one's own, and those of others to be looked at afterwards.

pub mod declare;
pub mod review;

use std::collections::HashMap;

use app::App;
use app::breakglass::{Glass, Past};
use domain::access::NATION;
use pages::glass::GlassRow;
use texts::Lang;
use uuid::Uuid;

use crate::account::called;
use crate::visitor::unit_name;

/// An emergency as a row.
fn row(app: &App, of: &Glass, names: &HashMap<Uuid, String>, lang: Lang) -> GlassRow {
    let is_open = app.now() < of.until;
    GlassRow {
        href: format!("/mo-khan-cap/{}", of.id),
        by: called(names, of.account, lang).to_owned(),
        unit: unit_name(app, of.unit, lang),
        person: of.subject.map(|subject| subject.to_string()).unwrap_or_default(),
        from: app::written(of.from),
        until: app::written(of.until),
        is_open,
        standing: if is_open { lang.account_glass_open() } else { lang.account_glass_closed() }.to_owned(),
        verdict: String::new(),
        note: String::new(),
    }
}

/// One's own, with what was found.
fn own_row(app: &App, past: &Past, lang: Lang) -> GlassRow {
    let plain = row(app, &past.glass, &HashMap::new(), lang);
    let Some(review) = &past.review else { return plain };
    let verdict =
        if review.justified { lang.account_glass_justified() } else { lang.account_glass_unjustified() }.to_owned();
    GlassRow { verdict, note: review.note.clone(), ..plain }
}

/// Units to choose from: those of one's own province, or all provinces from above.
fn choices(app: &App, own: domain::units::UnitId) -> Vec<(String, String)> {
    let place = app.place_of(own, app.now());
    let above = place.above().first().copied().filter(|above| *above != NATION);
    crate::account::units_near(app, above.unwrap_or(own))
}
