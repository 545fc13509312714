//! Units of the register.

use app::App;
use axum::Json;
use axum::extract::{Path, State};
use domain::units::{Extent, Level, Lineage, Register, Start, UnitId, Version};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{NotFound, Paging, Refusals, page_of};
use super::strict::{NoQuery, Query, Read, Strict, id};
use crate::cx::Cx;
use crate::problem::Problem;

/// Which units.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Words of the name in any spelling, or a code.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Communes unless said.
    #[param(value_type = Option<LevelWord>, inline)]
    level: Level,
    /// Code of the province whose communes are asked for.
    #[param(pattern = "^[0-9]{1,8}$")]
    province: Option<String>,
    /// The day on which they are in force; today in Việt Nam unless said.
    #[param(value_type = Option<String>, format = Date)]
    day: Option<Date>,
    /// Which page, from 1.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10_000)]
    page: u32,
}

impl Read for Which {
    fn read(query: &Query) -> Result<Self, Problem> {
        Ok(Self {
            q: query.text("q").map(str::to_owned),
            level: query.level()?,
            province: query.code("province")?,
            day: query.day("day")?,
            page: query.page()?,
        })
    }
}

/// Levels that are judged.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "the word of domain::units::Level, for the description")]
pub enum LevelWord {
    /// Xã, phường, đặc khu.
    Commune,
    /// Tỉnh, thành phố.
    Province,
}

/// A unit as it is on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unit {
    /// What it is known by for ever; a code is not.
    id: Uuid,
    /// Its code on that day.
    code: String,
    /// Its name, without its type.
    name: String,
    /// Its type: `xa`, `phuong`, `tinh` …
    kind: &'static str,
    /// `commune`, `province`, `district` or `hamlet`.
    level: &'static str,
    /// Code of its province on that day.
    province: Option<String>,
    /// First day in force; none where only a listing is known.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<String>,
    /// First day no longer in force.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<String>,
    /// The document that made it, or what is known instead.
    basis: String,
}

/// A page of units.
#[derive(Debug, Serialize, ToSchema)]
pub struct Units {
    /// The day on which they are in force.
    #[schema(format = Date)]
    day: String,
    /// Units, by code; those found by words, the likeliest first.
    items: Vec<Unit>,
    /// Where the list goes on.
    paging: Paging,
}

/// A unit through time.
#[derive(Debug, Serialize, ToSchema)]
pub struct History {
    /// Its versions, the oldest first.
    versions: Vec<Unit>,
    /// What it was made of.
    predecessors: Vec<Arrow>,
    /// What became of it.
    successors: Vec<Arrow>,
}

/// One step of a unit's history.
#[derive(Debug, Serialize, ToSchema)]
pub struct Arrow {
    /// The other unit.
    unit: Uuid,
    /// The day of the change.
    #[schema(format = Date)]
    on: String,
    /// Whether all of the former unit went over, or a part.
    whole: bool,
    /// The document.
    basis: String,
}

/// Units in force on a day.
#[utoipa::path(get, path = "/api/v1/units", operation_id = "listUnits", tag = "units", params(Which),
    responses((status = 200, body = Units, description = "A page of units."), Refusals))]
pub async fn list(State(app): State<App>, Strict(which): Strict<Which>) -> Result<Json<Units>, Problem> {
    let register = app.register();
    let day = which.day.unwrap_or_else(|| jiff::tz::Offset::constant(7).to_datetime(app.now()).date());
    let province = which.province.as_deref();
    let is_asked = |version: &&Version| {
        let of = province.is_none_or(|code| code_of_province(&register, version, day).as_deref() == Some(code));
        version.kind.level() == which.level && of
    };
    let words = which.q.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let found: Vec<&Version> = if let Some(words) = words {
        register.search(words, day, usize::MAX).into_iter().map(|hit| hit.version).filter(is_asked).collect()
    } else {
        let mut all: Vec<&Version> = register.level(which.level, day).filter(is_asked).collect();
        all.sort_by(|a, b| a.code.cmp(&b.code));
        all
    };
    let (found, paging) = page_of(found, which.page);
    let items = found.into_iter().map(|version| unit(&register, version, day)).collect();
    Ok(Json(Units { day: day.to_string(), items, paging }))
}

/// A unit through time, by its id.
#[utoipa::path(get, path = "/api/v1/units/{unit}", operation_id = "getUnit", tag = "units", params(("unit" = Uuid, Path, description = "Id of a unit.")),
    responses((status = 200, body = History, description = "Its versions and lineage."), NotFound, Refusals))]
pub async fn one(
    State(app): State<App>,
    cx: Cx,
    Path(unit_id): Path<String>,
    _: NoQuery,
) -> Result<Json<History>, Problem> {
    let register = app.register();
    let asked = UnitId(id(&unit_id, cx.lang)?);
    let mut versions: Vec<&Version> = register.versions_of(asked).collect();
    if versions.is_empty() {
        return Err(app::Problem::Hidden.into());
    }
    versions.sort_by_key(|version| begins(version));
    let versions = versions.into_iter().map(|version| unit(&register, version, begins(version))).collect();
    let predecessors = register.predecessors(asked).map(|step| arrow(step, step.from)).collect();
    let successors = register.successors(asked).map(|step| arrow(step, step.to)).collect();
    Ok(Json(History { versions, predecessors, successors }))
}

const fn begins(version: &Version) -> Date {
    match version.from {
        Start::On(day) | Start::SeenOn(day) => day,
    }
}

fn code_of_province(register: &Register, version: &Version, day: Date) -> Option<String> {
    register.province(version.unit, day).map(|province| province.code.clone())
}

fn unit(register: &Register, version: &Version, day: Date) -> Unit {
    Unit {
        id: version.unit.0,
        code: version.code.clone(),
        name: version.name.clone(),
        kind: version.kind.key(),
        level: version.kind.level().key(),
        province: code_of_province(register, version, day),
        from: if let Start::On(from) = version.from { Some(from.to_string()) } else { None },
        until: version.until.map(|day| day.to_string()),
        basis: version.basis.clone(),
    }
}

fn arrow(step: &Lineage, other: UnitId) -> Arrow {
    Arrow { unit: other.0, on: step.on.to_string(), whole: step.extent == Extent::Whole, basis: step.basis.clone() }
}
