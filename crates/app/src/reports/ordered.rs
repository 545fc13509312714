//! A report that can be asked for: form, period and unit held against calendar and register.

use domain::access::NATION;
use domain::facts::Window;
use domain::units::{Level, UnitId};
use jiff::civil::Date;
use programme::reports::{Due, Form, FormLevel, Opening};
use texts::Lang;

use super::{Catalog, ReportFault};
use crate::app::App;

/// The code under which the country is asked for.
const COUNTRY: &str = "VN";

/// A report that can be asked for.
#[derive(Clone, Debug)]
pub struct Ordered {
    /// The form.
    pub form: &'static Form,
    /// Whose.
    pub unit: UnitId,
    /// The body of the unit, where the form is a body's own.
    pub body: Option<String>,
    /// `2026-Q3`.
    pub period: String,
    /// The period without its year: `Q3`.
    pub period_id: String,
    /// `Quý III`.
    pub period_title: String,
    /// The year of the period.
    pub year: i16,
    /// Its days.
    pub window: Window,
    /// The last day on which it is in time.
    pub due: Option<Date>,
}

impl Ordered {
    /// The period in words: `quý III năm 2026`.
    pub fn say_period(&self, lang: Lang) -> String {
        if self.period_id == "year" {
            lang.reports_year(self.year)
        } else {
            // of `Quý III` only the first letter becomes small
            let mut letters = self.period_title.chars();
            let first = letters.next().into_iter().flat_map(char::to_lowercase);
            lang.reports_period_of_year(first.chain(letters).collect::<String>(), self.year)
        }
    }

    /// Whether another period is as long: months differ by at most three days, so quarters and years do too.
    pub fn as_long_as(&self, window: Window) -> bool {
        let days = |window: Window| domain::cases::days_between(window.from, window.to);
        days(self.window).abs_diff(days(window)) <= 3
    }

    /// What begins it.
    pub fn opening(&self, catalog: &Catalog) -> Opening {
        Opening {
            form: self.form.id.clone(),
            form_version: self.form.version,
            title: format!("{}, {}", self.form.title, self.say_period(Lang::Vi)),
            calendar: self.form.calendar.clone(),
            period: self.period.clone(),
            window: self.window,
            due: self.due,
            body: self.body.clone(),
            contract: self.form.contract(&self.period_id, &catalog.indicators),
        }
    }

    /// The key that no other report of the unit has.
    pub fn key(&self) -> String {
        format!("{}/{}/{}", self.form.id, self.period, self.body.as_deref().unwrap_or_default())
    }
}

impl App {
    /// A unit by its code on a day: a commune, a province, or `VN` for the country.
    pub fn reporting_unit(&self, code: &str, day: Date) -> Result<UnitId, ReportFault> {
        if code == COUNTRY {
            return Ok(NATION);
        }
        let register = self.register();
        let found = [Level::Commune, Level::Province].into_iter().find_map(|level| register.at_code(code, level, day));
        found.map(|version| version.unit).ok_or(ReportFault::NoUnit { code: code.to_owned(), day })
    }

    /// The level of a unit on a day.
    pub fn reporting_level(&self, unit: UnitId, day: Date) -> Option<FormLevel> {
        if unit == NATION {
            return Some(FormLevel::Nation);
        }
        match self.register().version(unit, day)?.kind.level() {
            Level::Commune => Some(FormLevel::Commune),
            Level::Province => Some(FormLevel::Province),
            Level::District | Level::Hamlet => None,
        }
    }

