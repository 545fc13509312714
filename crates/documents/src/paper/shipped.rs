//! The forms that come with the program, and what an office put in their place.

use super::form::{Form, FormError};
use super::lint::{self, Finding, Forbidden, ForbiddenWords};
use super::office::{Letterhead, OfficeError};

macro_rules! forms {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../../forms/", $name, ".toml"))),)*] };
}

/// Each shipped form: its id and its text.
const FORMS: &[(&str, &str)] = forms! {
    "pl3-01" "pl3-02" "pl3-03" "pl3-04" "pl3-05" "pl3-06" "pl3-07" "pl3-08" "pl3-09" "pl3-10"
    "pl5-20" "pl5-22" "pl5-24" "pl5-25" "pl5-26" "pl5-28" "pl5-32" "pl5-33" "pl5-34" "pl5-36" "pl5-37" "pl5-41"
    "pl5-51" "pl5-52" "pl5-53" "pl5-54" "pl5-55" "pl5-56" "pl5-57" "pl5-58" "pl5-59" "pl5-60"
    "nd105-03" "nd105-04" "nd105-05" "nd105-06" "nd105-07" "nd105-08" "nd105-09" "nd105-10"
    "trich-luc"
};
const LETTERHEAD: &str = include_str!("../../forms/letterhead.toml");
const RULES: &str = include_str!("../../forms/rules.toml");
/// The name under which an office replaces the letterhead.
const LETTERHEAD_NAME: &str = "letterhead";

/// Forms, letterhead, and what must not stand in a form.
#[derive(Clone, Debug)]
pub struct Forms {
    all: Vec<Form>,
    letterhead: Letterhead,
    rules: Vec<Forbidden>,
}

/// Why something of an office was not taken. What is shipped stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The file is no form or no letterhead at all.
    File {
        /// Its name without the ending.
        name: String,
        /// Why.
        fault: OfficeError,
    },
    /// Something in it is wrong.
    Finding(Finding),
}

/// What the program ships.
///
/// An error is a broken build: a test reads all of it.
pub fn shipped() -> Result<Forms, OfficeError> {
    let letterhead = Letterhead::read(LETTERHEAD, None)?;
    let rules = lint::read_rules(RULES)?;
    let read = |(_, text): &(&str, &str)| Ok(Form::read(text, &letterhead.parts)?.0);
    let all = FORMS.iter().map(read).collect::<Result<_, OfficeError>>()?;
    Ok(Forms { all, letterhead, rules })
}

impl Forms {
    /// What is shipped with an office's own files in place: `letterhead` for heads, feet and shared parts, any other
    /// name for the form of that id, or for one that the program does not have. A file with a fault is not taken, and
    /// every fault is answered.
    pub fn of_office(files: &[(String, String)]) -> Result<(Self, Vec<Refused>), OfficeError> {
        let mut refused = Vec::new();
        let mut forms = shipped()?;
        if let Some((name, text)) = files.iter().find(|(name, _)| name == LETTERHEAD_NAME) {
            match forms.with_letterhead(text) {
                Ok(theirs) => forms = theirs,
                Err(fault) => refused.push(Refused::File { name: name.clone(), fault }),
            }
        }
        for (name, text) in files.iter().filter(|(name, _)| name != LETTERHEAD_NAME) {
            match forms.put(name, text) {
                Ok(found) => refused.extend(found.into_iter().map(Refused::Finding)),
                Err(fault) => refused.push(Refused::File { name: name.clone(), fault: fault.into() }),
            }
        }
        Ok((forms, refused))
    }

    /// The shipped forms under another letterhead. Parts and offices that it leaves out stay as shipped.
    fn with_letterhead(&self, text: &str) -> Result<Self, OfficeError> {
        let letterhead = Letterhead::read(text, Some(&self.letterhead))?;
        let read = |(_, text): &(&str, &str)| Ok(Form::read(text, &letterhead.parts)?.0);
        let all = FORMS.iter().map(read).collect::<Result<_, OfficeError>>()?;
        Ok(Self { all, letterhead, rules: self.rules.clone() })
    }

    fn put(&mut self, name: &str, text: &str) -> Result<Vec<Finding>, FormError> {
        let (form, mut found) = Form::read(text, &self.letterhead.parts)?;
        if form.id != name {
            let message = format!("id = {:?}, but the file is called {name}.toml", form.id);
            return Err(FormError::Shape { line: 1, message });
        }
        found.extend(self.check(&form));
        if found.is_empty() {
            match self.all.iter_mut().find(|own| own.id == form.id) {
                Some(own) => *own = form,
                None => self.all.push(form),
            }
        }
        Ok(found)
    }

    /// Every form.
    pub fn all(&self) -> &[Form] {
        &self.all
    }

    /// The form of that id.
    pub fn get(&self, id: &str) -> Option<&Form> {
        self.all.iter().find(|form| form.id == id)
    }

    /// The forms that paper an act under a regime.
    pub fn of_act<'f>(&'f self, act: &'f str, regime: &'f str) -> impl Iterator<Item = &'f Form> {
        self.all.iter().filter(move |form| form.papers(act, regime))
    }

    /// How heads and feet of papers look.
    pub const fn letterhead(&self) -> &Letterhead {
        &self.letterhead
    }

    /// The shipped text of a form, or of the letterhead, for an office to begin its own with.
    pub fn source(id: &str) -> Option<&'static str> {
        if id == LETTERHEAD_NAME {
            return Some(LETTERHEAD);
        }
        FORMS.iter().find(|(own, _)| *own == id).map(|(_, text)| *text)
    }

    pub(crate) fn forbidden(&self) -> impl Iterator<Item = ForbiddenWords<'_>> {
        self.rules.iter().map(Forbidden::as_words)
    }

    /// What is wrong with a form: against the letterhead, against the law, against the items of the shipped one.
    pub fn check(&self, form: &Form) -> Vec<Finding> {
        lint::check(form, self.get(&form.id), &self.letterhead, &self.rules)
    }
}
