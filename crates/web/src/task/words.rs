//! Tasks in words.

use app::tasks::TaskFault;
use jiff::civil::Date;
use programme::tasks::wording::WordingFault;
use programme::tasks::{Clear, Every, EvidenceKind, State, TaskRefusal};
use texts::Lang;

pub use crate::case::words::day;

/// How a task stands.
pub fn state(lang: Lang, state: State) -> &'static str {
    match state {
        State::Draft => lang.task_state_draft(),
        State::Issued => lang.task_state_issued(),
        State::Objected => lang.task_state_objected(),
        State::Underway => lang.task_state_underway(),
        State::Returned => lang.task_state_returned(),
        State::Reported => lang.task_state_reported(),
        State::Closed => lang.task_state_closed(),
        State::Withdrawn => lang.task_state_withdrawn(),
    }
}

/// One of the six.
pub fn clear(lang: Lang, clear: Clear) -> &'static str {
    match clear {
        Clear::Person => lang.task_clear_person(),
        Clear::Work => lang.task_clear_work(),
        Clear::Responsibility => lang.task_clear_responsibility(),
        Clear::Time => lang.task_clear_time(),
        Clear::Result => lang.task_clear_result(),
        Clear::Authority => lang.task_clear_authority(),
    }
}

/// Those that are not filled, in one line.
pub fn missing(lang: Lang, missing: &[Clear]) -> String {
    missing.iter().map(|&of| clear(lang, of).to_lowercase()).collect::<Vec<_>>().join(", ")
}

/// What shows a result.
pub fn evidence(lang: Lang, kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Document => lang.task_evidence_document(),
        EvidenceKind::Minutes => lang.task_evidence_minutes(),
        EvidenceKind::List => lang.task_evidence_list(),
        EvidenceKind::Picture => lang.task_evidence_picture(),
        EvidenceKind::Figures => lang.task_evidence_figures(),
    }
}

/// How often.
pub fn every(lang: Lang, every: Every) -> &'static str {
    match every {
        Every::Week => lang.task_every_week(),
        Every::Month => lang.task_every_month(),
        Every::Quarter => lang.task_every_quarter(),
    }
}

/// An act by its key.
pub fn act(lang: Lang, key: &str) -> &'static str {
    match key {
        "draft" => lang.task_act_draft(),
        "hand" => lang.task_act_hand(),
        "fill" => lang.task_act_fill(),
        "issue" => lang.task_act_issue(),
        "accept" => lang.task_act_accept(),
        "object" => lang.task_act_object(),
        "answer" => lang.task_act_answer(),
        "split" => lang.task_act_split(),
        "progress" => lang.task_act_progress(),
        "mark" => lang.task_act_mark(),
        "unmark" => lang.task_act_unmark(),
        "add_place" => lang.task_act_add_place(),
        "end_place" => lang.task_act_end_place(),
        "report_done" => lang.task_act_report_done(),
        "resent" => lang.task_act_resent(),
        "close" => lang.task_act_close(),
        "return" => lang.task_act_return(),
        "extend" => lang.task_act_extend(),
        "reassign" => lang.task_act_reassign(),
        "withdraw" => lang.task_act_withdraw(),
        _ => "",
    }
}

/// A field as its form calls it.
fn field(lang: Lang, key: &str) -> String {
    let label = match key {
        "title" => lang.task_i_title(),
        "work" => lang.task_n_work(),
        "leads" => lang.task_i_leads(),
        "with" => lang.task_i_with(),
        "number" => lang.task_i_number(),
        "clause" => lang.task_i_clause(),
        "may" => lang.task_i_may(),
        "result" => lang.task_clear_result(),
        "measure" => lang.task_i_measure(),
        "places" => lang.task_i_places(),
        "reason" => lang.task_i_reason(),
        "what" => lang.task_i_what(),
        "evidence" => lang.task_i_evidence(),
        "note" => lang.task_i_note(),
        "source" => lang.task_n_source(),
        "children" => lang.task_n_children(),
        "parts" => lang.task_n_parts(),
        "ticks" => lang.task_n_ticks(),
        other => return other.to_owned(),
    };
    label.to_owned()
}

/// What is wrong with a text in a field.
pub fn wording(lang: Lang, field: &str, fault: WordingFault) -> String {
    match fault {
        WordingFault::Empty => lang.task_r_empty(field),
        WordingFault::Long { chars, max } => lang.task_r_long(field, chars, max),
        WordingFault::Form => lang.task_r_form(field),
        WordingFault::PersonalNumber { digits } => lang.task_r_digits(field, digits),
    }
}