    /// Holds form, period and unit against calendar and register.
    pub fn order_report(
        &self,
        form: &str,
        unit: UnitId,
        period: &str,
        body: Option<String>,
    ) -> Result<Ordered, ReportFault> {
        let catalog = self.catalog()?;
        let Some(found) = catalog.forms.get(form) else {
            let known = catalog.forms.all().iter().map(|form| form.id.clone()).collect();
            return Err(ReportFault::NoForm { form: form.to_owned(), known });
        };
        let calendars = self.calendars()?;
        let calendar = calendars.all().iter().find(|calendar| calendar.id == found.calendar);
        let calendar = calendar.ok_or(ReportFault::OtherCalendar { calendar: found.calendar.clone() })?;
        let owed = calendar.period(period, calendars.working()).filter(|owed| {
            let id = owed.period.split_once('-').map(|(_, id)| id);
            found.periods.iter().any(|known| Some(known.as_str()) == id)
        });
        let Some(owed) = owed else {
            let known = found.periods.iter().map(|id| format!("{}-{id}", self.today().year())).collect();
            return Err(ReportFault::NoPeriod { period: period.to_owned(), known });
        };
        // a unit that ended within the window is asked about where it was last
        let register = self.register();
        let last = register.versions_of(unit).filter_map(|version| version.until).max();
        let there = |day: Date| unit == NATION || register.version(unit, day).is_some();
        let day = if there(owed.window.to) {
            owed.window.to
        } else {
            last.map_or(owed.window.to, |until| until.min(owed.window.to))
        };
        if self.reporting_level(unit, day).is_some_and(|level| level != found.level) {
            return Err(ReportFault::OtherLevel { form: found.id.clone(), level: found.level });
        }
        let province = || register.province(unit, day).map(|province| province.code.clone());
        if calendar.province.is_some() && calendar.province != province() {
            return Err(ReportFault::OtherCalendar { calendar: calendar.title.clone() });
        }
        let body = body.map(|body| body.trim().to_owned()).filter(|body| !body.is_empty());
        if found.route.parallel && body.is_none() {
            return Err(ReportFault::NoBody);
        }
        Ok(Ordered {
            form: found,
            unit,
            body: body.filter(|_| found.route.parallel),
            period_id: owed.period.split_once('-').map(|(_, id)| id.to_owned()).unwrap_or_default(),
            period: owed.period.clone(),
            period_title: owed.title.to_owned(),
            year: owed.year,
            window: owed.window,
            due: owed.due.filter(|_| found.due == Due::Calendar),
        })
    }

    /// The same report of the period before: the last one of the form that ended before this one ends.
    pub fn order_before(&self, ordered: &Ordered) -> Option<Ordered> {
        self.order_earlier(ordered, |_| true)
    }

    /// The same report of the last period before that is as long: only with it can be compared what happened within.
    pub fn order_alike(&self, ordered: &Ordered) -> Option<Ordered> {
        self.order_earlier(ordered, |window| ordered.as_long_as(window))
    }

    fn order_earlier(&self, ordered: &Ordered, fits: impl Fn(Window) -> bool) -> Option<Ordered> {
        let calendars = self.calendars().ok()?;
        let calendar = calendars.all().iter().find(|calendar| calendar.id == ordered.form.calendar)?;
        let years = [ordered.year.saturating_sub(1), ordered.year];
        let owed = years.into_iter().flat_map(|year| calendar.of_year(year, calendars.working()));
        let of_form = owed.filter(|owed| {
            let id = owed.period.split_once('-').map(|(_, id)| id);
            let of_form = ordered.form.periods.iter().any(|known| Some(known.as_str()) == id);
            of_form && owed.window.to < ordered.window.to && fits(owed.window)
        });
        let before = of_form.max_by_key(|owed| owed.window.to)?;
        self.order_report(&ordered.form.id, ordered.unit, &before.period, ordered.body.clone()).ok()
    }

    /// A period of the same report in words; as it is kept where the calendar does not know it.
    pub fn say_period_of(&self, ordered: &Ordered, period: &str, lang: Lang) -> String {
        let of = self.order_report(&ordered.form.id, ordered.unit, period, ordered.body.clone());
        of.map_or_else(|_| period.to_owned(), |of| of.say_period(lang))
    }
}
