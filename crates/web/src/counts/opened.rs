//! Which number an address opens to its files (`/ho-so?so=…&tu=…&den=…`): a key and dates, never a name.

use app::counts::{say_choices, say_number};
use domain::counts::{Asked, INPUTS, LocalPlan, Number};
use texts::Lang;

use crate::case::words;
use crate::problem::Problem;
use crate::scope::Scope;

/// A number whose files are wanted, and the period for which it was counted.
pub struct Opened {
    /// Which number.
    pub number: Number,
    /// The period.
    pub asked: Asked,
}

impl Opened {
    /// Reads the address; none where it names no number.
    pub fn read(scope: &Scope) -> Result<Option<Self>, Problem> {
        let (cx, lang) = (&scope.cx, scope.lang());
        let Some(key) = cx.value("so") else { return Ok(None) };
        let invalid = |why: String| Err(Problem::Invalid(why));
        let Some(number) = Number::from_key(key) else { return invalid(lang.counts_bad_number(key)) };
        let day = |key: &str, field: &str| {
            let read =
                |text: &str| crate::days::read(text).ok_or_else(|| Problem::Invalid(lang.counts_bad_day(text, field)));
            cx.value(key).map(read).transpose()
        };
        let Some(to) = day("den", lang.counts_to())? else {
            return invalid(lang.counts_no_day(say_number(lang, number)));
        };
        let from = day("tu", lang.counts_from())?.unwrap_or_else(|| scope.window.from.min(to));
        if from > to {
            return invalid(lang.counts_bad_period(from, to));
        }
        let interval = cx.value("khoang-cach").and_then(|days| days.parse::<i32>().ok());
        let plan = interval.filter(|days| (1..=366).contains(days)).map(of_plan);
        if number == Number::PostTested && plan.is_none() {
            return invalid(lang.counts_no_interval(say_number(lang, number)));
        }
        Ok(Some(Self { number, asked: Asked { from, to, plan, choices: super::choices::read(cx) } }))
    }

    /// The number and its period in words.
    pub fn title(&self, lang: Lang) -> String {
        let day = |day| words::day(lang, day);
        let title = lang.counts_opened(say_number(lang, self.number), day(self.asked.from), day(self.asked.to));
        let chosen = say_choices(lang, &self.asked.choices).filter(|_| INPUTS.contains(&self.number));
        chosen.map_or(title.clone(), |chosen| format!("{title}. {chosen}"))
    }
}

/// What counting needs of the plan; its number stands in no address.
const fn of_plan(interval_days: i32) -> LocalPlan {
    LocalPlan { document: String::new(), interval_days }
}

/// Where the files of a number open.
pub fn address(number: Number, asked: &Asked) -> String {
    let plan = asked.plan.as_ref().filter(|_| number == Number::PostTested);
    let plan = plan.map(|plan| format!("&khoang-cach={}", plan.interval_days)).unwrap_or_default();
    let chosen = super::choices::query(&asked.choices).filter(|_| INPUTS.contains(&number));
    let chosen = chosen.fold(String::new(), |all, part| all + "&" + &part);
    format!("/ho-so?so={}&tu={}&den={}{plan}{chosen}", number.key(), asked.from, asked.to)
}
