//! /ho-so/in: one form for several files of one's own list. Who they are comes in a form and stands in no address.

use std::collections::BTreeSet;

use app::App;
use app::papers::Kind;
use app::papers::bulk::{Candidate, FILES_MAX, Of, PaperOrder};
use app::runs::{About, NewRun, Runs};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::Purpose;
use pages::work_form::{Group, Input, InputKind, WorkForm};
use texts::Lang;
use uuid::Uuid;

use super::{frame, purpose_of_lists, words};
use crate::account::own_unit;
use crate::problem::Problem;
use crate::run;
use crate::scope::{Scope, crumb};
use crate::sent::{Sent, hinted, required};
use crate::visitor::{Visitor, unit_name};

/// Where the form is.
pub const PATH: &str = "/ho-so/in";
/// As what papers leave.
const KINDS: [Kind; 2] = [Kind::Docx, Kind::Pdf];

/// Which form.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    let page = Page { app: &app, scope: &scope, visitor: &visitor };
    Ok(Html(page.which(&Sent::default(), String::new())?.html()?))
}

/// The files for the form that was chosen; with files, the run.
pub async fn post(
    State(app): State<App>,
    State(runs): State<Runs>,
    scope: Scope,
    visitor: Visitor,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (sent, lang) = (Sent(sent), scope.lang());
    let page = Page { app: &app, scope: &scope, visitor: &visitor };
    let known = app.forms_for_many()?.into_iter().find(|form| form.form == sent.typed("mau"));
    let (Some(form), Some(of)) = (known, Of::from_key(sent.typed("viec"))) else {
        let page = page.which(&sent, lang.papers_many_no_form().to_owned())?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response());
    };
    let files =
        app.files_for_form(&visitor.session, visitor.acting()?, (purpose_of_lists(&visitor)?, &form.form, of)).await?;
    if sent.typed("buoc") != "in" {
        return Ok(Html(page.files(&sent, &form.form, &files, String::new())?.html()?).into_response());
    }
    let title = format!("{} ({})", form.title, form.number);
    match page.begin(&runs, &sent, (&form.form, title, of), &files)? {
        Ok(run) => Ok(Redirect::to(&run::path_of(run)).into_response()),
        Err(fault) => {
            let page = page.files(&sent, &form.form, &files, fault)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
        }
    }
}

struct Page<'p> {
    app: &'p App,
    scope: &'p Scope,
    visitor: &'p Visitor,
}

