//! /ke-hoach/moi: a plan is begun by hand, from the plan above (`tu`), or from a document at hand (`van-ban`).

use app::App;
use app::work::{Kept, Wanted};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::{FieldClass, Permit, Record, acts};
use domain::units::{Level, UnitId};
use pages::work_form::{Group, WorkForm};
use programme::plans::{Kind, Plan, PlanAct, Shipped, Target, shipped};
use uuid::Uuid;

use super::fields::Fields;
use super::{frame, path_of, said, words};
use crate::account::own_unit;
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::sent::Sent;
use crate::site::Site;
use crate::visitor::{Visitor, unit_name};

/// From what a plan is begun.
enum From {
    Hand,
    Above(Box<Kept<Plan>>),
    Document(&'static Shipped),
}

/// The form as it begins.
pub async fn get(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    passed: Passed,
) -> Result<Response, Problem> {
    let desk = Desk::new(&site.app, &scope, &visitor, &passed).await?;
    let sent = desk.begin();
    Ok(Html(desk.page(&sent, String::new()).html()?).into_response())
}

/// Begins it.
pub async fn post(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    passed: Passed,
    Allowed(permit): Allowed<acts::WriteWork>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (app, sent) = (&site.app, Sent(sent));
    let desk = Desk::new(app, &scope, &visitor, &passed).await?;
    let fault = match desk.read(&sent) {
        Err(fault) => fault,
        Ok(act) => {
            // one id for the act and the work that it begins: sent twice it is one plan
            let id = sent.token(app);
            let wanted = Wanted { work: id, id, seen: 0, on: app.today(), act };
            match app.work_do::<Plan, _>(&permit, wanted).await {
                Ok(kept) => return Ok(Redirect::to(&format!("{}?xong=moi", path_of(kept.id))).into_response()),
                Err(fault) => said(app, fault, scope.lang())?,
            }
        }
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(desk.page(&sent, fault).html()?)).into_response())
}

struct Desk<'a> {
    app: &'a App,
    scope: &'a Scope,
    own: UnitId,
    from: From,
}

impl<'a> Desk<'a> {
    async fn new(app: &'a App, scope: &'a Scope, visitor: &Visitor, passed: &Passed) -> Result<Self, Problem> {
        let from = match (scope.cx.value("tu"), scope.cx.value("van-ban")) {
            (Some(parent), _) => {
                let id: Uuid = parent.parse().map_err(|_| Problem::NoSuchPage)?;
                From::Above(Box::new(above(app, passed, id).await?))
            }
            (None, Some(id)) => From::Document(shipped::latest(id).ok_or(Problem::NoSuchPage)?),
            (None, None) => From::Hand,
        };
        Ok(Self { app, scope, own: own_unit(visitor)?, from })
    }

    fn fields(&self) -> Fields<'_> {
        Fields { app: self.app, lang: self.scope.lang(), unit: self.own, plan: None }
    }

    /// What the form begins with.
    fn begin(&self) -> Sent {
        let mut sent = Sent::default();
        sent.put("ma", self.app.new_id().to_string());
        sent.put("loai", Kind::Plan.key());
        if let From::Above(parent) = &self.from {
            let head = &parent.state.head;
            sent.put("tu-ngay", head.from.max(self.app.today()).min(head.to).to_string());
            sent.put("den-ngay", head.to.to_string());
            let number = parent.state.document.as_ref().map(|of| format!("{}, {}", of.number, of.issuer));
            sent.put("can-cu", number.unwrap_or_else(|| head.title.clone()));
            for target in self.inherited(parent) {
                sent.put("nhan", target.id);
            }
        }
        sent
    }

    fn inherited(&self, parent: &Kept<Plan>) -> Vec<Target> {
        let register = self.app.register();
        let unit = register.version(self.own, self.app.today());
        let commune = unit.is_some_and(|unit| unit.kind.level() == Level::Commune);
        app::plans::inherited(&parent.state, commune)
    }

    fn read(&self, sent: &Sent) -> Result<PlanAct, String> {
        let lang = self.scope.lang();
        match &self.from {
            From::Hand => Ok(PlanAct::Draft { draft: self.fields().read_head(sent)? }),
            From::Document(document) => {
                if self.app.unit_of_shipped(document) != Some(self.own) {
                    return Err(lang.plan_fault_not_own().to_owned());
                }
                Ok(PlanAct::Adopt { plan: document.id.clone(), version: document.version })
            }
            From::Above(parent) => {
                let draft = self.fields().read_head(sent)?;
                let chosen = sent.all("nhan");
                let mut targets = self.inherited(parent);
                targets.retain(|target| chosen.contains(&target.id));
                for target in &mut targets {
                    // what is due outside one's own term is not one's own target
                    target.points.retain(|point| draft.from <= point.by && point.by <= draft.to);
                }
                targets.retain(|target| !target.points.is_empty());
                if targets.is_empty() {
                    return Err(lang.plan_derive_none().to_owned());
                }
                Ok(PlanAct::Derive { parent: parent.id, draft, targets })
            }
        }
    }

    fn page(&self, sent: &Sent, fault: String) -> WorkForm {
        let lang = self.scope.lang();
        let head = || Group { title: lang.plan_document().to_owned(), inputs: self.fields().head(sent) };
        let (title, about, lead, query, groups) = match &self.from {
            From::Hand => (lang.plan_new(), String::new(), String::new(), String::new(), vec![head()]),
            From::Document(document) => {
                let about = format!("{} {}: {}", words::kind(lang, document.kind), document.number, document.title);
                let query = format!("?van-ban={}", document.id);
                (lang.plan_adopt(), about, lang.plan_adopt_lead().to_owned(), query, Vec::new())
            }
            From::Above(parent) => {
                let options: Vec<_> =
                    self.inherited(parent).into_iter().map(|target| (target.id, target.statement)).collect();
                let targets = Group {
                    title: lang.plan_targets().to_owned(),
                    inputs: vec![sent.ticks("nhan", lang.plan_field_targets(), &options)],
                };
                let about = format!("{} · {}", parent.state.head.title, unit_name(self.app, parent.unit, lang));
                let query = format!("?tu={}", parent.id);
                (lang.plan_derive(), about, lang.plan_derive_lead().to_owned(), query, vec![head(), targets])
            }
        };
        WorkForm {
            frame: frame(self.scope, "/ke-hoach/moi", vec![crumb(title, None)]),
            title: title.to_owned(),
            about,
            lead,
            action: format!("/ke-hoach/moi{query}"),
            token: sent.typed("ma").to_owned(),
            seen: 0,
            groups,
            fault,
            outcomes: Vec::new(),
            buttons: vec![("ghi".to_owned(), lang.plan_save().to_owned())],
            back: ("/ke-hoach".to_owned(), lang.plan_back_list().to_owned()),
        }
    }
}

/// The plan above: a public paper for whoever it binds.
async fn above(app: &App, passed: &Passed, id: Uuid) -> Result<Kept<Plan>, Problem> {
    let record = app.work_record(id, passed.acting()).await?.ok_or(app::Problem::Hidden)?;
    let record = Record { class: FieldClass::Public, ..record };
    let permit: Permit<acts::ReadWork> = app.permit(passed.acting(), &record, None).await?;
    Ok(app.work_open(&permit, id).await?)
}
