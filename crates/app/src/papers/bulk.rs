//! One form for several files of one's own list, in one go: whom it is offered for, and the paper of one of them.

use std::collections::BTreeMap;

use documents::paper::{Form, Rows, Values};
use domain::access::Purpose;
use domain::cases::{Law, purposes_of};
use jiff::ToSpan as _;
use jiff::civil::DateTime;
use uuid::Uuid;

use super::{Kind, Offered, Printed};
use crate::app::App;
use crate::cases::{CaseFile, ListAsk};
use crate::problem::Problem;
use crate::sessions::Session;

/// Files of one run, at most: a larger number of people leaves as a list, by two.
pub const FILES_MAX: usize = 50;
/// Days ahead in which a time limit is near.
const NEAR_DAYS: i32 = 30;

/// Of which act of a file a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// What would be done now.
    Now,
    /// The last entry that the form papers.
    Last,
}

impl Of {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Now, Self::Last];

    /// The word of forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Now => "nhap",
            Self::Last => "da-ghi",
        }
    }

    /// Reads [`Of::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|of| of.key() == key)
    }
}

/// What is printed for each file of a run.
#[derive(Clone, Debug)]
pub struct PaperOrder {
    /// In which session.
    pub session: Session,
    /// Under which appointment.
    pub acting: Uuid,
    /// The form.
    pub form: String,
    /// Of which act.
    pub of: Of,
    /// What the files are opened for.
    pub purpose: Purpose,
    /// Why more files are opened than usual, where that is so.
    pub reason: Option<String>,
    /// As what.
    pub kind: Kind,
}

/// A file for which a form is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Whose.
    pub person: Uuid,
    /// What the person is called.
    pub name: String,
    /// Year of birth, where known.
    pub birth_year: Option<i16>,
    /// The time limit that an act of this form meets; none where none runs.
    pub due: Option<DateTime>,
    /// Whether it is near or past.
    pub near: bool,
}

impl App {
    /// The forms that can be printed for several files: those that paper an act under the law of today.
    pub fn forms_for_many(&self) -> Result<Vec<Offered>, Problem> {
        let law = self.casework()?;
        let regime = law.on(self.today()).ok_or(Problem::Hidden)?.regime.key();
        let fits = |form: &&Form| form.acts.iter().any(|act| form.papers(act, regime));
        Ok(self.forms()?.all().iter().filter(fits).map(Offered::from).collect())
    }

    /// For which purposes the files of a form are opened.
    pub fn purposes_of_form(&self, form: &str) -> Result<Vec<Purpose>, Problem> {
        let law = self.casework()?;
        let form = self.forms()?.get(form).ok_or(Problem::Hidden)?;
        let of = |purpose: &Purpose| acts_of(law, form).any(|act| purposes_of(act).contains(purpose));
        Ok(Purpose::ALL.iter().copied().filter(of).collect())
    }

    /// The files of the officer's own list for which a form can be printed, those with the nearest time limit first.
    pub async fn files_for_form(
        &self,
        session: &Session,
        acting: Uuid,
        (purpose, form, of): (Purpose, &str, Of),
    ) -> Result<Vec<Candidate>, Problem> {
        let law = self.casework()?;
        let form = self.forms()?.get(form).ok_or(Problem::Hidden)?;
        let ask = ListAsk { purpose, list: None, state: None, late: false };
        let lines = self.cases_of_unit(session, acting, &ask).await?;
        let mut due: BTreeMap<Uuid, DateTime> = BTreeMap::new();
        for clock in self.clocks_of_unit(session, acting, purpose).await? {
            if clock.met_by.iter().any(|act| form.acts.contains(act)) {
                let first = due.entry(clock.person).or_insert(clock.due);
                *first = clock.due.min(*first);
            }
        }
        let near = self.today().saturating_add(NEAR_DAYS.days());
        let fits = |states: &[String]| {
            let open_to = |state: &String| state == "any" || states.contains(state);
            of == Of::Last || acts_of(law, form).any(|act| act.states.iter().any(open_to))
        };
        let found = lines.into_iter().filter(|line| form.suits(&line.states, line.minor) && fits(&line.states));
        let mut found: Vec<Candidate> = found
            .map(|line| {
                let due = due.get(&line.person).copied().filter(|_| of == Of::Now);
                let near = due.is_some_and(|due| due.date() <= near);
                Candidate { person: line.person, name: line.name, birth_year: line.birth_year, due, near }
            })
            .collect();
        found.sort_by(|a, b| (a.due.is_none(), a.due, &a.name).cmp(&(b.due.is_none(), b.due, &b.name)));
        Ok(found)
    }

    /// The paper of one file of a run: opened for the purpose where it is not open for it yet, then printed.
    pub(crate) async fn print_ordered(&self, order: &PaperOrder, person: Uuid) -> Result<Printed, Problem> {
        let (session, acting) = (&order.session, order.acting);
        if self.purpose_of(session, person).await? != Some(order.purpose) {
            self.open_case(session, acting, person, order.purpose, order.reason.clone()).await?;
        }
        let who = self.acting(session, acting)?;
        let file = self.file_to_print(session, &who, person, &order.form).await?;
        let form = self.forms()?.get(&order.form).ok_or(Problem::Hidden)?;
        let entry = match order.of {
            Of::Now => None,
            Of::Last => Some(last_of(&file, form).ok_or(Problem::Hidden)?),
        };
        let mut rows = Values::default();
        if form.shows(Rows::Team) {
            self.add_team(session, acting, person, &mut rows).await?;
        }
        self.filled(&file, &order.form, entry, order.kind, rows).await
    }
}

fn acts_of<'l>(law: &'l Law, form: &'l Form) -> impl Iterator<Item = &'l domain::cases::Act> {
    form.acts.iter().filter_map(|act| law.act(act))
}

/// The last entry that a form papers and its reader may see, from 1.
fn last_of(file: &CaseFile, form: &Form) -> Option<usize> {
    let numbered = file.case.events.iter().enumerate().map(|(index, event)| (index.saturating_add(1), event));
    numbered.rev().find(|(entry, event)| form.acts.contains(&event.act) && file.shows(*entry)).map(|(entry, _)| entry)
}
