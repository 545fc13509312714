//! Lengths tell: a status of three letters is a status. So values are filled up to steps.

/// Ends the value inside its padding (ISO/IEC 7816-4): nothing but zeros may follow it.
const END: u8 = 0x80;

/// How far apart the lengths lie that a sealed value can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pad {
    /// Names, addresses, remarks: steps of 64 bytes.
    Text,
    /// Numbers, dates, codes: steps of 16 bytes.
    Code,
}

impl Pad {
    /// The step in bytes.
    pub const fn step(self) -> usize {
        match self {
            Self::Text => 64,
            Self::Code => 16,
        }
    }

    /// The value, the mark of its end, and zeros up to the next step.
    pub(super) fn padded(self, plain: &[u8]) -> Vec<u8> {
        let length = (plain.len() + 1).next_multiple_of(self.step());
        // at once as long as it will be: a vector that grows leaves a copy behind
        let mut padded = Vec::with_capacity(length);
        padded.extend_from_slice(plain);
        padded.push(END);
        padded.resize(length, 0);
        padded
    }
}

/// How long the value in a padded one is.
pub(super) fn length(padded: &[u8]) -> Option<usize> {
    let last = padded.iter().rposition(|byte| *byte != 0)?;
    (padded.get(last) == Some(&END)).then_some(last)
}
