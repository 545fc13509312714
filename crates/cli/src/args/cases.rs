//! `rehearse` and `law` as they are typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::VI;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Told {
    Text,
    Json,
}

#[derive(Debug, ClapArgs)]
pub struct Rehearse {
    #[arg(help = VI.cases_cli_rehearse_file())]
    pub file: PathBuf,
    #[arg(long, value_enum, default_value = "text", help = VI.cases_cli_format())]
    pub format: Told,
    #[arg(long, value_name = "FILE", help = VI.cases_cli_own())]
    pub law: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct LawTables {
    #[command(subcommand)]
    pub what: LawWhat,
}

#[derive(Debug, Subcommand)]
pub enum LawWhat {
    #[command(about = VI.cases_cli_law_acts())]
    Acts {
        #[arg(long, default_value = "C", help = VI.cases_cli_regime())]
        regime: String,
        #[arg(long, value_name = "FILE", help = VI.cases_cli_own())]
        law: Option<PathBuf>,
    },
    #[command(about = VI.cases_cli_law_show())]
    Show {
        #[arg(long, default_value = "C", help = VI.cases_cli_regime())]
        regime: String,
        #[arg(long, value_name = "FILE", help = VI.cases_cli_own())]
        law: Option<PathBuf>,
    },
}

#[derive(Debug, ClapArgs)]
pub struct Cases {
    #[command(subcommand)]
    pub what: CasesWhat,
}

#[derive(Debug, Subcommand)]
pub enum CasesWhat {
    #[command(about = VI.counts_cli_count())]
    Count {
        #[arg(long, help = VI.counts_cli_unit())]
        unit: String,
        #[arg(long, value_name = "DATE", help = VI.counts_cli_as_of(), value_parser = super::day)]
        as_of: jiff::civil::Date,
        #[arg(long, value_name = "DATE", help = VI.counts_cli_from(), value_parser = super::day)]
        from: Option<jiff::civil::Date>,
        #[arg(long, value_name = "INSTANT", help = VI.counts_cli_known_at())]
        known_at: Option<jiff::Timestamp>,
        #[arg(long = "set", value_name = "NAME=1|0", value_parser = super::key_value, help = VI.counts_cli_set())]
        set: Vec<(String, String)>,
        #[arg(long, value_enum, default_value = "table", help = VI.counts_cli_format())]
        format: CountForm,
        #[command(flatten)]
        place: super::Place,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CountForm {
    Table,
    Json,
}
