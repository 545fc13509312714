//! The indicators and forms as they come with the program, read once.

use std::sync::LazyLock;

use domain::calendars::{self, Calendar};
use domain::cases::Calendar as WorkingDays;
use programme::indicators::{self, Finding, Indicator, Indicators};
use programme::reports::{self, Form, Forms, Words};

use crate::app::App;
use crate::problem::Problem;

/// Indicators and forms.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// Every indicator.
    pub indicators: Indicators,
    /// Every form.
    pub forms: Forms,
}

static SHIPPED: LazyLock<Result<Catalog, String>> = LazyLock::new(read);

fn read() -> Result<Catalog, String> {
    let said = |findings: Vec<Finding>| findings.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n");
    let indicators = indicators::load(indicators::SHIPPED, "indicators.toml").map_err(said)?;
    let calendars = calendars::load(calendars::SHIPPED).map_err(|fault| fault.to_string())?;
    let working = WorkingDays::shipped()?;
    let words = Words { indicators: &indicators, calendars: &calendars, working: &working };
    let forms = reports::load(&reports::SHIPPED, words).map_err(said)?;
    Ok(Catalog { indicators, forms })
}

impl Catalog {
    /// Those that come with the program.
    pub fn shipped() -> Result<&'static Self, Problem> {
        SHIPPED.as_ref().map_err(|fault| Problem::fault(std::io::Error::other(fault.clone())))
    }

    /// The indicators of a form in a period, by its id without the year: `Q3`.
    pub fn of_form(&self, form: &Form, period: &str) -> Vec<&Indicator> {
        form.indicators(period, &self.indicators).iter().filter_map(|id| self.indicators.get(id)).collect()
    }
}

/// What is wrong with forms that an office wrote: the name of each file and its text. `own` is the office's own table of
/// calendars, where it has one.
pub fn check_forms(files: &[(&str, &str)], own: Option<&str>) -> Result<Vec<Finding>, Problem> {
    let tables: Vec<&str> = std::iter::once(calendars::SHIPPED).chain(own).collect();
    let calendars = calendars::load_over(&tables).map_err(Problem::fault)?;
    let working = WorkingDays::shipped().map_err(|fault| Problem::fault(std::io::Error::other(fault)))?;
    Ok(with_own(files, &calendars, &working)?.err().unwrap_or_default())
}

/// The shipped forms with an office's own beside them, or what is wrong with the own ones.
fn with_own(
    files: &[(&str, &str)],
    calendars: &[Calendar],
    working: &WorkingDays,
) -> Result<Result<Forms, Vec<Finding>>, Problem> {
    let indicators = &Catalog::shipped()?.indicators;
    let mut all: Vec<(&str, &str)> = reports::SHIPPED.to_vec();
    all.extend(files);
    Ok(reports::load(&all, Words { indicators, calendars, working }))
}

impl App {
    /// Indicators and forms in force here: those that come with the program and the office's own.
    pub fn catalog(&self) -> Result<&'static Catalog, Problem> {
        self.own_catalog().get().copied().map_or_else(Catalog::shipped, Ok)
    }

    /// Takes an office's own forms into force beside those of the program; the calendars have to be in force before.
    /// Each report of such a form is owed, reminded of and listed as its calendar says. Answers what is wrong with them,
    /// with file and line; then none is taken.
    pub fn with_report_forms(&self, files: &[(&str, &str)]) -> Result<Vec<Finding>, Problem> {
        let calendars = self.calendars()?;
        match with_own(files, calendars.all(), calendars.working())? {
            Err(findings) => Ok(findings),
            Ok(forms) => {
                let indicators = Catalog::shipped()?.indicators.clone();
                // read once, when the server starts, and used as long as it runs
                let catalog: &'static Catalog = Box::leak(Box::new(Catalog { indicators, forms }));
                let _ = self.own_catalog().set(catalog);
                Ok(Vec::new())
            }
        }
    }
}
