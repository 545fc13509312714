//! Who looked: the log of looks into files, for those who watch over them. Whoever reads the log stands in it, and
//! that line is durable before the first other one is read.

use std::collections::{BTreeSet, HashMap};

use documents::WriteError;
use documents::table::{Table, write_csv, write_xlsx};
use domain::access::{FieldClass, NATION, Purpose, Record, acts};
use domain::accounts::Login;
use domain::units::{Level, UnitId};
use jiff::Timestamp;
use store::access::{About, Access, Act, Outcome};
use store::access_log;
use store::accounts;
use store::persons;
use store::sight::Sight;
use uuid::Uuid;

pub use documents::table::{Column, ColumnKind, Value};
pub use store::access_log::{Asked, Line};

use crate::accounts::{Acting, names};
use crate::app::{App, day_of};
use crate::problem::Problem;
use crate::sessions::Session;

/// Lines on a page.
pub const LINES: i64 = 100;
/// Lines in a file to take away; whoever needs more asks for a shorter time.
pub const LINES_MAX: i64 = 20_000;
/// Purposes for which the log is read.
pub const PURPOSES: [Purpose; 2] = [Purpose::DataProtection, Purpose::PersonRights];

/// Whose looks are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// At files of a unit and all below it.
    Unit(UnitId),
    /// At one person's file, by its id.
    Person(Uuid),
}

/// What of the log somebody wants to see.
#[derive(Clone, Debug)]
pub struct ToSee {
    /// Whose looks.
    pub whose: Whose,
    /// What for.
    pub purpose: Purpose,
    /// Which lines.
    pub asked: Asked,
    /// The request that it belongs to.
    pub request: Uuid,
}

/// Lines of the log.
#[derive(Clone, Debug)]
pub struct SeenLog {
    /// Newest first.
    pub lines: Vec<Line>,
    /// Whether there are more after these.
    pub more: bool,
    /// Names of accounts, by id.
    pub names: HashMap<Uuid, String>,
    /// The unit that the question was about; of a person, the one that holds the file.
    pub unit: UnitId,
    /// Id of the line that this reading left: the id of the export, where it is one.
    pub logged: Uuid,
}

impl App {
    /// Shows who looked. Written down as a look of its own.
    pub async fn access_log(&self, session: &Session, acting: Uuid, see: &ToSee) -> Result<SeenLog, Problem> {
        self.read_log(session, acting, see, Act::Read).await
    }

    /// The same to take away: at most [`LINES_MAX`] lines. The id under which it is written down goes into the file.
    pub async fn export_access_log(&self, session: &Session, acting: Uuid, see: &ToSee) -> Result<SeenLog, Problem> {
        let asked = Asked { limit: LINES_MAX, skip: 0, ..see.asked.clone() };
        self.read_log(session, acting, &ToSee { asked, ..see.clone() }, Act::Export).await
    }

    async fn read_log(&self, session: &Session, acting: Uuid, see: &ToSee, act: Act) -> Result<SeenLog, Problem> {
        let acting = self.acting(session, acting)?;
        let (unit, units) = match see.whose {
            Whose::Unit(unit) => (unit, vec![unit]),
            Whose::Person(person) => self.units_of_file(&acting, person).await?,
        };
        let record = Record::plain(self.place_of(unit, self.now()), FieldClass::Audit);
        self.permit_for::<acts::ReadAccessLog>(&acting, &record, None, Some(see.purpose), None).await?;
        let logged = self.log_reader(&acting, unit, see, act).await?;
        let mut tx = self.db().snapshot().await?;
        // one more than is shown says whether there are more
        let asked = Asked { limit: see.asked.limit.saturating_add(1), ..see.asked.clone() };
        let mut lines = match see.whose {
            Whose::Unit(unit) => {
                let register = self.register();
                let today = day_of(self.now());
                let province = register.version(unit, today).filter(|unit| unit.kind.level() == Level::Province);
                match province {
                    _ if unit == NATION => access_log::of_province(&mut tx, None, &asked).await?,
                    Some(province) => access_log::of_province(&mut tx, Some(&province.code), &asked).await?,
                    None => access_log::of_unit(&mut tx, unit.0, &asked).await?,
                }
            }
            Whose::Person(person) => {
                let mut found = Vec::new();
                // the units that ever held the file: one, seldom two
                for unit in &units {
                    found.extend(access_log::of_person(&mut tx, unit.0, person, asked.from, asked.to).await?);
                }
                cut(found, &asked)
            }
        };
        let shown = usize::try_from(see.asked.limit).unwrap_or(usize::MAX);
        let more = lines.len() > shown;
        lines.truncate(shown);
        Ok(SeenLog { lines, more, names: names(&mut tx).await?, unit, logged })
    }

