//! What identifies a person: the identity block that the forms share (forms 03 to 10 of Decree 105/2021 and those of
//! Decree 163/2026 that take their place), field by field.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::fold;

/// What a field is about; officers are given the classes that their duty needs, and the log says which they got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Names.
    Names,
    /// Sex, day and place of birth.
    Birth,
    /// Numbers of papers.
    Numbers,
    /// How the person is reached, and where they live.
    Contact,
    /// Ethnicity, religion, nationality, schooling, work.
    Background,
    /// Father, mother, and who represents somebody under 18: other people, told to fewer still.
    Family,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 6] = [Self::Names, Self::Birth, Self::Numbers, Self::Contact, Self::Background, Self::Family];

    /// The word kept in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::Birth => "birth",
            Self::Numbers => "numbers",
            Self::Contact => "contact",
            Self::Background => "background",
            Self::Family => "family",
        }
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident $key:literal $class:ident;)*) => {
        /// A field of an identity. Its order is the order of its columns.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $variant,)* }

        impl Field {
            /// Every field, in the order of the columns.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The column's name.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key,)* } }
            /// What it is about.
            pub const fn class(self) -> Class { match self { $(Self::$variant => Class::$class,)* } }
        }
    };
}

fields! {
    /// Họ và tên.
    FullName "full_name" Names;
    /// Tên gọi khác.
    OtherName "other_name" Names;
    /// Giới tính: `male` or `female`.
    Sex "sex" Birth;
    /// Ngày sinh: `1990-02-28`, or only `1990-02` or `1990` where no more is known.
    BirthDate "birth_date" Birth;
    /// Nơi sinh.
    BirthPlace "birth_place" Birth;
    /// Số định danh cá nhân: 12 digits.
    Id12 "id12" Numbers;
    /// Số chứng minh nhân dân: 9 digits.
    Id9 "id9" Numbers;
    /// Ngày cấp, nơi cấp.
    IdIssue "id_issue" Numbers;
    /// Hộ chiếu: the country's code and the number, `VNM C0000001`.
    Passport "passport" Numbers;
    /// Điện thoại.
    Phone "phone" Contact;
    /// Quê quán.
    HomePlace "home_place" Contact;
    /// Nơi thường trú hoặc tạm trú.
    Residence "residence" Contact;
    /// Nơi ở hiện tại.
    Dwelling "dwelling" Contact;
    /// Dân tộc.
    Ethnicity "ethnicity" Background;
    /// Tôn giáo.
    Religion "religion" Background;
    /// Quốc tịch.
    Nationality "nationality" Background;
    /// Trình độ học vấn.
    Education "education" Background;
    /// Nghề nghiệp.
    Occupation "occupation" Background;
    /// Nơi làm việc, học tập.
    Workplace "workplace" Background;
    /// Cha: họ tên, số định danh.
    Father "father" Family;
    /// Mẹ: họ tên, số định danh.
    Mother "mother" Family;
    /// Cha, mẹ, người giám hộ hoặc người đại diện của người dưới 18 tuổi: họ tên, quan hệ, số định danh.
    Representative "representative" Family;
}

impl Field {
    /// Reads [`Field::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.key() == key)
    }

    /// Whether it holds a short code; the others hold text.
    pub const fn is_code(self) -> bool {
        matches!(self, Self::Sex | Self::BirthDate | Self::Id12 | Self::Id9 | Self::Passport | Self::Phone)
    }
}

/// What is known of who a person is. Wiped from memory when dropped; never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity(BTreeMap<Field, Zeroizing<String>>);

/// Why something is no identity. Names the field, never what stood in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IdentityFault {
    /// A file needs a name. Of whom none is known, what they are called stands there.
    #[error("the name is missing")]
    NoName,
    /// Longer than any form has room for.
    #[error("{} is longer than {LETTERS_MAX} letters", .0.key())]
    TooLong(Field),
    /// Not of the form that the field has.
    #[error("{} is not of its form", .0.key())]
    Malformed(Field),
}

