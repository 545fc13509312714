//! Plans at work: how each target stands by what the program knows and what was told, and what became of the communes
//! that a roadmap names.
//!
//! A value comes from the program where the program knows all of it, otherwise from what somebody told for that year, and
//! otherwise from what the program knows in part. What is not used is still handed on, so that a page can show both.

mod files;

use std::collections::BTreeMap;
use std::sync::Arc;

use criteria::{Pack, Settings, UNDETERMINED};
use domain::access::{NATION, Permit, acts};
use domain::targets::Rounding;
use domain::units::{Level, Register, UnitId, Version};
use domain::work::Noun;
use jiff::civil::Date;
use programme::plans::{
    Among, Asked, Between, Came, Direction, Fate, Judged, Metric, Phase, Place, Plan, Point, Reading, Roadmap, Shipped,
    Source, Target, judge,
};
use programme::tasks::{Origin, Task, grid};
use uuid::Uuid;

use crate::app::App;
use crate::book::{Book, Line};
use crate::problem::Problem;
use crate::work::{Kept, Of, WorkQuery};

pub use files::{FromFiles, OfFiles, Term, period_of};

/// The result of a commune without drugs.
const DRUG_FREE: &str = "DRUG_FREE";

/// How targets are judged.
#[derive(Clone, Debug)]
pub struct How {
    /// The switches of the law pack.
    pub settings: Settings,
    /// The year whose results stand beside the communes of a roadmap.
    pub year: i16,
    /// What "on track" means between two points.
    pub between: Between,
    /// How a share becomes a number.
    pub rounding: Rounding,
}

/// What only some readers of a plan may know.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What files of the unit give: for those who list them, or of a territory for those who read its figures.
    pub files: Option<OfFiles>,
    /// What the tasks that came from the plan's duties give: periods done of those that are over, by duty.
    pub duties: BTreeMap<String, Reading>,
}

/// A target with how it stands.
#[derive(Clone, Debug)]
pub struct TargetStands {
    /// The target.
    pub target: Target,
    /// How it stands.
    pub judged: Judged,
    /// Values that it was judged by, by day.
    pub readings: Vec<Reading>,
    /// Values that were known too, and were not used because another came first.
    pub aside: Vec<Reading>,
    /// How its value comes out of files, where it is one and the reader may know.
    pub files: Option<FromFiles>,
}

/// A commune of today in which the territory of a named one lies.
#[derive(Clone, Debug)]
pub struct PlaceNow {
    /// The commune.
    pub version: Version,
    /// Whether only a part of the named one went into it.
    pub part: bool,
    /// Of how many former communes it is made; 1 where it is the named one itself.
    pub made_of: u32,
    /// How many of these the roadmap does not name.
    pub not_named: u32,
    /// What it came to in the year shown; none where nobody was judged.
    pub result: Option<String>,
}

/// A commune that a roadmap names.
#[derive(Clone, Debug)]
pub struct PlaceStands {
    /// As it was named.
    pub place: Place,
    /// To be kept rather than converted.
    pub keep: bool,
    /// Whether it is a commune of its own still.
    pub there: bool,
    /// Where its territory lies; empty where the register knows no such commune.
    pub now: Vec<PlaceNow>,
}

/// A roadmap with what became of it.
#[derive(Clone, Debug)]
pub struct RoadmapStands {
    /// The roadmap.
    pub roadmap: Roadmap,
    /// Each commune in it.
    pub places: Vec<PlaceStands>,
}

/// A plan as it stands on a day.
#[derive(Clone, Debug)]
pub struct PlanStands {
    /// The day.
    pub today: Date,
    /// Its targets.
    pub targets: Vec<TargetStands>,
    /// Its roadmaps.
    pub roadmaps: Vec<RoadmapStands>,
}

/// A commune that a roadmap cannot name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadPlace {
    /// No commune has this code on the day.
    NotThere(String),
    /// It lies elsewhere.
    Elsewhere(String),
}

/// A plan that comes with the program, as if it had just been adopted: to be looked at.
pub fn shipped(plan: &Shipped) -> Plan {
    Plan::as_published(plan)
}

/// The targets of a plan above as a unit below takes them over: the same words and source, its own share. A commune
/// cannot be a fifth drug-free, so that target becomes its own result.
pub fn inherited(parent: &Plan, commune: bool) -> Vec<Target> {
    let number = parent.document.as_ref().map_or(parent.head.title.as_str(), |document| document.number.as_str());
    let of = |target: &Target| {
        let citation = if target.source.citation.contains(number) {
            target.source.citation.clone()
        } else {
            format!("{number}: {}", target.source.citation)
        };
        let whole_unit = commune && target.metric == Metric::DrugFree;
        let points = if whole_unit {
            target.points.last().map(|point| Point { by: point.by, level: None }).into_iter().collect()
        } else {
            target.points.clone()
        };
        Target {
            direction: if whole_unit { Direction::All } else { target.direction },
            whole: if whole_unit { Some(1) } else { None },
            points,
            source: Source { citation, ..target.source.clone() },
            inherited: Some(target.id.clone()),
            ..target.clone()
        }
    };
    parent.targets.iter().map(of).collect()
}

