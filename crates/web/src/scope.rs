//! Which year under which switches a page shows; read from the address alone.

use std::sync::Arc;

use app::App;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use criteria::{Pack, Settings};
use domain::access::Place;
use domain::facts::Window;
use domain::units::{Register, UnitId, Version};
use jiff::civil::Date;
use pages::flash::{Flash, Tone};
use pages::frame::{Crumb, Frame, Section};
use texts::Lang;

use crate::cx::Cx;
use crate::guard::Passed;
use crate::problem::Problem;

/// The first year of the programme's targets, shown even before it has facts.
pub const FIRST_YEAR: i16 = 2025;

/// Year, law and switches of a page.
#[derive(Clone)]
pub struct Scope {
    /// The request.
    pub cx: Cx,
    /// Evaluation year.
    pub year: i16,
    /// Its window.
    pub window: Window,
    /// Years to choose from, rising.
    pub years: Vec<i16>,
    /// The pack that judges.
    pub pack: Arc<Pack>,
    /// Every switch.
    pub settings: Settings,
    /// The switches that the address names.
    pub chosen: Vec<(String, String)>,
    /// Figures are fictitious.
    pub demo: bool,
    /// What is said while nothing can be written.
    pub read_only: Option<&'static str>,
    /// The part of the country for which the guard let the request pass; none where a page is open to all.
    pub passed: Option<Passed>,
    /// Who is signed in, as the head of a page shows them.
    visitor: Option<Box<pages::frame::Visitor>>,
}

impl Scope {
    /// Reads the year (`nam`) and the switches from the query.
    pub async fn of(app: &App, cx: Cx, passed: Option<Passed>) -> Result<Self, Problem> {
        let pack = app.law()?;
        let with_facts = app.years().await?;
        let years = years(app, &with_facts);
        // A page opens on the last year that has facts, not on one that is still empty.
        let latest = with_facts.first().copied().unwrap_or(FIRST_YEAR);
        let year = match cx.value("nam") {
            None => latest,
            Some(text) => text.parse().map_err(|_| {
                let known = years.iter().map(i16::to_string).collect::<Vec<_>>().join(", ");
                Problem::Invalid(cx.lang.fault_year(text, known))
            })?,
        };
        let window = app.window(year)?;
        let is_switch = |key: &str| pack.switches.iter().any(|switch| switch.id == key);
        let chosen: Vec<_> =
            cx.query.iter().filter(|(key, value)| is_switch(key) && !value.is_empty()).cloned().collect();
        let settings = app::figures::settings(&pack, chosen.iter().cloned())?;
        Ok(Self {
            year,
            window,
            years,
            settings,
            chosen,
            demo: app.is_demo(),
            read_only: app.read_only(cx.lang),
            passed,
            visitor: cx.visitor.as_ref().map(|visitor| Box::new(visitor.shown(app, cx.lang))),
            pack,
            cx,
        })
    }

    /// Language of the reader.
    pub fn lang(&self) -> Lang {
        self.cx.lang
    }

    /// The last day of the window, on which units are looked up.
    pub fn day(&self) -> Date {
        self.window.to
    }

    /// What stands around a page. The first crumb, the nation, is added here.
    pub fn frame(&self, section: Section, crumbs: Vec<Crumb>) -> Frame {
        let mut frame = Frame::new(self.cx.lang, &self.cx.path, self.year);
        frame.query = self.cx.query.iter().filter(|(key, _)| key != "xong").cloned().collect();
        frame.years.clone_from(&self.years);
        frame.switches = self.chosen.iter().filter(|(key, value)| !self.is_default(key, value)).cloned().collect();
        frame.section = section;
        frame.demo = self.demo;
        frame.read_only = self.read_only.map(str::to_owned);
        frame.visitor.clone_from(&self.visitor);
        if !crumbs.is_empty() {
            frame.crumbs = vec![self.first_step(section, &frame)];
            frame.crumbs.extend(crumbs);
        }
        frame.flash = self.flash();
        frame
    }

    /// Where a path begins: with today's work on pages of somebody's office, with the nation on those of figures.
    fn first_step(&self, section: Section, frame: &Frame) -> Crumb {
        if section == Section::Other && self.visitor.as_ref().is_some_and(|visitor| !visitor.work.is_empty()) {
            return crate::case::from_today(self.cx.lang);
        }
        crumb(self.cx.lang.pages_menu_nation(), self.leads_to("/").then(|| frame.link("/")))
    }

    fn is_default(&self, key: &str, value: &str) -> bool {
        let switch = self.pack.switches.iter().find(|switch| switch.id == key);
        switch.and_then(|s| s.options.get(s.default)).is_some_and(|option| option.id == value)
    }

