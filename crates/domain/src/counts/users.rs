//! People found to use drugs and not dependent: whether there is a file of management, and whether somebody with one was
//! counselled. With the people of goal A they are those of whom a plan says that all of them have a file.

use uuid::Uuid;

use super::after::counselled;
use super::dependence::COURSE;
use super::{Asked, Counted, Number, Person};
use crate::units::UnitId;

pub(super) fn count(counted: &mut Counted, id: Uuid, person: &Person, unit: UnitId, asked: &Asked) {
    // whoever is in a course of dependence is counted there
    if !person.held_by(unit) || person.open(&COURSE, asked.to).is_some() {
        return;
    }
    let managed = person.open(&["S2"], asked.to).is_some();
    if !managed && person.open(&["S1"], asked.to).is_none() {
        return;
    }
    counted.add(Number::UsersFound, id);
    if !managed {
        return;
    }
    counted.add(Number::UsersFiled, id);
    if counselled(person, asked) {
        counted.add(Number::UsersHelped, id);
    }
}
