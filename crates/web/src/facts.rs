//! Figures of a province: the sheet, uploads, undo, the template to fill.

pub mod marked;
pub mod sheet;
pub mod template;
pub mod typed;
pub mod undo;
pub mod upload;

use app::figures::{Author, Signed};
use domain::access::{Permit, acts};
use domain::facts::Source;
use domain::units::Level;
use pages::sheet::Behind;
use texts::Lang;

use crate::problem::Problem;
use crate::scope::Scope;

/// Whether the address asks for the province's own figures (`cap=tinh`).
fn level(scope: &Scope) -> Level {
    if scope.cx.value("cap") == Some("tinh") { Level::Province } else { Level::Commune }
}

/// The document and the person behind figures, from a form's fields.
fn signed(lang: Lang, author: Author, field: impl Fn(&str) -> String) -> Result<Signed, Box<Behind>> {
    let text = |name: &str| domain::fold::clean(&field(name));
    let behind = Behind {
        title: text("van-ban"),
        number: text("so"),
        date: text("ngay"),
        entered_by: text("nguoi-nhap"),
        faults: Default::default(),
    };
    let date = if behind.date.is_empty() { Ok(None) } else { crate::days::read(&behind.date).map(Some).ok_or(()) };
    let required = |value: &str| if value.is_empty() { lang.sheet_required().to_owned() } else { String::new() };
    let date_fault = if date.is_err() { lang.fault_day(&behind.date) } else { String::new() };
    let faults = [required(&behind.title), String::new(), date_fault, required(&behind.entered_by)];
    match date {
        Ok(date) if faults.iter().all(String::is_empty) => {
            let number = Some(behind.number).filter(|number| !number.is_empty());
            Ok(Signed {
                source: Source { title: behind.title, number, date, place: None },
                entered_by: behind.entered_by,
                author,
            })
        }
        _ => Err(Box::new(Behind { faults, ..behind })),
    }
}

/// Who records, as the policy permitted it.
fn author(permit: &Permit<acts::RecordFigures>) -> Result<Author, Problem> {
    Author::recording(permit).ok_or(Problem::Unauthenticated)
}
