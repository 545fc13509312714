//! Figures from the records: files, the year's book, the register.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use criteria::{Pack, Settings, UNDETERMINED};
use domain::access::{NATION, Role};
use domain::counts::{Asked, Choices, Counted, Flows, Number, Person, of_unit};
use domain::facts::{Value, Window};
use domain::units::{Level, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use programme::indicators::{Carry, Flow, Indicator, Measured, Origin, Part, Traits, Why};
use programme::reports::{Carried, Figure, carried};
use store::sight::Sight;
use store::{accounts_listed, case_counts, case_counts_people};
use uuid::Uuid;

use super::works::Works;
use super::{Catalog, Ordered};
use crate::accounts::Acting;
use crate::app::App;
use crate::book::{Book, Line};
use crate::problem::Problem;

/// From so many units on, one question for all is quicker than one for each.
const MANY: usize = 6;

/// As of when figures are wanted.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    /// As of the end of this day, or of the window where that is earlier.
    pub as_of: Date,
    /// Of the reports below, those that had been submitted when this day was over.
    pub submitted_by: Date,
    /// Of these, only those that had been approved by then.
    pub only_approved: bool,
    /// As known then; none for now.
    pub known_at: Option<Timestamp>,
    /// Who works them out: groups of people are told apart by opening their files, for whoever may. Nobody is the
    /// program itself.
    pub reader: Option<&'a Acting>,
}

impl Moment<'_> {
    /// As the program itself knows on a day.
    pub(super) const fn on(as_of: Date) -> Self {
        Self { as_of, submitted_by: as_of, only_approved: false, known_at: None, reader: None }
    }
}

/// Everything that figures of some units in one window are made of, read once.
pub(super) struct Records {
    pub(super) window: Window,
    pub(super) as_of: Date,
    pub(super) year: i16,
    known_at: Timestamp,
    flows: HashMap<(UnitId, String), Flows>,
    pub(super) counted: HashMap<UnitId, Counted>,
    pub(super) kept: BTreeSet<UnitId>,
    carried: HashMap<UnitId, Vec<Carried>>,
    book: Option<(Arc<Pack>, Arc<Book>)>,
    /// Where each commune stands in the book.
    lines: HashMap<UnitId, usize>,
    /// Tasks, targets and money.
    works: Works,
    /// Sex and birth of whose files the unit holds; none where nobody may open them.
    births: Option<HashMap<Uuid, Traits>>,
}

impl App {
    /// The computed figures of one report, without shares: those follow from their parts.
    pub(super) async fn gather(
        &self,
        ordered: &Ordered,
        indicators: &[&Indicator],
        moment: Moment<'_>,
    ) -> Result<Vec<Figure>, Problem> {
        let mut all = self.gather_many(ordered, &[ordered.unit], indicators, moment).await?;
        Ok(all.remove(&ordered.unit).unwrap_or_default())
    }

    /// The same of many units at once, from one snapshot.
    pub(super) async fn gather_many(
        &self,
        ordered: &Ordered,
        units: &[UnitId],
        indicators: &[&Indicator],
        moment: Moment<'_>,
    ) -> Result<BTreeMap<UnitId, Vec<Figure>>, Problem> {
        let mut records = self.records(ordered, units, moment).await?;
        let asked: Vec<&Origin> = indicators.iter().map(|one| &one.origin).collect();
        let carried = records.carried.values().flatten().map(|one| one.unit);
        let owners: BTreeSet<UnitId> = units.iter().copied().chain(carried).collect();
        records.works = self.works(&asked, &owners, &records).await?;
        if indicators.iter().any(|one| one.part.is_some()) {
            records.births = self.births(moment.reader, ordered.unit).await?;
        }
        let register = self.register();
        let of = |unit: UnitId| {
            let level =
                if unit == NATION { None } else { register.version(unit, records.as_of).map(|v| v.kind.level()) };
            let subject = Subject { records: &records, unit, level };
            let computed = indicators.iter().filter(|one| !one.origin.is_typed() && one.origin != Origin::Parts);
            (unit, computed.map(|indicator| subject.figure(indicator)).collect())
        };
        Ok(units.iter().map(|unit| of(*unit)).collect())
    }

