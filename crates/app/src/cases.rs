//! People's files at work: opened for a purpose, read as far as the policy says, acted on as the law says.
//!
//! A file is read in this order: the policy, the log, the keys. An act is written in this one: the law
//! ([`domain::cases::Case::try_act`]), the policy ([`domain::access::Permit`]), the store. What needs a second person waits
//! as a proposal, sealed under the person's key, until somebody agrees to exactly that.

mod agreed;
mod check;
mod contested;
mod duplicates;
mod fault;
mod fields;
mod grounds;
mod inherited;
mod listed;
mod proposed;
mod read;
mod recorded;
mod register;
mod represented;
mod retention;
mod rights;
mod team;
mod team_of_minor;
mod today;
pub mod words;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::access::{FieldClass, Purpose, Record, RecordState, Role};
use domain::cases::{Case, Law, Moment, Surroundings, Value, shipped};
use domain::persons::{Class, Holder};
use domain::units::{Register, UnitId};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use store::access::{About, Access, Act as Logged};
use store::ledger::Actor;
use texts::Lang;
use uuid::Uuid;

use crate::accounts::Acting;
use crate::app::{App, day_of};
use crate::persons::Asking;
use crate::problem::Problem;

pub use check::Difference;
pub use duplicates::{Compared, DuplicateLine, Finding, Side, ToLink, Underway};
pub use fault::FileFault;
pub(crate) use fields::renewed;
pub use grounds::Ground;
pub(crate) use grounds::hidden;
pub(crate) use listed::called;
pub use listed::{CaseLine, ListAsk};
pub use proposed::{ShownAct, proposed_purpose};
pub use read::{CaseFile, Meta};
pub use recorded::Recorded;
pub(crate) use recorded::only_a_second_is_missing;
pub use register::{NewCase, ShownCase};
pub use retention::{Ended, Erasure, ToErase};
pub use rights::{Corrected, Correction};
pub use store::person_links::{Link, Outcome};
pub(crate) use team::renewed_name;
pub use team::{Candidate, NewSeat, SeatEnd, SeatKind, TeamLine, TeamSeat, Who, YOUTH};
pub use team_of_minor::ShownSeat;
pub use today::{Due, default_year};

/// The law of casework, read once. A table that does not hold stops every case, not the program.
static LAW: LazyLock<Result<Law, usize>> = LazyLock::new(|| shipped().map_err(|findings| findings.len()));

/// The tables of the law do not hold: a broken build.
#[derive(Debug, thiserror::Error)]
#[error("the tables of the law of casework have {0} faults")]
struct BrokenLaw(usize);

/// An act that somebody wants to write down.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Made by the caller's page, so that sending a form twice is one act.
    pub id: Uuid,
    /// Which act.
    pub act: String,
    /// When it happened.
    pub on: Moment,
    /// In which office: an actor of the law's tables.
    pub office: String,
    /// Number of the signed paper.
    pub number: Option<String>,
    /// Its date; none where it was signed on the day of the act.
    pub paper_date: Option<Date>,
    /// Who signed it: name and post of an official.
    pub signer: Option<String>,
    /// What is written down with it; a unit stands as its id.
    pub fields: BTreeMap<String, Value>,
}

/// What surrounds a case: the register of units, by their ids, and whether another case has the paper's number.
pub struct Around<'r> {
    /// The register of units.
    pub register: &'r Register,
    /// Whether another case of the unit has the paper's number.
    pub taken: bool,
}

impl Surroundings for Around<'_> {
    fn in_force(&self, unit: &str, day: Date) -> bool {
        unit.parse::<Uuid>().is_ok_and(|id| self.register.version(UnitId(id), day).is_some())
    }

    fn is_heir(&self, of: &str, unit: &str, day: Date) -> bool {
        let (Ok(of), Ok(heir)) = (of.parse::<Uuid>(), unit.parse::<Uuid>()) else { return false };
        self.register.heirs(UnitId(of), day).iter().any(|version| version.unit == UnitId(heir))
    }

    fn number_taken(&self, _: &str, _: &str, _: i16) -> bool {
        self.taken
    }
}

