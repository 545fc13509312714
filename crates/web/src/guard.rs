//! The guard: every route says what it needs, and nothing is answered before that was asked of the policy.
//!
//! A route without a [`Need`] does not compile. Whoever is signed in acts under one appointment: the first, of those in
//! force, under which the policy says yes, beginning with the one that they prefer.

use std::sync::Arc;

use app::accounts::Acting;
use app::sessions::{Bearer, Session};
use app::signin::AccessFault;
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::{Act, Action, FieldClass, Permit, Place, Record};
use domain::units::{Level, UnitId};

use crate::cx::Cx;
use crate::problem::Problem;
use crate::site::Site;
use crate::visitor::{self, Visitor};

/// What a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing: law, units, the ledger's witnesses, the door itself.
    Open,
    /// A session: one's own account.
    SignedIn,
    /// An act over the unit of one's own appointment; the use case asks again about the very record.
    Own(Action),
    /// An act on the figures of a unit.
    At(Action, Where),
    /// An act on the work that the path names.
    Work(Action),
}

impl Need {
    /// The act that is asked for, if one is.
    pub const fn action(self) -> Option<Action> {
        match self {
            Self::Open | Self::SignedIn => None,
            Self::Own(action) | Self::At(action, _) | Self::Work(action) => Some(action),
        }
    }
}

/// Which unit an act is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// The country.
    Nation,
    /// The unit that the path names.
    Path,
    /// The unit that the path names, or one's own where it lies in that.
    PathPart,
    /// The province that the query names under this key; without it the country.
    Query(&'static str),
    /// The province that the query names, or one's own unit where it lies in that.
    QueryPart(&'static str),
    /// One's own unit.
    Own,
}

/// Nobody needs to be signed in.
pub const OPEN: Need = Need::Open;
/// Somebody is signed in.
pub const SIGNED_IN: Need = Need::SignedIn;

/// An act over one's own unit.
pub const fn own(action: Action) -> Need {
    Need::Own(action)
}

/// An act on the figures of a unit.
pub const fn at(action: Action, place: Where) -> Need {
    Need::At(action, place)
}

/// An act on the work that the path names.
pub const fn work(action: Action) -> Need {
    Need::Work(action)
}

/// That the policy said yes: under which appointment, on what.
#[derive(Clone, Debug)]
pub struct Passed {
    /// The appointment.
    acting: Acting,
    /// The unit that was asked about.
    record: Record,
}

impl Passed {
    /// The unit that may be shown or changed; everything else is refused.
    pub const fn within(&self) -> UnitId {
        self.record.place.unit()
    }

    /// How far below the country the unit of the appointment lies: 0 the country itself, 1 a province, 2 a commune.
    pub fn depth(&self) -> usize {
        self.acting.place.above().len()
    }

    /// The permit for another act of the same appointment, on a unit: a task for a commune of one's province.
    pub async fn on<A: Act>(&self, site: &Site, unit: UnitId) -> Result<Permit<A>, Problem> {
        let place = site.app.place_of(unit, site.app.now());
        Ok(site.app.permit::<A>(&self.acting, &Record::plain(place, class_of(A::ACTION)), None).await?)
    }

    /// Under which appointment.
    pub const fn acting(&self) -> &Acting {
        &self.acting
    }

    /// Whether a unit lies in what may be shown or changed.
    pub fn reaches(&self, place: &Place) -> bool {
        place.lies_in(self.within())
    }
}

impl<S: Sync> FromRequestParts<S> for Passed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get().cloned().ok_or(Problem::NoSuchPage)
    }
}

/// The permit that a use case asks for, on the unit for which the guard let the request pass.
pub struct Allowed<A: Act>(pub Permit<A>);

impl<A: Act> FromRequestParts<Site> for Allowed<A> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let passed = parts.extensions.get::<Passed>().ok_or(Problem::NoSuchPage)?;
        let about = A::ACTION.classes().contains(&passed.record.class);
        let class = if about { passed.record.class } else { class_of(A::ACTION) };
        let record = Record { class, ..passed.record.clone() };
        Ok(Self(site.app.permit::<A>(&passed.acting, &record, None).await?))
    }
}

/// Whoever shows a credential.
enum Who {
    Nobody,
    Person(Arc<Session>),
    Program(Box<Bearer>),
}