impl App {
    /// How a plan of a unit stands today, for a reader who knows so much.
    #[tracing::instrument(name = "app.plans.stands", level = "debug", skip_all)]
    pub async fn plan_stands(
        &self,
        plan: &Plan,
        unit: UnitId,
        how: &How,
        known: &Known,
    ) -> Result<PlanStands, Problem> {
        let (pack, today) = (self.law()?, self.today());
        let targets = self.targets_on(plan, unit, how, known, today).await?;
        let register = self.register();
        let shown = self.book_shown(plan, how).await?;
        let stands = |roadmap: &Roadmap| {
            let place = |(place, keep): (&Place, bool)| {
                place_stands(&pack, &register, roadmap, place, keep, shown.as_ref(), today)
            };
            RoadmapStands { roadmap: roadmap.clone(), places: roadmap.places().map(place).collect() }
        };
        Ok(PlanStands { today, targets, roadmaps: plan.roadmaps.iter().map(stands).collect() })
    }

    /// How the targets of a plan of a unit stand on a day.
    pub(crate) async fn targets_on(
        &self,
        plan: &Plan,
        unit: UnitId,
        how: &How,
        known: &Known,
        day: Date,
    ) -> Result<Vec<TargetStands>, Problem> {
        let pack = self.law()?;
        let books = self.books_of(plan, &how.settings).await?;
        let reader =
            Reader { pack: &pack, plan, books: &books, scope: self.scope_of_plan(unit, day), today: day, known };
        Ok(plan.targets.iter().map(|target| reader.target(target, how)).collect())
    }

    /// How the duties of a plan were done: the grids of the tasks that came from it, added up by duty. A period that runs
    /// counts neither way; a duty without a period that is over is not known.
    pub async fn plan_duties(
        &self,
        permit: &Permit<acts::ReadWork>,
        plan: Uuid,
    ) -> Result<BTreeMap<String, Reading>, Problem> {
        let today = self.today();
        let tasks = self.work_list(permit, &WorkQuery::all(Noun::Task, Of::Parent(plan))).await?;
        let mut states = Vec::with_capacity(tasks.len());
        for stands in &tasks {
            let kept: Kept<Task> = self.work_open(permit, stands.id).await?;
            states.push(kept.state);
        }
        Ok(duties_on(&states, today))
    }

    /// The roadmaps of one year of the plans in force of a province and of the communes in it.
    pub async fn roadmaps_of(
        &self,
        permit: &Permit<acts::ReadWork>,
        unit: UnitId,
        year: i16,
        settings: &Settings,
    ) -> Result<Vec<(Kept<Plan>, RoadmapStands)>, Problem> {
        let (pack, today, register) = (self.law()?, self.today(), self.register());
        let book = if self.window(year).is_ok() { Some(self.book(year, settings).await?) } else { None };
        let plans = self.work_all::<Plan>(permit, Of::Within(unit), None).await?;
        let mut found = Vec::new();
        for kept in plans {
            let roadmap = kept.state.roadmap(year).filter(|_| kept.state.phase == Phase::InForce).cloned();
            let Some(roadmap) = roadmap else { continue };
            let place = |(place, keep): (&Place, bool)| {
                place_stands(&pack, &register, &roadmap, place, keep, book.as_ref(), today)
            };
            let places = roadmap.places().map(place).collect();
            found.push((kept, RoadmapStands { roadmap, places }));
        }
        Ok(found)
    }

    /// The communes of a roadmap, looked up by code on a day; each has to lie in the unit, or be it.
    pub fn named_places(&self, unit: UnitId, codes: &[String], day: Date) -> Result<Vec<Place>, BadPlace> {
        let register = self.register();
        let of = |code: &String| {
            let version = register.at_code(code, Level::Commune, day);
            let version = version.ok_or_else(|| BadPlace::NotThere(code.clone()))?;
            let province = register.province(version.unit, day).map(|province| province.unit);
            let lies_in = version.unit == unit || version.parent == Some(unit) || province == Some(unit);
            if lies_in {
                Ok(Place { code: version.code.clone(), name: version.full_name() })
            } else {
                Err(BadPlace::Elsewhere(code.clone()))
            }
        };
        codes.iter().map(of).collect()
    }

