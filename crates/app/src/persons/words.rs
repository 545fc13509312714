//! Why something cannot be done with a file, in sentences that say what to do. None shows what stood in a field.

use domain::persons::{Field, IdentityFault, PersonError};
use jiff::civil::Date;
use texts::Lang;

impl crate::app::App {
    /// What a field of an identity is called on the forms.
    pub fn say_field(&self, field: Field, lang: Lang) -> &'static str {
        name(field, lang)
    }
}

/// Why an act is refused.
pub(crate) fn say_act(fault: PersonError, lang: Lang) -> String {
    match fault {
        PersonError::NoBasis => lang.persons_no_basis().to_owned(),
        PersonError::NotALine => lang.persons_not_a_line().to_owned(),
        PersonError::NotYet { on } => lang.persons_not_yet(day(on)),
        PersonError::TooEarly { on, since } => lang.persons_too_early(day(on), day(since)),
        PersonError::Erased => lang.persons_erased().to_owned(),
        PersonError::SameUnit => lang.persons_same_unit().to_owned(),
        PersonError::OneApprover => lang.persons_one_approver().to_owned(),
    }
}

/// Why something is no identity.
pub(crate) fn say_identity(fault: IdentityFault, lang: Lang) -> String {
    match fault {
        IdentityFault::NoName => lang.persons_no_name().to_owned(),
        IdentityFault::TooLong(field) => lang.persons_too_long(name(field, lang)),
        IdentityFault::Malformed(field) => lang.persons_malformed(name(field, lang), form(field, lang)),
    }
}

fn day(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// What a field is called on the forms.
fn name(field: Field, lang: Lang) -> &'static str {
    match field {
        Field::FullName => lang.persons_full_name(),
        Field::OtherName => lang.persons_other_name(),
        Field::Sex => lang.persons_sex(),
        Field::BirthDate => lang.persons_birth_date(),
        Field::BirthPlace => lang.persons_birth_place(),
        Field::Id12 => lang.persons_id12(),
        Field::Id9 => lang.persons_id9(),
        Field::IdIssue => lang.persons_id_issue(),
        Field::Passport => lang.persons_passport(),
        Field::Phone => lang.persons_phone(),
        Field::HomePlace => lang.persons_home_place(),
        Field::Residence => lang.persons_residence(),
        Field::Dwelling => lang.persons_dwelling(),
        Field::Ethnicity => lang.persons_ethnicity(),
        Field::Religion => lang.persons_religion(),
        Field::Nationality => lang.persons_nationality(),
        Field::Education => lang.persons_education(),
        Field::Occupation => lang.persons_occupation(),
        Field::Workplace => lang.persons_workplace(),
        Field::Father => lang.persons_father(),
        Field::Mother => lang.persons_mother(),
        Field::Representative => lang.persons_representative(),
    }
}

/// How a field is to be typed.
fn form(field: Field, lang: Lang) -> &'static str {
    match field {
        Field::Sex => lang.persons_form_sex(),
        Field::BirthDate => lang.persons_form_birth_date(),
        Field::Id12 => lang.persons_form_id12(),
        Field::Id9 => lang.persons_form_id9(),
        Field::Passport => lang.persons_form_passport(),
        Field::Phone => lang.persons_form_phone(),
        _ => lang.persons_form_text(),
    }
}
