//! /bao-cao/{id}/nhap: figures of another program into a report that is being written.

use app::App;
use app::reports::exchange::{Imported, Shape, read};
use app::reports::{Catalog, Opened, say_measured};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::access::acts;
use pages::work_form::{Group, InputKind, WorkForm};
use programme::indicators::Measured;
use uuid::Uuid;

use super::{crumbs, fault, path_of, words};
use crate::facts::upload::Received;
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::sent::{Sent, hinted};
use crate::task::frame;

/// Letters of a file's name that are kept.
const NAME_CHARS_MAX: usize = 120;

/// The form.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    let opened = super::act::opened(&app, &permit, &passed, id, scope.lang()).await?;
    Ok(Html(page(&app, &scope, &opened, &Sent::default(), String::new(), Vec::new()).html()?))
}

/// Takes what fits, and says what became of each figure; with a fault nothing is taken.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path(id): Path<Uuid>,
    form: Multipart,
) -> Result<Response, Problem> {
    let received = Received::read(form).await?;
    let (sent, lang) = (Sent(received.fields.into_iter().collect()), scope.lang());
    let opened = super::act::opened(&app, &permit, &passed, id, lang).await?;
    let record = app.work_record(id, passed.acting()).await?.ok_or(Problem::NoSuchPage)?;
    let back = |said: String| -> Result<Response, Problem> {
        let page = page(&app, &scope, &opened, &sent, said, Vec::new());
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
    };
    let (name, bytes) = match (received.file, sent.typed("noi-dung")) {
        (Some(file), "") => file,
        (None, pasted) if !pasted.trim().is_empty() => (String::new(), pasted.as_bytes().to_vec()),
        (Some(_), _) => return back(lang.reports_import_both().to_owned()),
        (None, _) => return back(lang.reports_import_nothing().to_owned()),
    };
    let Some(shape) = Shape::from_key(sent.typed("dang")).or_else(|| Shape::of_file(&name, &bytes)) else {
        return back(lang.reports_import_shape(&name));
    };
    let day = words::day(lang, app.today());
    // the name of a file stands in the chain for ever, and in no log
    let name: String = domain::fold::clean(&name).chars().take(NAME_CHARS_MAX).collect();
    let source = match name.as_str() {
        "" => lang.reports_import_source(shape.key(), day),
        name => lang.reports_import_file(name, shape.key(), day),
    };
    let outcome = match read(&bytes, shape) {
        Ok(values) => app.report_import(passed.acting(), &record, &opened, (&values, &source, sent.token(&app))).await,
        Err(refused) => Err(refused),
    };
    match outcome {
        Ok(imported) => {
            let opened = super::act::opened(&app, &permit, &passed, id, lang).await?;
            let said = said(&imported, lang)?;
            Ok(Html(page(&app, &scope, &opened, &Sent::default(), String::new(), said).html()?).into_response())
        }
        Err(refused) => back(fault(refused, lang)?),
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
    said.extend(imported.withheld.iter().map(|id| (title(id), lang.reports_imported_withheld().to_owned())));
    if imported.below > 0 {
        let below = (lang.reports_imported_below().to_owned(), lang.reports_imported_below_left(imported.below));
        said.push(below);
    }
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
    let by_name = (String::new(), lang.reports_i_shape_by_name().to_owned());
    let shapes: Vec<(String, String)> = std::iter::once(by_name).chain(shapes).collect();
    let inputs = vec![
        hinted(sent.input(InputKind::FigureFile, "tep", lang.reports_i_file()), lang.reports_i_file_hint()),
        sent.choice("dang", lang.reports_i_shape(), &shapes),
        hinted(sent.input(InputKind::Area, "noi-dung", lang.reports_i_paste()), lang.reports_i_paste_hint()),
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
