//! What an account's appointments reach, as a question: which units lie in it on a day, and which files those units hold.
//!
//! The parts come from [`domain::access::Scope`]; the way up is the register's, as it stands on the day of the question.
//! The units go to [`crate::sight::Sight`], the files to a list: two ways to the same answer, which the tests compare.

use std::collections::BTreeSet;

use domain::access::{NATION, Reach};
use domain::persons::Standing;
use domain::units::UnitId;
use jiff::civil::Date;
use uuid::Uuid;

use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, Query, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("reach::UNITS", UNITS), ("reach::HELD", HELD)];

/// Begins both questions: the units that come under one part of what a list reaches, on a day.
macro_rules! reached {
    ($rest:literal) => {
        concat!(
            "
    with recursive here (id, parent_id) as (
        select unit_id, parent_id from unit_version where start_on <= $5 and (until is null or until > $5)
    ), reached (id) as (
        select id from here
        where ($1 = 'unit' and id = $2)
           or ($1 = 'beside' and parent_id = $2 and id <> $3)
           or ($1 = 'under' and (parent_id = $2 or $2 = $4))
        union
        select h.id from here h join reached r on h.parent_id = r.id where $1 = 'under'
    )
",
            $rest
        )
    };
}

const UNITS: &str = reached!("    select id from reached order by id");

/// The units that come under any of these parts on a day.
#[tracing::instrument(name = "db.reach.units", level = "debug", skip_all, fields(parts = parts.len()))]
pub async fn units(tx: &mut Tx, parts: &[Reach], on: Date) -> Result<BTreeSet<UnitId>> {
    let mut found = BTreeSet::new();
    for part in parts {
        found.extend(tx.all::<Id>(asked(UNITS, part, on)).await?.into_iter().map(|id| UnitId(id.0)));
    }
    Ok(found)
}

const HELD: &str = reached!(
    "    select p.province_code, p.id, p.unit_id, p.version, p.renewals, p.placed_on, p.state
    from person p
    where p.state = 'held' and p.unit_id in (select id from reached)
    order by p.id"
);

/// The files that units under any of these parts hold now, each once, by id.
#[tracing::instrument(name = "db.reach.held", level = "debug", skip_all, fields(parts = parts.len()))]
pub async fn held(tx: &mut Tx, parts: &[Reach], on: Date) -> Result<Vec<Standing>> {
    let mut found: Vec<Standing> = Vec::new();
    for part in parts {
        found.extend(tx.all::<Standing>(asked(HELD, part, on)).await?);
    }
    found.sort_by_key(|standing| standing.person);
    found.dedup_by_key(|standing| standing.person);
    Ok(found)
}

fn asked(text: &'static str, part: &Reach, on: Date) -> Query {
    let (word, unit, but) = match part {
        Reach::Unit(unit) => ("unit", unit, unit),
        Reach::Under(unit) => ("under", unit, unit),
        Reach::Beside(parent, but) => ("beside", parent, but),
    };
    sql(text).arg(word).arg(unit.0).arg(but.0).arg(NATION.0).arg(on)
}

struct Id(Uuid);

impl FromRow for Id {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("id").map(Self)
    }
}
