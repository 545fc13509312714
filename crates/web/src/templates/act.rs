//! The forms of a template: to put a file in use, to put an earlier version back, to go back to the program's layout.

use app::App;
use app::papers::Told;
use app::signin::AccessFault;
use app::templates::{NewFile, Replaceable, TemplateFault};
use app::work::{Kept, WorkFault};
use axum::Form;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::{Permit, acts};
use pages::work_form::{Group, Input, InputKind, WorkForm};
use programme::templates::{FILE_BYTES_MAX, Template, TemplateAct};
use texts::Lang;

use super::{day, frame, path_of};
use crate::facts::upload::Received;
use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::sent::{Sent, hinted, required};
use crate::visitor::Visitor;

/// The form that puts a file in use.
pub async fn put_form(
    State(app): State<App>,
    scope: Scope,
    Allowed(permit): Allowed<acts::SubmitReport>,
    Allowed(read): Allowed<acts::ReadWork>,
    visitor: Visitor,
    Path(paper): Path<String>,
) -> Result<Html<String>, Problem> {
    let desk = Desk::at(&app, &scope, &permit, &read, (&visitor, &paper)).await?;
    Ok(Html(desk.put_page(&Sent::default(), String::new(), Vec::new()).html()?))
}

/// Puts it in use, or gives the form back with everything that is wrong with the file.
pub async fn put(
    State(app): State<App>,
    scope: Scope,
    Allowed(permit): Allowed<acts::SubmitReport>,
    Allowed(read): Allowed<acts::ReadWork>,
    visitor: Visitor,
    Path(paper): Path<String>,
    form: Multipart,
) -> Result<Response, Problem> {
    let received = Received::read(form).await?;
    let sent = Sent(received.fields.into_iter().collect());
    let lang = scope.lang();
    let desk = Desk::at(&app, &scope, &permit, &read, (&visitor, &paper)).await?;
    let Some((name, bytes)) = received.file else {
        return back(&desk.put_page(&sent, lang.templates_fault_no_file().to_owned(), Vec::new()));
    };
    let new = NewFile { name, bytes, reason: sent.get("ly-do") };
    match app.template_put(&permit, &paper, new, (sent.token(&app), sent.seen()), lang).await {
        Ok(_) => Ok(Redirect::to(&format!("{}?xong=1", path_of(&paper))).into_response()),
        Err(TemplateFault::Work(WorkFault::Problem(problem))) => Err(problem.into()),
        Err(fault) => {
            let told = match &fault {
                TemplateFault::Faulty(faults) => said(lang, faults),
                TemplateFault::Work(_) => Vec::new(),
            };
            back(&desk.put_page(&sent, fault.say(lang), told))
        }
    }
}

/// The form of an act.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    Allowed(permit): Allowed<acts::SubmitReport>,
    Allowed(read): Allowed<acts::ReadWork>,
    visitor: Visitor,
    Path((paper, act)): Path<(String, String)>,
) -> Result<Html<String>, Problem> {
    let desk = Desk::at(&app, &scope, &permit, &read, (&visitor, &paper)).await?;
    Ok(Html(desk.act_page(&act, &Sent::default(), String::new())?.html()?))
}

/// Does it.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    Allowed(permit): Allowed<acts::SubmitReport>,
    Allowed(read): Allowed<acts::ReadWork>,
    visitor: Visitor,
    Path((paper, key)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (sent, lang) = (Sent(sent), scope.lang());
    let desk = Desk::at(&app, &scope, &permit, &read, (&visitor, &paper)).await?;
    let reason = sent.get("ly-do");
    let act = match key.as_str() {
        "thoi-dung" => TemplateAct::Withdraw { reason },
        "dung-lai" => match sent.typed("ban").parse() {
            Ok(version) => TemplateAct::PutBack { version, reason },
            Err(_) => return back(&desk.act_page(&key, &sent, lang.templates_fault_version(sent.typed("ban")))?),
        },
        _ => return Err(Problem::NoSuchPage),
    };
    match app.template_do(&permit, &paper, act, (sent.token(&app), sent.seen())).await {
        Ok(_) => Ok(Redirect::to(&path_of(&paper)).into_response()),
        Err(TemplateFault::Work(WorkFault::Problem(problem))) => Err(problem.into()),
        Err(fault) => back(&desk.act_page(&key, &sent, fault.say(lang))?),
    }
}

