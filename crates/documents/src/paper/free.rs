//! What a letterhead says to documents of free shape.

use jiff::civil::Date;

use super::fill;
use super::keys::{Key, Value, Values};
use super::model::Sheet;
use super::office::{FreeWords, Letterhead, padded};

/// An office of a letterhead, said for a unit.
pub(crate) struct IssuerSaid {
    pub parent: Vec<String>,
    pub body: Vec<String>,
    pub name: String,
    pub place: String,
    pub symbol: String,
    pub posts: Vec<String>,
    pub deputies: Vec<String>,
    pub collective: Option<String>,
    pub ranks: bool,
}

impl Letterhead {
    pub(crate) const fn free_words(&self) -> &FreeWords {
        &self.free
    }

    /// The State's name and its motto.
    pub(crate) fn nation(&self) -> (String, String) {
        (self.state.clone(), self.motto.clone())
    }

    pub(crate) const fn sheet(&self, landscape: bool) -> Sheet {
        Sheet { landscape, margins: self.margins, body_pt: self.body_pt, first_line_mm10: self.first_line_mm10 }
    }

    pub(crate) fn recipients_title(&self) -> String {
        self.recipients.clone()
    }

    pub(crate) fn address_word(&self) -> String {
        self.address.clone()
    }

    /// `Số: 05/BC-UBND`, with room for a number that is not given yet.
    pub(crate) fn number_of(&self, number: Option<u32>, symbol: &str) -> String {
        format!("{} {}", self.number, numbered(number, symbol))
    }

    /// `ngày 05 tháng 01 năm 2027`.
    pub(crate) fn date_of(&self, date: Option<Date>) -> String {
        date.map_or_else(|| self.undated.clone(), |date| self.date(date))
    }

    /// A document as another one names it.
    pub(crate) fn reference(
        &self,
        kind: &str,
        number: Option<u32>,
        symbol: &str,
        date: Option<Date>,
        body: &str,
    ) -> String {
        let said = self.paper.replace("{number}", &numbered(number, symbol)).replace("{date}", &self.date_of(date));
        self.free.attached.replace("{kind}", kind).replace("{paper}", &said).replace("{body}", body)
    }

    /// The office of that name, said for the unit in `values`.
    pub(crate) fn issuer(&self, office: &str, values: &Values) -> Option<IssuerSaid> {
        let own = self.office(office)?;
        let all = |lines: &[Vec<_>]| lines.iter().map(|line| fill::said(line, values, self)).collect::<Vec<_>>();
        let kind = match values.get(Key::UnitKind) {
            Some(Value::Choice(code)) => Some(code.as_str()),
            _ => None,
        };
        let body = all(&own.body);
        let name = if own.name.is_empty() { body.join(" ") } else { fill::said(&own.name, values, self) };
        Some(IssuerSaid {
            parent: all(&own.parent),
            name,
            body,
            place: fill::said(&own.place, values, self),
            symbol: own.symbol_for(kind).to_owned(),
            posts: all(&own.post),
            deputies: all(&own.deputy),
            collective: own.collective.clone(),
            ranks: own.rank,
        })
    }
}

/// Number and symbol; dots for a number that is not given yet.
fn numbered(number: Option<u32>, symbol: &str) -> String {
    let given = number.map_or_else(|| "………".to_owned(), |number| padded(&number.to_string()));
    if symbol.is_empty() { given } else { format!("{given}/{symbol}") }
}
