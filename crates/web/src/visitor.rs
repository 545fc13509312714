//! Who comes with a request: the cookie of the session, the person behind it, and what pages show of them.

use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use app::App;
use app::accounts::Acting;
use app::sessions::Session;
use app::signin::{Caller, SignedIn};
use axum::extract::{ConnectInfo, FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue, header};
use domain::access::{Action, NATION, Role};
use domain::units::{Level, UnitId};
use pages::frame::{MenuGroup, MenuItem, OtherRole, Visitor as Shown};
use texts::Lang;
use uuid::Uuid;

use crate::cx::RequestId;
use crate::problem::Problem;
use crate::site::Site;

/// Cookie of the appointment that somebody with several prefers; no secret.
pub const APPOINTMENT: &str = "bo-nhiem";

/// Somebody signed in, as the guard let them pass.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Their session.
    pub session: Arc<Session>,
    /// From where, under which request.
    pub caller: Caller,
    /// The appointment under which the request passed, or the one preferred where none was asked for.
    acting: Option<Uuid>,
    /// What that appointment may do over its own unit.
    rights: Arc<BTreeSet<Action>>,
}

impl Visitor {
    pub(crate) fn new(
        session: Arc<Session>,
        caller: Caller,
        acting: Option<Uuid>,
        rights: Arc<BTreeSet<Action>>,
    ) -> Self {
        Self { session, caller, acting, rights }
    }

    /// The appointment under which they act; refused where there is none.
    pub fn acting(&self) -> Result<Uuid, Problem> {
        self.acting.ok_or_else(|| app::Problem::Access(app::signin::AccessFault::NoAppointment).into())
    }

    /// What that appointment may do over its own unit.
    pub fn rights(&self) -> impl Iterator<Item = Action> {
        self.rights.iter().copied()
    }

    /// Whether that appointment may do something over its own unit.
    pub fn may(&self, action: Action) -> bool {
        self.rights.contains(&action)
    }

    /// What the head of a page shows of them.
    pub fn shown(&self, app: &App, lang: Lang) -> Shown {
        let acting = self.acting.and_then(|id| self.session.appointment(id).ok());
        let label = |of: &domain::access::Appointment| {
            format!("{} · {}", app.say_role(of.role, lang), unit_name(app, of.unit, lang))
        };
        Shown {
            name: self.session.name.clone(),
            role: acting.map_or_else(|| lang.pages_no_appointment().to_owned(), label),
            others: self
                .session
                .appointments
                .iter()
                .filter(|other| Some(other.id) != self.acting)
                .map(|other| OtherRole { id: other.id.to_string(), label: label(other) })
                .collect(),
            home: acting
                .filter(|_| self.may(Action::ReadFigures))
                .map(|held| (self.figures(app), pages::format::sentence(&unit_name(app, held.unit, lang))))
                .filter(|(figures, _)| !figures.is_empty()),
            lists: acting.is_some_and(|held| lists(app, held.unit)) && self.may(Action::ReadFigures),
            records: self.may(Action::RecordFigures),
            exports: self.may(Action::ExportFigures),
            work: self.work(lang),
            menu: self.menu(lang),
        }
    }

    /// Whether there are files in which something can be due to them.
    fn has_work(&self) -> bool {
        self.may(Action::ListPersons) && self.may(Action::RecordEvent)
    }

    /// The pages of the programme's work that are most in use, for the head of every page.
    fn work(&self, lang: Lang) -> Vec<MenuItem> {
        use Action::{ListPersons, ReadWork};
        let today = MenuItem { href: "/viec-hom-nay", text: lang.files_menu_today() };
        let pages = [
            (ListPersons, "/ho-so", lang.files_menu_files()),
            (ReadWork, "/nhiem-vu", lang.pages_menu_tasks()),
            (ReadWork, "/bao-cao", lang.pages_menu_reports()),
            (ReadWork, "/ke-hoach", lang.pages_menu_plans()),
        ];
        let today = self.acting.map(|_| today);
        today.into_iter().chain(self.offered(&pages)).collect()
    }