/// Letters of a field, at most.
const LETTERS_MAX: usize = 500;
/// Nobody on file was born earlier.
const BIRTH_YEAR_MIN: i16 = 1900;

impl Identity {
    /// Checks fields and brings them into their one form; empty ones are left out.
    pub fn new<'a>(fields: impl IntoIterator<Item = (Field, &'a str)>) -> Result<Self, IdentityFault> {
        let mut kept = BTreeMap::new();
        for (field, text) in fields {
            let text = form(field, text)?;
            if text.is_empty() {
                kept.remove(&field);
            } else {
                kept.insert(field, text);
            }
        }
        if kept.contains_key(&Field::FullName) { Ok(Self(kept)) } else { Err(IdentityFault::NoName) }
    }

    /// Fields as they were kept, which were checked before; perhaps only those of some classes. Empty ones are left out.
    pub fn kept(fields: impl IntoIterator<Item = (Field, Zeroizing<String>)>) -> Self {
        Self(fields.into_iter().filter(|(_, text)| !text.is_empty()).collect())
    }

    /// What stands in a field.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(|text| text.as_str())
    }

    /// The fields of some classes, in order.
    pub fn of_classes<'a>(&'a self, classes: &'a [Class]) -> impl Iterator<Item = (Field, &'a str)> {
        let wanted = self.0.iter().filter(|(field, _)| classes.contains(&field.class()));
        wanted.map(|(field, text)| (*field, text.as_str()))
    }

    /// The identity with some fields put right; an empty text takes a field away.
    pub fn corrected<'a>(&'a self, fields: impl IntoIterator<Item = (Field, &'a str)>) -> Result<Self, IdentityFault> {
        Self::new(self.of_classes(&Class::ALL).chain(fields))
    }

    /// Whether somebody is named who can sign, be heard or stand by for the person: a representative, or a parent.
    pub fn names_representative(&self) -> bool {
        [Field::Representative, Field::Father, Field::Mother].iter().any(|field| self.0.contains_key(field))
    }

    /// The day of birth. Of whom only the year or the month is known, the last day that it can be: where the law protects
    /// whoever is under 18, nobody is taken for older than the file proves.
    pub fn born_at_latest(&self) -> Option<Date> {
        let known = self.get(Field::BirthDate)?;
        match known.len() {
            4 => format!("{known}-12-31").parse().ok(),
            7 => format!("{known}-01").parse().ok().map(Date::last_of_month),
            _ => known.parse().ok(),
        }
    }

    /// The year of birth, where it is known.
    pub fn birth_year(&self) -> Option<i16> {
        self.get(Field::BirthDate).and_then(|date| date.get(..4)).and_then(|year| year.parse().ok())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// A field's one form.
fn form(field: Field, text: &str) -> Result<Zeroizing<String>, IdentityFault> {
    // refused rather than cleaned away: a field of a person is never altered unseen
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err(IdentityFault::Malformed(field));
    }
    let text = Zeroizing::new(fold::clean(text));
    if text.chars().count() > LETTERS_MAX {
        return Err(IdentityFault::TooLong(field));
    }
    if text.is_empty() {
        return Ok(text);
    }
    let digits = || Zeroizing::new(text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect::<String>());
    let formed = match field {
        Field::Sex => matches!(text.as_str(), "male" | "female").then_some(text),
        Field::BirthDate => is_birth_date(&text).then_some(text),
        Field::Id12 => Some(digits()).filter(|number| is_number(number, 12)),
        Field::Id9 => Some(digits()).filter(|number| is_number(number, 9)),
        _ => Some(text),
    };
    formed.ok_or(IdentityFault::Malformed(field))
}

fn is_number(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `1990`, `1990-02` or `1990-02-28`.
fn is_birth_date(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return false,
    };
    let plain = whole
        .bytes()
        .enumerate()
        .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    plain && whole.parse::<Date>().is_ok_and(|date| date.year() >= BIRTH_YEAR_MIN)
}
