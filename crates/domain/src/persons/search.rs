//! Finding a person of one's own unit by name, in memory: names are kept sealed and no index of them exists.

use zeroize::Zeroizing;

use crate::fold;

/// How well a name fits what was asked; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// The whole name with its marks, wherever the tone mark was put.
    Marked,
    /// The whole name without marks, đ as d, y as i, words in any order.
    Plain,
    /// The given name, which stands last, and the year of birth.
    GivenAndYear,
    /// Some words of the name, each whole.
    Words,
    /// The first letters of all words: `nvh`.
    Initials,
}

/// What was asked for, folded once. Wiped when dropped.
pub struct Query {
    marked: Zeroizing<String>,
    words: Vec<Zeroizing<String>>,
    year: Option<i16>,
}

impl Query {
    /// Reads what was typed: words of a name, and perhaps a year of birth of four digits. None without a word.
    pub fn new(typed: &str) -> Option<Self> {
        let (years, words): (Vec<&str>, Vec<&str>) = typed.split_whitespace().partition(|word| year(word).is_some());
        let name = Zeroizing::new(words.join(" "));
        let marked = Zeroizing::new(fold::marked(&name));
        let words = plain_words(&name);
        let year = years.first().and_then(|word| year(word));
        (!words.is_empty()).then_some(Self { marked, words, year })
    }

    /// Whether a year of birth was asked for: otherwise nobody's needs to be opened.
    pub const fn asks_year(&self) -> bool {
        self.year.is_some()
    }

    /// How well a name fits; none if not at all, or if the year of birth is known and another.
    pub fn rank(&self, name: &str, birth_year: Option<i16>) -> Option<Rank> {
        let same_year = match (self.year, birth_year) {
            (Some(asked), Some(known)) if asked != known => return None,
            (asked, known) => asked.is_some() && asked == known,
        };
        let words = plain_words(name);
        let within = among(&self.words, &words);
        if within && words.len() == self.words.len() {
            // what is the same with its marks is the same without them, so most names need not be folded twice
            let is_marked = *self.marked == *Zeroizing::new(fold::marked(name));
            return Some(if is_marked { Rank::Marked } else { Rank::Plain });
        }
        if same_year && self.words.len() == 1 && words.last() == self.words.first() {
            return Some(Rank::GivenAndYear);
        }
        if within {
            return Some(Rank::Words);
        }
        let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
        let asked = self.words.iter().map(|word| word.as_str()).collect::<String>();
        (asked.len() > 1 && asked == initials).then_some(Rank::Initials)
    }
}

/// Whether every word asked for stands in the name, each as often.
fn among(asked: &[Zeroizing<String>], name: &[Zeroizing<String>]) -> bool {
    let mut left: Vec<&str> = name.iter().map(|word| word.as_str()).collect();
    asked.iter().all(|word| {
        let at = left.iter().position(|other| *other == word.as_str());
        at.map(|at| left.swap_remove(at)).is_some()
    })
}

/// Words without case and marks; `y` as `i`, because Lý and Lí are one name.
fn plain_words(text: &str) -> Vec<Zeroizing<String>> {
    let plain = Zeroizing::new(fold::plain(text));
    plain.split(' ').filter(|word| !word.is_empty()).map(|word| Zeroizing::new(word.replace('y', "i"))).collect()
}

fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| word.parse().ok()).flatten()
}
