//! `document` as it is typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::VI;

#[derive(Debug, ClapArgs)]
pub struct Document {
    #[command(subcommand)]
    pub what: DocumentWhat,
}

#[derive(Debug, Subcommand)]
pub enum DocumentWhat {
    #[command(about = VI.document_lint_about())]
    Lint {
        #[arg(value_name = "FILE", help = VI.document_file())]
        file: PathBuf,
        #[arg(long, value_name = "FORM", help = VI.document_form())]
        form: Option<String>,
        #[arg(long, value_enum, default_value_t = LintForm::Text, help = VI.document_format())]
        format: LintForm,
    },
    #[command(about = VI.document_preview_about())]
    Preview {
        #[arg(value_name = "FILE", help = VI.document_file())]
        file: PathBuf,
        #[arg(long, value_name = "FILE", help = VI.document_to())]
        to: PathBuf,
    },
}

/// For people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LintForm {
    Text,
    Json,
}