/// Lets a request pass, or says what is missing.
pub async fn check(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    match admit(&site, &mut request).await {
        Ok(visitor) => {
            let mut response = next.run(request).await;
            // an error page is made outside of here, and shows who is signed in too
            if let Some(visitor) = visitor {
                response.extensions_mut().insert(visitor);
            }
            response
        }
        Err(Stop::Problem(problem)) => problem.into_response(),
        Err(Stop::Refused(problem, visitor)) => {
            let mut response = problem.into_response();
            response.extensions_mut().insert(*visitor);
            response
        }
        Err(Stop::Elsewhere(to)) => Redirect::to(&to).into_response(),
        Err(Stop::Unlisted(response)) => *response,
    }
}

/// Why a request does not pass.
enum Stop {
    Problem(Problem),
    Refused(Problem, Box<Visitor>),
    Elsewhere(String),
    Unlisted(Box<Response>),
}

impl<E: Into<Problem>> From<E> for Stop {
    fn from(problem: E) -> Self {
        Self::Problem(problem.into())
    }
}

async fn admit(site: &Site, request: &mut Request) -> Result<Option<Visitor>, Stop> {
    let (mut parts, body) = std::mem::take(request).into_parts();
    let admitted = pass(site, &mut parts).await;
    *request = Request::from_parts(parts, body);
    admitted
}

async fn pass(site: &Site, parts: &mut Parts) -> Result<Option<Visitor>, Stop> {
    let need = need_of(parts).ok_or_else(|| Stop::Unlisted(Box::new(unlisted(parts))))?;
    let caller = visitor::caller(site, &parts.headers, &parts.extensions);
    match who(site, parts).await? {
        Who::Nobody if need == Need::Open => Ok(None),
        Who::Nobody => Err(stranger(parts)),
        Who::Program(bearer) => {
            program(site, parts, need, *bearer).await?;
            Ok(None)
        }
        Who::Person(session) => {
            let found = find(site, parts, need, &session).await;
            let acting = match &found {
                Ok(found) => found.acting.as_ref(),
                Err(refused) => refused.acting.as_ref(),
            };
            let rights = acting.map_or_else(|| Ok(Arc::default()), |acting| site.rights.of(&site.app, acting))?;
            let visitor = Visitor::new(session, caller, acting.map(|acting| acting.appointment.id), rights);
            let found = found.map_err(|refused| turned_away(site, parts, visitor.clone(), *refused))?;
            if let Some(passed) = found.passed {
                parts.extensions.insert(passed);
            }
            parts.extensions.insert(visitor.clone());
            Ok(Some(visitor))
        }
    }
}

/// What the table says of this route. `HEAD` is answered as `GET` is.
fn need_of(parts: &Parts) -> Option<Need> {
    let path = parts.extensions.get::<MatchedPath>()?.as_str();
    let method =
        if parts.method == Method::HEAD { "get".to_owned() } else { parts.method.as_str().to_ascii_lowercase() };
    let page = crate::routes::ALL.iter().find(|(of, address, _)| *of == method && *address == path);
    let operation = || crate::api::ALL.iter().find(|(of, address, _)| *of == method && *address == path);
    page.or_else(operation).map(|(_, _, need)| *need)
}

/// What stands in no table is not answered, whatever handler there may be: a known address with another method is told
/// which it takes.
fn unlisted(parts: &Parts) -> Response {
    let path = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    let listed = crate::routes::ALL.iter().chain(crate::api::ALL);
    let methods = listed.filter(|(_, address, _)| Some(*address) == path).map(|(method, ..)| *method);
    let takes: Vec<String> = methods.map(|method| method.to_ascii_uppercase().replace("GET", "GET,HEAD")).collect();
    if takes.is_empty() {
        return Problem::NoSuchPage.into_response();
    }
    let mut response = Problem::Refused(StatusCode::METHOD_NOT_ALLOWED).into_response();
    if let Ok(allow) = HeaderValue::try_from(takes.join(",")) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

async fn who(site: &Site, parts: &Parts) -> Result<Who, Problem> {
    if crate::api::is_api(parts.uri.path())
        && let Some(token) = token(&parts.headers)?
    {
        let bearer = site.app.bearer(&token).await?.ok_or(Problem::Unauthenticated)?;
        return Ok(Who::Program(Box::new(bearer)));
    }
    let Some(reference) = visitor::reference(site, &parts.headers) else { return Ok(Who::Nobody) };
    let session = site.app.who(reference).await?;
    Ok(session.map_or(Who::Nobody, |session| Who::Person(Arc::new(session))))
}

/// The token in the header; a header that holds none is refused rather than overlooked.
fn token(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(shown) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let parts = shown.to_str().ok().and_then(|text| text.split_once(' '));
    match parts.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")) {
        Some((_, token)) => Ok(Some(token.trim().to_owned())),
        None => Err(Problem::Unauthenticated),
    }
}

