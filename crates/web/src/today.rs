//! GET /viec-hom-nay: what the law gives a time for, who owes it, by when; also where the State is late.

mod work;

use std::collections::{BTreeMap, BTreeSet};

use app::App;
use app::cases::{Due, ListAsk};
use axum::extract::State;
use axum::response::Html;
use domain::access::{Action, Role};
use domain::cases::{Law, Standing};
use jiff::ToSpan as _;
use jiff::civil::DateTime;
use pages::case::Basis;
use pages::today::{Band, Duty, Owed, Reader, Rival, Today};
use texts::Lang;
use uuid::Uuid;

use crate::account::own_unit;
use crate::case::{frame, path_of, path_of_act, purpose_of_lists, role, serves, state_of_lists, words};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::{Visitor, unit_name};

/// How many days count as soon.
const SOON_DAYS: i64 = 7;

/// The page.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    let (lang, law, acting) = (scope.lang(), app.casework()?, visitor.acting()?);
    let reader = reader(&visitor)?;
    let mut contested = BTreeSet::new();
    let all = match reader {
        Reader::Officer if visitor.may(Action::ListPersons) => {
            let all = app.clocks_of_unit(&visitor.session, acting, purpose_of_lists(&visitor)?).await?;
            theirs(&app, &visitor, all).await?
        }
        Reader::Team => {
            let lines = app.cases_of_team(&visitor.session, acting).await?;
            contested.extend(lines.iter().filter(|line| line.contested).map(|line| line.person));
            lines.into_iter().flat_map(|line| line.due).collect()
        }
        Reader::Watcher => app.contests_to_answer(&visitor.session, acting).await?,
        Reader::Officer => Vec::new(),
    };
    if reader == Reader::Officer && visitor.may(Action::ListPersons) {
        contested = app.contested_of_unit(&visitor.session, acting, purpose_of_lists(&visitor)?).await?;
    }
    let of_reader = |due: &&Due| {
        reader != Reader::Officer
            || App::signs(&due.office) == role(&visitor).ok()
            || due.met_by.iter().filter_map(|act| law.act(act)).any(|act| serves(&visitor, act))
    };
    let dues: Vec<&Due> = all.iter().filter(of_reader).collect();
    let now = app.local_now();
    let records = reader == Reader::Team || visitor.may(Action::RecordEvent);
    let desk = Desk { law, lang, now, records, names: reader != Reader::Watcher, contested, dues: &dues };
    let page = Today {
        unit: unit_name(&app, own_unit(&visitor)?, lang),
        at: words::instant(lang, now),
        reader,
        waiting: waiting(&app, &visitor).await?,
        doubles: doubles(&app, &visitor).await?,
        work: work::lines(&app, &visitor, lang).await?,
        late: desk.band(|due| due.standing == Standing::Late),
        due: desk.band(|due| due.standing != Standing::Late && due.due.date() <= now.date()),
        soon: desk.band(|due| due.due.date() > now.date() && due.due <= now.saturating_add(SOON_DAYS.days())),
        files: files(&visitor, reader).to_owned(),
        figures: if visitor.may(Action::ReadFigures) { visitor.figures(&app) } else { String::new() },
        frame: frame(&scope, "/viec-hom-nay", Vec::new()),
    };
    Ok(Html(page.html()?))
}

/// What waits in the files of the people about whom an officer decides. What somebody else's file asks of the chair is
/// shown without the name; everything waits for the police.
async fn theirs(app: &App, visitor: &Visitor, mut all: Vec<Due>) -> Result<Vec<Due>, Problem> {
    let Some(state) = state_of_lists(visitor)? else { return Ok(all) };
    let ask = ListAsk { purpose: purpose_of_lists(visitor)?, list: None, state: Some(state.to_owned()), late: false };
    let lines = app.cases_of_unit(&visitor.session, visitor.acting()?, &ask).await?;
    let people: BTreeSet<Uuid> = lines.iter().map(|line| line.person).collect();
    let own = role(visitor)?;
    all.retain(|due| people.contains(&due.person) || App::signs(&due.office) == Some(own));
    for due in all.iter_mut().filter(|due| !people.contains(&due.person)) {
        due.name.clear();
    }
    Ok(all)
}

