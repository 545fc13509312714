//! Official papers out of a file: which forms there are for an act, what they are filled with, who may have them.
//!
//! Whoever prints is asked about like whoever reads: the policy first, then the log, then the keys. A paper shows what its
//! reader may see and nothing else; what is not for their eyes stays a dotted line, as does what nobody knows.

mod about;
pub mod bulk;
mod extract;
mod faults;
mod fields;
mod lint;
pub mod list;
mod office;
mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use documents::paper::{self, Form, Forms, Key, Layout, OfficeError, Outside, Rows, Values};
use domain::access::{Action, Ask, FieldClass, Purpose, acts};
use domain::cases::class_of;
use store::access::Act as Logged;
use texts::Lang;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::accounts::Acting;
use crate::app::App;
use crate::cases::{CaseFile, FileFault};
use crate::problem::Problem;
use crate::sessions::Session;

use self::about::About;

pub(crate) use lint::lint_template;
pub use lint::{Linted, Told, lint, papers_known, places, preview_template};
pub use office::{of_office, preview};

/// The shipped forms, read once.
static SHIPPED: LazyLock<Result<Forms, OfficeError>> = LazyLock::new(paper::shipped);
/// Pages of one paper, at most.
const PAGES_MAX: usize = 200;
/// Papers set at once: each takes a core.
static PRESSES: Semaphore = Semaphore::const_new(2);
/// The form of a person's own extract.
pub const EXTRACT: &str = "trich-luc";

/// As what a paper leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To be edited and signed on paper.
    Docx,
    /// To be signed and kept.
    Pdf,
}

impl Kind {
    /// The ending of the file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }

    /// Reads [`Kind::ending`].
    pub fn from_ending(ending: &str) -> Option<Self> {
        [Self::Docx, Self::Pdf].into_iter().find(|kind| kind.ending() == ending)
    }

    /// The type of the file's content.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
        }
    }
}

/// A paper as it leaves.
#[derive(Clone, PartialEq, Eq)]
pub struct Printed {
    /// What its file is called: the form and nobody's name.
    pub name: String,
    /// The type of its content.
    pub mime: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Placeholders that are dotted lines, by their names in forms.
    pub missing: Vec<&'static str>,
}

/// A form that can be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its id, as it stands in addresses.
    pub form: String,
    /// What it is.
    pub title: String,
    /// Its number in the decree.
    pub number: String,
    /// Who issues it: an actor of the law of casework.
    pub issuer: String,
    /// Whether somebody held it against the signed text.
    pub verified: bool,
}

/// What a letterhead asks of a unit on a day: its names, its kind, its place.
pub(crate) fn unit_values(app: &App, unit: domain::units::UnitId, day: jiff::civil::Date, values: &mut Values) {
    fields::issuer(app, unit, day, values);
}

/// The place that papers of a unit name before their date.
pub(crate) fn place_of(unit: &domain::units::Version) -> String {
    fields::place_of(unit)
}

impl From<&Form> for Offered {
    fn from(form: &Form) -> Self {
        Self {
            form: form.id.clone(),
            title: form.title.clone(),
            number: form.number.clone(),
            issuer: form.issuer.clone(),
            verified: form.layout == Layout::Verified,
        }
    }
}

impl App {
    /// The forms in use: those of the office, or the shipped ones.
    pub fn forms(&self) -> Result<&Forms, Problem> {
        match self.office_forms().get() {
            Some(forms) => Ok(forms),
            None => SHIPPED.as_ref().map_err(|fault| Problem::fault(fault.clone())),
        }
    }

    /// Puts an office's own forms in use, once: name without ending and text of each file. Answers a sentence for each
    /// fault; a file with one is not taken.
    pub fn use_forms(&self, files: &[(String, String)], lang: Lang) -> Result<Vec<String>, Problem> {
        let (forms, faults) = of_office(files, lang)?;
        // a second call would change forms under those who fill them
        let _ = self.office_forms().set(forms);
        Ok(faults)
    }

    /// The forms that paper an entry of a file, from 1, as they stood when it was made.
    pub fn forms_of_entry(&self, file: &CaseFile, entry: usize) -> Result<Vec<Offered>, Problem> {
        let about = About::entry(self.casework()?, file, entry)?;
        self.offered(&about)
    }

    /// The forms that would paper an act done now.
    pub fn forms_of_act(&self, file: &CaseFile, act: &str) -> Result<Vec<Offered>, Problem> {
        let about = About::draft(self.casework()?, file, act)?;
        self.offered(&about)
    }

    fn offered(&self, about: &About<'_>) -> Result<Vec<Offered>, Problem> {
        let forms = self.forms()?.of_act(about.act.unwrap_or_default(), about.regime.key());
        Ok(forms.filter(|form| form.suits(&about.states, about.minor)).map(Offered::from).collect())
    }

    /// Fills a form from a file that was read: an entry of it, from 1, or a draft of what would be done now. What the
    /// reader of the file may not see stays blank.
    pub async fn paper(
        &self,
        file: &CaseFile,
        form: &str,
        entry: Option<usize>,
        kind: Kind,
    ) -> Result<Printed, Problem> {
        self.filled(file, form, entry, kind, Values::default()).await
    }

    /// Prints a form of a file that is open in this session: the policy, the log, then the paper.
    pub async fn print_paper(
        &self,
        session: &Session,
        acting: Uuid,
        person: Uuid,
        form: &str,
        entry: Option<usize>,
        kind: Kind,
    ) -> Result<Printed, Problem> {
        let who = self.acting(session, acting)?;
        let file = self.file_to_print(session, &who, person, form).await?;
        let mut rows = Values::default();
        let shows = |list| self.forms().map(|forms| forms.get(form).is_some_and(|form| form.shows(list)));
        // names of the team are read, and their reading written down, only where the paper names them
        if shows(Rows::Team)? {
            self.add_team(session, acting, person, &mut rows).await?;
        }
        if shows(Rows::Looks)? {
            self.add_looks(&file, &mut rows).await?;
        }
        self.filled(&file, form, entry, kind, rows).await
    }

