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
    /// The words folded, apart by one space.
    folded: Zeroizing<String>,
    year: Option<i16>,
}

impl Query {
    /// Reads what was typed: words of a name, and perhaps a year of birth of four digits. None without a word.
    pub fn new(typed: &str) -> Option<Self> {
        let (years, words): (Vec<&str>, Vec<&str>) = typed.split_whitespace().partition(|word| year(word).is_some());
        let name = Zeroizing::new(words.join(" "));
        let marked = Zeroizing::new(fold::marked(&name));
        let folded = folded(&name);
        let year = years.first().and_then(|word| year(word));
        (!folded.is_empty()).then_some(Self { marked, folded, year })
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
        let folded = folded(name);
        let (asked, words): (Vec<&str>, Vec<&str>) = (self.folded.split(' ').collect(), folded.split(' ').collect());
        let within = among(&asked, &words);
        if within && words.len() == asked.len() {
            // what is the same with its marks is the same without them, so most names need not be folded twice
            let is_marked = *self.marked == *Zeroizing::new(fold::marked(name));
            return Some(if is_marked { Rank::Marked } else { Rank::Plain });
        }
        if same_year && asked.len() == 1 && words.last() == asked.first() {
            return Some(Rank::GivenAndYear);
        }
        if within {
            return Some(Rank::Words);
        }
        let initials = words.iter().filter_map(|word| word.chars().next());
        let letters = asked.iter().flat_map(|word| word.chars());
        (letters.clone().nth(1).is_some() && letters.eq(initials)).then_some(Rank::Initials)
    }
}

/// Whether every word asked for stands in the name, each as often.
fn among(asked: &[&str], name: &[&str]) -> bool {
    if asked.len() > name.len() || asked.iter().any(|word| !name.contains(word)) {
        return false;
    }
    let times = |of: &[&str], word: &str| of.iter().filter(|other| **other == word).count();
    asked.iter().all(|word| times(asked, word) <= times(name, word))
}

/// The words of a text without case and marks, apart by one space; `y` as `i`, because Lý and Lí are one name. In one
/// piece: thousands of names are folded for one search.
fn folded(text: &str) -> Zeroizing<String> {
    let plain = Zeroizing::new(fold::plain(text));
    Zeroizing::new(plain.replace('y', "i"))
}

fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| word.parse().ok()).flatten()
}
