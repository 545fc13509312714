//! From files to checked rules.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr as _;
use std::sync::{PoisonError, RwLock};

use cedar_policy::{
    ActionConstraint, Authorizer, Effect, EntityUid, Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator,
};
use domain::access::{Action, Missing, Purpose, Role};
use thiserror::Error;

use crate::request::Words;
use crate::scope::Cell;

#[cfg(test)]
mod tests;

/// What rules may speak of.
pub const SCHEMA: &str = include_str!("../../../policies/schema.cedarschema");

/// The rules that come with the program, by file.
pub const FILES: &[(&str, &str)] = &[
    ("00-floor.cedar", include_str!("../../../policies/00-floor.cedar")),
    ("01-step-up.cedar", include_str!("../../../policies/01-step-up.cedar")),
    ("02-two-persons.cedar", include_str!("../../../policies/02-two-persons.cedar")),
    ("10-public.cedar", include_str!("../../../policies/10-public.cedar")),
    ("20-figures.cedar", include_str!("../../../policies/20-figures.cedar")),
    ("25-work.cedar", include_str!("../../../policies/25-work.cedar")),
    ("30-commune-police.cedar", include_str!("../../../policies/30-commune-police.cedar")),
    ("40-commune-others.cedar", include_str!("../../../policies/40-commune-others.cedar")),
    ("50-province.cedar", include_str!("../../../policies/50-province.cedar")),
    ("60-protection.cedar", include_str!("../../../policies/60-protection.cedar")),
    ("70-system.cedar", include_str!("../../../policies/70-system.cedar")),
];

/// Why rules are not taken into use.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LoadError {
    /// A file that is not rules.
    #[error("{file}: {fault}; correct the rule, or take the file out")]
    Unreadable {
        /// The file.
        file: String,
        /// What the reader says.
        fault: String,
    },
    /// A rule without a name, a citation, or (where it forbids) what is missing.
    #[error("{file}: rule `{rule}` lacks a sound `@{annotation}`; every rule names itself, its ground and its remedy")]
    Unnamed {
        /// The file.
        file: String,
        /// The rule.
        rule: String,
        /// The annotation.
        annotation: &'static str,
    },
    /// Two rules of one name.
    #[error("{file}: a rule named `{rule}` is there already; choose another name")]
    Twice {
        /// The file of the second.
        file: String,
        /// The name.
        rule: String,
    },
    /// A province's file permits something.
    #[error("{file}: rule `{rule}` permits; a province may only forbid more than the law's rules do")]
    Widens {
        /// The file.
        file: String,
        /// The rule.
        rule: String,
    },
    /// What the strict validator objects to: misspelt words, types that do not fit, rules that never hold.
    #[error("the rules do not fit their schema: {}", objections.join("; "))]
    Objections {
        /// Each objection, with the rule's name.
        objections: Vec<String>,
    },
}

/// What an answer says about a rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// Its ground.
    pub citation: String,
    /// What a refusal by it names; none for a rule that permits.
    pub missing: Option<Missing>,
}

/// A kind of question whose answers are remembered: a role, whether its unit lies in another, an act, a purpose.
type Kind = (Role, bool, Action, Option<Purpose>);

/// The rules in use.
#[derive(Debug)]
pub struct Policies {
    pub(crate) words: Words,
    pub(crate) authorizer: Authorizer,
    pub(crate) rules: BTreeMap<String, Rule>,
    /// For each act, the rules that can speak of it.
    pub(crate) whole: HashMap<Action, PolicySet>,
    /// The same without what the moment lacks: fresh factor, second person, emergency announced.
    pub(crate) lasting: HashMap<Action, PolicySet>,
    cells: RwLock<HashMap<Kind, Vec<Cell>>>,
}

impl Policies {
    /// The rules that come with the program.
    ///
    /// Any objection of the strict validator is an error: a program without sound rules does not start.
    pub fn shipped() -> Result<Self, LoadError> {
        Self::with_province(&[])
    }

    /// The shipped rules, and files (name, text) of a province, which may only forbid.
    pub fn with_province(province: &[(&str, &str)]) -> Result<Self, LoadError> {
        let mut policies = read(FILES)?;
        for (file, policy) in read(province)? {
            if policy.effect() == Effect::Permit {
                return Err(LoadError::Widens { file, rule: policy.id().to_string() });
            }
            policies.push((file, policy));
        }
        Self::of(&policies)
    }

    /// Rules from any files: what tests change one rule in. The program uses [`Policies::shipped`].
    pub fn from_files(files: &[(&str, &str)]) -> Result<Self, LoadError> {
        Self::of(&read(files)?)
    }

