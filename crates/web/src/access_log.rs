//! Who looked: the log of a unit or of one person's file, on a page and to take away.

pub mod export;
pub mod show;

use app::App;
use app::access_log::{Asked, LINES, Line, SeenLog, ToSee, Whose, begins};
use domain::access::Purpose;
use domain::units::UnitId;
use jiff::ToSpan as _;
use jiff::civil::Date;
use texts::Lang;
use uuid::Uuid;

use crate::account::{called, own_unit, unit_of};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::{Visitor, unit_name};

/// Acts of the log, in the order in which they are offered.
const ACTS: [&str; 7] = ["read", "search", "print", "export", "refuse", "sign_in", "sign_out"];
/// Purposes of the log that no policy knows: those of the files' own log, and of coming and going.
const OTHERS: [&str; 9] =
    ["none", "register", "manage", "correct", "transfer", "request", "supervise", "rekey", "presence"];
/// Days that are shown unless others are asked for.
const DAYS: i32 = 7;

/// The filter of the address, read.
pub struct Filter {
    /// What to ask.
    pub see: ToSee,
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// Page, from 1.
    pub page: u64,
}

/// Reads the filter; otherwise a sentence.
async fn filter(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    person: Option<Uuid>,
) -> Result<Result<Filter, String>, Problem> {
    let login = scope.cx.value("tai-khoan").unwrap_or_default().trim();
    let account = match login {
        "" => Ok(None),
        login => {
            let found = app.account_of_login(login).await?;
            found.map(Some).ok_or_else(|| scope.lang().account_log_bad_account(login))
        }
    };
    let own = own_unit(visitor)?;
    Ok(read(app, scope, visitor, person, own, account))
}

fn read(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    person: Option<Uuid>,
    own: UnitId,
    account: Result<Option<Uuid>, String>,
) -> Result<Filter, String> {
    let (lang, value) = (scope.lang(), |key| scope.cx.value(key).unwrap_or_default());
    let today = app.today();
    let day = |field: &str, key, otherwise| match value(key) {
        "" => Ok(otherwise),
        typed => crate::account::day(lang, field, typed),
    };
    let to = day(lang.account_log_to(), "den", today)?;
    let earliest = to.checked_sub((DAYS - 1).days()).unwrap_or(to);
    let from = day(lang.account_log_from(), "tu", earliest)?;
    if to < from {
        return Err(lang.account_log_backwards(from, to));
    }
    let whose = match person {
        Some(person) => Whose::Person(person),
        None => Whose::Unit(unit_of(app, own, value("don-vi"), lang)?),
    };
    let after = to.tomorrow().unwrap_or(to);
    let instant = |day: Date| begins(day).ok_or_else(|| lang.account_bad_day(day, lang.account_log_to()));
    let page = scope.cx.page();
    let skip = i64::try_from(page.saturating_sub(1)).unwrap_or(i64::MAX).saturating_mul(LINES);
    let asked = Asked {
        from: instant(from)?,
        to: instant(after)?,
        account: account?,
        act: known(&ACTS, value("viec")),
        purpose: Purpose::from_key(value("muc-dich-xem"))
            .map_or_else(|| known(&OTHERS, value("muc-dich-xem")), |purpose| purpose.key().to_owned()),
        limit: LINES,
        skip,
    };
    let purpose = reason(value("de-lam-gi"));
    Ok(Filter { see: ToSee { whose, purpose, asked, request: visitor.caller.request }, from, to, page })
}

/// What the reading is for; data protection unless the other is chosen.
fn reason(key: &str) -> Purpose {
    if key == Purpose::PersonRights.key() { Purpose::PersonRights } else { Purpose::DataProtection }
}

fn known(words: &[&str], typed: &str) -> String {
    words.iter().find(|word| **word == typed).map_or_else(String::new, |word| (*word).to_owned())
}

/// A line in words: when, who, act, purpose, unit, fields, result.
fn words(app: &App, line: &Line, seen: &SeenLog, lang: Lang) -> [String; 7] {
    let who = line.account.map_or(lang.account_operator(), |account| called(&seen.names, account, lang));
    let act = say_act(&line.act, lang);
    let of_log = line.noun == "access";
    let classes = line.classes.split(',').filter(|class| !class.is_empty()).map(|class| say_class(class, lang));
    let result = match line.result.as_str() {
        "served" => lang.account_result_served(),
        "refused" => lang.account_result_refused(),
        _ => lang.account_result_failed(),
    };
    [
        app::written(line.at),
        who.to_owned(),
        if of_log { lang.account_act_of_log(act) } else { act.to_owned() },
        say_purpose(app, &line.purpose, lang).to_owned(),
        line.unit.map(|unit| unit_name(app, UnitId(unit), lang)).unwrap_or_default(),
        classes.collect::<Vec<_>>().join(", "),
        result.to_owned(),
    ]
}

const fn of_nothing(lang: Lang) -> &'static str {
    lang.account_somebody()
}

fn say_act(act: &str, lang: Lang) -> &'static str {
    match act {
        "read" => lang.account_act_read(),
        "search" => lang.account_act_search(),
        "print" => lang.account_act_print(),
        "export" => lang.account_act_export(),
        "refuse" => lang.account_act_refuse(),
        "sign_in" => lang.account_act_sign_in(),
        "sign_out" => lang.account_act_sign_out(),
        _ => of_nothing(lang),
    }
}

fn say_purpose(app: &App, purpose: &str, lang: Lang) -> &'static str {
    if let Some(known) = Purpose::from_key(purpose) {
        return app.say_purpose(known, lang);
    }
    match purpose {
        "none" => lang.account_why_none(),
        "register" => lang.account_why_register(),
        "manage" => lang.account_why_manage(),
        "correct" => lang.account_why_correct(),
        "transfer" => lang.account_why_transfer(),
        "request" => lang.account_why_request(),
        "supervise" => lang.account_why_supervise(),
        "rekey" => lang.account_why_rekey(),
        "presence" => lang.account_why_presence(),
        _ => of_nothing(lang),
    }
}

fn say_class(class: &str, lang: Lang) -> &'static str {
    match class {
        "names" => lang.account_class_names(),
        "birth" => lang.account_class_birth(),
        "numbers" => lang.account_class_numbers(),
        "contact" => lang.account_class_contact(),
        "background" => lang.account_class_background(),
        "family" => lang.account_class_family(),
        _ => lang.account_class_other(),
    }
}
