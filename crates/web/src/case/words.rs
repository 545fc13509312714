//! What fields of acts and their choices are called, and how days, hours and values are written.

use app::App;
use app::cases::SeatKind;
use domain::access::Purpose;
use domain::cases::{FieldKind, Guard, Law, Moment, Refusal, Value};
use jiff::civil::{Date, DateTime};
use pages::case::Basis;
use texts::Lang;
use uuid::Uuid;

pub use app::cases::words::{label, option};

/// How a measure ended; none where it went over into another.
pub fn how(lang: Lang, how: &str) -> Option<&'static str> {
    Some(match how {
        "E1" => lang.files_how_e1(),
        "E2" => lang.files_how_e2(),
        "E3" => lang.files_how_e3(),
        "done" => lang.files_how_done(),
        "exempt" => lang.files_how_exempt(),
        "walked_out" => lang.files_how_walked_out(),
        "terminated" => lang.files_how_terminated(),
        "death" => lang.files_how_death(),
        "missing" => lang.files_how_missing(),
        "annulled" => lang.files_how_annulled(),
        "corrected" => lang.files_how_corrected(),
        _ => return None,
    })
}

/// Why an act is refused, and what to do about it. Who may not see what was found or decided is not told how it stands.
pub fn refusal(app: &App, law: &Law, lang: Lang, of: &Refusal, told: bool) -> (String, String) {
    if !told && !is_of_the_form(of.guard) {
        let why = pages::format::sentence(lang.files_refusal_unseen());
        return (why, lang.files_refusal_unseen_do().to_owned());
    }
    if of.guard == Guard::Regime && of.regime.is_none() {
        return (lang.files_refusal_no_regime().to_owned(), lang.files_remedy_regime().to_owned());
    }
    let found = of.found.clone().map(|text| in_words(app, law, lang, of.guard, &text));
    let (why, todo) = app::rehearsal::say_guard(law, lang, of.guard, &found);
    (pages::format::sentence(&without_keys(&why)), remedy(lang, of.guard, todo))
}

/// What a condition found, in the words of the pages: days as they are written, and labels where the command line has
/// names of the tables.
fn in_words(app: &App, law: &Law, lang: Lang, guard: Guard, text: &str) -> String {
    // these have words of their own for what they found
    let own = matches!(guard, Guard::SecondPerson | Guard::PaperGiven | Guard::ReaderEntitled | Guard::AfterEnd);
    let one = |word: &str| {
        if let Ok(day) = word.parse::<Date>() {
            return day_of(lang, day, word);
        }
        let field = |id: &str| law.field(id).filter(|_| !own).map(|_| label(law, lang, id));
        let choice = || law.fields.iter().find_map(|of| chosen(lang, guard, &of.id, word)).filter(|_| !own);
        let unit = || word.parse::<Uuid>().ok().map(|_| app.say_case_unit(word, app.today(), lang));
        field(word).or_else(choice).or_else(unit).unwrap_or_else(|| word.to_owned())
    };
    text.split(", ").map(one).collect::<Vec<_>>().join(", ")
}

/// A day that was found, with its hour where it has one.
fn day_of(lang: Lang, of: Date, text: &str) -> String {
    match text.parse::<DateTime>() {
        Ok(at) if text.contains('T') => instant(lang, at),
        _ => day(lang, of),
    }
}

/// The words of a choice of a field; letters of an article are said for the field that the condition is about.
fn chosen(lang: Lang, guard: Guard, field: &str, key: &str) -> Option<String> {
    let about = match guard {
        Guard::DeterminationCase => field == "case",
        Guard::Registered => field == "form",
        _ => key.len() > 2,
    };
    option(lang, field, key).filter(|_| about).map(str::to_owned)
}

/// Whether a condition is about what was typed, and tells nothing of the file.
const fn is_of_the_form(guard: Guard) -> bool {
    matches!(
        guard,
        Guard::FieldsGiven
            | Guard::PaperGiven
            | Guard::PaperDated
            | Guard::NotInFuture
            | Guard::UnitInForce
            | Guard::Authority
            | Guard::OwnUnit
            | Guard::Regime
            | Guard::DocumentUnique
            | Guard::SecondPerson
    )
}

/// What to do about a refusal, in the words of the form; the command line names keys where this names boxes.
pub fn remedy(lang: Lang, guard: Guard, otherwise: &str) -> String {
    let told = match guard {
        Guard::TipVerified => lang.files_remedy_tip_verified(),
        Guard::TestGround => lang.files_remedy_test_ground(),
        Guard::SampleOfMinor => lang.files_remedy_sample_of_minor(),
        Guard::Residence30Days => lang.files_remedy_residence(),
        Guard::ParentsSign => lang.files_remedy_parents(),
        Guard::TermInLaw => lang.files_remedy_term(),
        Guard::AbsenceTwoDays => lang.files_remedy_absence(),
        Guard::Monitorable => lang.files_remedy_monitorable(),
        Guard::FileReadable => lang.files_remedy_file_readable(),
        Guard::ReaderEntitled => lang.files_remedy_reader_entitled(),
        Guard::MinorFile => lang.files_remedy_minor_file(),
        Guard::PaperGiven => lang.files_remedy_paper(),
        Guard::PaperDated => lang.files_remedy_paper_day(),
        Guard::SecondPerson => lang.files_remedy_second(),
        Guard::Regime => lang.files_remedy_regime(),
        _ => return pages::format::sentence(&without_keys(otherwise)),
    };
    told.to_owned()
}

