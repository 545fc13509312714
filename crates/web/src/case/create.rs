//! /ho-so/moi: somebody is put on file with the act that the file rests on. Two people open a file, always.

use app::App;
use app::cases::{NewCase, Recorded};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::Purpose;
use domain::cases::{Act, Case, Law, Moment, purposes_of};
use domain::persons::{Field, Identity, IdentityFault};
use domain::units::UnitId;
use jiff::civil::Date;
use pages::account::Choice;
use pages::case::StepRow;
use pages::case_act::ActForm;
use pages::case_new::{CaseNew, NewField};
use pages::case_purpose::PurposeChoice;
use texts::Lang;
use uuid::Uuid;

use super::form::{Filler, Sent};
use super::{frame, role, words};
use crate::account::own_unit;
use crate::days;
use crate::problem::Problem;
use crate::rights::told;
use crate::scope::{Scope, crumb};
use crate::visitor::Visitor;

/// Fields of the identity that the form asks for; others are put in later, from the papers.
const WHO: &[Field] = &[
    Field::FullName,
    Field::OtherName,
    Field::BirthDate,
    Field::Id12,
    Field::Residence,
    Field::Dwelling,
    Field::Father,
    Field::Mother,
    Field::Representative,
];
/// Fields beside those of the act.
const MORE: &[&str] = &[
    "viec",
    "muc-dich",
    "sex",
    "resident_since",
    "full_name",
    "other_name",
    "birth_date",
    "id12",
    "residence",
    "dwelling",
    "father",
    "mother",
    "representative",
];

/// The first act to choose, or the form once it is chosen.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    let desk = Desk::new(&app, &scope, &visitor)?;
    let page = match scope.cx.value("viec") {
        None => desk.choose(),
        Some(act) => {
            let act = desk.first(act)?;
            let form = desk.filler(act)?.form(&Sent::default());
            desk.page(act, &Sent::default(), form, app.new_id())
        }
    };
    Ok(Html(page.html()?))
}

