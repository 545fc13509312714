//! Praise as a decision, criticism as a notice (Decree 30/2020, Appendix III, models 1.2 and 1.4).
//!
//! Whether criticism of a body is a decision or a notice no text says: a notice changes nobody's standing, so it is one.
//! What a chairman decides by himself he signs as chairman, without the collective (`TM.`), which decided nothing.

use documents::official::{Block, Official, Run, paragraph};
use programme::steering::commendation::{Commendation, Form, Recipient};

use super::VI;
use super::committee::bases;
use super::setting::{Setting, article};

/// The document of what was given.
pub(super) fn document(setting: &Setting<'_>, commendation: &Commendation) -> Official {
    let given = &commendation.given;
    let to = match &given.to {
        Recipient::Body { name } => name.clone(),
        Recipient::Officer { who } => setting.servant(who),
    };
    let reason = given.reason.trim_end_matches('.');
    let form = form(given.form);
    let decided = Some(&given.decided);
    if !given.form.is_praise() {
        let mut official = setting.official(VI.issued_notice_kind(), &VI.issued_blame_subject(form, &to), decided);
        official.signatures = vec![setting.signing_of(&given.authority)];
        official.blocks = vec![
            paragraph(VI.issued_blame_words(&given.authority, form.to_lowercase(), &to, reason)),
            paragraph(VI.issued_blame_closing()),
        ];
        if official.number.is_none() {
            official.symbol = format!("TB-{}", setting.issuer.symbol);
        }
        official.recipients = vec![to];
        return official;
    }
    let mut official = setting.official(VI.issued_decision_kind(), &VI.issued_praise_subject(form, &to), decided);
    official.decider = Some(given.authority.to_uppercase());
    official.signatures = vec![setting.signing_of(&given.authority)];
    let law = VI.issued_basis_praise().to_owned();
    official.basis = std::iter::once(law).chain(bases(setting)).collect();
    official.blocks = vec![
        Block::Centre(vec![Run::text(VI.issued_decides())]),
        article(&VI.issued_praise_article_1(form, &to, reason)),
        article(&VI.issued_praise_article_2(&to)),
    ];
    official.notes = vec![VI.issued_basis_note().to_owned()];
    official.recipients = vec![VI.issued_as_article_2().to_owned()];
    official
}

const fn form(form: Form) -> &'static str {
    match form {
        Form::Certificate => VI.steering_form_certificate(),
        Form::Letter => VI.steering_form_letter(),
        Form::Praise => VI.steering_form_praise(),
        Form::Criticism => VI.steering_form_criticism(),
        Form::Admonition => VI.steering_form_admonition(),
    }
}
