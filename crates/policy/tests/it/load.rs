//! Rules that are not sound are not taken into use, and the words of schema, rules and oracle are the domain's.

use domain::access::{Action, FieldClass, Missing, Purpose, RecordState, Role};
use policy::{FILES, LoadError, Policies, SCHEMA};

fn with(text: &str) -> Result<Policies, LoadError> {
    Policies::from_files(&[FILES, &[("more.cedar", text)]].concat())
}

#[test]
fn the_shipped_rules_are_sound_and_every_one_cites_its_ground() {
    let policies = Policies::shipped().expect("sound");
    assert!(policies.ids().count() >= 50);
    assert!(policies.ids().all(|id| policies.citation(id).is_some_and(|text| !text.is_empty())));
}

#[test]
fn what_the_strict_validator_objects_to_is_refused() {
    let objected = |rule: &str| matches!(with(rule), Err(LoadError::Objections { .. }));
    let head =
        "@id(\"x\") @citation(\"c\") permit (principal is Appointment, action == Action::\"read_person\", resource)";
    assert!(objected(&format!("{head} when {{ resource.clas == Class::\"health\" }};")), "a misspelt attribute");
    assert!(objected(&format!("{head} when {{ principal.role == Role::\"police_haed\" }};")), "a misspelt word");
    assert!(objected(&format!("{head} when {{ resource.persons == \"50\" }};")), "a text for a number");
    assert!(
        objected(&format!("{head} when {{ resource.subject == principal.account }};")),
        "an attribute that may be absent"
    );
    assert!(objected(&format!("{};", head.replace("read_person", "read_persons"))), "an act that is none");
    assert!(objected(&format!("{head} when {{ false }};")), "a rule that never holds");
}

#[test]
fn a_rule_says_its_name_its_ground_and_its_remedy() {
    let body = "(principal, action == Action::\"read_public\", resource);";
    let lacks =
        |text: &str, what: &str| matches!(with(text), Err(LoadError::Unnamed { annotation, .. }) if annotation == what);
    assert!(lacks(&format!("@citation(\"c\") permit {body}"), "id"));
    assert!(lacks(&format!("@id(\"x\") permit {body}"), "citation"));
    assert!(lacks(&format!("@id(\"x\") @citation(\"c\") forbid {body}"), "missing"));
    assert!(lacks(&format!("@id(\"x\") @citation(\"c\") @missing(\"luck\") forbid {body}"), "missing"));
    let twice = format!("@id(\"public.read\") @citation(\"c\") permit {body}");
    assert!(matches!(with(&twice), Err(LoadError::Twice { rule, .. }) if rule == "public.read"));
    assert!(matches!(with("permit ("), Err(LoadError::Unreadable { file, .. }) if file == "more.cedar"));
}

#[test]
fn the_schema_has_the_words_of_the_domain_and_no_other() {
    let quoted = |entity: &str| -> Vec<String> {
        let (_, rest) = SCHEMA.split_once(&format!("entity {entity} enum [")).expect("the entity is there");
        let (words, _) = rest.split_once(']').expect("closed");
        let mut words: Vec<String> = words.split('"').skip(1).step_by(2).map(str::to_owned).collect();
        words.sort();
        words
    };
    let keys = |all: Vec<&str>| {
        let mut keys: Vec<String> = all.into_iter().map(str::to_owned).collect();
        keys.sort();
        keys
    };
    assert_eq!(quoted("Role"), keys(Role::ALL.iter().map(|word| word.key()).collect()));
    assert_eq!(quoted("Purpose"), keys(Purpose::ALL.iter().map(|word| word.key()).chain(["none"]).collect()));
    assert_eq!(quoted("State"), keys(RecordState::ALL.iter().map(|word| word.key()).collect()));
    assert_eq!(quoted("Class"), keys(FieldClass::ALL.iter().map(|word| word.key()).collect()));
    let mut acts: Vec<String> = SCHEMA
        .split("\naction ")
        .skip(1)
        .filter(|part| part.contains("appliesTo"))
        .flat_map(|part| {
            let names = part.split("appliesTo").next().unwrap_or_default();
            let names = names.split(" in [").next().unwrap_or_default();
            names.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    acts.sort();
    assert_eq!(acts, keys(Action::ALL.iter().map(|word| word.key()).collect()));
    assert!(Missing::ALL.iter().all(|word| Missing::from_key(word.key()) == Some(*word)));
}
