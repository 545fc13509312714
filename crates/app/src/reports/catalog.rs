//! The indicators and forms as they come with the program, read once.

use std::sync::LazyLock;

use domain::calendars;
use domain::cases::Calendar as WorkingDays;
use programme::indicators::{self, Finding, Indicator, Indicators};
use programme::reports::{self, Form, Forms, Words};

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

/// What is wrong with forms that an office wrote: the name of each file and its text.
pub fn check_forms(files: &[(&str, &str)]) -> Result<Vec<Finding>, Problem> {
    let calendars = calendars::load(calendars::SHIPPED).map_err(Problem::fault)?;
    let working = WorkingDays::shipped().map_err(|fault| Problem::fault(std::io::Error::other(fault)))?;
    let indicators = &Catalog::shipped()?.indicators;
    let words = Words { indicators, calendars: &calendars, working: &working };
    Ok(reports::load(files, words).err().unwrap_or_default())
}
