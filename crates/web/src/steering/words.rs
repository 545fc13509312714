//! Steering in words.

use programme::steering::SteeringRefusal;
use programme::steering::commendation::Form;
use programme::steering::committee::Seat;
use programme::steering::liaison::ContactLevel;
use programme::steering::meeting::Mode;
use texts::Lang;

use crate::task::words::{day, wording};

/// How an entry stands, by the word that lists keep.
pub fn state(lang: Lang, key: &str) -> &'static str {
    match key {
        "working" => lang.steering_state_working(),
        "dissolved" => lang.steering_state_dissolved(),
        "planned" => lang.steering_state_planned(),
        "held" => lang.steering_state_held(),
        "concluded" => lang.steering_state_concluded(),
        "cancelled" => lang.steering_state_cancelled(),
        "void" => lang.steering_state_void(),
        "revoked" => lang.steering_state_revoked(),
        // a commendation that stands is kept under its form
        _ => lang.steering_state_kept(),
    }
}

/// An act by its key.
pub fn act(lang: Lang, key: &str) -> &'static str {
    match key {
        "found" => lang.steering_act_found(),
        "join" => lang.steering_act_join(),
        "leave" => lang.steering_act_leave(),
        "head" => lang.steering_act_head(),
        "rules" => lang.steering_act_rules(),
        "dissolve" => lang.steering_act_dissolve(),
        "plan" => lang.steering_act_plan(),
        "replan" => lang.steering_act_replan(),
        "hold" => lang.steering_act_hold(),
        "conclude" => lang.steering_act_conclude(),
        "correct" => lang.steering_act_correct(),
        "cancel" => lang.steering_act_cancel(),
        "void" => lang.steering_act_void(),
        "revoke" => lang.steering_act_revoke(),
        _ => lang.steering_act_record(),
    }
}

/// A seat in a committee.
pub fn seat(lang: Lang, seat: Seat) -> &'static str {
    match seat {
        Seat::Head => lang.steering_seat_head(),
        Seat::StandingDeputy => lang.steering_seat_standing_deputy(),
        Seat::Deputy => lang.steering_seat_deputy(),
        Seat::Member => lang.steering_seat_member(),
        Seat::Secretary => lang.steering_seat_secretary(),
    }
}

/// How people meet.
pub fn mode(lang: Lang, mode: Mode) -> &'static str {
    match mode {
        Mode::InPerson => lang.steering_mode_in_person(),
        Mode::Online => lang.steering_mode_online(),
        Mode::Hybrid => lang.steering_mode_hybrid(),
    }
}

/// The level of a contact.
pub fn level(lang: Lang, level: ContactLevel) -> &'static str {
    match level {
        ContactLevel::Nation => lang.steering_level_nation(),
        ContactLevel::Province => lang.steering_level_province(),
        ContactLevel::Commune => lang.steering_level_commune(),
    }
}

/// The form of a commendation or criticism.
pub fn form(lang: Lang, form: Form) -> &'static str {
    match form {
        Form::Certificate => lang.steering_form_certificate(),
        Form::Letter => lang.steering_form_letter(),
        Form::Praise => lang.steering_form_praise(),
        Form::Criticism => lang.steering_form_criticism(),
        Form::Admonition => lang.steering_form_admonition(),
    }
}

/// Choices of a kind of word: key and text.
pub fn choices<W: Copy>(
    all: &[W],
    key: impl Fn(W) -> &'static str,
    text: impl Fn(W) -> &'static str,
) -> Vec<(String, String)> {
    all.iter().map(|&word| (key(word).to_owned(), text(word).to_owned())).collect()
}

/// A field as its form calls it.
fn field(lang: Lang, key: &str) -> String {
    let label = match key {
        "name" => lang.steering_i_person_name(),
        "number" => lang.steering_i_number(),
        "office" => lang.steering_i_office(),
        "members" => lang.steering_i_members(),
        "summary" => lang.steering_i_summary(),
        "title" => lang.steering_i_title(),
        "venue" => lang.steering_i_venue(),
        "points" => lang.steering_i_points(),
        "agenda" => lang.steering_i_agenda(),
        "chair" => lang.steering_i_chair(),
        "conclusions" => lang.steering_i_conclusions(),
        "body" => lang.steering_i_body(),
        "reason" => lang.steering_i_reason(),
        "partner" => lang.steering_i_partner(),
        "ours" => lang.steering_i_ours(),
        "theirs" => lang.steering_i_theirs(),
        "agreed" => lang.steering_i_agreed(),
        "to" => lang.steering_i_to(),
        "authority" => lang.steering_i_authority(),
        "symbol" => lang.steering_i_symbol(),
        "head_post" => lang.steering_i_head_post(),
        "deputy_post" => lang.steering_i_deputy_post(),
        "parent_body" => lang.steering_i_parent(),
        "collective" => lang.steering_i_collective(),
        other => return other.to_owned(),
    };
    label.to_owned()
}

/// Why something cannot be done, with the remedy.
pub fn refusal(lang: Lang, refusal: &SteeringRefusal) -> String {
    use SteeringRefusal as R;
    match refusal {
        R::Text { field: key, fault } => wording(lang, &field(lang, key), *fault),
        R::Many { field: key, count, max } => lang.task_r_many(field(lang, key), count, max),
        R::Nothing { field: key } => lang.task_r_nothing(field(lang, key)),
        R::Symbol { given } => lang.steering_r_symbol(given),
        R::Order { act: key } => lang.steering_r_order(act(lang, key)),
        R::State { state: at, act: key } => lang.steering_r_state(state(lang, at), act(lang, key)),
        R::Future { date, on } => lang.steering_r_future(day(lang, *date), day(lang, *on)),
        R::Backwards { from, until } => lang.steering_r_backwards(day(lang, *until), day(lang, *from)),
        R::HeadTwice => lang.steering_r_head_twice().to_owned(),
        R::NoHead => lang.steering_r_no_head().to_owned(),
        R::MemberTwice => lang.steering_r_member_twice().to_owned(),
        R::MemberUnknown { no } => lang.steering_r_member_unknown(no),
        R::Present { present, invited } => lang.steering_r_present(present, invited),
        R::Points => lang.steering_r_points().to_owned(),
        R::Number { no, expected } => lang.steering_r_number(no, expected),
        R::ConclusionUnknown { no } => lang.steering_r_conclusion_unknown(no),
        R::OwnPraise => lang.steering_r_own_praise().to_owned(),
    }
}
