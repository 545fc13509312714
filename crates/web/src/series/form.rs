//! The forms of a register: to begin one, to take a number, to enter numbers given on paper, to void one.

use app::App;
use app::accounts::Acting;
use app::series::SeriesFault;
use app::work::{Wanted, WorkFault};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::{Permit, acts};
use domain::work::Noun;
use jiff::civil::Date;
use pages::account::Choice;
use pages::work_form::{Group, Input, InputKind, WorkForm};
use programme::series::{Series, SeriesAct};
use serde::Deserialize;
use texts::Lang;
use uuid::Uuid;

use super::{HOME, frame, path_of, words};
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};

/// What is sent; any other field is refused. Each form has some of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    #[serde(rename = "ma", default)]
    id: Uuid,
    #[serde(rename = "da-xem", default)]
    seen: u32,
    #[serde(rename = "buoc", default)]
    _button: String,
    #[serde(rename = "ngay", default)]
    on: String,
    #[serde(rename = "co-quan", default)]
    body: String,
    #[serde(rename = "nam-so", default)]
    year: String,
    #[serde(rename = "so", default)]
    number: String,
    #[serde(rename = "ky-hieu", default)]
    symbol: String,
    #[serde(rename = "trich-yeu", default)]
    subject: String,
    #[serde(rename = "ly-do", default)]
    reason: String,
}

/// The query under which a work's document asks for its number.
pub(super) const FOR: &str = "cho";

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Begin,
    Take,
    Outside,
    Void,
}

impl Kind {
    fn of(key: &str) -> Result<Self, Problem> {
        match key {
            "lay-so" => Ok(Self::Take),
            "so-ngoai" => Ok(Self::Outside),
            "huy-so" => Ok(Self::Void),
            _ => Err(Problem::NoSuchPage),
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Begin => "moi",
            Self::Take => "lay-so",
            Self::Outside => "so-ngoai",
            Self::Void => "huy-so",
        }
    }

    const fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Begin => lang.series_new_title(),
            Self::Take => lang.series_take(),
            Self::Outside => lang.series_outside(),
            Self::Void => lang.series_void(),
        }
    }
}

/// A form on its page: of a register, or of one that is to begin.
struct Desk<'a> {
    scope: &'a Scope,
    kind: Kind,
    work: Option<Uuid>,
    about: String,
    /// The work whose document gets the number.
    of: Option<Uuid>,
    /// Where that work stands; empty where there is none.
    then: String,
    /// The bodies whose numbers who looks gives.
    bodies: Vec<String>,
}

/// The form that begins a register.
pub async fn begin_form(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(_): Allowed<acts::WriteWork>,
) -> Result<Html<String>, Problem> {
    let today = app.today();
    let given = Given {
        id: app.new_id(),
        on: today.to_string(),
        year: today.year().to_string(),
        number: "0".to_owned(),
        ..Given::default()
    };
    let (about, then, bodies) = (String::new(), String::new(), app.issuers_for(passed.acting()).await?);
    let desk = Desk { scope: &scope, kind: Kind::Begin, work: None, about, of: None, then, bodies };
    Ok(Html(desk.page(given, String::new()).html()?))
}

/// Begins one.
pub async fn begin(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::WriteWork>,
    Form(given): Form<Given>,
) -> Result<Response, Problem> {
    // the register's id is that of the form, so that sending it twice begins one
    let work = given.id;
    let (about, then, bodies) = (String::new(), String::new(), app.issuers_for(passed.acting()).await?);
    let desk = Desk { scope: &scope, kind: Kind::Begin, work: None, about, of: None, then, bodies };
    desk.enter(&app, (&permit, passed.acting()), work, given).await
}

/// The form of an act.
pub async fn change_form(
    State(app): State<App>,
    scope: Scope,
    Allowed(permit): Allowed<acts::WriteWork>,
    Allowed(read): Allowed<acts::ReadWork>,
    Path((id, act)): Path<(Uuid, String)>,
) -> Result<Html<String>, Problem> {
    drop(permit);
    let kind = Kind::of(&act)?;
    let kept = app.work_open::<Series>(&read, id).await?;
    let of = asking(&scope, kind);
    let subject = match of {
        Some(work) => app.work_title(&read, work).await?,
        None => String::new(),
    };
    let (seen, on) = (kept.seen(), app.today().to_string());
    let given = Given { id: app.new_id(), seen, on, subject, ..Given::default() };
    let desk = Desk {
        scope: &scope,
        kind,
        work: Some(id),
        about: kept.state.body,
        of,
        then: String::new(),
        bodies: Vec::new(),
    };
    Ok(Html(desk.page(given, String::new()).html()?))
}

/// Does it.
pub async fn change(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::WriteWork>,
    Allowed(read): Allowed<acts::ReadWork>,
    Path((id, act)): Path<(Uuid, String)>,
    Form(given): Form<Given>,
) -> Result<Response, Problem> {
    let kind = Kind::of(&act)?;
    let of = asking(&scope, kind);
    let then = match of {
        // a number is given to a work that is there, of the same unit, and not to one of somebody else's
        Some(work) => format!("{}/{work}", home_of(app.work_noun(&read, work).await?)),
        None => String::new(),
    };
    let desk = Desk { scope: &scope, kind, work: Some(id), about: String::new(), of, then, bodies: Vec::new() };
    desk.enter(&app, (&permit, passed.acting()), id, given).await
}

/// The work for whose document a number is asked.
fn asking(scope: &Scope, kind: Kind) -> Option<Uuid> {
    if kind == Kind::Take { scope.cx.value(FOR).and_then(|work| work.parse().ok()) } else { None }
}

