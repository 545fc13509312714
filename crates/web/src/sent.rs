//! What a form of the programme's work sent, and the fields of one.

use app::App;
use jiff::civil::{Date, Time};
use pages::account::Choice;
use pages::work_form::{Input, InputKind};
use texts::Lang;
use uuid::Uuid;

/// Names and values, in order.
#[derive(Clone, Debug, Default)]
pub struct Sent(pub Vec<(String, String)>);

impl Sent {
    /// What was typed into a field, in the form in which text is kept; empty where nothing was.
    pub fn get(&self, key: &str) -> String {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| domain::fold::clean(value)).unwrap_or_default()
    }

    /// As it was typed.
    pub fn typed(&self, key: &str) -> &str {
        self.0.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
    }

    /// Everything that was sent under a name.
    pub fn all(&self, key: &str) -> Vec<String> {
        self.0.iter().filter(|(name, _)| name == key).map(|(_, value)| domain::fold::clean(value)).collect()
    }

    /// The lines of a field that are not empty.
    pub fn lines(&self, key: &str) -> Vec<String> {
        self.typed(key).lines().map(domain::fold::clean).filter(|line| !line.is_empty()).collect()
    }

    /// Adds a value.
    pub fn put(&mut self, key: &str, value: impl Into<String>) {
        self.0.push((key.to_owned(), value.into()));
    }

    /// The id made with the page; a new one where none was sent.
    pub fn token(&self, app: &App) -> Uuid {
        self.typed("ma").parse().unwrap_or_else(|_| app.new_id())
    }

    /// How many acts the page showed.
    pub fn seen(&self) -> u32 {
        self.typed("da-xem").parse().unwrap_or_default()
    }

    /// A day, or none where nothing was typed; otherwise a sentence.
    pub fn day(&self, lang: Lang, key: &str, label: &str) -> Result<Option<Date>, String> {
        let typed = self.get(key);
        if typed.is_empty() {
            return Ok(None);
        }
        crate::days::read(&typed).map(Some).ok_or_else(|| lang.task_f_day(label, typed))
    }

    /// A day that cannot be left out.
    pub fn some_day(&self, lang: Lang, key: &str, label: &str) -> Result<Date, String> {
        self.day(lang, key, label)?.ok_or_else(|| lang.task_r_empty(label))
    }

    /// A time of day, or none where nothing was typed.
    pub fn time(&self, lang: Lang, key: &str, label: &str) -> Result<Option<Time>, String> {
        let typed = self.get(key);
        if typed.is_empty() {
            return Ok(None);
        }
        typed.parse().map(Some).map_err(|_| lang.task_f_number(label, typed))
    }

    /// A whole number; nothing typed is `otherwise`.
    pub fn number<N: std::str::FromStr>(&self, lang: Lang, key: &str, label: &str, otherwise: N) -> Result<N, String> {
        let typed = self.get(key);
        if typed.is_empty() { Ok(otherwise) } else { typed.parse().map_err(|_| lang.task_f_number(label, typed)) }
    }

    /// A field of the form with what was typed.
    pub fn input(&self, kind: InputKind, name: &str, label: &str) -> Input {
        Input {
            name: name.to_owned(),
            label: label.to_owned(),
            kind,
            value: self.typed(name).to_owned(),
            ..Input::default()
        }
    }

    /// One of several, with what was chosen: key and text.
    pub fn choice(&self, name: &str, label: &str, options: &[(String, String)]) -> Input {
        let chosen = self.typed(name);
        let options = options.iter().map(|(key, text)| Choice::new(key, text, key == chosen)).collect();
        Input { options, ..self.input(InputKind::Choice, name, label) }
    }

    /// Any of several, with what was chosen.
    pub fn ticks(&self, name: &str, label: &str, options: &[(String, String)]) -> Input {
        let chosen = self.all(name);
        let options = options.iter().map(|(key, text)| Choice::new(key, text, chosen.contains(key))).collect();
        Input { options, ..self.input(InputKind::Ticks, name, label) }
    }
}

/// Cannot be left out.
pub fn required(mut input: Input) -> Input {
    input.required = true;
    input
}

/// Says how to fill it in.
pub fn hinted(mut input: Input, hint: &str) -> Input {
    hint.clone_into(&mut input.hint);
    input
}
