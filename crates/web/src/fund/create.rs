//! /kinh-phi/moi: a source of money is opened.

use app::work::Wanted;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::acts;
use domain::units::UnitId;
use pages::work_form::{Group, WorkForm};
use programme::funds::Fund;
use uuid::Uuid;

use super::{fields, frame, path_of, plans, said};
use crate::account::own_unit;
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::sent::Sent;
use crate::site::Site;
use crate::visitor::Visitor;

/// The form as it begins.
pub async fn get(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    passed: Passed,
) -> Result<Response, Problem> {
    let plans = choices(&site, &passed, own_unit(&visitor)?).await?;
    let mut sent = Sent::default();
    sent.put("ma", site.app.new_id().to_string());
    sent.put("ke-hoach", scope.cx.value("ke-hoach").unwrap_or_default());
    Ok(Html(page(&scope, &plans, &sent, String::new()).html()?).into_response())
}

/// Opens it.
pub async fn post(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    passed: Passed,
    Allowed(permit): Allowed<acts::WriteWork>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (app, lang, sent) = (&site.app, scope.lang(), Sent(sent));
    let plans = choices(&site, &passed, own_unit(&visitor)?).await?;
    let fault = match fields::read_opening(lang, &plans, &sent) {
        Err(fault) => fault,
        Ok(act) => {
            // one id for the act and the work that it begins: sent twice it is one source
            let id = sent.token(app);
            let wanted = Wanted { work: id, id, seen: 0, on: app.today(), act };
            match app.work_do::<Fund, _>(&permit, wanted).await {
                Ok(kept) => return Ok(Redirect::to(&format!("{}?xong=ghi", path_of(kept.id))).into_response()),
                Err(fault) => said(app, fault, lang)?,
            }
        }
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page(&scope, &plans, &sent, fault).html()?)).into_response())
}

/// Plans that the money can be for: those of the unit.
async fn choices(site: &Site, passed: &Passed, own: UnitId) -> Result<Vec<(Uuid, String)>, Problem> {
    plans(&site.app, &passed.on::<acts::ReadWork>(site, own).await?, own).await
}

fn page(scope: &Scope, plans: &[(Uuid, String)], sent: &Sent, fault: String) -> WorkForm {
    let lang = scope.lang();
    WorkForm {
        frame: frame(scope, "/kinh-phi/moi", vec![crumb(lang.fund_new(), None)]),
        title: lang.fund_new().to_owned(),
        about: String::new(),
        lead: lang.fund_lead().to_owned(),
        action: "/kinh-phi/moi".to_owned(),
        token: sent.typed("ma").to_owned(),
        seen: 0,
        groups: vec![Group { title: String::new(), inputs: fields::opening(lang, plans, sent) }],
        fault,
        outcomes: Vec::new(),
        buttons: vec![("ghi".to_owned(), lang.fund_save().to_owned())],
        back: ("/kinh-phi".to_owned(), lang.fund_back().to_owned()),
    }
}