    fn of(policies: &[(String, Policy)]) -> Result<Self, LoadError> {
        let mut set = PolicySet::new();
        let mut rules = BTreeMap::new();
        for (file, policy) in policies {
            let rule = describe(file, policy)?;
            rules.insert(policy.id().to_string(), rule);
            set.add(policy.clone())
                .map_err(|_| LoadError::Twice { file: file.clone(), rule: policy.id().to_string() })?;
        }
        validate(&set)?;
        let words = Words::new().map_err(|fault| LoadError::Objections { objections: vec![fault] })?;
        let lasting = |policy: &Policy| {
            let missing = rules.get(&policy.id().to_string()).and_then(|rule| rule.missing);
            missing.is_none_or(|missing| !of_the_moment(missing))
        };
        let split = |keep: &dyn Fn(&Policy) -> bool| -> Result<HashMap<Action, PolicySet>, LoadError> {
            let mut sets = HashMap::new();
            for action in Action::ALL {
                let speaking =
                    set.policies().filter(|policy| keep(policy) && words.speaks(&constraint(policy), *action));
                let of_action = PolicySet::from_policies(speaking.cloned())
                    .map_err(|fault| LoadError::Objections { objections: vec![fault.to_string()] })?;
                sets.insert(*action, of_action);
            }
            Ok(sets)
        };
        let (whole, lasting) = (split(&|_| true)?, split(&lasting)?);
        Ok(Self { words, authorizer: Authorizer::new(), rules, whole, lasting, cells: RwLock::default() })
    }

    /// The names of all rules.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.keys().map(String::as_str)
    }

    /// The ground of a rule, as cited.
    pub fn citation(&self, id: &str) -> Option<&str> {
        self.rules.get(id).map(|rule| rule.citation.as_str())
    }

    pub(crate) fn remembered(&self, key: Kind) -> Option<Vec<Cell>> {
        self.cells.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    pub(crate) fn remember(&self, key: Kind, cells: &[Cell]) {
        self.cells.write().unwrap_or_else(PoisonError::into_inner).insert(key, cells.to_vec());
    }
}

/// What only this moment lacks: it can be brought along without another appointment, record or purpose.
pub(crate) const fn of_the_moment(missing: Missing) -> bool {
    matches!(
        missing,
        Missing::StepUp
            | Missing::SecondPerson
            | Missing::SecondUnit
            | Missing::SecondRight
            | Missing::OwnAccount
            | Missing::BreakGlass
    )
}

fn constraint(policy: &Policy) -> Vec<EntityUid> {
    match policy.action_constraint() {
        ActionConstraint::Any => Vec::new(),
        ActionConstraint::Eq(one) => vec![one],
        ActionConstraint::In(several) => several,
    }
}

/// Every rule of some files, under the name that its `@id` gives it.
fn read(files: &[(&str, &str)]) -> Result<Vec<(String, Policy)>, LoadError> {
    let mut found = Vec::new();
    for (file, text) in files {
        let set = PolicySet::from_str(text)
            .map_err(|fault| LoadError::Unreadable { file: (*file).to_owned(), fault: format!("{fault:?}") })?;
        for policy in set.policies() {
            let id = policy.annotation("id").filter(|id| !id.is_empty()).ok_or_else(|| LoadError::Unnamed {
                file: (*file).to_owned(),
                rule: policy.id().to_string(),
                annotation: "id",
            })?;
            found.push(((*file).to_owned(), policy.new_id(PolicyId::new(id))));
        }
    }
    Ok(found)
}

fn describe(file: &str, policy: &Policy) -> Result<Rule, LoadError> {
    let lacks = |annotation| LoadError::Unnamed { file: file.to_owned(), rule: policy.id().to_string(), annotation };
    let citation = policy.annotation("citation").filter(|text| !text.is_empty()).ok_or_else(|| lacks("citation"))?;
    let missing = match policy.effect() {
        Effect::Permit => None,
        Effect::Forbid => {
            Some(policy.annotation("missing").and_then(Missing::from_key).ok_or_else(|| lacks("missing"))?)
        }
    };
    Ok(Rule { citation: citation.to_owned(), missing })
}

/// Strictly, and warnings count: a rule that never holds is a rule that somebody relies on.
fn validate(set: &PolicySet) -> Result<(), LoadError> {
    let (schema, warnings) = Schema::from_cedarschema_str(SCHEMA).map_err(|fault| LoadError::Unreadable {
        file: "schema.cedarschema".to_owned(),
        fault: format!("{fault:?}"),
    })?;
    let mut objections: Vec<String> = warnings.map(|warning| warning.to_string()).collect();
    let result = Validator::new(schema).validate(set, ValidationMode::Strict);
    objections.extend(result.validation_errors().map(ToString::to_string));
    objections.extend(result.validation_warnings().map(ToString::to_string));
    if objections.is_empty() { Ok(()) } else { Err(LoadError::Objections { objections }) }
}
