//! /ho-so: the files of one's own unit. A name that is looked for comes in a form and stands in no address.

use std::collections::BTreeSet;

use app::App;
use app::cases::{CaseLine, Due, ListAsk};
use app::counts::CountAsk;
use axum::Form;
use axum::extract::State;
use axum::response::Html;
use domain::access::Action;
use domain::cases::{Law, Standing};
use domain::persons::Query;
use pages::account::Choice;
use pages::cases::{CaseRow, Cases, IncomingRow, ListCount, Sieve};
use pages::format::Whole as _;
use serde::Deserialize;
use texts::Lang;
use uuid::Uuid;

use super::{bulk, frame, is_police, path_of, purpose_of_lists, serves, state_of_lists, words};
use crate::account::own_unit;
use crate::counts::opened::Opened;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// Files shown at once; whoever needs more says more of the name.
const SHOWN: usize = 200;

/// What the form sends; any other field is refused.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(rename = "danh-sach", default)]
    list: String,
    #[serde(rename = "trang-thai", default)]
    state: String,
    #[serde(rename = "muon", default)]
    late: String,
    #[serde(rename = "khieu-nai", default)]
    contested: String,
}

/// The list, sifted by what the address may say: never a name.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    let value = |key| scope.cx.value(key).unwrap_or_default().to_owned();
    let asked = Asked {
        q: String::new(),
        list: value("danh-sach"),
        state: value("trang-thai"),
        late: value("muon"),
        contested: value("khieu-nai"),
    };
    let opened = Opened::read(&scope)?;
    page(&app, &scope, &visitor, asked, opened).await
}

/// The list, sifted by a name too.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Form(asked): Form<Asked>,
) -> Result<Html<String>, Problem> {
    page(&app, &scope, &visitor, asked, None).await
}

async fn page(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    asked: Asked,
    opened: Option<Opened>,
) -> Result<Html<String>, Problem> {
    let (lang, law, acting) = (scope.lang(), app.casework()?, visitor.acting()?);
    let only = state_of_lists(visitor)?;
    let ask = ListAsk { purpose: purpose_of_lists(visitor)?, list: None, state: only.map(str::to_owned), late: false };
    let mut all = app.cases_of_unit(&visitor.session, acting, &ask).await?;
    for line in all.iter_mut().filter(|_| only.is_some()) {
        narrow(law, visitor, only, line);
    }
    let counted = match &opened {
        Some(opened) => Some(people_of(app, scope, visitor, opened).await?),
        None => None,
    };
    let is_counted = |line: &CaseLine| counted.as_ref().is_none_or(|people| people.contains(&line.person));
    let kept = all.iter().filter(|line| is_counted(line)).count();
    let figure = opened.zip(counted.as_ref()).map(|(opened, people)| figure(lang, &opened, people.len(), kept));
    let mut found = sifted(&all, &asked);
    found.retain(|line| is_counted(line));
    let reader = Reader { law, lang };
    let rows: Vec<CaseRow> = found.iter().take(SHOWN).map(|line| reader.row(line)).collect();
    let police = is_police(visitor);
    let page = Cases {
        frame: frame(scope, "/ho-so", vec![crumb(lang.files_menu_files(), None)]),
        unit: unit_name(app, own_unit(visitor)?, lang),
        figure: figure.unwrap_or_default(),
        counts: counts(law, only, &all),
        sieve: reader.sieve(&asked, &all),
        fault: String::new(),
        hidden: found.len().saturating_sub(rows.len()).whole(),
        rows,
        incoming: if police { incoming(app, visitor, lang).await? } else { Vec::new() },
        new: offer(visitor.may(Action::CheckDuplicate), "/ho-so/moi"),
        grounds: offer(police, "/can-xet-nghiem"),
        print: offer(kept > 0, bulk::PATH),
    };
    Ok(Html(page.html()?))
}

/// Whom a number counts. A number opens to the police alone, who list every file: anybody else would learn from it what
/// their duty does not tell them, as who was tested.
async fn people_of(app: &App, scope: &Scope, visitor: &Visitor, opened: &Opened) -> Result<BTreeSet<Uuid>, Problem> {
    if !is_police(visitor) {
        return Err(Problem::NotThere(scope.lang().counts_not_yours().to_owned()));
    }
    let ask = CountAsk { asked: opened.asked.clone(), known_at: None };
    let purpose = purpose_of_lists(visitor)?;
    Ok(app.people_counted(&visitor.session, visitor.acting()?, purpose, opened.number, &ask).await?)
}

