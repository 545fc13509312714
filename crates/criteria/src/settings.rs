//! Which option of each switch is in force.

use crate::model::{Condition, Pack, Switch, SwitchOption};

/// The chosen option of every switch of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    chosen: Vec<usize>,
}

/// A `--set` that names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsError {
    /// No such switch; the known ones.
    UnknownSwitch {
        /// What was given.
        key: String,
        /// What is known.
        known: Vec<String>,
    },
    /// No such option; the known ones.
    UnknownOption {
        /// The switch.
        key: String,
        /// What was given.
        value: String,
        /// What is known.
        known: Vec<String>,
    },
}

impl Settings {
    /// The defaults of a pack.
    pub fn defaults(pack: &Pack) -> Self {
        Self { chosen: pack.switches.iter().map(|s| s.default).collect() }
    }

    /// Chooses an option by ids.
    pub fn set(&mut self, pack: &Pack, key: &str, value: &str) -> Result<(), SettingsError> {
        let ids = |options: &[SwitchOption]| options.iter().map(|o| o.id.clone()).collect();
        let Some((at, switch)) = pack.switches.iter().enumerate().find(|(_, s)| s.id == key) else {
            let known = pack.switches.iter().map(|s| s.id.clone()).collect();
            return Err(SettingsError::UnknownSwitch { key: key.to_owned(), known });
        };
        let Some(option) = switch.options.iter().position(|o| o.id == value) else {
            return Err(SettingsError::UnknownOption {
                key: key.to_owned(),
                value: value.to_owned(),
                known: ids(&switch.options),
            });
        };
        if let Some(chosen) = self.chosen.get_mut(at) {
            *chosen = option;
        }
        Ok(())
    }

    /// The same settings with one condition made true.
    #[must_use]
    pub fn with(&self, condition: Option<Condition>) -> Self {
        let mut next = self.clone();
        if let Some(condition) = condition
            && let Some(chosen) = next.chosen.get_mut(condition.switch)
        {
            *chosen = condition.option;
        }
        next
    }

    /// Whether a condition holds.
    pub fn hold(&self, condition: Condition) -> bool {
        self.chosen.get(condition.switch) == Some(&condition.option)
    }

    /// Each switch with its chosen option.
    pub fn each<'p>(&self, pack: &'p Pack) -> impl Iterator<Item = (&'p Switch, &'p SwitchOption)> {
        pack.switches.iter().zip(self.chosen.clone()).filter_map(|(s, at)| s.options.get(at).map(|o| (s, o)))
    }

    /// The chosen option of a switch, by ids.
    pub fn get<'p>(&self, pack: &'p Pack, key: &str) -> Option<&'p str> {
        self.each(pack).find(|(s, _)| s.id == key).map(|(_, o)| o.id.as_str())
    }
}
