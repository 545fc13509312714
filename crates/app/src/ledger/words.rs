//! Findings in sentences, for whoever looks after the machine.

use store::audit::Finding;
use texts::Lang;
use vault::checkpoint::CheckpointFault;
use vault::note::NoteFault;
use vault::verify::Fault;

/// What is wrong with the ledger.
pub fn say(finding: Finding, lang: Lang) -> String {
    match finding {
        Finding::Log(fault) => log(fault, lang),
        Finding::Columns { seq } => lang.ledger_columns(seq),
        Finding::Altered { seq, batch } => lang.ledger_altered(batch, seq),
        Finding::Unlogged { batch } => lang.ledger_unlogged(batch),
        Finding::Rows { seq, noun } => lang.persons_rows_altered(seq, noun),
        Finding::NoEntry { noun, id } => lang.persons_rows_unlogged(noun, id),
        Finding::Standing { person } => lang.persons_standing_astray(person),
        Finding::Work { work } => lang.work_astray(work),
        Finding::Brought { noun } => lang.ledger_brought(called(noun, lang)),
        Finding::Node { level, position } => lang.ledger_node(position, level),
        Finding::Head { size } => lang.ledger_head(size),
    }
}

fn log(fault: Fault, lang: Lang) -> String {
    match fault {
        Fault::Entry { seq, .. } | Fault::Leaf { seq } => lang.ledger_entry_altered(seq),
        Fault::Place { seq, found } => lang.ledger_entry_missing(seq, found),
        Fault::ClockWentBack { seq, .. } => lang.ledger_entry_clock(seq),
        Fault::Root { from, size } => lang.ledger_root_differs(from, size.saturating_sub(1)),
        Fault::CutShort { size, signed } => lang.ledger_cut_short(size, signed),
        Fault::Checkpoint(CheckpointFault::Note(NoteFault::OtherKey) | CheckpointFault::OtherOrigin) => {
            lang.ledger_other_key().to_owned()
        }
        Fault::Checkpoint(CheckpointFault::OutOfTurn) => lang.ledger_out_of_turn().to_owned(),
        Fault::Key { seq } => lang.ledger_key_differs(seq),
        Fault::Checkpoint(_) => lang.ledger_bad_checkpoint().to_owned(),
        Fault::SplitView { size } => lang.ledger_split_view(size),
        Fault::Rewritten { kept, size } => lang.ledger_rewritten(size, kept),
        Fault::Stale { kept, size } => lang.ledger_stale(size, kept),
        Fault::OtherLog => lang.ledger_other_key().to_owned(),
    }
}

/// A noun of the ledger in words; one of a newer program as it stands.
pub fn called(noun: &str, lang: Lang) -> String {
    let known = match noun {
        "fact" => lang.ledger_noun_fact(),
        "hamlet" => lang.ledger_noun_hamlet(),
        "boundary" => lang.ledger_noun_boundary(),
        "unit_shipment" => lang.ledger_noun_unit_shipment(),
        "ledger_key" => lang.ledger_noun_ledger_key(),
        "person" => lang.ledger_noun_person(),
        "access" => lang.ledger_noun_access(),
        "account" => lang.ledger_noun_account(),
        "appointment" => lang.ledger_noun_appointment(),
        "break_glass" => lang.ledger_noun_break_glass(),
        "token" => lang.ledger_noun_token(),
        "calendar_feed" => lang.calendar_noun_feed(),
        "credential" => lang.ledger_noun_credential(),
        "proposal" => lang.ledger_noun_proposal(),
        "keyring" => lang.ledger_noun_keyring(),
        "backup" => lang.ledger_noun_backup(),
        other => other,
    };
    known.to_owned()
}

/// An act of the ledger in words; one of a newer program as it stands.
pub fn done(act: &str, lang: Lang) -> String {
    account_act(act, lang).unwrap_or_else(|| file_act(act, lang)).to_owned()
}