impl Page<'_> {
    /// Begins the run; otherwise a sentence.
    fn begin(
        &self,
        runs: &Runs,
        sent: &Sent,
        (form, title, of): (&str, String, Of),
        files: &[Candidate],
    ) -> Result<Result<Uuid, String>, Problem> {
        let (app, lang, visitor) = (self.app, self.scope.lang(), self.visitor);
        let wanted: BTreeSet<String> = sent.all("ho-so").into_iter().collect();
        let chosen: Vec<Uuid> =
            files.iter().map(|file| file.person).filter(|person| wanted.contains(&person.to_string())).collect();
        let purposes = app.purposes_of_form(form)?;
        let purpose = purposes.into_iter().find(|purpose| purpose.key() == sent.typed("muc-dich"));
        let kind = KINDS.into_iter().find(|kind| kind.ending() == sent.typed("dang"));
        let (purpose, kind) = match (purpose, kind) {
            (Some(purpose), Some(kind)) => (purpose, kind),
            (None, _) => return Ok(Err(lang.files_purpose_missing().to_owned())),
            (_, None) => return Ok(Err(lang.papers_many_no_kind().to_owned())),
        };
        if chosen.is_empty() || chosen.len() > FILES_MAX || chosen.len() < wanted.len() {
            return Ok(Err(lang.papers_many_how_many(chosen.len(), FILES_MAX)));
        }
        let id = sent.token(app);
        let items = chosen.iter().enumerate();
        let new = NewRun {
            id,
            account: visitor.session.account.0,
            about: About::People { session: visitor.session.id },
            title,
            from: PATH.to_owned(),
            began: app.now(),
            items: items.map(|(at, person)| (lang.runs_file_of(at.saturating_add(1)), Some(*person))).collect(),
        };
        let run = match runs.begin(new) {
            Err(busy) => return Ok(Err(busy.say(lang))),
            Ok(None) => return Ok(Ok(id)),
            Ok(Some(run)) => run,
        };
        let order = PaperOrder {
            session: (*visitor.session).clone(),
            acting: visitor.acting()?,
            form: form.to_owned(),
            of,
            purpose,
            reason: Some(sent.get("ly-do")).filter(|reason| !reason.is_empty()),
            kind,
        };
        let (app, runs) = (app.clone(), runs.clone());
        tokio::spawn(async move { app.run_papers(&runs, run, &order, lang).await });
        Ok(Ok(id))
    }

    fn which(&self, sent: &Sent, fault: String) -> Result<WorkForm, Problem> {
        let lang = self.scope.lang();
        let next = vec![("chon".to_owned(), lang.papers_many_next().to_owned())];
        Ok(self.form(sent, vec![self.paper(sent)?], next, (lang.papers_many_lead(FILES_MAX), fault)))
    }

    fn files(&self, sent: &Sent, form: &str, files: &[Candidate], fault: String) -> Result<WorkForm, Problem> {
        let (lang, first) = (self.scope.lang(), sent.all("ho-so").is_empty() && sent.typed("buoc") != "in");
        let mut chosen = sent.clone();
        if first {
            let near = files.iter().filter(|file| file.near).take(FILES_MAX);
            near.for_each(|file| chosen.put("ho-so", file.person.to_string()));
        }
        let options: Vec<(String, String)> =
            files.iter().map(|file| (file.person.to_string(), written(lang, file))).collect();
        let people = chosen.ticks("ho-so", lang.papers_many_files(), &options);
        let people = hinted(people, lang.papers_many_files_hint());
        let purposes: Vec<(String, String)> =
            self.app.purposes_of_form(form)?.into_iter().map(|of| self.purpose(of)).collect();
        let kinds = [(Kind::Docx, lang.runs_kind_docx()), (Kind::Pdf, lang.runs_kind_pdf())];
        let kinds = kinds.map(|(kind, text)| (kind.ending().to_owned(), text.to_owned()));
        let how = vec![
            required(chosen.choice("muc-dich", lang.files_purpose_open(), &purposes)),
            required(chosen.choice("dang", lang.runs_field_kind(), &kinds)),
            hinted(chosen.input(InputKind::Line, "ly-do", lang.papers_many_reason()), lang.papers_many_reason_hint()),
        ];
        let group = |title: &str, inputs: Vec<Input>| Group { title: title.to_owned(), inputs };
        let mut groups = vec![self.paper(&chosen)?];
        let mut buttons = vec![("in".to_owned(), lang.runs_do().to_owned())];
        if files.is_empty() {
            buttons.clear();
        } else {
            groups.push(group(lang.files_menu_files(), vec![people]));
            groups.push(group("", how));
        }
        buttons.push(("chon".to_owned(), lang.papers_many_again().to_owned()));
        let lead = if files.is_empty() { lang.papers_many_none().to_owned() } else { lang.papers_many_lead(FILES_MAX) };
        Ok(self.form(&chosen, groups, buttons, (lead, fault)))
    }

    fn purpose(&self, of: Purpose) -> (String, String) {
        let text = pages::format::sentence(&words::purpose(self.app, self.scope.lang(), of));
        (of.key().to_owned(), text)
    }

    fn paper(&self, sent: &Sent) -> Result<Group, Problem> {
        let lang = self.scope.lang();
        let of = |of: Of| match of {
            Of::Now => lang.papers_many_now(),
            Of::Last => lang.papers_many_last(),
        };
        let forms = self.app.forms_for_many()?.into_iter();
        let forms: Vec<(String, String)> =
            forms.map(|form| (form.form, format!("{}: {}", form.number, form.title))).collect();
        let acts = Of::ALL.map(|act| (act.key().to_owned(), of(act).to_owned()));
        let inputs = vec![
            required(sent.choice("mau", lang.papers_many_form(), &forms)),
            required(sent.choice("viec", lang.papers_many_act(), &acts)),
        ];
        Ok(Group { title: String::new(), inputs })
    }

    fn form(
        &self,
        sent: &Sent,
        groups: Vec<Group>,
        buttons: Vec<(String, String)>,
        (lead, fault): (String, String),
    ) -> WorkForm {
        let lang = self.scope.lang();
        let steps =
            vec![crumb(lang.files_menu_files(), Some("/ho-so".to_owned())), crumb(lang.papers_many_title(), None)];
        let unit = own_unit(self.visitor).map(|unit| unit_name(self.app, unit, lang)).unwrap_or_default();
        WorkForm {
            frame: frame(self.scope, PATH, steps),
            title: lang.papers_many_title().to_owned(),
            about: unit,
            lead,
            action: PATH.to_owned(),
            token: sent.token(self.app).to_string(),
            seen: 0,
            groups,
            fault,
            outcomes: Vec::new(),
            buttons,
            back: ("/ho-so".to_owned(), lang.papers_many_back().to_owned()),
        }
    }
}

/// A file as it is chosen: name, year of birth, what is due when.
fn written(lang: Lang, file: &Candidate) -> String {
    let born = file.birth_year.map(|year| format!(", {year}")).unwrap_or_default();
    let due = file.due.map(|due| format!(" · {}", lang.files_today_due_at(words::instant(lang, due))));
    format!("{}{born}{}", file.name, due.unwrap_or_default())
}
