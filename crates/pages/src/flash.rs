//! A short message at the top of a page: what was just done, or what went wrong.

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something to know.
    Note,
    /// Something to put right.
    Fault,
}

/// A message at the top of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    /// How it is meant.
    pub tone: Tone,
    /// The sentence, already in the reader's language.
    pub text: String,
}

impl Flash {
    /// Class name of the style sheet.
    pub const fn css(&self) -> &'static str {
        match self.tone {
            Tone::Done => "flash done",
            Tone::Note => "flash note",
            Tone::Fault => "flash fault",
        }
    }

    /// Faults interrupt a screen reader, the rest waits its turn.
    pub const fn role(&self) -> &'static str {
        match self.tone {
            Tone::Fault => "alert",
            Tone::Done | Tone::Note => "status",
        }
    }
}