/// Acts on accounts, rights and ways to sign in.
fn account_act(act: &str, lang: Lang) -> Option<&'static str> {
    Some(match act {
        "create" => lang.ledger_act_create(),
        "disable" => lang.ledger_act_disable(),
        "link" => lang.ledger_act_link(),
        "unlink" => lang.ledger_act_unlink(),
        "enrol" => lang.ledger_act_enrol(),
        "appoint_locally" => lang.ledger_act_appoint_locally(),
        "grant" => lang.ledger_act_grant(),
        "revoke" => lang.ledger_act_revoke(),
        "propose" => lang.ledger_act_propose(),
        "agree" => lang.ledger_act_agree(),
        "withdraw" => lang.ledger_act_withdraw(),
        "declare" => lang.ledger_act_declare(),
        "review" => lang.ledger_act_review(),
        "add_passkey" => lang.ledger_act_add_passkey(),
        "remove_passkey" => lang.ledger_act_remove_passkey(),
        "set_password" => lang.ledger_act_set_password(),
        "drop_password" => lang.ledger_act_drop_password(),
        "set_codes" => lang.ledger_act_set_codes(),
        "create_token" => lang.ledger_act_create_token(),
        "revoke_token" => lang.ledger_act_revoke_token(),
        "make_calendar" => lang.calendar_act_make(),
        "revoke_calendar" => lang.calendar_act_revoke(),
        "sign_in" => lang.ledger_act_sign_in(),
        "sign_out" => lang.ledger_act_sign_out(),
        _ => return None,
    })
}

/// Acts on figures, files and the ledger itself.
fn file_act(act: &str, lang: Lang) -> &str {
    match act {
        "record" => lang.ledger_act_record(),
        "undo" => lang.ledger_act_undo(),
        "import" => lang.ledger_act_import(),
        "seed" => lang.ledger_act_seed(),
        "adopt" => lang.ledger_act_adopt(),
        "rotate" => lang.ledger_act_rotate(),
        "drill" => lang.ledger_act_drill(),
        "open" => lang.ledger_act_open(),
        "correct" => lang.ledger_act_correct(),
        "transfer" => lang.ledger_act_transfer(),
        "erase" => lang.ledger_act_erase(),
        "erase_again" => lang.ledger_act_erase_again(),
        "rekey" => lang.ledger_act_rekey(),
        "read" => lang.ledger_act_read(),
        "search" => lang.ledger_act_search(),
        "print" => lang.ledger_act_print(),
        "export" => lang.ledger_act_export(),
        "refuse" => lang.ledger_act_refuse(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use domain::persons;
    use store::access::Act;
    use texts::Lang;

    use super::{called, done};

    #[test]
    fn every_noun_of_the_ledger_has_words() {
        use store::{
            access, accounts, appointments, boundaries, credentials, drill, facts, glasses, hamlets, proposals,
            rotation, tokens, units,
        };
        let nouns = [
            access::NOUN,
            accounts::NOUN,
            appointments::NOUN,
            boundaries::NOUN,
            credentials::NOUN,
            drill::NOUN,
            facts::NOUN,
            store::feeds::NOUN,
            glasses::NOUN,
            hamlets::NOUN,
            store::persons::NOUN,
            proposals::NOUN,
            rotation::NOUN,
            tokens::NOUN,
            units::NOUN,
        ];
        for noun in nouns {
            assert_ne!(called(noun, Lang::Vi), noun);
        }
    }

    #[test]
    fn every_act_on_files_has_words() {
        let looks = [Act::Read, Act::Search, Act::Print, Act::Export, Act::Refuse, Act::SignIn, Act::SignOut];
        let changes = [
            persons::Act::Open,
            persons::Act::Correct,
            persons::Act::Transfer,
            persons::Act::Erase,
            persons::Act::EraseAgain,
        ];
        for act in looks.map(Act::key).into_iter().chain(changes.map(persons::Act::key)) {
            assert_ne!(done(act, Lang::Vi), act);
        }
    }
}
