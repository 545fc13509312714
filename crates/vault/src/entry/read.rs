//! From bytes to an entry; everything that is not exactly one is refused.

use std::collections::BTreeSet;

use jiff::civil::Date;
use uuid::Uuid;

use super::{Actor, Document, Draft, ENTRY_BYTES_MAX, Entry, Field, Malformed, VERSION, may_hold};
use crate::Digest;

pub fn entry(bytes: &[u8]) -> Result<Entry, Malformed> {
    if bytes.len() > ENTRY_BYTES_MAX {
        return Err(Malformed::TooLong(bytes.len()));
    }
    let mut rest = Rest(bytes);
    let [version] = rest.take(Field::Version)?;
    if version != VERSION {
        return Err(Malformed::UnknownVersion(version));
    }
    let seq = u64::from_be_bytes(rest.take(Field::Seq)?);
    let recorded_at = u64::from_be_bytes(rest.take(Field::RecordedAt)?);
    let recorded_at_ms = i64::try_from(recorded_at).map_err(|_| Malformed::Field(Field::RecordedAt))?;
    let occurred_on = date(&rest.take::<10>(Field::OccurredOn)?, Field::OccurredOn)?;
    let actor = actor(rest.id(Field::Account)?, rest.id(Field::Appointment)?)?;
    let unit = rest.id(Field::Unit)?;
    let payload = Digest::from(rest.take::<32>(Field::Payload)?);
    let subjects = rest.subjects()?;
    let says = Draft {
        occurred_on,
        actor,
        unit,
        payload,
        subjects,
        province_code: rest.text(Field::ProvinceCode)?,
        noun: rest.text(Field::Noun)?.ok_or(Malformed::Field(Field::Noun))?,
        act: rest.text(Field::Act)?.ok_or(Malformed::Field(Field::Act))?,
        clause: rest.text(Field::Clause)?,
        document: Document { number: rest.text(Field::DocumentNumber)?, date: rest.document_date()? },
    };
    match rest.0.len() {
        0 => Ok(says.entered(seq, recorded_at_ms)),
        left => Err(Malformed::TrailingBytes(left)),
    }
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take<const N: usize>(&mut self, field: Field) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Malformed::CutOff(field))?;
        self.0 = rest;
        Ok(*taken)
    }

    fn slice(&mut self, length: usize, field: Field) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Malformed::CutOff(field))?;
        self.0 = rest;
        Ok(taken)
    }

    fn id(&mut self, field: Field) -> Result<Option<Uuid>, Malformed> {
        let id = Uuid::from_bytes(self.take(field)?);
        Ok((!id.is_nil()).then_some(id))
    }

    fn length(&mut self, field: Field) -> Result<usize, Malformed> {
        Ok(u16::from_be_bytes(self.take(field)?).into())
    }

    /// Ids, each greater than the one before.
    fn subjects(&mut self) -> Result<BTreeSet<Uuid>, Malformed> {
        let count = self.length(Field::Subjects)?;
        let mut subjects = BTreeSet::new();
        for _ in 0..count {
            let id = self.id(Field::Subjects)?.ok_or(Malformed::Field(Field::Subjects))?;
            if subjects.last().is_some_and(|last| *last >= id) {
                return Err(Malformed::Field(Field::Subjects));
            }
            subjects.insert(id);
        }
        Ok(subjects)
    }

    fn text(&mut self, field: Field) -> Result<Option<String>, Malformed> {
        let length = self.length(field)?;
        let bytes = self.slice(length, field)?;
        let text = std::str::from_utf8(bytes).map_err(|_| Malformed::Field(field))?;
        if text.is_empty() {
            return Ok(None);
        }
        if !may_hold(field, text) {
            return Err(Malformed::Field(field));
        }
        Ok(Some(text.to_owned()))
    }

    fn document_date(&mut self) -> Result<Option<Date>, Malformed> {
        let text = self.text(Field::DocumentDate)?;
        text.map(|text| date(text.as_bytes(), Field::DocumentDate)).transpose()
    }
}

/// Without an account nobody was appointed to anything.
fn actor(account: Option<Uuid>, appointment: Option<Uuid>) -> Result<Actor, Malformed> {
    match (account, appointment) {
        (None, None) => Ok(Actor::LocalOperator),
        (None, Some(_)) => Err(Malformed::Field(Field::Appointment)),
        (Some(account), appointment) => Ok(Actor::Account { account, appointment }),
    }
}

/// `YYYY-MM-DD`, a day that the calendar has.
fn date(text: &[u8], field: Field) -> Result<Date, Malformed> {
    let day = match text {
        [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => {
            number(y).zip(number(&[*m1, *m2])).zip(number(&[*d1, *d2]))
        }
        _ => None,
    };
    day.and_then(|((year, month), day)| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok())
        .ok_or(Malformed::Field(field))
}

/// At most four digits.
fn number(digits: &[u8]) -> Option<i16> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0')))
}