/// A browser is shown the door and comes back; a program, or a form that was sent, is told.
fn stranger(parts: &Parts) -> Stop {
    let cx = Cx::of(parts);
    if parts.method != Method::GET || cx.json {
        return Stop::Problem(Problem::Unauthenticated);
    }
    let wanted = parts.uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str);
    let back = pages::format::encode(&visitor::safe_return(wanted));
    Stop::Elsewhere(if wanted == "/" { "/dang-nhap".to_owned() } else { format!("/dang-nhap?ve={back}") })
}

/// Under which appointment a person passes.
struct Found {
    acting: Option<Acting>,
    passed: Option<Passed>,
}

/// A no, with the appointment that came nearest.
struct Refused {
    problem: Problem,
    acting: Option<Acting>,
}

impl Refused {
    fn new(problem: impl Into<Problem>, acting: Option<Acting>) -> Box<Self> {
        Box::new(Self { problem: problem.into(), acting })
    }
}

async fn find(site: &Site, parts: &mut Parts, need: Need, session: &Session) -> Result<Found, Box<Refused>> {
    let preferred = visitor::preferred(&parts.headers);
    let mut held: Vec<_> = session.appointments.iter().map(|appointment| appointment.id).collect();
    held.sort_by_key(|id| Some(*id) != preferred);
    let actings: Result<Vec<_>, _> = held.into_iter().map(|id| site.app.acting(session, id)).collect();
    let actings = actings.map_err(|problem| Refused::new(problem, None))?;
    let first = actings.first().cloned();
    let Some(action) = need.action() else { return Ok(Found { acting: first, passed: None }) };
    let named = named(site, parts, need).await;
    let work = if matches!(need, Need::Work(_)) { of_work(parts).await } else { None };
    for acting in &actings {
        let passed = match work {
            Some(work) => ask_about_work(site, action, work, acting).await,
            None => ask(site, need, action, named.as_ref(), acting),
        };
        if let Some(passed) = passed.map_err(|problem| Refused::new(problem, first.clone()))? {
            return Ok(Found { acting: Some(acting.clone()), passed: Some(passed) });
        }
    }
    let Some(nearest) = first else {
        return Err(Refused::new(app::Problem::Access(AccessFault::NoAppointment), None));
    };
    let record = Record::plain(named.unwrap_or_else(|| nearest.place.clone()), class_of(action));
    let problem = site.app.refusal(&nearest, action, &record).await;
    Err(Refused::new(problem, Some(nearest)))
}

/// A program passes under the appointment of its token, for the acts that the token names.
async fn program(site: &Site, parts: &mut Parts, need: Need, bearer: Bearer) -> Result<(), Problem> {
    let named = named(site, parts, need).await;
    let acting = site.app.acting_for(&bearer);
    if let Some(action) = need.action() {
        if !bearer.allows(action, None) {
            return Err(Problem::NotAllowed(action.key()));
        }
        let asked = match need {
            Need::Work(_) => match of_work(parts).await {
                Some(work) => ask_about_work(site, action, work, &acting).await?,
                None => None,
            },
            _ => ask(site, need, action, named.as_ref(), &acting)?,
        };
        let Some(passed) = asked else {
            let record = Record::plain(named.unwrap_or_else(|| acting.place.clone()), class_of(action));
            return Err(site.app.refusal(&acting, action, &record).await.into());
        };
        parts.extensions.insert(passed);
    }
    parts.extensions.insert(bearer);
    Ok(())
}