    /// Every page that this appointment is for, by what it is about; groups without a page are left out.
    fn menu(&self, lang: Lang) -> Vec<MenuGroup> {
        use Action::{
            CheckDuplicate, DecideProposal, DeclareBreakGlass, ListAccounts, ListPersons, ReadAccessLog, ReadFigures,
            ReadWork, ReviewBreakGlass, Simulate, VerifyLedger,
        };
        let files = [
            (ListPersons, "/viec-hom-nay", lang.files_menu_today()),
            (ListPersons, "/ho-so", lang.files_menu_files()),
            (ListPersons, "/danh-sach", lang.counts_lists_title()),
            (ListPersons, "/muc-tieu", lang.counts_goals_title()),
            (CheckDuplicate, "/trung-ho-so", lang.rights_doubles_title()),
            (ReadAccessLog, "/luu-tru", lang.rights_retention_title()),
        ];
        let programme = [
            (ReadWork, "/ke-hoach", lang.pages_menu_plans()),
            (ReadWork, "/nhiem-vu", lang.pages_menu_tasks()),
            (ReadWork, "/bao-cao", lang.pages_menu_reports()),
            (ReadFigures, "/lich-bao-cao", lang.calendar_title()),
            (ReadWork, "/hop", lang.pages_menu_meetings()),
            (ReadWork, "/ban-chi-dao", lang.pages_menu_committees()),
            (ReadWork, "/co-quan", lang.steering_bodies()),
            (ReadWork, "/trao-doi", lang.pages_menu_liaisons()),
            (ReadWork, "/khen-thuong", lang.pages_menu_commendations()),
            (ReadWork, "/kinh-phi", lang.pages_menu_funds()),
            (ReadWork, "/so-van-ban", lang.series_title()),
            (ReadWork, "/mau-van-ban", lang.templates_title()),
        ];
        let system = [
            (ListAccounts, "/tai-khoan", lang.pages_menu_accounts()),
            (DecideProposal, "/de-nghi", lang.pages_menu_proposals()),
            (ReadAccessLog, "/nhat-ky-truy-cap", lang.pages_menu_access_log()),
            (DeclareBreakGlass, "/mo-khan-cap", lang.pages_menu_glass()),
            (ReviewBreakGlass, "/mo-khan-cap", lang.pages_menu_glass()),
            (ListAccounts, "/thu-nhac", lang.mail_head()),
            (VerifyLedger, "/so-cai", lang.ledger_title()),
            (Simulate, "/xem-thu", lang.pages_menu_simulator()),
        ];
        let groups = [
            (lang.pages_menu_about_files(), &files[..]),
            (lang.pages_menu_about_programme(), &programme[..]),
            (lang.pages_menu_about_system(), &system[..]),
        ];
        let groups = groups.into_iter().map(|(title, pages)| MenuGroup { title, items: self.offered(pages) });
        let item = |href, text| MenuItem { href, text };
        let found = vec![item("/don-vi", lang.pages_menu_units()), item("/luat", lang.pages_menu_law())];
        let open = MenuGroup { title: lang.pages_menu_about_lookup(), items: found };
        groups.filter(|group| !group.items.is_empty()).chain([open]).collect()
    }

    fn offered(&self, pages: &[(Action, &'static str, &'static str)]) -> Vec<MenuItem> {
        let mut items: Vec<MenuItem> = Vec::new();
        for (action, href, text) in pages {
            // who stands above two units compares files that lie in them, and none that lies in the province itself
            let above =
                *action == Action::CheckDuplicate && matches!(crate::case::role(self), Ok(Role::StandingOffice));
            // departments that report for themselves are those of a province
            let of_province = *href != "/co-quan"
                || matches!(
                    crate::case::role(self),
                    Ok(Role::StandingOffice | Role::ProvincialLeader | Role::ProvincialDepartment)
                );
            if (self.may(*action) || above) && of_province && !items.iter().any(|item| item.href == *href) {
                items.push(MenuItem { href, text });
            }
        }
        items
    }

    /// Whether the figures of a unit are within what the appointment reads: of its own unit and of what lies in it.
    pub fn reads_figures_of(&self, app: &App, unit: UnitId) -> bool {
        let Some(held) = self.acting.and_then(|id| self.session.appointment(id).ok()) else { return false };
        let inside = || app.register().province(unit, app.today()).is_some_and(|province| province.unit == held.unit);
        self.may(Action::ReadFigures) && (held.unit == NATION || held.unit == unit || inside())
    }

    /// Where the figures of somebody's unit are; empty where it has none of its own.
    pub fn figures(&self, app: &App) -> String {
        let appointment = self.acting.and_then(|id| self.session.appointment(id).ok());
        match appointment {
            Some(held) if held.unit == NATION => "/".to_owned(),
            Some(held) => figures_of(app, held.unit),
            None => String::new(),
        }
    }

    /// Where somebody begins: at today's work where they have files, at the figures of their unit, or at what their role
    /// does.
    pub fn home(&self, app: &App) -> String {
        let appointment = self.acting.and_then(|id| self.session.appointment(id).ok());
        match appointment {
            Some(_) if self.has_work() => "/viec-hom-nay".to_owned(),
            Some(_) if self.may(Action::ReadFigures) && !self.figures(app).is_empty() => self.figures(app),
            Some(_) if self.may(Action::ReadFigures) => "/viec-hom-nay".to_owned(),
            Some(_) if self.may(Action::ReadAccessLog) => "/nhat-ky-truy-cap".to_owned(),
            Some(_) if self.may(Action::ListAccounts) => "/tai-khoan".to_owned(),
            _ => "/toi".to_owned(),
        }
    }
}

