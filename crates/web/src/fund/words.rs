//! Money in words.

use pages::format;
use programme::funds::{Field, Money, Refusal, Sums, What};
use texts::Lang;

pub use crate::plan::day;

/// An amount of đồng.
pub fn dong(lang: Lang, amount: u64) -> String {
    lang.fund_dong(format::count(lang, amount))
}

/// Where money comes from.
pub const fn money(lang: Lang, money: Money) -> &'static str {
    match money {
        Money::Central => lang.fund_money_central(),
        Money::Local => lang.fund_money_local(),
        Money::Other => lang.fund_money_other(),
    }
}

/// What kind of entry.
pub const fn what(lang: Lang, what: What) -> &'static str {
    match what {
        What::Budget => lang.fund_planned(),
        What::Allot => lang.fund_allotted(),
        What::Spend => lang.fund_spent(),
    }
}

/// Planned, allotted, spent, left.
pub fn sums(lang: Lang, sums: Sums) -> [String; 4] {
    let planned = sums.planned.map_or_else(|| lang.fund_planned_unknown().to_owned(), |planned| dong(lang, planned));
    let left = match sums.allotted.checked_sub(sums.spent) {
        Some(left) => dong(lang, left),
        None => lang.fund_over(dong(lang, sums.spent - sums.allotted)),
    };
    [planned, dong(lang, sums.allotted), dong(lang, sums.spent), left]
}

/// An act by its key.
pub fn act(lang: Lang, key: &str) -> Option<&'static str> {
    Some(match key {
        "open" => lang.fund_new(),
        "budget" => lang.fund_act_budget(),
        "allot" => lang.fund_act_allot(),
        "spend" => lang.fund_act_spend(),
        "cancel" => lang.fund_act_cancel(),
        "close" => lang.fund_act_close(),
        _ => return None,
    })
}

/// Why an act was refused, with place, value and remedy.
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    let n = |amount: u64| format::count(lang, amount);
    match refusal {
        Refusal::NotABeginning => lang.fund_no_beginning().to_owned(),
        Refusal::Over => lang.fund_no_over().to_owned(),
        Refusal::Empty(of) => lang.fund_no_empty(field(lang, *of)),
        Refusal::TooLong(of, letters, most) => lang.fund_no_long(field(lang, *of), letters, most),
        Refusal::NotPlain(of) => lang.fund_no_plain(field(lang, *of)),
        Refusal::BadAmount(amount) => lang.fund_no_amount(n(*amount)),
        Refusal::BadYear(year) => lang.fund_no_year(year),
        Refusal::FromTheFuture(date, today) => lang.fund_no_future(day(lang, *date), day(lang, *today)),
        Refusal::OverAllotted(year, spent, allotted) => lang.fund_no_allotted(year, n(*spent), n(*allotted)),
        Refusal::NotOver(year) => lang.fund_no_not_over(year),
        Refusal::NoSuchEntry(_) => lang.fund_no_entry().to_owned(),
        Refusal::WouldExceed(year, spent, allotted) => lang.fund_no_exceed(year, n(*spent), n(*allotted)),
    }
}

const fn field(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::Name => lang.fund_name(),
        Field::Number => lang.fund_document(),
        Field::Purpose => lang.fund_purpose(),
        Field::Reason => lang.fund_reason(),
    }
}
