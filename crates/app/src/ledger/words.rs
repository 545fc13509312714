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
        Finding::Rows { seq, noun } => lang.persons_rows_altered(noun, seq),
        Finding::NoEntry { noun, id } => lang.persons_rows_unlogged(noun, id),
        Finding::Standing { person } => lang.persons_standing_astray(person),
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
        other => other,
    };
    known.to_owned()
}
