//! From the facts of a document to the paper: Decree 30/2020, Appendix I.

use super::clean::{self, line, lines};
use super::{Annex, Letterhead, Official};
use crate::paper::{self, Block, Head, Heading, Paper, Run, Stamp};

/// The frame of words that Appendix I gives no width for.
const WIDE_MM: u8 = 55;
const DRAFT_MM: u8 = 32;

impl Official {
    /// The document laid out in the words of a letterhead. The same document gives the same paper.
    pub fn paper(&self, letterhead: &Letterhead) -> Paper {
        let kind = self.kind.as_deref().map(line).filter(|kind| !kind.is_empty());
        let subject = line(&self.subject);
        let about = if kind.is_none() { about(letterhead.free_words().about.as_str(), &subject) } else { None };
        let heading = Heading {
            parent: lines(&self.issuer.parent),
            body: lines(&self.issuer.body),
            number: Some(self.number_in(letterhead)),
            about,
        };
        let place_date = format!("{}, {}", line(&self.issuer.place), self.date_in(letterhead));
        let (state, motto) = letterhead.nation();
        let unsigned = self.marks.unsigned.then_some(letterhead.free_words().unsigned.as_str());
        Paper {
            title: self.file_title(kind.as_deref(), &subject),
            made_on: self.made_on,
            mark: None,
            warning: self.marks.warning.as_deref().map(line),
            stamps: self.stamps(letterhead),
            sheet: letterhead.sheet(self.landscape),
            head: Head { state, motto, heading: Some(heading), place_date: Some(place_date) },
            blocks: self.body(kind.as_deref(), &subject, letterhead),
            signatures: self.signatures.iter().map(|signing| signing.signature(unsigned)).collect(),
            recipients_title: letterhead.recipients_title(),
            recipients: self.recipients_in(letterhead),
            notes: lines(&self.notes),
            annexes: self.annexes_in(letterhead),
        }
    }

    fn file_title(&self, kind: Option<&str>, subject: &str) -> String {
        let said = [kind, Some(subject)].into_iter().flatten().filter(|text| !text.is_empty());
        let said = said.collect::<Vec<_>>().join(" ");
        // an archive's file has a title
        if said.is_empty() { self.symbol.clone() } else { said }
    }

    fn number_in(&self, letterhead: &Letterhead) -> String {
        letterhead.number_of(self.number, &line(&self.symbol))
    }

    fn date_in(&self, letterhead: &Letterhead) -> String {
        letterhead.date_of(self.date)
    }

    fn stamps(&self, letterhead: &Letterhead) -> Vec<Stamp> {
        let words = letterhead.free_words();
        let urgency = self.marks.urgency.and_then(|urgency| {
            let said = words.urgency.get(urgency.key())?.clone();
            Some(Stamp { words: said, width_mm: urgency.width_mm(), red: true })
        });
        let circulation = self.marks.circulation.and_then(|circulation| {
            let said = words.circulation.get(circulation.key())?.clone();
            Some(Stamp { words: said, width_mm: WIDE_MM, red: false })
        });
        let draft = self.marks.draft.then(|| Stamp { words: words.draft.clone(), width_mm: DRAFT_MM, red: false });
        [urgency, circulation, draft].into_iter().flatten().collect()
    }

    fn body(&self, kind: Option<&str>, subject: &str, letterhead: &Letterhead) -> Vec<Block> {
        let one = |text: String| vec![Run::text(text)];
        let mut body = Vec::new();
        if let Some(kind) = kind {
            body.push(Block::Title(one(kind.to_uppercase())));
            if !subject.is_empty() {
                body.push(Block::Subject(one(subject.to_owned())));
            }
        }
        if let Some(decider) = self.decider.as_deref().map(line) {
            body.push(Block::Centre(one(decider)));
        }
        let to = lines(&self.addressees);
        if !to.is_empty() {
            let to = if to.len() > 1 { ended(to) } else { to };
            body.push(Block::Address { word: letterhead.address_word(), to });
        }
        body.extend(ended(lines(&self.basis)).into_iter().map(|basis| Block::Basis(one(basis))));
        body.extend(clean::blocks(&self.blocks));
        body
    }

    fn recipients_in(&self, letterhead: &Letterhead) -> Vec<String> {
        let words = letterhead.free_words();
        let as_above = (!self.addressees.is_empty()).then(|| words.as_above.clone());
        let filed = self.filed.as_deref().map(|filed| format!("{} {}", words.filed, line(filed)));
        ended(as_above.into_iter().chain(lines(&self.recipients)).chain(filed).collect())
    }

    fn annexes_in(&self, letterhead: &Letterhead) -> Vec<paper::Annex> {
        let words = letterhead.free_words();
        let several = self.annexes.len() > 1;
        let reference = self.said(letterhead);
        let one = |(index, annex): (usize, &Annex)| paper::Annex {
            label: if several { format!("{} {}", words.annex, roman(index + 1)) } else { words.annex.clone() },
            title: line(&annex.title).to_uppercase(),
            reference: reference.clone(),
            landscape: annex.landscape,
            own_pages: words.own_pages,
            blocks: clean::blocks(&annex.blocks),
        };
        self.annexes.iter().enumerate().map(one).collect()
    }

    /// The document as an annex names it: `Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2027 của Ủy ban nhân dân …`.
    fn said(&self, letterhead: &Letterhead) -> String {
        let kind = self.kind.as_deref().map_or_else(|| letterhead.free_words().letter.clone(), line);
        letterhead.reference(&sentence(&kind), self.number, &line(&self.symbol), self.date, &line(&self.issuer.name))
    }
}

/// `V/v` before the subject of a letter, once.
fn about(word: &str, subject: &str) -> Option<String> {
    if subject.is_empty() {
        return None;
    }
    Some(if subject.starts_with(word) { subject.to_owned() } else { format!("{word} {subject}") })
}

/// Each text ended by `;`, the last by a full stop.
fn ended(texts: Vec<String>) -> Vec<String> {
    let last = texts.len().saturating_sub(1);
    let bare = |text: &str| text.trim_end_matches([';', '.', ',', ' ']).to_owned();
    let end = |(index, text): (usize, String)| format!("{}{}", bare(&text), if index == last { '.' } else { ';' });
    texts.into_iter().enumerate().map(end).collect()
}

/// A kind of document in a sentence: the first letter large.
fn sentence(kind: &str) -> String {
    let lower = kind.to_lowercase();
    let mut signs = lower.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// A number in Roman letters, for annexes; figures from 4000.
fn roman(number: usize) -> String {
    const LETTERS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number >= 4000 {
        return number.to_string();
    }
    let mut left = number;
    let mut said = String::new();
    for (value, letters) in LETTERS {
        while left >= value {
            said.push_str(letters);
            left -= value;
        }
    }
    said
}
