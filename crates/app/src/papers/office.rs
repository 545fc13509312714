//! An office's own forms before they are in use: checked, and seen with a fictitious person.

use documents::paper::{self, Form, Forms, Outside, Refused};
use jiff::civil::Date;
use texts::Lang;

use super::{Kind, PAGES_MAX, faults};
use crate::problem::Problem;

/// The shipped forms with an office's own in place, and a sentence for each fault; a file with one is not taken.
pub fn of_office(files: &[(String, String)], lang: Lang) -> Result<(Forms, Vec<String>), Problem> {
    let (forms, refused) = Forms::of_office(files).map_err(Problem::fault)?;
    let said = refused.iter().map(|refused: &Refused| faults::say(refused, lang)).collect();
    Ok((forms, said))
}

/// A form filled with a person who does not exist, labelled so.
pub fn preview(forms: &Forms, form: &Form, kind: Kind, today: Date) -> Result<Vec<u8>, Problem> {
    let values = paper::sample().map_err(Problem::fault)?;
    let warning = Some(Lang::Vi.papers_fictitious().to_owned());
    let filled = form.fill(&values, forms.letterhead(), &Outside { made_on: today, warning, notes: Vec::new() });
    match kind {
        Kind::Docx => filled.paper.docx().map_err(Problem::fault),
        Kind::Pdf => {
            let data = filled.paper.typeset(press::prints);
            let template = paper::TEMPLATE;
            let job = press::Job { template, data: &data, ident: &form.id, pages_max: PAGES_MAX };
            press::print(&job).map_err(Problem::fault)
        }
    }
}
