//! Why a template was not put in use.

use programme::tasks::wording::WordingFault;
use programme::templates::TemplateRefusal;
use texts::Lang;
use thiserror::Error;

use crate::papers::Told;
use crate::problem::Problem;
use crate::work::WorkFault;

/// Why a template was not put in use.
#[derive(Debug, Error)]
pub enum TemplateFault {
    /// What any act can run into.
    #[error(transparent)]
    Work(#[from] WorkFault<TemplateRefusal>),
    /// The file has faults; nothing of it was kept.
    #[error("{} faults in the file", .0.len())]
    Faulty(Vec<Told>),
}

impl From<Problem> for TemplateFault {
    fn from(problem: Problem) -> Self {
        Self::Work(problem.into())
    }
}

impl TemplateFault {
    /// In a sentence; faults of a file are told one by one ([`TemplateFault::Faulty`]).
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Work(fault) => fault.say(lang, |refusal| say_refusal(refusal, lang)),
            Self::Faulty(faults) => lang.templates_faulty(faults.len()),
        }
    }
}

fn say_refusal(refusal: &TemplateRefusal, lang: Lang) -> String {
    match refusal {
        TemplateRefusal::Text { field, fault } => {
            let field = if *field == "name" { lang.templates_field_name() } else { lang.templates_field_reason() };
            lang.series_refused_text(field, say_wording(*fault, lang))
        }
        TemplateRefusal::Order { .. } => lang.templates_refused_order().to_owned(),
        TemplateRefusal::FileSize { bytes, most } => lang.templates_refused_size(bytes, most),
        TemplateRefusal::AllSize { bytes, most } => lang.templates_refused_all(bytes, most),
        TemplateRefusal::Same { version } => lang.templates_refused_same(version),
        TemplateRefusal::NoVersion { version, last } => lang.templates_refused_version(version, last),
        TemplateRefusal::NotUsed => lang.templates_refused_not_used().to_owned(),
    }
}

fn say_wording(fault: WordingFault, lang: Lang) -> String {
    match fault {
        WordingFault::Empty => lang.series_text_empty().to_owned(),
        WordingFault::Long { chars, max } => lang.series_text_long(chars, max),
        WordingFault::Form => lang.series_text_form().to_owned(),
        WordingFault::PersonalNumber { digits } => lang.series_text_personal(digits),
    }
}
