//! `anlanh report`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::{Place, VI};

#[derive(Debug, ClapArgs)]
pub struct Reports {
    #[command(subcommand)]
    pub what: ReportsWhat,
}

#[derive(Debug, Subcommand)]
pub enum ReportsWhat {
    #[command(about = VI.reports_cli_build())]
    Build {
        #[arg(long, help = VI.reports_cli_form())]
        form: String,
        #[arg(long, help = VI.reports_cli_unit())]
        unit: String,
        #[arg(long, help = VI.reports_cli_period())]
        period: String,
        #[arg(long, help = VI.reports_cli_as_of(), value_parser = super::day)]
        as_of: Date,
        #[arg(long, help = VI.reports_cli_only_approved())]
        only_approved: bool,
        #[arg(long, value_enum, help = VI.reports_cli_format())]
        format: ReportFormat,
        #[arg(long, help = VI.reports_cli_out())]
        out: PathBuf,
        #[arg(long, help = VI.reports_cli_exact())]
        exact: bool,
        #[arg(long, help = VI.reports_cli_body())]
        body: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.reports_cli_build_all())]
    BuildAll {
        #[arg(long, help = VI.reports_cli_form())]
        form: String,
        #[arg(long, help = VI.cli_province())]
        province: String,
        #[arg(long, help = VI.reports_cli_period())]
        period: String,
        #[arg(long, help = VI.reports_cli_as_of(), value_parser = super::day)]
        as_of: Date,
        #[arg(long, value_enum, help = VI.reports_cli_format())]
        format: ReportFormat,
        #[arg(long, help = VI.reports_cli_folder())]
        out: PathBuf,
        #[arg(long, help = VI.reports_cli_exact())]
        exact: bool,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.reports_cli_check())]
    Check {
        #[arg(required = true, help = VI.reports_cli_files())]
        files: Vec<PathBuf>,
        #[arg(long, help = VI.reports_cli_own_calendars())]
        calendars: Option<PathBuf>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Docx,
    Pdf,
    Xlsx,
    Json,
    Dhis2,
    Adx,
    Csv,
}