    async fn records(&self, ordered: &Ordered, units: &[UnitId], moment: Moment<'_>) -> Result<Records, Problem> {
        let (register, window) = (self.register(), ordered.window);
        let as_of = moment.as_of.min(window.to);
        let carried: HashMap<UnitId, Vec<Carried>> =
            units.iter().map(|unit| (*unit, carried(&register, *unit, window))).collect();
        let mut wanted: BTreeSet<UnitId> = units.iter().copied().collect();
        wanted.extend(carried.values().flatten().map(|one| one.unit));
        let mut records = Records {
            window,
            as_of,
            known_at: moment.known_at.unwrap_or_else(|| self.now()),
            flows: HashMap::new(),
            counted: HashMap::new(),
            kept: BTreeSet::new(),
            carried,
            book: self.book_of(ordered.year, moment.known_at).await?,
            lines: HashMap::new(),
            year: ordered.year,
            works: Works::default(),
            births: None,
        };
        if let Some((_, book)) = &records.book {
            let places = book.communes.iter().enumerate().map(|(place, line)| (line.unit.unit, place));
            records.lines.extend(places);
        }
        self.count(&mut records, &wanted, moment.known_at).await?;
        Ok(records)
    }

    /// The book of the year, where a law in the program covers it.
    async fn book_of(&self, year: i16, at: Option<Timestamp>) -> Result<Option<(Arc<Pack>, Arc<Book>)>, Problem> {
        let pack = self.law()?;
        let settings = Settings::defaults(&pack);
        let book = match at {
            None => self.book(year, &settings).await,
            Some(at) => self.book_known_at(year, &settings, at).await,
        };
        match book {
            Ok(book) => Ok(Some((pack, book))),
            Err(Problem::YearNotCovered { .. }) => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// Counts files. A unit keeps its files here when it has had any, or when an officer who keeps them is appointed;
    /// otherwise nothing is known of it, which is not zero.
    async fn count(
        &self,
        records: &mut Records,
        wanted: &BTreeSet<UnitId>,
        at: Option<Timestamp>,
    ) -> Result<(), Problem> {
        let (period, as_of) = ((records.window.from, records.as_of), records.as_of);
        let one = |unit: UnitId| if wanted.len() < MANY { Some(unit) } else { None };
        let asked: Vec<Option<UnitId>> = match wanted.first() {
            Some(first) if one(*first).is_none() => vec![None],
            _ => wanted.iter().map(|unit| Some(*unit)).collect(),
        };
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        let mut people: BTreeMap<Uuid, Person> = BTreeMap::new();
        for unit in asked {
            for flow in case_counts::flows(&mut tx, unit, period, at).await? {
                records.flows.insert((flow.unit, flow.list.clone()), flow);
            }
            people.extend(case_counts_people::of(&mut tx, unit, as_of, at).await?);
        }
        let officers = accounts_listed::offices(&mut tx).await?;
        drop(tx);
        let keeps = [Role::FileOfficer, Role::PoliceHead];
        let in_force = officers.iter().map(|office| &office.appointment).filter(|appointment| {
            let on = appointment.from <= as_of && appointment.until.is_none_or(|until| as_of < until);
            on && keeps.contains(&appointment.role) && appointment.revoked_at.is_none()
        });
        records.kept.extend(in_force.map(|appointment| appointment.unit).filter(|unit| wanted.contains(unit)));
        let asked = Asked { from: period.0, to: as_of, plan: None, choices: Choices::default() };
        for (unit, people) in by_unit(&people, wanted) {
            records.kept.insert(unit);
            records.counted.insert(unit, of_unit(people.iter().map(|(id, person)| (*id, *person)), unit, &asked));
        }
        let nobody: [(&Uuid, &Person); 0] = [];
        for unit in wanted {
            records.counted.entry(*unit).or_insert_with(|| of_unit(nobody, *unit, &asked));
        }
        Ok(())
    }
}

type People<'p> = Vec<(&'p Uuid, &'p Person)>;

/// Whom each unit has anything to do with: every number of a unit is about some of them.
fn by_unit<'p>(people: &'p BTreeMap<Uuid, Person>, wanted: &BTreeSet<UnitId>) -> BTreeMap<UnitId, People<'p>> {
    let mut of: BTreeMap<UnitId, People<'p>> = BTreeMap::new();
    for (id, person) in people {
        let times = person.times.iter().map(|time| time.unit);
        let moves = person.moves.iter().map(|one| one.from);
        let done = person.done.iter().map(|done| done.unit);
        let units: BTreeSet<UnitId> = person.holder.into_iter().chain(times).chain(moves).chain(done).collect();
        for unit in units.intersection(wanted) {
            of.entry(*unit).or_default().push((id, person));
        }
    }
    of
}