/// Why something cannot be done, with the remedy.
pub fn refusal(lang: Lang, refusal: &TaskRefusal) -> String {
    use TaskRefusal as R;
    let on = |date: Date| day(lang, date);
    match refusal {
        R::Text { field: key, fault } => wording(lang, &field(lang, key), *fault),
        R::Many { field: key, count, max } => lang.task_r_many(field(lang, key), count, max),
        R::Order { act: key } => lang.task_r_order(act(lang, key)),
        R::State { state: at, act: key } => lang.task_r_state(state(lang, *at), act(lang, key)),
        R::Unclear { missing: which } => lang.task_r_unclear(missing(lang, which)),
        R::NotNamed => lang.task_r_not_named().to_owned(),
        R::SamePerson => lang.task_r_same_person().to_owned(),
        R::WatchesSelf { .. } => lang.task_r_watches_self().to_owned(),
        R::Backwards { from, due } => lang.task_r_backwards(on(*due), on(*from)),
        R::DuePast { due, on: today } => lang.task_r_due_past(on(*due), on(*today)),
        R::NotLater { due, before } => lang.task_r_not_later(on(*due), on(*before)),
        R::Beyond { due, limit } => lang.task_r_beyond(on(*due), on(*limit)),
        R::Before { from, limit } => lang.task_r_before(on(*from), on(*limit)),
        R::PartUnknown { no } => lang.task_r_part_unknown(no),
        R::PartTwice { no } => lang.task_r_part_twice(no),
        R::PartsMissing { parts } => {
            lang.task_r_parts_missing(parts.iter().map(u8::to_string).collect::<Vec<_>>().join(", "))
        }
        R::PartChanged { no, what } => lang.task_r_part_changed(no, what),
        R::ChildUnknown { .. } => lang.task_r_child_unknown().to_owned(),
        R::SplitBefore => lang.task_r_split_before().to_owned(),
        R::ChildTwice { .. } => lang.task_r_child_twice().to_owned(),
        _ => of_grid(lang, refusal),
    }
}

/// Why something cannot be done with the grid.
fn of_grid(lang: Lang, refusal: &TaskRefusal) -> String {
    use TaskRefusal as R;
    let on = |date: Date| day(lang, date);
    match refusal {
        R::PlaceTwice { name } => lang.task_r_place_twice(name),
        R::PlaceUnknown { no } => lang.task_r_place_unknown(no),
        R::PlaceOfAnother { no } => lang.task_r_place_of_another(no),
        R::MarkUnknown => lang.task_r_mark_unknown().to_owned(),
        R::NoGrid => lang.task_r_no_grid().to_owned(),
        R::MarkTwice { no, on: day } => lang.task_r_mark_twice(no, on(*day)),
        R::Outside { on: day, from, until } => lang.task_r_outside(on(*day), on(*from), on(*until)),
        R::Times { times } => lang.task_r_times(times),
        R::Long { max } => lang.task_r_long_grid(max),
        R::StillRuns { cells } => lang.task_r_still_runs(cells),
        R::Nothing { field: key } => lang.task_r_nothing(field(lang, key)),
        other => other.to_string(),
    }
}

/// Why an act was not done, in a sentence; what is no fault of the form is a problem of the request.
pub fn fault(lang: Lang, fault: TaskFault) -> Result<String, crate::problem::Problem> {
    use app::work::WorkFault;
    match fault {
        TaskFault::NotAppointed { .. } => Ok(lang.task_f_not_appointed().to_owned()),
        TaskFault::PartsOpen { open, lost: 0 } => Ok(lang.task_f_parts_open(open)),
        TaskFault::PartsOpen { open, lost } => Ok(lang.task_f_parts_lost(open, lost)),
        TaskFault::PartStands { .. } => Ok(lang.task_f_part_stands().to_owned()),
        TaskFault::Recurs => Ok(lang.task_f_recurs().to_owned()),
        TaskFault::OwnDay => Ok(lang.task_f_own_day().to_owned()),
        TaskFault::NotIssuer => Ok(lang.task_f_not_issuer().to_owned()),
        TaskFault::Above { .. } => Ok(lang.task_f_above().to_owned()),
        TaskFault::Work(WorkFault::Problem(problem)) => Err(problem.into()),
        TaskFault::Work(other) => Ok(other.say(lang, |of| refusal(lang, of))),
    }
}
