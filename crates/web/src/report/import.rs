//! /bao-cao/{id}/nhap: figures of another program into a report that is being written.

use app::App;
use app::reports::exchange::{Imported, Shape, read};
use app::reports::{Catalog, Opened, say_measured};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::access::acts;
use pages::work_form::{Group, InputKind, WorkForm};
use programme::indicators::Measured;
use uuid::Uuid;

use super::{crumbs, fault, path_of, words};
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::sent::{Sent, required};
use crate::task::frame;

/// The form.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    let opened = super::act::opened(&app, &permit, id, scope.lang()).await?;
    Ok(Html(page(&app, &scope, &opened, &Sent::default(), String::new(), Vec::new()).html()?))
}

/// Takes what fits, and says what became of each figure; with a fault nothing is taken.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path(id): Path<Uuid>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (sent, lang) = (Sent(sent), scope.lang());
    let opened = super::act::opened(&app, &permit, id, lang).await?;
    let record = app.work_record(id, passed.acting()).await?.ok_or(Problem::NoSuchPage)?;
    let shape = Shape::from_key(sent.typed("dang")).ok_or(Problem::NoSuchPage)?;
    let source = lang.reports_import_source(shape.key(), words::day(lang, app.today()));
    let outcome = match read(sent.typed("noi-dung").as_bytes(), shape) {
        Ok(values) => app.report_import(passed.acting(), &record, &opened, (&values, &source, sent.token(&app))).await,
        Err(refused) => Err(refused),
    };
    match outcome {
        Ok(imported) => {
            let opened = super::act::opened(&app, &permit, id, lang).await?;
            let said = said(&imported, lang)?;
            Ok(Html(page(&app, &scope, &opened, &Sent::default(), String::new(), said).html()?).into_response())
        }
        Err(refused) => {
            let page = page(&app, &scope, &opened, &sent, fault(refused, lang)?, Vec::new());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
        }
    }
}

fn said(imported: &Imported, lang: texts::Lang) -> Result<Vec<(String, String)>, Problem> {
    let indicators = &Catalog::shipped()?.indicators;
    let title = |id: &str| indicators.get(id).map_or_else(|| id.to_owned(), |one| one.title.clone());
    let say =
        |id: &str, value: &Measured| indicators.get(id).map(|one| say_measured(one, value, lang)).unwrap_or_default();
    let mut said: Vec<(String, String)> = Vec::new();
    said.extend(imported.entered.iter().map(|id| (title(id), lang.reports_imported().to_owned())));
    said.extend(imported.same.iter().map(|id| (title(id), lang.reports_imported_same().to_owned())));
    let kept = imported.kept.iter();
    said.extend(kept.map(|(id, kept, came)| (title(id), lang.reports_imported_kept(say(id, kept), say(id, came)))));
    Ok(said)
}

fn page(
    app: &App,
    scope: &Scope,
    opened: &Opened,
    sent: &Sent,
    fault: String,
    outcomes: Vec<(String, String)>,
) -> WorkForm {
    let (lang, path) = (scope.lang(), path_of(opened.kept.id));
    let shapes = Shape::ALL.map(|shape| (shape.key().to_owned(), shape.key().to_uppercase()));
    let inputs = vec![
        required(sent.choice("dang", lang.reports_i_shape(), &shapes)),
        required(sent.input(InputKind::Area, "noi-dung", lang.reports_i_paste())),
    ];
    WorkForm {
        frame: frame(scope, &format!("{path}/nhap"), crumbs(lang, lang.reports_act_import())),
        title: lang.reports_act_import().to_owned(),
        about: opened.kept.state.opening.title.clone(),
        lead: lang.reports_lead_import().to_owned(),
        action: format!("{path}/nhap"),
        token: sent.token(app).to_string(),
        seen: opened.kept.seen(),
        groups: vec![Group { title: String::new(), inputs }],
        fault,
        outcomes,
        buttons: vec![("nhap".to_owned(), lang.reports_do().to_owned())],
        back: (path, lang.reports_back().to_owned()),
    }
}
