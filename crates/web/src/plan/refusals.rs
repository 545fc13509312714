//! Why an act on a plan was refused, in a sentence with place, value and remedy.

use app::plans::BadPlace;
use domain::targets::Rate;
use programme::plans::Refusal;
use programme::plans::check::Place;
use texts::Lang;

use super::words::{day, n, percent};

/// A refusal.
pub fn say(lang: Lang, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotABeginning => lang.plan_no_beginning().to_owned(),
        Refusal::NotADraft => lang.plan_no_draft().to_owned(),
        Refusal::NotInForce => lang.plan_no_force().to_owned(),
        Refusal::Over => lang.plan_no_over().to_owned(),
        Refusal::NoSuchShipped(id, version) => lang.plan_no_shipped(id, version),
        Refusal::Empty(place) => lang.plan_no_empty(field(lang, *place)),
        Refusal::TooLong(place, letters, most) => lang.plan_no_long(field(lang, *place), letters, most),
        Refusal::NotPlain(place) => lang.plan_no_plain(field(lang, *place)),
        Refusal::TooMany(most) => lang.plan_no_many(most),
        Refusal::BadTerm(from, to) => lang.plan_no_term(day(lang, *from), day(lang, *to)),
        Refusal::NothingChanged => lang.plan_no_change().to_owned(),
        Refusal::NothingToIssue => lang.plan_no_issue().to_owned(),
        Refusal::DocumentFromTheFuture(date, today) => {
            lang.plan_no_document_future(day(lang, *date), day(lang, *today))
        }
        Refusal::SamePlace(year, name) => lang.plan_no_place_twice(year, name),
        Refusal::RoadmapOutside(year) => lang.plan_no_roadmap_outside(year),
        Refusal::RoadmapSize(year, count, units) => lang.plan_no_roadmap_size(year, count, units),
        Refusal::BadTargetId(id) => lang.plan_no_id(id),
        Refusal::SameTarget(id) => lang.plan_no_same(id),
        Refusal::NoSuchTarget(id) => lang.plan_no_target(id),
        Refusal::NoPoint(id) => lang.plan_no_point(id),
        Refusal::PointOrder(id, by) => lang.plan_no_order(id, day(lang, *by)),
        Refusal::PointOutside(id, by) => lang.plan_no_outside(id, day(lang, *by)),
        Refusal::PointLevel(id, by) => lang.plan_no_level(id, day(lang, *by)),
        Refusal::RateOver(id, rate) => lang.plan_no_rate(id, percent(lang, Rate(*rate))),
        Refusal::NeedsBaseline(id) => lang.plan_no_baseline_needed(id),
        Refusal::NeedsOwner(id) => lang.plan_no_owner_needed(id),
        Refusal::PartOverWhole(id, part, whole) => lang.plan_no_part(id, n(lang, *part), n(lang, *whole)),
        Refusal::FromTheFuture(id, on, today) => lang.plan_no_future(id, day(lang, *on), day(lang, *today)),
        Refusal::BaselineNotTold(id) => lang.plan_no_baseline_told(id),
    }
}

/// A commune that a roadmap cannot name.
pub fn place(lang: Lang, bad: &BadPlace) -> String {
    match bad {
        BadPlace::NotThere(code) => lang.plan_fault_place_none(code),
        BadPlace::Elsewhere(code) => lang.plan_fault_place_elsewhere(code),
    }
}

const fn field(lang: Lang, place: Place) -> &'static str {
    match place {
        Place::Title => lang.plan_place_title(),
        Place::Issuer => lang.plan_place_issuer(),
        Place::Basis => lang.plan_place_basis(),
        Place::Number => lang.plan_place_number(),
        Place::Signer => lang.plan_place_signer(),
        Place::TargetId => lang.plan_place_target_id(),
        Place::Statement => lang.plan_place_statement(),
        Place::Metric => lang.plan_place_metric(),
        Place::Owner => lang.plan_place_owner(),
        Place::Citation => lang.plan_place_citation(),
        Place::Source => lang.plan_place_source(),
        Place::Confirms => lang.plan_place_confirms(),
        Place::Commune => lang.plan_place_commune(),
        Place::Reason => lang.plan_place_reason(),
    }
}
