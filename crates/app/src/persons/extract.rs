//! What leaves on paper or as data, with the number under which that stands in the log.

use std::collections::BTreeSet;

use domain::persons::Class;
use store::access::Act;
use uuid::Uuid;

use super::{Asking, File};
use crate::app::App;
use crate::problem::Problem;

/// In which form a file leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// On paper.
    Print,
    /// As data.
    Export,
}

/// What leaves. The id is printed on it, and found in the log by it.
#[derive(Debug)]
pub struct Extract {
    /// Id of the row in the log.
    pub id: Uuid,
    /// The file, in the classes asked for.
    pub file: File,
}

impl App {
    /// Takes one person's file out, for the person, for a form or for a hand-over. There is no export of many.
    pub async fn extract_person(
        &self,
        asking: &Asking,
        person: Uuid,
        classes: &BTreeSet<Class>,
        form: Form,
    ) -> Result<Extract, Problem> {
        let act = match form {
            Form::Print => Act::Print,
            Form::Export => Act::Export,
        };
        let file = self.file(asking, person, classes, None, act).await?;
        Ok(Extract { id: file.logged, file })
    }
}