/// The number in words, and how many of those it counts have no file here any more.
fn figure(lang: Lang, opened: &Opened, counted: usize, kept: usize) -> String {
    let title = opened.title(lang);
    match counted.saturating_sub(kept) {
        0 => title,
        away => format!("{title}. {}", lang.counts_opened_away(counted, away)),
    }
}

fn offer(may: bool, path: &str) -> String {
    if may { path.to_owned() } else { String::new() }
}

/// Leaves of a line what its reader's duty is about: the one state, what lies over it, and what is theirs to wait for.
fn narrow(law: &Law, visitor: &Visitor, only: Option<&str>, line: &mut CaseLine) {
    let overlays = |state: &str| law.state(state).is_some_and(|state| state.overlay);
    line.states.retain(|state| Some(state.as_str()) == only || overlays(state));
    let theirs = |due: &Due| due.met_by.iter().filter_map(|act| law.act(act)).any(|act| serves(visitor, act));
    line.next_due = line.next_due.take().filter(theirs);
}

/// How many are on each list; who is not of the police is told of the lists that their people are on.
fn counts(law: &Law, only: Option<&str>, all: &[CaseLine]) -> Vec<ListCount> {
    let on = |id: &str| all.iter().filter(|line| line.lists.iter().any(|list| list == id)).count();
    let counted = law.lists.iter().map(|list| (list, on(&list.id))).filter(|(_, on)| only.is_none() || *on > 0);
    let row = |(list, on): (&domain::cases::List, usize)| ListCount {
        title: list.title.clone(),
        count: on.whole(),
        href: format!("/ho-so?danh-sach={}", list.id),
    };
    counted.map(row).collect()
}

/// Lines that fit, the best name first.
fn sifted<'a>(all: &'a [CaseLine], asked: &Asked) -> Vec<&'a CaseLine> {
    let fits = |line: &&CaseLine| {
        (asked.list.is_empty() || line.lists.contains(&asked.list))
            && (asked.state.is_empty() || line.states.contains(&asked.state))
            && (asked.late.is_empty() || line.next_due.as_ref().is_some_and(is_late))
            && (asked.contested.is_empty() || line.contested)
    };
    let Some(query) = Query::new(&asked.q) else { return all.iter().filter(fits).collect() };
    let ranked = all.iter().filter(fits).filter_map(|line| Some((query.rank(&line.name, line.birth_year)?, line)));
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, line)| line).collect()
}

fn is_late(due: &Due) -> bool {
    due.standing == Standing::Late
}

/// People on the way here.
async fn incoming(app: &App, visitor: &Visitor, lang: Lang) -> Result<Vec<IncomingRow>, Problem> {
    let arriving = app.arriving_cases(&visitor.session, visitor.acting()?).await?;
    let rows = arriving.iter().map(|stands| IncomingRow {
        href: path_of(stands.person),
        name: lang.files_today_nameless().to_owned(),
        from: unit_name(app, stands.unit, lang),
        day: stands.transit.map(|(_, day)| words::day(lang, day)).unwrap_or_default(),
    });
    Ok(rows.collect())
}

/// Fills in what is shown.
struct Reader<'a> {
    law: &'a Law,
    lang: Lang,
}

impl Reader<'_> {
    fn row(&self, line: &CaseLine) -> CaseRow {
        let due = line.next_due.as_ref();
        CaseRow {
            href: path_of(line.person),
            name: line.name.clone(),
            year: line.birth_year.map(|year| year.to_string()).unwrap_or_default(),
            states: line.states.iter().map(|state| words::state(self.law, state)).collect(),
            lists: line.lists.iter().map(|list| words::list(self.law, list)).collect(),
            next: due.map(|due| (due.title.clone(), words::instant(self.lang, due.due))),
            late: due.is_some_and(is_late),
            contested: line.contested,
            transit: line.in_transit,
            minor: line.minor,
        }
    }

    fn sieve(&self, asked: &Asked, all: &[CaseLine]) -> Sieve {
        let any = |chosen: &str| Choice::new("", self.lang.files_list_any(), chosen.is_empty());
        let lists = self.law.lists.iter().map(|list| Choice::new(&list.id, &list.title, list.id == asked.list));
        // only states that somebody is in: the others would find nobody
        let seen = self.law.states.iter().filter(|state| all.iter().any(|line| line.states.contains(&state.id)));
        let states = seen.map(|state| Choice::new(&state.id, &state.title, state.id == asked.state));
        Sieve {
            q: asked.q.clone(),
            lists: std::iter::once(any(&asked.list)).chain(lists).collect(),
            states: std::iter::once(any(&asked.state)).chain(states).collect(),
            late: !asked.late.is_empty(),
            contested: !asked.contested.is_empty(),
        }
    }
}