    /// The account of a login, for the filter of the log; none where there is no such login.
    pub async fn account_of_login(&self, login: &str) -> Result<Option<Uuid>, Problem> {
        let Ok(login) = Login::new(login) else { return Ok(None) };
        let found = accounts::by_login(&mut self.db().snapshot().await?, &login).await?;
        Ok(found.map(|account| account.id.0))
    }

    /// The unit that holds a person's file, and those that held it and are within reach. A file that is nowhere within
    /// reach is answered like one that never was.
    async fn units_of_file(&self, acting: &Acting, person: Uuid) -> Result<(UnitId, Vec<UnitId>), Problem> {
        let now = self.now();
        let reach = acting.appointment.unit;
        let mut tx = self.db().snapshot_in_sight(&self.sight_of(reach)).await?;
        let standing = persons::standing(&mut tx, person).await?;
        let history = persons::history(&mut tx, person, None).await?;
        drop(tx);
        let holder = standing.map(|standing| standing.holder.unit);
        let Some(holder) = holder.filter(|unit| self.place_of(*unit, now).lies_in(reach)) else {
            self.note_refusal(acting, reach, Some(Purpose::DataProtection)).await?;
            return Err(Problem::Hidden);
        };
        let mut units: BTreeSet<UnitId> = history.iter().map(|version| version.holder.unit).collect();
        units.retain(|unit| self.place_of(*unit, now).lies_in(reach));
        units.insert(holder);
        Ok((holder, units.into_iter().collect()))
    }

    /// What an appointment over a unit reaches, as the second wall wants to hear it.
    fn sight_of(&self, unit: UnitId) -> Sight {
        if unit == NATION {
            return Sight::Everything;
        }
        let (register, today) = (self.register(), day_of(self.now()));
        let below = register.children(unit, today).map(|below| below.unit);
        Sight::units(std::iter::once(unit).chain(below))
    }

    async fn log_reader(&self, acting: &Acting, unit: UnitId, see: &ToSee, act: Act) -> Result<Uuid, Problem> {
        let at = self.now();
        let about = match see.whose {
            Whose::Unit(_) => About::Nobody,
            Whose::Person(person) => About::Persons([person].into()),
        };
        let access = Access {
            id: self.new_id(),
            at,
            on: day_of(at),
            actor: acting.actor(),
            province_code: self.province_code(unit),
            unit: (unit != NATION).then_some(unit.0),
            act,
            purpose: see.purpose.key().to_owned(),
            noun: store::access::NOUN,
            classes: BTreeSet::new(),
            about,
            request_id: see.request,
            details: None,
        };
        store::access::note(self.db(), &access, Outcome::Served).await?;
        Ok(access.id)
    }
}

/// The lines that pass, newest first, a page of them.
fn cut(mut lines: Vec<Line>, asked: &Asked) -> Vec<Line> {
    lines.retain(|line| {
        asked.account.is_none_or(|account| line.account == Some(account))
            && (asked.act.is_empty() || line.act == asked.act)
            && (asked.purpose.is_empty() || line.purpose == asked.purpose)
    });
    lines.sort_by_key(|line| std::cmp::Reverse((line.at, line.id)));
    let skip = usize::try_from(asked.skip).unwrap_or(usize::MAX);
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    lines.into_iter().skip(skip).take(limit).collect()
}

/// The first instant of a civil day in Việt Nam.
pub fn begins(day: jiff::civil::Date) -> Option<Timestamp> {
    jiff::tz::Offset::constant(7).to_timestamp(day.at(0, 0, 0, 0)).ok()
}

/// Lines in words, as a workbook.
pub fn xlsx(title: &str, notes: &[String], columns: &[Column], rows: Vec<Vec<Value>>) -> Result<Vec<u8>, WriteError> {
    write_xlsx(Table { title, notes, columns, rows })
}

/// Lines in words, as comma-separated values.
pub fn csv(columns: &[Column], rows: Vec<Vec<Value>>) -> Result<Vec<u8>, WriteError> {
    let mut out = Vec::new();
    write_csv(Table { title: "", notes: &[], columns, rows }, &mut out)?;
    Ok(out)
}
