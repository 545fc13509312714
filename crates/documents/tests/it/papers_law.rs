//! Forms held against the tables of the law of casework.

use std::collections::BTreeSet;

use domain::cases::{Regime, shipped};

use super::papers::forms;

#[test]
fn each_form_papers_acts_of_the_law_and_is_issued_by_who_does_them() {
    let law = shipped().expect("the law can be read");
    let forms = forms();
    let mut wrong = Vec::new();
    for form in forms.all() {
        for regime in &form.regimes {
            let regime = Regime::from_key(regime).unwrap_or_else(|| panic!("{}: regime {regime}", form.id));
            let table = law.regime(regime).expect("each regime has its table");
            for act in &form.acts {
                let Some(rule) = table.rule(act) else {
                    wrong.push(format!("{}: {act} is no act under {}", form.id, regime.key()));
                    continue;
                };
                let number = form.number.split_whitespace().nth(1).unwrap_or_default();
                let acts_as = |one: &str, other: &str| {
                    law.actor(one).is_some_and(|actor| one == other || actor.acts_as.iter().any(|role| role == other))
                };
                let issues = rule.by.iter().any(|by| acts_as(&form.issuer, by) || acts_as(by, &form.issuer));
                // what the person writes stands beside what an office decides
                let own = rule.form.contains(number) && form.issuer != "nguoi_co_ho_so";
                if own && !issues {
                    wrong.push(format!("{}: {act} is done by {:?}, not {}", form.id, rule.by, form.issuer));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_form_number_of_the_law_that_the_commune_issues_is_shipped() {
    let law = shipped().expect("the law can be read");
    let forms = forms();
    // electronic monitoring (PL I), facilities, courts and physicians have forms of their own
    let others = ["27", "30", "35", "38", "39", "40", "44", "45", "46", "50"];
    let mut missing = BTreeSet::new();
    for rule in &law.regime(Regime::C).expect("the regime in force").rules {
        for part in rule.form.split(';').filter(|part| part.contains("PL III") || part.contains("PL V")) {
            let appendix = if part.contains("PL III") { "pl3" } else { "pl5" };
            let numbers = part.split(|sign: char| !sign.is_ascii_digit()).filter(|number| number.len() == 2);
            for number in numbers.filter(|number| appendix == "pl3" || !others.contains(number)) {
                let id = format!("{appendix}-{number}");
                if forms.get(&id).is_none_or(|form| !form.papers(&rule.act, "C")) {
                    missing.insert(format!("{id} for {}", rule.act));
                }
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}