    /// A file as far as its reader may have it on paper. Printing what a form shows is asked for class by class.
    async fn file_to_print(
        &self,
        session: &Session,
        acting: &Acting,
        person: Uuid,
        form: &str,
    ) -> Result<CaseFile, Problem> {
        let form = self.forms()?.get(form).ok_or(Problem::Hidden)?;
        let (purpose, _) = self.may_read(session, acting, person).await?;
        if form.id == EXTRACT && purpose != Purpose::PersonRights {
            return Err(FileFault::ExtractForRights.into());
        }
        let stands = self.stands(acting, person).await?;
        let in_team = self.in_team(acting, person).await?;
        let own = form.acts.iter().map(|act| class_of(act)).chain([FieldClass::Identity]).collect::<BTreeSet<_>>();
        for class in own {
            let record = self.unread_record(&stands, class, in_team);
            self.permit_for::<acts::PrintPerson>(acting, &record, None, Some(purpose), None).await?;
        }
        let desk = self.desk()?;
        let printed = [FieldClass::Identity, FieldClass::Health, FieldClass::Violation].into_iter().filter(|class| {
            let record = self.unread_record(&stands, *class, in_team);
            let ask = Ask {
                purpose: Some(purpose),
                factor_age_s: Some(acting.factor_age_s),
                ..Ask::plain(Some(acting.standing()), Action::PrintPerson, &record, self.now())
            };
            desk.policies().decide(&ask).permitted
        });
        let sees = printed.collect();
        let loaded = self.load_case(acting, person, purpose, Logged::Print).await?;
        self.shown_to(loaded, purpose, sees)
    }

    async fn filled(
        &self,
        file: &CaseFile,
        form: &str,
        entry: Option<usize>,
        kind: Kind,
        mut values: Values,
    ) -> Result<Printed, Problem> {
        let law = self.casework()?;
        let forms = self.forms()?;
        let form = forms.get(form).ok_or(Problem::Hidden)?;
        let about = match entry {
            Some(entry) => About::entry(law, file, entry)?,
            None => About::of_form(law, file, form)?,
        };
        // a paper for another act, another law or another age is none for this entry
        let fits = form.acts.is_empty() || about.act.is_some_and(|act| form.papers(act, about.regime.key()));
        if !fits || !form.suits(&about.states, about.minor) {
            return Err(Problem::Hidden);
        }
        fields::fill(self, file, &about, &mut values);
        terms::fill(self, law, file, &about, &mut values);
        extract::fill(self, law, file, &about, &mut values);
        if form.acts.is_empty() {
            // a paper about the whole file is of the day on which it is made
            values.day(Key::PaperDate, file.at.date());
        }
        let filled = form.fill(&values, forms.letterhead(), &self.outside(law, file));
        let ready = self.ready_template(file.unit, &[&form.id]).await?;
        let name = format!("{}.{}", form.id, kind.ending());
        let (bytes, missing) = match (kind, ready) {
            (Kind::Docx, None) => (filled.paper.docx().map_err(Problem::fault)?, filled.missing),
            (Kind::Docx, Some(ready)) => {
                let own = ready.pour(&filled.paper, &values, &BTreeMap::new(), forms.letterhead())?;
                // the content of a frame lacks what the form lacks
                let frame = if ready.used.frame { filled.missing } else { BTreeSet::new() };
                (own.docx, own.missing.into_iter().chain(frame).collect())
            }
            // what an office worded by itself has no other wording beside it: one paper, one text
            (Kind::Pdf, Some(ready)) if !ready.used.frame => return Err(FileFault::OwnTemplateHasNoPdf.into()),
            (Kind::Pdf, ready) => {
                let mut paper = filled.paper;
                paper.notes.extend(ready.map(|ready| ready.used.pdf_note()));
                (pressed(paper, file.logged).await?, filled.missing)
            }
        };
        let missing = missing.iter().map(|key| key.key()).collect();
        Ok(Printed { name, mime: kind.mime(), bytes, missing })
    }

    /// What every paper of a file bears beside its form: that something in it is contested, and where its printing
    /// stands in the log.
    fn outside(&self, law: &domain::cases::Law, file: &CaseFile) -> Outside {
        let contested = extract::contested(law, file).map(|entries| Lang::Vi.papers_contested(entries));
        let fictitious = self.is_demo().then(|| Lang::Vi.papers_fictitious().to_owned());
        let warning: Vec<String> = fictitious.into_iter().chain(contested).collect();
        Outside {
            made_on: file.at.date(),
            warning: (!warning.is_empty()).then(|| warning.join(" · ")),
            notes: vec![Lang::Vi.papers_logged(file.logged)],
        }
    }
}

/// Sets a paper, off the threads that answer, a few at once.
async fn pressed(paper: paper::Paper, logged: Uuid) -> Result<Vec<u8>, Problem> {
    let _press = PRESSES.acquire().await.map_err(Problem::fault)?;
    let print = move || {
        let data = paper.typeset(press::prints);
        let ident = logged.to_string();
        press::print(&press::Job { template: paper::TEMPLATE, data: &data, ident: &ident, pages_max: PAGES_MAX })
    };
    tokio::task::spawn_blocking(print).await.map_err(Problem::fault)?.map_err(Problem::fault)
}
