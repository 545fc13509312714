//! The one error of a request, and the one layer that shows it.
//!
//! A handler returns a [`Problem`]; [`show`] alone knows how it looks: a page, or
//! `application/problem+json` for programs. What other layers refuse without a
//! body (wrong method, too large, too slow) becomes a problem of the same kind.

use std::sync::Arc;

use app::App;
use app::health::Cause;
use app::signin::AccessFault;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::access::Missing;
use pages::frame::Frame;
use pages::problem::{Hint, Problem as Page};
use serde_json::json;
use texts::Lang;

use crate::cx::Cx;
use crate::visitor::Visitor;

/// Why a request was not answered as asked.
#[derive(Clone, Debug)]
pub enum Problem {
    /// No such address.
    NoSuchPage,
    /// No such unit on the day; units that took its place: name and address.
    NoSuchUnit {
        /// What was asked for.
        code: String,
        /// Units that may be meant.
        instead: Vec<(String, String)>,
    },
    /// The input cannot be used; the sentence says why, in the reader's language.
    Invalid(String),
    /// The request came under a name that is not ours.
    ForeignHost,
    /// The request was caused by a page of another site.
    ForeignOrigin,
    /// Nobody has signed in, or the token is none.
    Unauthenticated,
    /// The token was not given for this act.
    NotAllowed(&'static str),
    /// There is no such thing; the sentence says which, and what to do.
    NotThere(String),
    /// The body is not JSON.
    NotJson,
    /// The asker takes no JSON.
    NotAcceptable,
    /// A layer refused it with this status.
    Refused(StatusCode),
    /// A use case did not do what was asked.
    App(Arc<app::Problem>),
    /// A fault of ours, already logged.
    Fault,
}

impl Problem {
    /// Logs a fault once and hides it from the reader.
    pub fn fault(error: impl std::fmt::Display) -> Self {
        tracing::error!(error = %error, "a request failed");
        Self::Fault
    }

    /// Status of the response.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoSuchPage | Self::NoSuchUnit { .. } | Self::NotThere(_) => StatusCode::NOT_FOUND,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::ForeignHost => StatusCode::MISDIRECTED_REQUEST,
            Self::ForeignOrigin | Self::NotAllowed(_) => StatusCode::FORBIDDEN,
            Self::Refused(status) => *status,
            Self::App(problem) => match **problem {
                app::Problem::Hidden => StatusCode::NOT_FOUND,
                app::Problem::Access(ref fault) => of_access(fault),
                app::Problem::Conflict => StatusCode::CONFLICT,
                app::Problem::Fault(_) | app::Problem::Ledger(_) => StatusCode::INTERNAL_SERVER_ERROR,
                app::Problem::Halted(Cause::Full) => StatusCode::INSUFFICIENT_STORAGE,
                app::Problem::ClockBehind { .. } | app::Problem::Halted(Cause::Fault) => {
                    StatusCode::SERVICE_UNAVAILABLE
                }
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            },
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Heading and explanation.
    fn words(&self, lang: Lang) -> (&'static str, String) {
        match self {
            Self::NoSuchPage => (lang.fault_no_page(), lang.fault_no_page_detail().to_owned()),
            Self::NoSuchUnit { code, .. } => (lang.fault_no_unit(), lang.fault_no_unit_detail(code)),
            Self::Invalid(why) | Self::NotThere(why) => (lang.fault_invalid(), why.clone()),
            Self::Unauthenticated => (lang.api_unauthenticated_title(), lang.api_unauthenticated().to_owned()),
            Self::NotAllowed(action) => (lang.api_not_allowed_title(), lang.api_not_allowed(*action)),
            Self::NotJson => (lang.fault_invalid(), lang.api_not_json().to_owned()),
            Self::NotAcceptable => (lang.fault_invalid(), lang.api_not_acceptable().to_owned()),
            Self::App(problem) => match **problem {
                app::Problem::Hidden => (lang.fault_no_page(), problem.say(lang)),
                app::Problem::Access(AccessFault::StepUp) => (lang.fault_step_up(), problem.say(lang)),
                app::Problem::Access(_) => (lang.fault_access(), problem.say(lang)),
                app::Problem::Halted(_) => (lang.durability_halted(), problem.say(lang)),
                app::Problem::Fault(_) => (lang.fault_fault(), lang.fault_fault_detail().to_owned()),
                _ => (lang.fault_invalid(), problem.say(lang)),
            },
            Self::ForeignHost => (lang.fault_host(), lang.fault_host_detail().to_owned()),
            Self::ForeignOrigin => (lang.fault_origin(), lang.fault_origin_detail().to_owned()),
            Self::Refused(StatusCode::PAYLOAD_TOO_LARGE) => (lang.fault_large(), lang.fault_large_detail().to_owned()),
            Self::Refused(StatusCode::METHOD_NOT_ALLOWED) => {
                (lang.fault_method(), lang.fault_method_detail().to_owned())
            }
            Self::Refused(StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT) => {
                (lang.fault_slow(), lang.fault_slow_detail().to_owned())
            }
            Self::Refused(status) if status.is_client_error() => {
                (lang.fault_invalid(), lang.fault_refused_detail().to_owned())
            }
            Self::Refused(_) | Self::Fault => (lang.fault_fault(), lang.fault_fault_detail().to_owned()),
        }
    }