    /// A step of the path that leads to a page of the same year.
    pub fn step(&self, text: &str, path: &str) -> Crumb {
        crumb(text, self.leads_to(path).then(|| self.frame(Section::Other, Vec::new()).link(path)))
    }

    /// Whether a page above this one is within what the guard let pass; a step that is not leads nowhere.
    fn leads_to(&self, path: &str) -> bool {
        let of_province = path.starts_with("/tinh/") && !path.ends_with("/so-lieu");
        match self.passed.as_ref().map(Passed::depth) {
            None | Some(0) => true,
            Some(1) => path != "/",
            Some(_) => path != "/" && !of_province,
        }
    }

    /// What was just done; the redirect after a POST names it in the address.
    fn flash(&self) -> Option<Flash> {
        let text = match self.cx.value("xong")? {
            "khong-doi" => self.cx.lang.sheet_nothing_changed().to_owned(),
            "hoan-tac" => self.cx.lang.sheet_undo_done().to_owned(),
            count => self.cx.lang.sheet_saved(count.parse::<u64>().ok()?),
        };
        Some(Flash { tone: Tone::Done, text })
    }

    /// Whether a unit lies in the part of the country for which the guard let the request pass.
    pub fn reaches(&self, register: &Register, unit: UnitId) -> bool {
        self.passed.as_ref().is_some_and(|passed| passed.reaches(&Place::of(register, unit, self.day())))
    }

    /// The province of this code on the window's last day, or the one in which one's own unit lies.
    pub fn province_around<'r>(&self, register: &'r Register, code: &str) -> Result<&'r Version, Problem> {
        let found = unit(register, code, domain::units::Level::Province, self)?;
        let own = self.passed.as_ref().map(|passed| Place::of(register, passed.within(), self.day()));
        let around = own.is_some_and(|own| own.lies_in(found.unit)) || self.reaches(register, found.unit);
        if around { Ok(found) } else { Err(app::Problem::Hidden.into()) }
    }

    /// The province of this code on the window's last day.
    pub fn province<'r>(&self, register: &'r Register, code: &str) -> Result<&'r Version, Problem> {
        self.reached(register, unit(register, code, domain::units::Level::Province, self)?)
    }

    /// The commune of this code on the window's last day.
    pub fn commune<'r>(&self, register: &'r Register, code: &str) -> Result<&'r Version, Problem> {
        self.reached(register, unit(register, code, domain::units::Level::Commune, self)?)
    }

    /// A code may have been another unit's on another day: what is shown must be what was asked of the policy.
    fn reached<'r>(&self, register: &Register, unit: &'r Version) -> Result<&'r Version, Problem> {
        if self.reaches(register, unit.unit) { Ok(unit) } else { Err(app::Problem::Hidden.into()) }
    }
}

/// The page itself, as the last step of a path.
pub fn crumb(text: &str, href: Option<String>) -> Crumb {
    Crumb { text: text.to_owned(), href }
}

/// The unit in force; otherwise the units that took the place of what once had the code.
fn unit<'r>(
    register: &'r Register,
    code: &str,
    level: domain::units::Level,
    scope: &Scope,
) -> Result<&'r Version, Problem> {
    let day = scope.day();
    register.at_code(code, level, day).ok_or_else(|| {
        let former = register.of_code(code).filter(|version| version.kind.level() == level);
        let heirs = former.flat_map(|version| register.heirs(version.unit, day));
        let mut instead: Vec<(String, String)> = heirs
            .filter(|heir| heir.kind.level() == level)
            .map(|heir| (format!("{} ({})", crate::grades::heading(heir), heir.code), path_of(heir)))
            .collect();
        instead.dedup();
        Problem::NoSuchUnit { code: code.to_owned(), instead }
    })
}

/// Address of a unit's own page.
pub fn path_of(version: &Version) -> String {
    match version.kind.level() {
        domain::units::Level::Province => format!("/tinh/{}", version.code),
        domain::units::Level::Commune => format!("/xa/{}", version.code),
        domain::units::Level::District | domain::units::Level::Hamlet => format!("/don-vi/{}", version.code),
    }
}

/// Years that have facts and the year that runs, as far as the law covers them.
fn years(app: &App, with_facts: &[i16]) -> Vec<i16> {
    let today = jiff::tz::Offset::constant(7).to_datetime(app.now()).date();
    // From 15 December on, figures belong to the next year's window.
    let running = if (today.month(), today.day()) >= (12, 15) { today.year().saturating_add(1) } else { today.year() };
    let mut years = with_facts.to_vec();
    years.extend([FIRST_YEAR, running]);
    years.retain(|year| app.window(*year).is_ok());
    years.sort_unstable();
    years.dedup();
    years
}

impl<S> FromRequestParts<S> for Scope
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Self::of(&App::from_ref(state), Cx::of(parts), parts.extensions.get().cloned()).await
    }
}
