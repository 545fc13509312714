//! From an entry to its bytes.

use jiff::civil::Date;
use uuid::Uuid;

use super::{Actor, ENTRY_BYTES_MAX, Entry, Field, Malformed, VERSION, may_hold};

pub fn entry(entry: &Entry) -> Result<Vec<u8>, Malformed> {
    let says = &entry.says;
    let mut out = Vec::with_capacity(256);
    out.push(VERSION);
    out.extend(entry.seq.to_be_bytes());
    let recorded_at = u64::try_from(entry.recorded_at_ms).map_err(|_| Malformed::Field(Field::RecordedAt))?;
    out.extend(recorded_at.to_be_bytes());
    out.extend(date(says.occurred_on, Field::OccurredOn)?.as_bytes());
    let (account, appointment) = match says.actor {
        Actor::LocalOperator => (None, None),
        Actor::Account { account, appointment } => (Some(account), appointment),
    };
    id(&mut out, account, Field::Account)?;
    id(&mut out, appointment, Field::Appointment)?;
    id(&mut out, says.unit, Field::Unit)?;
    out.extend(says.payload.bytes());
    let count = u16::try_from(says.subjects.len()).map_err(|_| Malformed::Field(Field::Subjects))?;
    out.extend(count.to_be_bytes());
    for subject in &says.subjects {
        id(&mut out, Some(*subject), Field::Subjects)?;
    }
    let document_date = says.document.date.map(|it| date(it, Field::DocumentDate)).transpose()?;
    text(&mut out, says.province_code.as_deref(), Field::ProvinceCode)?;
    text(&mut out, Some(&says.noun), Field::Noun)?;
    text(&mut out, Some(&says.act), Field::Act)?;
    text(&mut out, says.clause.as_deref(), Field::Clause)?;
    text(&mut out, says.document.number.as_deref(), Field::DocumentNumber)?;
    text(&mut out, document_date.as_deref(), Field::DocumentDate)?;
    if out.len() > ENTRY_BYTES_MAX {
        return Err(Malformed::TooLong(out.len()));
    }
    Ok(out)
}

/// Sixteen bytes; zeros where there is none, so that no id may be all zeros.
fn id(out: &mut Vec<u8>, id: Option<Uuid>, field: Field) -> Result<(), Malformed> {
    if id.is_some_and(|id| id.is_nil()) {
        return Err(Malformed::Field(field));
    }
    out.extend(id.unwrap_or_default().as_bytes());
    Ok(())
}

/// Two bytes of length and the text; length 0 where there is none, so that no text may be empty.
fn text(out: &mut Vec<u8>, text: Option<&str>, field: Field) -> Result<(), Malformed> {
    if text.is_some_and(|text| text.is_empty() || !may_hold(field, text)) {
        return Err(Malformed::Field(field));
    }
    let text = text.unwrap_or_default();
    let length = u16::try_from(text.len()).map_err(|_| Malformed::Field(field))?;
    out.extend(length.to_be_bytes());
    out.extend(text.as_bytes());
    Ok(())
}

/// `YYYY-MM-DD`, always ten letters.
fn date(date: Date, field: Field) -> Result<String, Malformed> {
    if date.year() < 0 {
        return Err(Malformed::Field(field));
    }
    Ok(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
}
