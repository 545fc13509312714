//! `forms` as it is typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::VI;

#[derive(Debug, ClapArgs)]
pub struct Forms {
    #[command(subcommand)]
    pub what: FormsWhat,
}

#[derive(Debug, Subcommand)]
pub enum FormsWhat {
    #[command(about = VI.papers_cli_list())]
    List {
        #[arg(long, value_name = "FOLDER", help = VI.papers_cli_folder())]
        from: Option<PathBuf>,
    },
    #[command(about = VI.papers_cli_show())]
    Show {
        #[arg(help = VI.papers_cli_id())]
        id: String,
    },
    #[command(about = VI.papers_cli_check())]
    Check {
        #[arg(help = VI.papers_cli_folder())]
        folder: PathBuf,
    },
    #[command(about = VI.papers_cli_preview())]
    Preview {
        #[arg(help = VI.papers_cli_id())]
        id: String,
        #[arg(long, value_name = "FILE", help = VI.papers_cli_to())]
        to: PathBuf,
        #[arg(long, value_name = "FOLDER", help = VI.papers_cli_folder())]
        from: Option<PathBuf>,
    },
}