    /// How many communes a unit has on a day; one for a commune.
    pub fn communes_in(&self, unit: UnitId, day: Date) -> u32 {
        let register = self.register();
        let level = |level: Level| register.version(unit, day).is_some_and(|version| version.kind.level() == level);
        let count = if unit == NATION {
            register.level(Level::Commune, day).count()
        } else if level(Level::Commune) {
            1
        } else {
            register.children(unit, day).filter(|version| version.kind.level() == Level::Commune).count()
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// The unit of a shipped plan on the day whose map it speaks of.
    pub fn unit_of_shipped(&self, plan: &Shipped) -> Option<UnitId> {
        match Level::from_key(&plan.level) {
            Some(level) => self.register().at_code(&plan.code, level, plan.map_on).map(|version| version.unit),
            None => Some(NATION),
        }
    }

    /// The book of the year shown beside roadmaps; none where there is none to show.
    async fn book_shown(&self, plan: &Plan, how: &How) -> Result<Option<Arc<Book>>, Problem> {
        if plan.roadmaps.is_empty() || self.window(how.year).is_err() {
            return Ok(None);
        }
        Ok(Some(self.book(how.year, &how.settings).await?))
    }

    /// The books of the years of a plan that have figures, by year; none where no target asks for them.
    async fn books_of(&self, plan: &Plan, settings: &Settings) -> Result<Vec<Arc<Book>>, Problem> {
        let asks = |target: &Target| matches!(target.metric, Metric::DrugFree | Metric::Input { .. });
        if !plan.targets.iter().any(asks) {
            return Ok(Vec::new());
        }
        let term = plan.head.from.year()..=plan.head.to.year();
        let mut years: Vec<i16> = self.years().await?.into_iter().filter(|year| term.contains(year)).collect();
        years.sort_unstable();
        let mut books = Vec::new();
        for year in years {
            if self.window(year).is_ok() {
                books.push(self.book(year, settings).await?);
            }
        }
        Ok(books)
    }

    fn scope_of_plan(&self, unit: UnitId, day: Date) -> Communes {
        if unit == NATION {
            return Communes::All;
        }
        let register = self.register();
        match register.version(unit, day) {
            Some(version) if version.kind.level() == Level::Province => Communes::Of(version.code.clone()),
            Some(version) if version.kind.level() == Level::Commune => Communes::One(version.code.clone()),
            _ => Communes::None,
        }
    }
}

/// What the grids of tasks that came from duties of a plan come to on a day, by duty.
pub(crate) fn duties_on(tasks: &[Task], day: Date) -> BTreeMap<String, Reading> {
    let mut duties: BTreeMap<String, Reading> = BTreeMap::new();
    for task in tasks {
        let source = task.source.as_ref().filter(|source| source.origin == Origin::Plan);
        let Some((source, grid)) = source.zip(grid::of(task, day)) else { continue };
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (done, over) = (number(grid.tally.done), number(grid.tally.done + grid.tally.missed));
        let none = Reading { as_of: day, low: 0, high: 0, whole: Some(0), came: Came::Worked };
        let sum = duties.entry(source.item.clone()).or_insert(none);
        sum.low = sum.low.saturating_add(done);
        sum.high = sum.low;
        sum.whole = sum.whole.map(|whole| whole.saturating_add(over));
    }
    duties
}

/// Which communes a plan is about.
enum Communes {
    /// Those of the country.
    All,
    /// Those of a province.
    Of(String),
    /// One.
    One(String),
    /// None that is judged: a district of former days.
    None,
}

struct Reader<'a> {
    pack: &'a Pack,
    plan: &'a Plan,
    books: &'a [Arc<Book>],
    scope: Communes,
    today: Date,
    known: &'a Known,
}

impl Reader<'_> {
    fn target(&self, target: &Target, how: &How) -> TargetStands {
        let files = self.known.files.as_ref().and_then(|files| files.of(target));
        let (readings, aside) = self.readings(target, files.as_ref());
        let asked = Asked {
            baseline: self.plan.baseline(&target.id),
            readings: &readings,
            today: self.today,
            rounding: how.rounding,
            between: how.between,
        };
        let judged = judge(target, &asked);
        TargetStands { target: target.clone(), judged, readings, aside, files }
    }

    /// One reading a year from the program, all that was told; where both speak of a year, the one that knows all of it.
    fn readings(&self, target: &Target, files: Option<&FromFiles>) -> (Vec<Reading>, Vec<Reading>) {
        let mut used = self.plan.told(&target.id);
        let mut aside = Vec::new();
        for worked in self.worked(target, files) {
            let year = worked.as_of.year();
            let told = |reading: &Reading| reading.as_of.year() == year && reading.came != Came::Worked;
            if worked.is_exact() {
                aside.extend(used.iter().filter(|of| told(of)).cloned());
                used.retain(|of| !told(of));
                used.push(worked);
            } else if used.iter().any(told) {
                aside.push(worked);
            } else {
                used.push(worked);
            }
        }
        used.sort_by_key(|reading| reading.as_of);
        (used, aside)
    }