/// Everything that was found in a file, one by one.
fn said(lang: Lang, faults: &[Told]) -> Vec<(String, String)> {
    faults.iter().zip(1_usize..).map(|(told, at)| (lang.templates_fault_n(at), told.said.clone())).collect()
}

fn back(page: &WorkForm) -> Result<Response, Problem> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

/// What the forms of one paper are made with.
struct Desk<'a> {
    app: &'a App,
    scope: &'a Scope,
    paper: Replaceable,
    kept: Option<Kept<Template>>,
}

impl<'a> Desk<'a> {
    async fn at(
        app: &'a App,
        scope: &'a Scope,
        permit: &Permit<acts::SubmitReport>,
        read: &Permit<acts::ReadWork>,
        (visitor, paper): (&Visitor, &str),
    ) -> Result<Self, Problem> {
        let paper = app.replaceable_paper(permit.unit(), paper, scope.lang())?;
        if !app.may_replace(crate::case::role(visitor)?, &paper)? {
            return Err(app::Problem::Access(AccessFault::NoAppointment).into());
        }
        let kept = app.template_open(read, permit.unit(), &paper.id).await?;
        Ok(Self { app, scope, paper, kept })
    }

    fn put_page(&self, sent: &Sent, fault: String, told: Vec<(String, String)>) -> WorkForm {
        let lang = self.scope.lang();
        let file = sent.input(InputKind::File, "tep", lang.templates_field_file());
        let inputs = vec![
            hinted(required(file), &lang.templates_field_file_hint(FILE_BYTES_MAX >> 10)),
            required(sent.input(InputKind::Line, "ly-do", lang.templates_field_reason())),
        ];
        let page = self.page("dua-len", lang.templates_act_put(), lang.templates_lead_put(), sent, inputs);
        WorkForm { fault, outcomes: told, ..page }
    }

    fn act_page(&self, act: &str, sent: &Sent, fault: String) -> Result<WorkForm, Problem> {
        let lang = self.scope.lang();
        let reason = required(sent.input(InputKind::Line, "ly-do", lang.templates_field_reason()));
        let (title, lead, inputs) = match act {
            "thoi-dung" => (lang.templates_act_withdraw(), lang.templates_withdraw_lead(), vec![reason]),
            "dung-lai" => {
                let others = self.others(lang);
                let version = required(sent.choice("ban", lang.templates_field_version(), &others));
                (lang.templates_act_put_back(), lang.templates_put_back_lead(), vec![version, reason])
            }
            _ => return Err(Problem::NoSuchPage),
        };
        Ok(WorkForm { fault, ..self.page(&format!("viec/{act}"), title, lead, sent, inputs) })
    }

    /// Every version that is not in use, the last first.
    fn others(&self, lang: Lang) -> Vec<(String, String)> {
        let Some(template) = self.kept.as_ref().map(|kept| &kept.state) else { return Vec::new() };
        let others = template.versions.iter().rev().filter(|version| template.used != Some(version.number));
        let named = others.map(|version| {
            let said = lang.templates_version_of(version.number, day(lang, version.on), &version.file.name);
            (version.number.to_string(), said)
        });
        named.collect()
    }

    fn page(&self, to: &str, title: &str, lead: &str, sent: &Sent, inputs: Vec<Input>) -> WorkForm {
        let (lang, path) = (self.scope.lang(), path_of(&self.paper.id));
        WorkForm {
            frame: frame(self.scope, &format!("{path}/{to}"), Some(&self.paper), Some(title)),
            title: title.to_owned(),
            about: self.paper.title.clone(),
            lead: lead.to_owned(),
            action: format!("{path}/{to}"),
            token: sent.token(self.app).to_string(),
            seen: self.kept.as_ref().map_or(0, Kept::seen),
            groups: vec![Group { title: String::new(), inputs }],
            fault: String::new(),
            outcomes: Vec::new(),
            buttons: vec![("ghi".to_owned(), lang.templates_save().to_owned())],
            back: (path, lang.templates_back().to_owned()),
        }
    }
}
