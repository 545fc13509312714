//! Who a paper is about, who issues it, and what its own entry says.

use documents::paper::{Key, Kind, Values};
use domain::cases::{Event, Value};
use domain::persons::{Field, Identity};
use domain::units::{UnitId, Version};
use jiff::civil::Date;
use texts::Lang;

use super::about::About;
use crate::app::App;
use crate::cases::{CaseFile, Meta};

/// What of an identity stands in a placeholder as it is.
const AS_IT_IS: [(Field, Key); 16] = [
    (Field::FullName, Key::PersonName),
    (Field::OtherName, Key::PersonOtherName),
    (Field::BirthPlace, Key::PersonBirthPlace),
    (Field::IdIssue, Key::PersonIdIssue),
    (Field::Phone, Key::PersonPhone),
    (Field::HomePlace, Key::PersonHomePlace),
    (Field::Residence, Key::PersonResidence),
    (Field::Dwelling, Key::PersonDwelling),
    (Field::Ethnicity, Key::PersonEthnicity),
    (Field::Religion, Key::PersonReligion),
    (Field::Nationality, Key::PersonNationality),
    (Field::Education, Key::PersonEducation),
    (Field::Occupation, Key::PersonOccupation),
    (Field::Father, Key::PersonFather),
    (Field::Mother, Key::PersonMother),
    (Field::Representative, Key::PersonRepresentative),
];

/// Fills in who, by whom, and the entry.
pub(super) fn fill(app: &App, file: &CaseFile, about: &About<'_>, values: &mut Values) {
    identity(&file.identity, values);
    if about.minor {
        values.raise(Key::PersonMinor);
    }
    let event =
        about.entry.and_then(|entry| Some((file.case.events.get(entry.checked_sub(1)?)?, file.entries.get(entry)?)));
    let unit = event.and_then(|(event, _)| event.unit.as_deref()?.parse().ok()).map_or(file.unit, UnitId);
    issuer(app, unit, about.day, values);
    // a notice tells of the residence as it was verified, where its own entry does not
    let verified = about.last(file, &["verify_residence"]).map(|(_, event)| event).filter(|of| of.says("stable=yes"));
    if let Some(kind) = verified.and_then(|event| event.text_of("residence")) {
        values.choose(Key::ActResidence, kind);
    }
    if let Some((event, meta)) = event {
        entry(app, event, meta, values);
    }
}

fn identity(identity: &Identity, values: &mut Values) {
    for (field, key) in AS_IT_IS {
        values.set_known(key, identity.get(field));
    }
    values.set_known(Key::PersonWorkplace, identity.get(Field::Workplace));
    let number = [Field::Id12, Field::Id9, Field::Passport].into_iter().find_map(|field| identity.get(field));
    values.set_known(Key::PersonIdNumber, number);
    let sex = identity.get(Field::Sex).map(|sex| match sex {
        "female" => Lang::Vi.papers_female(),
        _ => Lang::Vi.papers_male(),
    });
    values.set_known(Key::PersonSex, sex);
    let born = identity.get(Field::BirthDate).map(turned);
    values.set_known(Key::PersonBorn, born.as_deref());
}

/// `1990-02-28` as `28/02/1990`; of what is known in part, that part.
pub(super) fn turned(iso: &str) -> String {
    iso.split('-').rev().collect::<Vec<_>>().join("/")
}

pub(super) fn issuer(app: &App, unit: UnitId, day: Date, values: &mut Values) {
    let register = app.register();
    let version = register.version(unit, day).or_else(|| register.versions_of(unit).last());
    if let Some(version) = version {
        values.set(Key::UnitFull, &version.full_name());
        values.set(Key::UnitName, &version.name);
        values.choose(Key::UnitKind, version.kind.key());
        values.set(Key::UnitPlace, &place_of(version));
    }
    if let Some(province) = register.province(unit, day) {
        values.set(Key::UnitProvince, &province.full_name());
    }
}

/// The place before a date. Decree 30/2020: a unit that is called by a number is named with its kind.
pub(super) fn place_of(version: &Version) -> String {
    let numbered = version.name.chars().any(|sign| sign.is_ascii_digit());
    if numbered { capitalised(&version.full_name()) } else { version.name.clone() }
}

fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

fn entry(app: &App, event: &Event, meta: &Meta, values: &mut Values) {
    values.set_known(Key::PaperNumber, event.number.as_deref());
    values.day(Key::PaperDate, event.paper_date);
    values.set(Key::PaperDay, &day(event.paper_date));
    signer(meta.signer.as_deref().unwrap_or_default(), values);
    values.set(Key::ActClause, &meta.clause);
    values.day(Key::ActDate, event.on.day);
    if let Some(hour) = event.on.hour {
        values.hour(Key::ActTime, hour);
    }
    match event.act.as_str() {
        "record_positive_test" => values.choose(Key::ActTest, "positive"),
        "record_negative_test" => values.choose(Key::ActTest, "negative"),
        _ => {}
    }
    for (name, value) in &event.fields {
        let Some(key) = Key::from_key(&format!("act.{name}")) else { continue };
        match (value, key.kind()) {
            (Value::Yes(true), Kind::Flag) => values.raise(key),
            (Value::Text(code), Kind::Choice) => values.choose(key, code),
            (Value::Text(unit), _) if key == Key::ActToUnit => {
                values.set(key, &app.say_unit_and_province(unit, event.on.day));
            }
            (Value::Text(text), _) => values.set(key, text),
            (Value::Number(number), _) => values.set(key, &number.to_string()),
            (Value::Date(date), _) => values.day(key, *date),
            (Value::Yes(_), _) => {}
        }
    }
}

/// Who signed is written as name and post, apart by a comma: `Lê Văn A, Phó Trưởng Công an`. A deputy signs for the
/// head.
fn signer(signer: &str, values: &mut Values) {
    let (name, post) = signer.split_once(',').unwrap_or((signer, ""));
    values.set(Key::PaperSigner, name);
    if domain::fold::plain(post).split_whitespace().next() == Some("pho") {
        values.raise(Key::PaperDeputy);
    }
}

/// A day in figures.
pub(super) fn day(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

impl App {
    /// A unit with its province, by the id that stands in a case.
    pub(super) fn say_unit_and_province(&self, unit: &str, day: Date) -> String {
        let name = self.say_case_unit(unit, day, Lang::Vi);
        let register = self.register();
        let province = unit.parse().ok().and_then(|id| register.province(UnitId(id), day));
        province.map_or_else(|| name.clone(), |province| format!("{name}, {}", province.full_name()))
    }
}