/// Whether there is more than one commune in a unit.
fn lists(app: &App, unit: UnitId) -> bool {
    let level = |version: &domain::units::Version| version.kind.level();
    unit == NATION || app.register().version(unit, app.today()).map(level) == Some(Level::Province)
}

/// The page of a unit's figures; empty for hamlets, which have none.
fn figures_of(app: &App, unit: UnitId) -> String {
    let register = app.register();
    match register.version(unit, app.today()) {
        Some(version) if version.kind.level() == Level::Province => format!("/tinh/{}", version.code),
        Some(version) if version.kind.level() == Level::Commune => format!("/xa/{}", version.code),
        _ => String::new(),
    }
}

/// The name of a unit today, or that it is none any more.
pub fn unit_name(app: &App, unit: UnitId, lang: Lang) -> String {
    if unit == NATION {
        return lang.pages_menu_nation().to_owned();
    }
    let register = app.register();
    let named = register.version(unit, app.today()).map(domain::units::Version::full_name);
    named.unwrap_or_else(|| lang.pages_unit_gone().to_owned())
}

/// What each role may do over its own unit, worked out once.
#[derive(Clone, Default)]
pub struct Rights(Arc<Mutex<HashMap<(Role, bool), Actions>>>);

/// Acts, shared by all who may do them.
type Actions = Arc<BTreeSet<Action>>;

impl Rights {
    /// Of one appointment, by its role and by whether its unit still is one.
    pub fn of(&self, app: &App, acting: &Acting) -> Result<Actions, Problem> {
        let key = (acting.appointment.role, acting.place.in_force());
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let rights = Arc::new(app.rights_at_home(acting)?);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&rights));
        Ok(rights)
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get().cloned().ok_or(Problem::Unauthenticated)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get().cloned())
    }
}

/// The cookie that begins a session. `__Host-` ties it to this host and to https; a loopback address without
/// certificate cannot have that, and browsers would drop it.
pub fn begin(site: &Site, signed_in: &SignedIn) -> HeaderValue {
    cookie(site, &signed_in.reference, "")
}

/// The cookie that ends it.
pub fn end(site: &Site) -> HeaderValue {
    cookie(site, "", "; Max-Age=0")
}

fn cookie(site: &Site, value: &str, more: &str) -> HeaderValue {
    let secure = if site.is_https() { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{more}", name_of(site));
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

const fn name_of(site: &Site) -> &'static str {
    if site.is_https() { "__Host-phien" } else { "phien" }
}

/// The reference in the cookie, if there is exactly one.
pub(crate) fn reference<'h>(site: &Site, headers: &'h HeaderMap) -> Option<&'h str> {
    let mut found = cookies(headers).filter(|(key, _)| *key == name_of(site)).map(|(_, value)| value);
    match (found.next(), found.next()) {
        (Some(one), None) if !one.is_empty() => Some(one),
        _ => None,
    }
}

/// The appointment preferred, if the cookie names one.
pub(crate) fn preferred(headers: &HeaderMap) -> Option<Uuid> {
    cookies(headers).find(|(key, _)| *key == APPOINTMENT).and_then(|(_, id)| id.parse().ok())
}

/// The cookies of a request, as name and value.
pub(crate) fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

/// Where the request came from. Behind the proxy that an https origin means, it is what the proxy saw.
pub(crate) fn caller(site: &Site, headers: &HeaderMap, extensions: &Extensions) -> Caller {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let seen = forwarded.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse::<IpAddr>().ok());
    let behind = site.is_https() && peer.is_none_or(|peer| peer.is_loopback());
    let request = extensions.get::<RequestId>().map_or_else(Uuid::nil, |id| id.0);
    Caller { address: if behind { seen.or(peer) } else { peer }, request }
}

/// A way back that stays here: a path of ours, else the beginning. `//host` and `/\host` lead elsewhere.
pub fn safe_return(path: &str) -> String {
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    let plain = path.len() <= 2_000 && !path.chars().any(|c| c.is_control() || c.is_whitespace());
    if ours && plain && !path.starts_with("/dang-") { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::safe_return;

    #[test]
    fn the_way_back_stays_here() {
        for good in ["/", "/tinh/38?nam=2025", "/xa/14845#tieu-chi"] {
            assert_eq!(safe_return(good), good);
        }
        for bad in ["", "//evil.example", "/\\evil.example", "https://evil.example", "tinh", "/a\r\nb", "/dang-xuat"] {
            assert_eq!(safe_return(bad), "/", "{bad:?}");
        }
    }
}