/// Whose work it is.
fn reader(visitor: &Visitor) -> Result<Reader, Problem> {
    Ok(match role(visitor)? {
        Role::HamletHead | Role::Front | Role::CommuneDepartment => Reader::Team,
        Role::ProtectionOfficer => Reader::Watcher,
        _ => Reader::Officer,
    })
}

/// Where the files are; empty for who has none.
fn files(visitor: &Visitor, reader: Reader) -> &'static str {
    match reader {
        Reader::Team => "/to-quan-ly",
        _ if visitor.may(Action::ListPersons) => "/ho-so",
        _ => "",
    }
}

/// Proposals of others that wait for who looks.
async fn waiting(app: &App, visitor: &Visitor) -> Result<usize, Problem> {
    if !visitor.may(Action::DecideProposal) {
        return Ok(0);
    }
    let waiting = app.waiting_proposals(&visitor.session, visitor.acting()?).await?;
    Ok(waiting.iter().filter(|proposal| proposal.proposer != visitor.session.account.0).count())
}

/// Pairs of files that share a number and wait to be compared, for who compares files of one unit.
async fn doubles(app: &App, visitor: &Visitor) -> Result<usize, Problem> {
    if !visitor.may(Action::CheckDuplicate) {
        return Ok(0);
    }
    Ok(app.open_duplicates(&visitor.session, visitor.acting()?).await?)
}

/// Fills in bands.
struct Desk<'a> {
    law: &'a Law,
    lang: Lang,
    now: DateTime,
    records: bool,
    /// Whether the reader may see whose it is.
    names: bool,
    /// Whose entries are contested.
    contested: BTreeSet<Uuid>,
    dues: &'a [&'a Due],
}

impl Desk<'_> {
    /// What fits, by who owes it: the State's part first.
    fn band(&self, fits: impl Fn(&Due) -> bool) -> Band {
        let mut by_office: BTreeMap<(bool, String), Vec<Duty>> = BTreeMap::new();
        for due in self.dues.iter().filter(|due| fits(due)) {
            let is_person = matches!(due.office.as_str(), "nguoi_co_ho_so" | "cha_me");
            let office = words::office(self.law, &due.office);
            by_office.entry((is_person, office)).or_default().push(self.duty(due));
        }
        let owed = by_office.into_iter().map(|((is_person, who), duties)| Owed { who, is_state: !is_person, duties });
        Band { owed: owed.collect() }
    }

    fn duty(&self, due: &Due) -> Duty {
        let act = due.met_by.first().filter(|_| self.records && self.names);
        Duty {
            what: due.title.clone(),
            act: act.map(|act| path_of_act(due.person, act)).unwrap_or_default(),
            name: due.name.clone(),
            file: if self.names { path_of(due.person) } else { String::new() },
            due: words::instant(self.lang, due.due),
            due_iso: words::machine(due.due),
            since: words::moment(self.lang, due.started),
            basis: Basis {
                citation: due.citation.clone(),
                mark: due.evidence.key().to_owned(),
                owner: due.owner.clone().unwrap_or_default(),
            },
            other: self.rival(due),
            contested: !self.names || self.contested.contains(&due.person),
            default_year: due.default_year.map(|year| year.to_string()).unwrap_or_default(),
        }
    }

    /// The other limit for the same duty of the same person.
    fn rival(&self, due: &Due) -> Option<Rival> {
        let duty = |of: &Due| self.duty_of(&of.clock).unwrap_or_else(|| of.clock.clone());
        let same = |other: &&&Due| other.person == due.person && other.clock != due.clock && duty(other) == duty(due);
        let other = self.dues.iter().find(same)?;
        let text = format!("{}: {}", other.title, words::instant(self.lang, other.due));
        Some(Rival { text, stricter: !due.binding })
    }

    fn duty_of(&self, clock: &str) -> Option<String> {
        let regime = self.law.on(self.now.date())?;
        regime.clocks.iter().find(|line| line.id == clock).map(|line| line.duty().to_owned())
    }
}