    /// Whether nothing but a fresh proof of who they are is missing.
    fn asks_for_proof(&self) -> bool {
        let Self::App(problem) = self else { return false };
        match &**problem {
            app::Problem::Access(AccessFault::StepUp) => true,
            app::Problem::Access(AccessFault::Refused(refusal)) => refusal.missing.contains(&Missing::StepUp),
            _ => false,
        }
    }

    fn hints(&self, frame: &Frame) -> Vec<Hint> {
        let lang = frame.lang;
        match self {
            Self::Unauthenticated => {
                vec![Hint { text: lang.pages_sign_in().to_owned(), href: Some(frame.sign_in()) }]
            }
            _ if self.asks_for_proof() => {
                let href = format!("/xac-minh?ve={}", pages::format::encode(&frame.here(&[])));
                vec![Hint { text: lang.fault_step_up_do().to_owned(), href: Some(href) }]
            }
            Self::NoSuchUnit { instead, .. } => {
                instead.iter().map(|(text, href)| Hint { text: text.clone(), href: Some(href.clone()) }).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl From<app::Problem> for Problem {
    fn from(problem: app::Problem) -> Self {
        if let app::Problem::Fault(error) = &problem {
            return Self::fault(error);
        }
        Self::App(Arc::new(problem))
    }
}

impl From<pages::Error> for Problem {
    fn from(error: pages::Error) -> Self {
        Self::fault(error)
    }
}

/// Refused for who asks, not for what was sent.
fn of_access(fault: &AccessFault) -> StatusCode {
    match fault {
        AccessFault::NoSession => StatusCode::UNAUTHORIZED,
        AccessFault::Refused(_) | AccessFault::StepUp | AccessFault::NoAppointment | AccessFault::Budget => {
            StatusCode::FORBIDDEN
        }
        AccessFault::Wait { .. } | AccessFault::Locked => StatusCode::TOO_MANY_REQUESTS,
        AccessFault::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
        AccessFault::NoDesk | AccessFault::Policies => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Carries only the status; [`show`] fills in the rest.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What error pages need to know of the installation.
#[derive(Clone)]
pub struct Around {
    /// Year that links lead to.
    pub year: i16,
    /// The use cases, which know whether figures are fictitious and whether anything can be written.
    pub app: App,
}

/// Shows problems as a page or as JSON.
pub async fn show(State(around): State<Around>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let cx = Cx::of(&parts);
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(problem) = problem_of(&response) else {
        return response;
    };
    let (title, detail) = problem.words(cx.lang);
    let request = cx.request.map(|id| id.0.to_string()).unwrap_or_default();
    let status = problem.status();
    let mut shown = if cx.json {
        let body = json!({
            "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail, "instance": request,
        });
        let mut shown = (status, Json(body)).into_response();
        shown.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        shown
    } else {
        let mut frame = Frame::new(cx.lang, &cx.path, around.year);
        frame.section = pages::frame::Section::Other;
        frame.demo = around.app.is_demo();
        frame.read_only = around.app.read_only(cx.lang).map(str::to_owned);
        frame.query.clone_from(&cx.query);
        let visitor = response.extensions().get::<Visitor>();
        frame.visitor = visitor.map(|visitor| Box::new(visitor.shown(&around.app, cx.lang)));
        let hints = problem.hints(&frame);
        let page = Page { frame, status: status.as_u16(), title: title.to_owned(), detail, hints, request };
        match page.html() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(error) => {
                tracing::error!(error = %error, "the error page failed");
                status.into_response()
            }
        }
    };
    if status == StatusCode::UNAUTHORIZED {
        shown.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    // Which methods an address takes belongs to the answer "not this one".
    if let Some(allow) = response.headers().get(header::ALLOW) {
        shown.headers_mut().insert(header::ALLOW, allow.clone());
    }
    shown
}

/// The problem that a response stands for, if any. Pages that show their own
/// errors (a form again, with 422) are left alone.
fn problem_of(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let status = response.status();
    let media = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let speaks = media.starts_with("text/html") || media.contains("json");
    ((status.is_client_error() || status.is_server_error()) && !speaks).then(|| match status {
        StatusCode::NOT_FOUND => Problem::NoSuchPage,
        status => Problem::Refused(status),
    })
}