/// Proposes the file, or gives the form back.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let sent = Sent(sent);
    let desk = Desk::new(&app, &scope, &visitor)?;
    let act = desk.first(sent.get("viec"))?;
    if !sent.is_known(act, MORE) {
        return Err(Problem::Refused(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let person = sent.get("ma").parse().unwrap_or_else(|_| app.new_id());
    let new = match desk.read(act, &sent, person)? {
        Ok(new) => new,
        Err(page) => return back(&page),
    };
    match app.register_case(&visitor.session, visitor.acting()?, new).await {
        Ok(Recorded::Waits { .. } | Recorded::Done { .. }) => Ok(Redirect::to("/ho-so?xong=lap").into_response()),
        Err(problem) => back(&desk.refused(act, &sent, person, problem)?),
    }
}

/// What was typed into a field of the identity, as the file keeps it.
fn typed(field: Field, text: &str) -> String {
    if field == Field::BirthDate { days::birth(text) } else { text.to_owned() }
}

fn back(page: &CaseNew) -> Result<Response, Problem> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

/// Where a new file is written down.
struct Desk<'a> {
    app: &'a App,
    scope: &'a Scope,
    visitor: &'a Visitor,
    law: &'a Law,
    lang: Lang,
    own: UnitId,
    /// A case of the unit in which nothing happened yet.
    empty: Case,
}

impl<'a> Desk<'a> {
    fn new(app: &'a App, scope: &'a Scope, visitor: &'a Visitor) -> Result<Self, Problem> {
        let own = own_unit(visitor)?;
        let empty = Case::new(None, &own.0.to_string(), None);
        Ok(Self { app, scope, visitor, law: app.casework()?, lang: scope.lang(), own, empty })
    }

    fn filler(&'a self, act: &'a Act) -> Result<Filler<'a>, Problem> {
        let (app, law, lang, own) = (self.app, self.law, self.lang, self.own);
        Ok(Filler { app, law, lang, case: &self.empty, act, own, role: role(self.visitor)?, file: None })
    }

    /// An act with which a file can begin.
    fn first(&self, id: &str) -> Result<&'a Act, Problem> {
        let firsts = self.firsts();
        firsts.into_iter().map(|(act, _)| act).find(|act| act.id == id).ok_or(Problem::NoSuchPage)
    }

    /// Acts that the law takes of somebody of whom nothing is known yet, and that put something on file.
    fn firsts(&self) -> Vec<(&'a Act, StepRow)> {
        let register = self.app.register();
        let around = app::cases::Around { register: &register, taken: false };
        let now = self.app.local_now();
        let at = Moment { day: now.date(), hour: Some(now.time()) };
        let lawful = self.empty.next(self.law, &around, at).into_iter();
        let opens = lawful.filter(|next| next.act.effects.iter().any(|effect| effect.opens.is_some()));
        let row = |next: domain::cases::Next<'a>| {
            let offices = next.rule.by.iter().map(|office| words::office(self.law, office));
            let row = StepRow {
                href: format!("/ho-so/moi?viec={}", next.act.id),
                title: next.act.title.clone(),
                form: next.rule.form.clone(),
                by: offices.collect::<Vec<_>>().join(" / "),
                basis: words::basis(next.rule.basis()),
                ..StepRow::default()
            };
            (next.act, row)
        };
        opens.map(row).collect()
    }

    /// Purposes that the act serves and for which a file is opened: measures, never help or rights alone.
    fn purposes(act: &Act) -> Vec<Purpose> {
        let opens = |of: &Purpose| !matches!(of, Purpose::Support | Purpose::PersonRights);
        purposes_of(act).iter().copied().filter(opens).collect()
    }

    fn choose(&self) -> CaseNew {
        let rows = self.firsts().into_iter().map(|(_, row)| row).collect();
        let none = Sent::default();
        CaseNew {
            frame: self.frame(),
            who: Vec::new(),
            sexes: Vec::new(),
            since: self.since(&none),
            firsts: rows,
            form: None,
            purposes: Vec::new(),
            purpose_fault: String::new(),
            fault: String::new(),
            token: String::new(),
        }
    }

    fn frame(&self) -> pages::frame::Frame {
        let files = crumb(self.lang.files_menu_files(), Some("/ho-so".to_owned()));
        frame(self.scope, "/ho-so/moi", vec![files, crumb(self.lang.files_new_title(), None)])
    }

    fn page(&self, act: &Act, sent: &Sent, form: ActForm, person: Uuid) -> CaseNew {
        let lang = self.lang;
        let purposes = Self::purposes(act);
        let only = purposes.len() == 1;
        let purpose = |purpose: &Purpose| PurposeChoice {
            key: purpose.key().to_owned(),
            text: pages::format::sentence(&words::purpose(self.app, lang, *purpose)),
            ground: purpose.ground().to_owned(),
            chosen: only || purpose.key() == sent.get("muc-dich"),
        };
        let sex = |key: &str, text: &str| Choice::new(key, text, sent.get("sex") == key);
        CaseNew {
            who: WHO.iter().map(|field| self.field(*field, sent)).collect(),
            sexes: vec![sex("male", lang.files_new_male()), sex("female", lang.files_new_female())],
            since: self.since(sent),
            firsts: Vec::new(),
            form: Some(form),
            purposes: purposes.iter().map(purpose).collect(),
            token: person.to_string(),
            ..self.choose()
        }
    }

    fn field(&self, field: Field, sent: &Sent) -> NewField {
        let lang = self.lang;
        let (label, hint, kind) = match field {
            Field::OtherName => (lang.files_new_other_name(), "", "text"),
            Field::BirthDate => (lang.files_new_birth(), lang.files_new_birth_hint(), "text"),
            Field::Id12 => (lang.files_new_id12(), lang.files_new_id12_hint(), "digits"),
            Field::Residence => (lang.files_new_residence(), "", "text"),
            Field::Dwelling => (lang.files_new_dwelling(), "", "text"),
            Field::Father => (lang.persons_father(), "", "text"),
            Field::Mother => (lang.persons_mother(), "", "text"),
            Field::Representative => (lang.persons_representative(), lang.files_new_representative_hint(), "text"),
            _ => (lang.files_new_full_name(), "", "text"),
        };
        let key = field.key();
        let required = field == Field::FullName;
        NewField { key, label, hint, required, kind, value: sent.get(key).to_owned(), fault: String::new() }
    }

    fn since(&self, sent: &Sent) -> NewField {
        NewField {
            key: "resident_since",
            label: self.lang.files_new_since(),
            kind: "date",
            value: sent.get("resident_since").to_owned(),
            ..NewField::default()
        }
    }

    /// Reads what was sent; the page with each fault beside its field where something cannot be used.
    fn read(&self, act: &Act, sent: &Sent, person: Uuid) -> Result<Result<NewCase, Box<CaseNew>>, Problem> {
        let filler = self.filler(act)?;
        let first = filler.read(sent, self.app.new_id());
        let form = first.as_ref().map_or_else(|form| (**form).clone(), |_| filler.form(sent));
        let mut page = self.page(act, sent, form, person);
        let fields: Vec<(Field, String)> = WHO
            .iter()
            .chain(&[Field::Sex])
            .map(|field| (*field, typed(*field, sent.get(field.key()))))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let who = Identity::new(fields.iter().map(|(field, text)| (*field, text.as_str())));
        if let Err(fault) = who {
            self.mark(&mut page, fault);
        }
        let since: Result<Option<Date>, ()> = match sent.get("resident_since") {
            "" => Ok(None),
            typed => days::read(typed).map(Some).ok_or(()),
        };
        if since.is_err() {
            page.since.fault = self.lang.files_act_bad_day(sent.get("resident_since"));
        }
        let purpose = Purpose::from_key(sent.get("muc-dich")).filter(|of| Self::purposes(act).contains(of));
        if purpose.is_none() {
            self.lang.files_purpose_missing().clone_into(&mut page.purpose_fault);
        }
        let identity_sound = page.who.iter().all(|field| field.fault.is_empty()) && page.fault.is_empty();
        Ok(match (first, since, purpose) {
            (Ok(first), Ok(resident_since), Some(purpose)) if identity_sound => {
                Ok(NewCase { person, identity: fields, resident_since, purpose, first })
            }
            _ => Err(Box::new(page)),
        })
    }

    /// Puts a fault of the identity beside its field.
    fn mark(&self, page: &mut CaseNew, fault: IdentityFault) {
        let said = app::Problem::Identity(fault).say(self.lang);
        let of = match fault {
            IdentityFault::NoName => Field::FullName,
            IdentityFault::TooLong(field) | IdentityFault::Malformed(field) => field,
        };
        match page.who.iter_mut().find(|field| field.key == of.key()) {
            Some(field) => field.fault = said,
            None => page.fault = said,
        }
    }

    /// The page with why it was refused; what no form can put right goes on.
    fn refused(&self, act: &Act, sent: &Sent, person: Uuid, problem: app::Problem) -> Result<CaseNew, Problem> {
        let filler = self.filler(act)?;
        let mut form = filler.form(sent);
        let mut fault = String::new();
        match problem {
            app::Problem::Unlawful(refusal) => form.refusal = Some(filler.refusal(&refusal)),
            problem @ (app::Problem::FileChanged | app::Problem::Erased | app::Problem::Identity(_)) => {
                fault = problem.say(self.lang);
            }
            problem => fault = told(self.app, problem, self.lang)?,
        }
        let page = self.page(act, sent, form, person);
        Ok(CaseNew { fault, ..page })
    }
}