/// Where works of a kind stand.
const fn home_of(noun: Noun) -> &'static str {
    match noun {
        Noun::Plan => "/ke-hoach",
        Noun::Task => "/nhiem-vu",
        Noun::Body => "/co-quan",
        Noun::Committee => "/ban-chi-dao",
        Noun::Meeting => "/hop",
        Noun::Liaison => "/trao-doi",
        Noun::Commendation => "/khen-thuong",
        Noun::Fund => "/kinh-phi",
        Noun::Report => "/bao-cao",
        Noun::Series => HOME,
        Noun::Template => "/mau-van-ban",
    }
}

impl Desk<'_> {
    async fn enter(
        &self,
        app: &App,
        (permit, acting): (&Permit<acts::WriteWork>, &Acting),
        work: Uuid,
        given: Given,
    ) -> Result<Response, Problem> {
        let lang = self.scope.lang();
        let fault = match self.read(&given) {
            Err(fault) => fault,
            Ok((on, act)) => {
                let wanted = Wanted { work, id: given.id, seen: given.seen, on, act };
                match app.series_do(permit, acting, wanted).await {
                    Ok(_) => return Ok(Redirect::to(&self.next(work)).into_response()),
                    Err(SeriesFault::Work(WorkFault::Problem(problem))) => return Err(problem.into()),
                    Err(fault) => words::fault(lang, &fault),
                }
            }
        };
        let page = self.page(given, fault);
        Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
    }

    fn read(&self, given: &Given) -> Result<(Date, SeriesAct), String> {
        let lang = self.scope.lang();
        let on = crate::days::read(&given.on).ok_or_else(|| lang.series_fault_day(&given.on))?;
        let number = |typed: &str, field: &str| -> Result<u32, String> {
            typed.trim().parse().map_err(|_| lang.series_fault_number(typed, field))
        };
        let text = |typed: &str| domain::fold::clean(typed);
        let act = match self.kind {
            Kind::Begin => SeriesAct::Open {
                body: text(&given.body),
                year: (given.year.trim().parse())
                    .map_err(|_| lang.series_fault_number(&given.year, lang.series_field_year()))?,
                given: number(&given.number, lang.series_field_given())?,
            },
            Kind::Take => SeriesAct::Take {
                symbol: text(&given.symbol),
                subject: text(&given.subject),
                of: self.of,
                version: None,
            },
            Kind::Outside => SeriesAct::Outside {
                up_to: number(&given.number, lang.series_field_up_to())?,
                subject: text(&given.subject),
            },
            Kind::Void => SeriesAct::Void {
                number: number(&given.number, lang.series_field_number())?,
                reason: text(&given.reason),
            },
        };
        Ok((on, act))
    }

    /// The query that carries on for which work a number is taken.
    fn asking(&self) -> String {
        self.of.map(|work| format!("?{FOR}={work}")).unwrap_or_default()
    }

    /// Where one goes on: to the work whose document has its number now, or to the register.
    fn next(&self, register: Uuid) -> String {
        if self.then.is_empty() { path_of(register) } else { self.then.clone() }
    }

    fn page(&self, given: Given, fault: String) -> WorkForm {
        let lang = self.scope.lang();
        let back = match self.work {
            Some(id) => (path_of(id), lang.series_back().to_owned()),
            None => (HOME.to_owned(), lang.series_back_list().to_owned()),
        };
        let action = self.work.map_or_else(|| HOME.to_owned(), path_of);
        WorkForm {
            frame: frame(self.scope, vec![crumb(self.kind.title(lang), None)]),
            title: self.kind.title(lang).to_owned(),
            about: self.about.clone(),
            lead: if self.kind == Kind::Void { lang.series_void_lead().to_owned() } else { String::new() },
            action: format!("{action}/{}{}", self.kind.key(), self.asking()),
            token: given.id.to_string(),
            seen: given.seen,
            groups: vec![Group { title: String::new(), inputs: self.inputs(given) }],
            fault,
            outcomes: Vec::new(),
            buttons: vec![("ghi".to_owned(), lang.series_save().to_owned())],
            back,
        }
    }

    fn inputs(&self, given: Given) -> Vec<Input> {
        let lang = self.scope.lang();
        let input = |name: &str, label: &str, kind, value, hint: &str| Input {
            name: name.to_owned(),
            label: label.to_owned(),
            kind,
            required: true,
            value,
            options: Vec::new(),
            hint: hint.to_owned(),
        };
        let on = input("ngay", lang.series_field_on(), InputKind::Date, given.on, "");
        let subject = |value| input("trich-yeu", lang.series_field_subject(), InputKind::Line, value, "");
        let number = |label, value, hint: &str| input("so", label, InputKind::Number, value, hint);
        match self.kind {
            Kind::Begin => vec![
                Input {
                    options: self.bodies.iter().map(|name| Choice::new(name, name, *name == given.body)).collect(),
                    ..input(
                        "co-quan",
                        lang.series_field_body(),
                        InputKind::Choice,
                        String::new(),
                        lang.series_body_hint(),
                    )
                },
                input("nam-so", lang.series_field_year(), InputKind::Number, given.year, ""),
                number(lang.series_field_given(), given.number, lang.series_given_hint()),
                on,
            ],
            Kind::Take => vec![
                input("ky-hieu", lang.series_field_symbol(), InputKind::Line, given.symbol, lang.series_symbol_hint()),
                subject(given.subject),
                on,
            ],
            Kind::Outside => vec![
                number(lang.series_field_up_to(), given.number, lang.series_up_to_hint()),
                subject(given.subject),
                on,
            ],
            Kind::Void => vec![
                number(lang.series_field_number(), given.number, ""),
                input("ly-do", lang.series_field_reason(), InputKind::Line, given.reason, ""),
                on,
            ],
        }
    }
}