impl App {
    /// The law of casework in force here: as shipped, with the lines that the office set itself ([`App::with_law`]).
    pub fn casework(&self) -> Result<&Law, Problem> {
        match self.own_casework() {
            Some(own) => Ok(own),
            None => law(),
        }
    }

    /// Which role signs what an office decides; none for offices outside of the program, whose papers are entered by
    /// whoever keeps the file.
    pub fn signs(office: &str) -> Option<Role> {
        match office {
            "truong_ca_xa" => Some(Role::PoliceHead),
            "chu_tich_ubnd_xa" => Some(Role::CommitteeChair),
            "giam_doc_ca_tinh" => Some(Role::StandingOffice),
            _ => None,
        }
    }

    /// What the policy is told of a case.
    pub(crate) fn case_record(&self, case: &Case, unit: UnitId, class: FieldClass, in_team: bool) -> Record {
        let now = self.now();
        let to = case.transit.as_ref().and_then(|transit| transit.to.parse().ok()).map(UnitId);
        Record {
            state: if to.is_some() { RecordState::InTransit } else { RecordState::Active },
            minor: case.minor(day_of(now)),
            in_team,
            receiver: to.map(|unit| self.place_of(unit, now)),
            ..Record::plain(self.place_of_case(unit), class)
        }
    }

    /// Who asks about files of a unit.
    pub(crate) fn asking(&self, acting: &Acting, unit: UnitId) -> Result<Asking, Problem> {
        // a unit that is no more lies where its heir does
        let province = self.province_code(unit).or_else(|| self.province_code(self.place_of_case(unit).unit()));
        let province_code = province.ok_or(Problem::Hidden)?;
        Ok(Asking {
            actor: acting.actor(),
            of: Holder { unit, province_code },
            purpose: crate::persons::Purpose::Manage,
            request_id: self.new_id(),
            reason: None,
        })
    }

    /// A line of the log about cases, for a purpose of the policy.
    pub(crate) fn case_access(
        &self,
        actor: Actor,
        of: &Holder,
        purpose: Purpose,
        act: Logged,
        about: About,
        classes: &[Class],
    ) -> Access {
        let at = self.now();
        Access {
            id: self.new_id(),
            at,
            on: day_of(at),
            actor,
            province_code: Some(of.province_code.clone()),
            unit: Some(of.unit.0),
            act,
            purpose: purpose.key().to_owned(),
            noun: store::cases::NOUN,
            classes: classes.iter().copied().collect(),
            about,
            request_id: self.new_id(),
            details: None,
        }
    }

    /// Now as a clock in Việt Nam shows it.
    pub fn local_now(&self) -> DateTime {
        local(self.now())
    }

    /// The unit of a commune's code on a day; a code that named another unit on that day is that other unit.
    pub fn commune_at(&self, code: &str, day: Date) -> Option<UnitId> {
        let register = self.register();
        register.at_code(code, domain::units::Level::Commune, day).map(|version| version.unit)
    }

    /// The name of the unit whose id stands in a case.
    pub fn say_case_unit(&self, unit: &str, day: Date, lang: Lang) -> String {
        let register = self.register();
        let found = unit.parse::<Uuid>().ok().and_then(|id| {
            let versions = || register.versions_of(UnitId(id));
            register.version(UnitId(id), day).or_else(|| versions().last()).map(domain::units::Version::full_name)
        });
        found.unwrap_or_else(|| lang.cases_unknown_unit().to_owned())
    }
}

/// The tables of the law of casework.
pub(crate) fn law() -> Result<&'static Law, Problem> {
    LAW.as_ref().map_err(|faults| Problem::fault(BrokenLaw(*faults)))
}

/// An instant as a clock in Việt Nam shows it: one offset since 1975.
pub(crate) fn local(at: Timestamp) -> DateTime {
    Offset::constant(7).to_datetime(at)
}

/// The same as a moment of a case.
pub(crate) fn moment(at: Timestamp) -> Moment {
    let there = local(at);
    Moment { day: there.date(), hour: Some(there.time()) }
}
