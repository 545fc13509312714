//! Proposals of two: the inbox, one of them, and the decision.

pub mod decide;
pub mod index;
mod of_case;
pub mod show;

use std::collections::HashMap;

use app::App;
use app::proposals::{Past, What};
use domain::access::Action;
use domain::proposals::Outcome;
use domain::units::UnitId;
use pages::proposals::ProposalRow;
use texts::Lang;
use uuid::Uuid;

use crate::account::called;
use crate::visitor::unit_name;

/// What will be done, in a line.
pub fn what(app: &App, what: &What, lang: Lang) -> String {
    match what {
        What::Appointment(wanted) => {
            let unit = unit_name(app, UnitId(wanted.unit), lang);
            lang.account_what_grant(app.say_role(wanted.role, lang), unit)
        }
        What::Reset(_) => lang.account_what_reset().to_owned(),
        What::Other(Action::RecordEvent) => lang.files_proposal_act().to_owned(),
        What::Other(Action::RegisterPerson) => lang.files_proposal_new().to_owned(),
        What::Other(action) => app.say_action(*action, lang).to_owned(),
    }
}

/// A proposal as a row of a list.
pub fn row(app: &App, past: &Past, names: &HashMap<Uuid, String>, lang: Lang) -> ProposalRow {
    let of = &past.proposal;
    let read = What::of(of).unwrap_or(What::Other(of.act));
    ProposalRow {
        href: format!("/de-nghi/{}", of.id),
        // what is done to a file is sealed; what the file was open for is not
        what: match app::cases::proposed_purpose(of) {
            Some(purpose) => lang.files_proposal_for(what(app, &read, lang), app.say_purpose(purpose, lang)),
            None => what(app, &read, lang),
        },
        whom: match of.act {
            Action::RecordEvent | Action::RegisterPerson => String::new(),
            _ => of.subject.map(|subject| called(names, subject, lang).to_owned()).unwrap_or_default(),
        },
        by: called(names, of.proposer, lang).to_owned(),
        at: app::written(of.proposed_at),
        until: app::written(of.expires_at),
        outcome: outcome(app, past, names, lang),
    }
}

/// What became of it, with who decided and when.
pub fn outcome(app: &App, past: &Past, names: &HashMap<Uuid, String>, lang: Lang) -> String {
    let Some(decision) = &past.decision else {
        let over = past.proposal.expires_at <= app.now();
        return if over { lang.account_outcome_expired() } else { lang.account_outcome_waiting() }.to_owned();
    };
    let word = match decision.outcome {
        Outcome::Agreed => lang.account_outcome_agreed(),
        Outcome::Refused => lang.account_outcome_refused(),
        Outcome::Withdrawn => lang.account_outcome_withdrawn(),
    };
    lang.account_outcome_by(word, called(names, decision.decider, lang), app::written(decision.at))
}