    /// What the program works out, by year.
    fn worked(&self, target: &Target, files: Option<&FromFiles>) -> Vec<Reading> {
        let of_book = |book: &Arc<Book>| match &target.metric {
            Metric::DrugFree => self.drug_free(book, target.among),
            Metric::Input { input } => self.input(book, input, target.among),
            Metric::Files { .. } | Metric::Duty { .. } | Metric::Stated { .. } => None,
        };
        let of_files = files.and_then(FromFiles::reading);
        let of_duty = match &target.metric {
            Metric::Duty { duty } => self.known.duties.get(duty).cloned(),
            _ => None,
        };
        self.books.iter().filter_map(of_book).chain(of_files).chain(of_duty).collect()
    }

    fn lines<'b>(&'b self, book: &'b Book, among: Among) -> Vec<&'b Line> {
        let of_scope: Vec<&Line> = match &self.scope {
            Communes::All => book.communes.iter().collect(),
            Communes::Of(province) => book.communes_of(province).collect(),
            Communes::One(code) => book.commune(code).into_iter().collect(),
            Communes::None => Vec::new(),
        };
        let Some(roadmap) = self.plan.roadmap(book.year) else {
            return if among == Among::All { of_scope } else { Vec::new() };
        };
        let named = |line: &&Line| match among {
            Among::All => true,
            Among::Keep => roadmap.keep.iter().any(|place| place.code == line.unit.code),
            Among::Convert => roadmap.convert.iter().any(|place| place.code == line.unit.code),
        };
        of_scope.into_iter().filter(named).collect()
    }

    /// Communes judged drug-free, and those that nobody could judge yet: they may or may not be. Nothing where nobody was
    /// judged at all.
    fn drug_free(&self, book: &Book, among: Among) -> Option<Reading> {
        let lines = self.lines(book, among);
        let results: Vec<&str> = lines.iter().map(|line| line.result(self.pack)).collect();
        let free = results.iter().filter(|result| **result == DRUG_FREE).count();
        let perhaps = |line: &&&Line| {
            line.result(self.pack) == UNDETERMINED
                && line.verdict.possible(self.pack).iter().any(|class| class.id == DRUG_FREE)
        };
        let open = lines.iter().filter(perhaps).count();
        if results.iter().all(|result| *result == UNDETERMINED) {
            return None;
        }
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Some(Reading {
            as_of: book.window.to.min(self.today),
            low: number(free),
            high: number(free + open),
            whole: Some(number(lines.len())),
            came: Came::Worked,
        })
    }

    /// An input added up; unknown as soon as one commune is silent.
    fn input(&self, book: &Book, input: &str, among: Among) -> Option<Reading> {
        let (ix, _) = self.pack.input(input)?;
        let lines = self.lines(book, among);
        let sum = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.facts.get(ix).number()?))?;
        let part = u32::try_from(sum).ok().filter(|_| !lines.is_empty())?;
        Some(Reading { as_of: book.window.to.min(self.today), low: part, high: part, whole: None, came: Came::Worked })
    }
}

fn place_stands(
    pack: &Pack,
    register: &Register,
    roadmap: &Roadmap,
    place: &Place,
    keep: bool,
    book: Option<&Arc<Book>>,
    today: Date,
) -> PlaceStands {
    let result = |version: &Version| book?.commune(&version.code).map(|line| line.result(pack).to_owned());
    let fate = roadmap.fate(register, place, today);
    let there = matches!(fate, Fate::There(_));
    let now = match fate {
        Fate::There(version) => {
            vec![PlaceNow { version: version.clone(), part: false, made_of: 1, not_named: 0, result: result(version) }]
        }
        Fate::Merged(heirs) => heirs
            .into_iter()
            .map(|heir| PlaceNow {
                version: heir.version.clone(),
                part: heir.part,
                made_of: heir.made_of,
                not_named: heir.not_named,
                result: result(heir.version),
            })
            .collect(),
        Fate::NotFound => Vec::new(),
    };
    PlaceStands { place: place.clone(), keep, there, now }
}

/// Targets by how they stand, for the head of a page.
pub fn tally(stands: &PlanStands) -> BTreeMap<programme::plans::Status, usize> {
    let mut tally = BTreeMap::new();
    for target in &stands.targets {
        *tally.entry(target.judged.status).or_default() += 1;
    }
    tally
}