/// Asks the policy for one appointment.
fn ask(
    site: &Site,
    need: Need,
    action: Action,
    named: Option<&Place>,
    acting: &Acting,
) -> Result<Option<Passed>, Problem> {
    let pass =
        |place: &Place| Passed { acting: acting.clone(), record: Record::plain(place.clone(), class_of(action)) };
    if matches!(need, Need::Work(_)) {
        // the address names no work: there is nothing to be asked about
        return Err(app::Problem::Hidden.into());
    }
    if matches!(need, Need::Own(_)) {
        return Ok(site.rights.of(&site.app, acting)?.contains(&action).then(|| pass(&acting.place)));
    }
    let place = named.unwrap_or(&acting.place);
    // that there is no such unit is public, and within nowhere nothing is shown
    let nowhere = named.is_some_and(|named| !named.in_force());
    if nowhere || site.app.may(acting, action, &pass(place).record)? {
        return Ok(Some(pass(place)));
    }
    let part = matches!(need, Need::At(_, Where::PathPart | Where::QueryPart(_))) && acting.place.lies_in(place.unit());
    Ok((part && site.app.may(acting, action, &pass(&acting.place).record)?).then(|| pass(&acting.place)))
}

/// Asks the policy about a work. One that does not exist is answered like one that may not be known of.
async fn ask_about_work(
    site: &Site,
    action: Action,
    work: uuid::Uuid,
    acting: &Acting,
) -> Result<Option<Passed>, Problem> {
    let Some(record) = site.app.work_record(work, acting).await? else { return Err(app::Problem::Hidden.into()) };
    let class = if action.classes().contains(&record.class) { record.class } else { class_of(action) };
    let record = Record { class, ..record };
    Ok(site.app.may(acting, action, &record)?.then(|| Passed { acting: acting.clone(), record }))
}

/// The work that a path names: `…/{id}`.
async fn of_work(parts: &mut Parts) -> Option<uuid::Uuid> {
    let params = RawPathParams::from_request_parts(parts, &()).await.ok()?;
    params.iter().find(|(name, _)| *name == "id").and_then(|(_, value)| value.parse().ok())
}

/// The unit that a request names, on the last day of the year that it names; none where it is one's own.
async fn named(site: &Site, parts: &mut Parts, need: Need) -> Option<Place> {
    let Need::At(_, place) = need else { return None };
    let app = &site.app;
    let cx = Cx::of(parts);
    let of_query = |key: &str| cx.value(key).map(|code| (Level::Province, code.to_owned()));
    let (level, code) = match place {
        Where::Own => return None,
        Where::Nation => return Some(Place::nation()),
        Where::Query(key) | Where::QueryPart(key) => match of_query(key) {
            Some(named) => named,
            None => return Some(Place::nation()),
        },
        Where::Path | Where::PathPart => of_path(parts).await?,
    };
    let year = cx.value("nam").or_else(|| cx.value("year")).and_then(|year| year.parse().ok());
    let day = year.and_then(|year| app.window(year).ok()).map_or_else(|| app.today(), |window| window.to);
    let register = app.register();
    // a unit that is none on that day lies nowhere
    let unit = register.at_code(&code, level, day).map_or(UnitId(uuid::Uuid::nil()), |version| version.unit);
    Some(Place::of(&register, unit, day))
}

/// Level and code that a path names: `/xa/{code}`, `/tinh/{code}`, `…/{level}/{code}`.
async fn of_path(parts: &mut Parts) -> Option<(Level, String)> {
    let params = RawPathParams::from_request_parts(parts, &()).await.ok()?;
    let value = |key: &str| params.iter().find(|(name, _)| *name == key).map(|(_, value)| value.to_owned());
    let of_province =
        value("level").map_or_else(|| parts.uri.path().starts_with("/tinh/"), |level| level == "province");
    Some((if of_province { Level::Province } else { Level::Commune }, value("code")?))
}

/// A person who may not: where they begin, if all they asked for was the beginning; else what is missing.
fn turned_away(site: &Site, parts: &Parts, visitor: Visitor, refused: Refused) -> Stop {
    let cx = Cx::of(parts);
    let begins = matches!(parts.uri.path(), "/" | "/xa") && cx.value("tinh").is_none();
    if begins && parts.method == Method::GET && !cx.json {
        let home = visitor.home(&site.app);
        let lists = parts.uri.path() == "/xa" && home.starts_with("/tinh/");
        let to = if lists { home.replace("/tinh/", "/xa?tinh=") } else { home };
        if to != parts.uri.path() {
            return Stop::Elsewhere(to);
        }
    }
    Stop::Refused(refused.problem, Box::new(visitor))
}

/// The class of fields that an act of this table is about.
fn class_of(action: Action) -> FieldClass {
    action.classes().first().copied().unwrap_or(FieldClass::System)
}