/// A sentence without the keys that stand in brackets: `ghi kết quả trước (record_positive_test)`.
pub fn without_keys(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" (") {
        let Some((inside, behind)) = after.split_once(')') else { break };
        out.push_str(before);
        if !inside.is_ascii() || !inside.contains(['_', '=']) {
            out.push_str(" (");
            out.push_str(inside);
            out.push(')');
        }
        rest = behind;
    }
    out + rest
}

/// A line's basis as pages show it.
pub fn basis(of: domain::cases::Basis<'_>) -> Basis {
    Basis {
        citation: of.citation.to_owned(),
        mark: of.evidence.key().to_owned(),
        owner: of.owner.unwrap_or_default().to_owned(),
    }
}

/// A day.
pub fn day(lang: Lang, day: Date) -> String {
    pages::format::date(lang, &day.to_string())
}

/// An instant in Việt Nam: `08:30 06/07/2026`.
pub fn instant(lang: Lang, at: DateTime) -> String {
    format!("{:02}:{:02} {}", at.hour(), at.minute(), day(lang, at.date()))
}

/// The same for machines.
pub fn machine(at: DateTime) -> String {
    format!("{}T{:02}:{:02}", at.date(), at.hour(), at.minute())
}

/// A moment, with its hour where it is known.
pub fn moment(lang: Lang, at: Moment) -> String {
    match at.hour {
        Some(hour) => instant(lang, at.day.to_datetime(hour)),
        None => day(lang, at.day),
    }
}

/// A purpose as a sentence begins with it.
pub fn purpose(app: &App, lang: Lang, purpose: Purpose) -> String {
    app.say_purpose(purpose, lang).to_owned()
}

/// A value that was written down.
pub fn value(app: &App, law: &Law, lang: Lang, key: &str, value: &Value, on: Date) -> String {
    match value {
        Value::Yes(true) => lang.files_act_yes().to_owned(),
        Value::Yes(false) => lang.files_act_no().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => day(lang, *date),
        Value::Text(text) => match law.field(key).map(|field| field.kind) {
            Some(FieldKind::Unit) => app.say_case_unit(text, on, lang),
            Some(FieldKind::Choice) => option(lang, key, text).map_or_else(|| text.clone(), str::to_owned),
            _ => text.clone(),
        },
    }
}

/// A place in a team.
pub const fn seat(lang: Lang, kind: SeatKind) -> &'static str {
    match kind {
        SeatKind::Head => lang.files_seat_head(),
        SeatKind::Deputy => lang.files_seat_deputy(),
        SeatKind::Member => lang.files_seat_member(),
    }
}

/// The legal name of an office.
pub fn office(law: &Law, id: &str) -> String {
    law.actors.iter().find(|actor| actor.id == id).map_or_else(|| id.to_owned(), |actor| actor.title.clone())
}

/// The legal name of a state.
pub fn state(law: &Law, id: &str) -> String {
    law.state(id).map_or_else(|| id.to_owned(), |state| state.title.clone())
}

/// The legal name of a list.
pub fn list(law: &Law, id: &str) -> String {
    law.lists.iter().find(|list| list.id == id).map_or_else(|| id.to_owned(), |list| list.title.clone())
}

#[cfg(test)]
mod tests {
    use app::cases::words::field;

    use super::{option, without_keys};
    use texts::Lang;

    #[test]
    fn every_choice_of_every_field_has_words() {
        let law = domain::cases::shipped().expect("the shipped law is sound");
        for of in &law.fields {
            for lang in [Lang::Vi, Lang::En] {
                assert!(field(lang, &of.id).is_some_and(|word| !word.is_empty()), "{} has no words", of.id);
                for choice in &of.options {
                    let word = option(lang, &of.id, choice);
                    assert!(word.is_some_and(|word| !word.is_empty()), "{}={choice} has no words", of.id);
                }
            }
        }
    }

    #[test]
    fn keys_in_brackets_are_left_out_and_other_brackets_stay() {
        assert_eq!(without_keys("ghi trước (record_positive_test)"), "ghi trước");
        assert_eq!(without_keys("đề nghị lại (request_determination, case = \"b\") ngay"), "đề nghị lại ngay");
        assert_eq!(without_keys("trước ngày (chế độ B)"), "trước ngày (chế độ B)");
    }
}
