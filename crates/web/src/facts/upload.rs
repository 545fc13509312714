//! POST /tinh/{code}/so-lieu/tai-len: figures from a file, all or none.

use std::collections::BTreeMap;
use std::io::Cursor;

use app::classify::Classify;
use app::figures::FactsFile;
use app::intake::Issue;
use app::{App, exports};
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::acts;
use domain::units::Level;
use pages::format::Whole;
use pages::frame::Section;
use pages::upload::{Fault, Upload};
use texts::Lang;

use crate::grades::heading;
use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::site::Copies;
use crate::visitor::Visitor;

/// Faults shown on the page; the marked copy holds all.
const FAULTS_SHOWN: usize = 200;

/// Takes the file in, or lists everything that is wrong with it.
pub async fn post(
    State(app): State<App>,
    State(copies): State<Copies>,
    Allowed(permit): Allowed<acts::RecordFigures>,
    visitor: Visitor,
    scope: Scope,
    Path(code): Path<String>,
    form: Multipart,
) -> Result<Response, Problem> {
    let register = app.register();
    let province = scope.province_around(&register, &code)?.clone();
    let form = Received::read(form).await?;
    let field = |name: &str| form.fields.get(name).cloned().unwrap_or_default();
    let Some((file, bytes)) = &form.file else {
        return Err(Problem::Invalid(scope.lang().sheet_no_file().to_owned()));
    };
    let signed = super::signed(scope.lang(), super::author(&permit)?, field).map_err(|behind| {
        let faults = behind.faults.into_iter().filter(|fault| !fault.is_empty());
        Problem::Invalid(scope.lang().sheet_behind_missing(faults.collect::<Vec<_>>().join(" ")))
    })?;
    let batch = field("lan").parse().unwrap_or_else(|_| app.new_id());
    let source = Cursor::new(bytes.clone());
    let of = FactsFile {
        name: file.to_owned(),
        level: Level::Commune,
        year: scope.year,
        province: Some(province.code.clone()),
    };
    let written = app.record_file(of, source, signed, batch).await;
    let done = match written {
        Ok(recorded) if recorded.facts > 0 => recorded.facts.to_string(),
        Ok(_) | Err(app::Problem::NothingToSave) => "khong-doi".to_owned(),
        Err(app::Problem::Invalid(issues)) => {
            let mut page = refused(&scope, &province.code, &heading(&province), file, &issues);
            if let Some(copy) = marked(&app, &scope, file, bytes, issues).await? {
                let id = app.new_id();
                copies.keep(id, visitor.session.account.0, copy);
                page.marked = Some(format!("/tinh/{}/so-lieu/ban-danh-dau/{id}", province.code));
            }
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response());
        }
        Err(problem) => return Err(problem.into()),
    };
    let frame = scope.frame(Section::Nation, Vec::new());
    Ok(Redirect::to(&frame.link_with(format!("/tinh/{}/so-lieu", province.code), &[("xong", &done)])).into_response())
}

/// The file with its faults marked; none when its rows cannot be read.
async fn marked(
    app: &App,
    scope: &Scope,
    file: &str,
    bytes: &[u8],
    issues: Vec<Issue>,
) -> Result<Option<Vec<u8>>, Problem> {
    let (pack, register, bytes, file) = (scope.pack.clone(), app.register(), bytes.to_vec(), file.to_owned());
    let (year, lang) = (scope.year, scope.lang());
    let copy = tokio::task::spawn_blocking(move || {
        let classify = Classify::new(&pack, &register, Level::Commune, year, lang, &file)?;
        exports::marked(&classify, &bytes, &issues)
    });
    copy.await.map_err(Problem::fault)
}

fn refused(scope: &Scope, code: &str, name: &str, file: &str, issues: &[Issue]) -> Upload {
    let lang = scope.lang();
    let path = vec![
        scope.step(name, &format!("/tinh/{code}")),
        scope.step(lang.sheet_heading(), &format!("/tinh/{code}/so-lieu")),
        crumb(lang.sheet_upload(), None),
    ];
    let mut frame = scope.frame(Section::Nation, path);
    // The address of a POST is nothing to come back to in another language or year.
    frame.path = format!("/tinh/{code}/so-lieu");
    frame.years.clear();
    Upload {
        frame,
        code: code.to_owned(),
        name: name.to_owned(),
        file: file.to_owned(),
        faults: issues.iter().take(FAULTS_SHOWN).map(|issue| fault(lang, issue)).collect(),
        total: issues.len().whole(),
        marked: None,
    }
}

fn fault(lang: Lang, issue: &Issue) -> Fault {
    Fault {
        row: (issue.row > 0).then(|| u64::from(issue.row)),
        column: issue.heading.clone(),
        value: issue.value.clone(),
        message: pages::format::sentence(&issue.kind.say(lang)),
    }
}

/// The parts of the upload form.
#[derive(Default)]
pub struct Received {
    /// Names and values.
    pub fields: BTreeMap<String, String>,
    /// The name of the file and its bytes; none where nothing was chosen.
    pub file: Option<(String, Vec<u8>)>,
}

impl Received {
    /// Reads what was sent, within the limit of the route.
    pub async fn read(mut form: Multipart) -> Result<Self, Problem> {
        let mut received = Self::default();
        while let Some(part) = form.next_field().await.map_err(|error| refusal(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            match file {
                Some(file) => {
                    let bytes = part.bytes().await.map_err(|error| refusal(&error))?;
                    if !bytes.is_empty() {
                        received.file = Some((file, bytes.to_vec()));
                    }
                }
                None => {
                    received.fields.insert(name, part.text().await.map_err(|error| refusal(&error))?);
                }
            }
        }
        Ok(received)
    }
}

fn refusal(error: &MultipartError) -> Problem {
    Problem::Refused(error.status())
}