/// One unit among the records.
struct Subject<'r> {
    records: &'r Records,
    unit: UnitId,
    level: Option<Level>,
}

impl Subject<'_> {
    fn figure(&self, indicator: &Indicator) -> Figure {
        let records = self.records;
        // what was recorded or judged for the year is of the year's window, and says so
        let of_year = matches!(indicator.origin, Origin::Facts(_) | Origin::Result | Origin::Verdict(_));
        let book_window = records.book.as_ref().map(|(_, book)| book.window).filter(|_| of_year);
        Figure {
            indicator: indicator.id.clone(),
            value: self.measure(indicator),
            query: indicator.query(),
            population: self.population(),
            window: book_window.unwrap_or(records.window),
            as_of: records.as_of,
            known_at: records.known_at,
            source: None,
            units: Vec::new(),
        }
    }

    fn measure(&self, indicator: &Indicator) -> Measured {
        if let Some(part) = &indicator.part {
            return self.group(indicator, part);
        }
        match &indicator.origin {
            Origin::Flows(list, flow) => self.counted(indicator, |unit| Some(self.flow(unit, list, *flow))),
            Origin::Counts(number) => self
                .counted(indicator, |unit| self.records.counted.get(&unit).and_then(|counted| counted.count(*number))),
            Origin::Facts(input) => self.fact(input),
            Origin::Result => self.result(),
            Origin::Verdict(class) => self.verdict(class),
            Origin::Communes => self.communes(),
            Origin::Tasks(_) | Origin::Plans(_) | Origin::Funds(_) => self.worked(&indicator.origin),
            Origin::Target { plan, target, asked } => self.records.works.target(self.unit, (plan, target), *asked),
            Origin::Parts => Measured::unknown(Why::NotCounted),
            Origin::Typed => Measured::unknown(Why::NotTyped),
        }
    }

    /// How many of those who are counted are in a group when the last day is over. Whose file is elsewhere by now is of
    /// the group of whom it is not known, so that groups add up to the whole.
    fn group(&self, indicator: &Indicator, part: &Part) -> Measured {
        let number = match &indicator.origin {
            Origin::Counts(number) => Some(*number),
            Origin::Flows(list, _) => Number::of_list(list).map(|[on, ..]| on),
            _ => None,
        };
        let breakdown = Catalog::shipped().ok().and_then(|catalog| catalog.indicators.breakdown(&part.breakdown));
        let (Some(number), Some(breakdown)) = (number, breakdown) else { return Measured::unknown(Why::NotCounted) };
        let people = self.records.counted.get(&self.unit).and_then(|counted| counted.people(number));
        // the unit as a whole is asked first: where nobody counts, there is nobody to tell apart
        let whole = self.counted(indicator, |_| people.map(|people| i64::try_from(people.len()).unwrap_or(i64::MAX)));
        if !whole.is_known() || whole == Measured::count(0) {
            return whole;
        }
        let Some(births) = &self.records.births else { return Measured::unknown(Why::NotOpened) };
        let nobody = Traits::default();
        let is_in = |person: &&Uuid| {
            let traits = births.get(*person).unwrap_or(&nobody);
            breakdown.group_of(traits, self.records.as_of).is_some_and(|group| group.id == part.group)
        };
        let count = people.map_or(0, |people| people.iter().filter(is_in).count());
        Measured::count(i64::try_from(count).unwrap_or(i64::MAX))
    }

    fn flow(&self, unit: UnitId, list: &str, flow: Flow) -> i64 {
        let found = self.records.flows.get(&(unit, list.to_owned()));
        // a unit that keeps its files has counted: nobody on a list is zero
        found.map_or(0, |flows| match flow {
            Flow::Opening => flows.opening,
            Flow::Entries => flows.entries,
            Flow::Removals => flows.removals,
            Flow::Closing => flows.closing,
        })
    }

    /// What files give: of a commune, with the units before it where it began in the window; of a territory above,
    /// nothing by itself, as it is made of the reports below.
    fn counted(&self, indicator: &Indicator, ask: impl Fn(UnitId) -> Option<i64>) -> Measured {
        if self.level != Some(Level::Commune) {
            return Measured::unknown(Why::NoReports);
        }
        let before = self.records.carried.get(&self.unit).map_or(&[][..], Vec::as_slice);
        let kept = |unit: UnitId| self.records.kept.contains(&unit);
        if !kept(self.unit) && !before.iter().any(|one| kept(one.unit)) {
            return Measured::unknown(Why::NoFiles);
        }
        let Some(own) = ask(self.unit) else { return Measured::unknown(Why::NotCounted) };
        if indicator.carry == Carry::Recompute || before.is_empty() {
            return Measured::count(own);
        }
        let mut sum = own;
        for one in before {
            let Some(number) = ask(one.unit) else { return Measured::unknown(Why::NotCounted) };
            if number != 0 && (!one.whole || indicator.carry == Carry::Ask) {
                return Measured::unknown(Why::Ask);
            }
            sum = sum.saturating_add(number);
        }
        Measured::count(sum)
    }

    /// What the unit's own work gives, with that of units which went into it within the window: what they did stays
    /// theirs, and the heir answers for it.
    fn worked(&self, origin: &Origin) -> Measured {
        let before = self.records.carried.get(&self.unit).map_or(&[][..], Vec::as_slice);
        let works = &self.records.works;
        if before.iter().any(|one| !one.whole && works.has(origin, one.unit)) {
            return Measured::unknown(Why::Ask);
        }
        let units: Vec<UnitId> = std::iter::once(self.unit).chain(before.iter().map(|one| one.unit)).collect();
        works.measure(origin, &units, self.records)
    }

    fn line(&self) -> Option<&Line> {
        let (_, book) = self.records.book.as_ref()?;
        if self.level == Some(Level::Province) {
            return book.provinces.iter().find(|line| line.unit.unit == self.unit);
        }
        self.records.lines.get(&self.unit).and_then(|place| book.communes.get(*place))
    }

    fn population(&self) -> Option<i64> {
        let (pack, _) = self.records.book.as_ref()?;
        let (ix, _) = pack.input("population")?;
        self.line()?.facts.get(ix).number()
    }

    fn fact(&self, input: &str) -> Measured {
        let Some((pack, _)) = &self.records.book else { return Measured::unknown(Why::NoLaw) };
        let Some((ix, _)) = pack.input(input) else { return Measured::unknown(Why::NoLaw) };
        let Some(line) = self.line() else { return Measured::unknown(Why::NotRecorded) };
        let merged = self.records.carried.get(&self.unit).is_some_and(|before| !before.is_empty());
        match line.facts.get(ix) {
            Value::Number(value) => Measured::count(value),
            Value::Route(route) => Measured::Choice { key: route.key().to_owned() },
            Value::Disputed => Measured::unknown(Why::Disputed),
            Value::Unknown if merged => Measured::unknown(Why::Ask),
            Value::Unknown => Measured::unknown(Why::NotRecorded),
        }
    }

    fn result(&self) -> Measured {
        let Some((pack, _)) = &self.records.book else { return Measured::unknown(Why::NoLaw) };
        match self.line().map(|line| line.result(pack)) {
            None => Measured::unknown(Why::NotRecorded),
            Some(UNDETERMINED) => Measured::unknown(Why::Undetermined),
            Some(result) => Measured::Choice { key: result.to_owned() },
        }
    }

    /// The communes of the unit, of a commune itself.
    fn communes_in(&self) -> Vec<&Line> {
        let Some((_, book)) = &self.records.book else { return Vec::new() };
        match self.level {
            None => book.communes.iter().collect(),
            Some(Level::Province) => {
                let Some(code) = self.line().map(|line| line.unit.code.as_str()) else { return Vec::new() };
                book.communes.iter().filter(|line| line.province_code == code).collect()
            }
            _ => self.line().into_iter().collect(),
        }
    }

    fn communes(&self) -> Measured {
        match self.communes_in().len() {
            0 => Measured::unknown(Why::NoLaw),
            count => Measured::count(i64::try_from(count).unwrap_or(i64::MAX)),
        }
    }

    /// How many came to a result. Communes that cannot be judged yet may still come to it, so the number is a part.
    fn verdict(&self, class: &str) -> Measured {
        let Some((pack, _)) = &self.records.book else { return Measured::unknown(Why::NoLaw) };
        let lines = self.communes_in();
        if lines.is_empty() {
            return Measured::unknown(Why::NoLaw);
        }
        let count = |wanted: &str| lines.iter().filter(|line| line.result(pack) == wanted).count();
        let number = i64::try_from(count(class)).unwrap_or(i64::MAX);
        let open = count(UNDETERMINED);
        if class == UNDETERMINED || open == 0 {
            return Measured::count(number);
        }
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        if open == lines.len() {
            return Measured::unknown(Why::Undetermined);
        }
        Measured::Partial { value: number, denominator: None, have: small(lines.len() - open), all: small(lines.len()) }
    }
}
