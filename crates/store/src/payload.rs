//! What an entry of the ledger vouches for: the rows of a write in one canonical form, and their digest.
//!
//! The form is told in `docs/ledger-payloads.md`, so that an outside program can work it out from the tables.

use vault::Digest;

use crate::query::Arg;

/// The digest of a write's rows, being made.
pub(crate) struct Payload(vault::payload::Payload);

impl Payload {
    /// Begins the payload of a kind: the noun and the version of its columns' order, `fact/1`.
    pub fn new(kind: &str) -> Self {
        Self(vault::payload::Payload::new(kind))
    }

    /// Adds a row: its values in the order of the table's columns.
    pub fn row(&mut self, values: &[Arg]) {
        for value in values {
            self.value(value);
        }
    }

    /// Adds rows; the caller sorts them as the form of their noun says.
    pub fn rows(mut self, rows: impl Iterator<Item = Vec<Arg>>) -> Self {
        rows.for_each(|row| self.row(&row));
        self
    }

    /// Adds rows that have a digest of their own: its 32 bytes.
    pub fn digest_of(&mut self, rows: Digest) {
        self.0.bytes(rows.bytes().as_slice());
    }

    /// The SHA-256 of everything added.
    pub fn digest(self) -> Digest {
        self.0.digest()
    }

    fn value(&mut self, value: &Arg) {
        match value {
            Arg::Int(Some(n)) => self.0.number(*n),
            Arg::Bool(Some(yes)) => self.0.number(i64::from(*yes)),
            Arg::Real(Some(n)) => self.0.bytes(&n.to_bits().to_be_bytes()),
            Arg::Text(Some(text)) => self.0.text(text),
            Arg::Date(Some(day)) => self.0.text(&day.to_string()),
            Arg::Id(Some(id)) => self.0.id(*id),
            Arg::Bytes(Some(bytes)) => self.0.bytes(bytes),
            Arg::Int(None)
            | Arg::Real(None)
            | Arg::Text(None)
            | Arg::Bool(None)
            | Arg::Date(None)
            | Arg::Id(None)
            | Arg::Bytes(None) => self.0.absent(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::Payload;
    use crate::query::Arg;

    /// The form of `docs/ledger-payloads.md`, worked out by a second program: the `sha256sum`, in base64, of what `printf` gives for
    /// `\0\0\0\0\0\0\0\6fact/1\0\0\0\0\0\0\0\10\0\0\0\0\0\0\0\7\377\377\377\377\377\377\377\377\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1x`.
    #[test]
    fn the_form_is_as_documented() {
        let mut payload = Payload::new("fact/1");
        payload.row(&[7_i64.into(), Arg::Text(None), "".into(), "x".into()]);
        assert_eq!(payload.digest().to_string(), "AO6K6DBKxAqUEOnmbojJ76iq9BNvVz38ee8UX/MCKVE=");
    }
}
