//! The command line as it is typed.

use std::net::SocketAddr;
use std::path::PathBuf;

use app::figures::{Author, Signed};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use domain::facts::Source;
use jiff::civil::Date;
use texts::Lang;
use vault::key::VerifyingKey;

use crate::provider::Named;

mod admin;
mod cases;
mod document;
#[cfg(test)]
mod documented;
mod forms;
mod ledger;
mod mail;
mod reports;

pub use admin::{Admin, AdminWhat, Paper};
pub use cases::{Cases, CasesWhat, CountForm, LawTables, LawWhat, Rehearse, Told};
pub use document::{Document, DocumentWhat, LintForm};
pub use forms::{Forms, FormsWhat};
pub use ledger::{Ledger, LedgerWhat};
pub use reports::{ReportFormat, Reports, ReportsWhat};

/// Help is Vietnamese: it is read before a language can be chosen.
const VI: Lang = Lang::Vi;

#[derive(Debug, Parser)]
#[command(name = "anlanh", version, about = VI.cli_about(), disable_help_subcommand = true)]
pub struct Args {
    #[arg(long, global = true, env = "ANLANH_LANG", default_value = "vi", value_parser = ["vi", "en"], help = VI.cli_lang())]
    lang: String,
    #[command(subcommand)]
    pub command: Command,
}

impl Args {
    /// The language of answers.
    pub fn lang(&self) -> Lang {
        Lang::from_tag(&self.lang)
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(about = VI.cli_classify())]
    Classify(Classify),
    #[command(about = VI.cli_template())]
    Template(Template),
    #[command(about = VI.cli_units())]
    Units(Units),
    #[command(about = VI.cli_packs())]
    Packs(Packs),
    #[command(about = VI.cli_facts())]
    Facts(Facts),
    #[command(about = VI.cases_cli_rehearse())]
    Rehearse(Rehearse),
    #[command(about = VI.counts_cli_cases())]
    Cases(Cases),
    #[command(about = VI.cases_cli_law())]
    Law(LawTables),
    #[command(about = VI.papers_cli_forms())]
    Forms(Forms),
    #[command(about = VI.document_about())]
    Document(Document),
    #[command(about = VI.calendar_about())]
    Calendar(Calendars),
    #[command(about = VI.calendar_ics_about())]
    Ics(Ics),
    #[command(about = VI.reports_cli_about())]
    Report(Reports),
    #[command(about = VI.cli_boundaries())]
    Boundaries(Boundaries),
    #[command(about = VI.signin_admin_about())]
    Admin(Admin),
    #[command(about = VI.keys_about())]
    Keys(Keys),
    #[command(about = VI.keys_ledger())]
    Ledger(Ledger),
    #[command(about = VI.backup_about())]
    Backup(Backup),
    #[command(about = VI.backup_restore_about())]
    Restore(Restore),
    #[command(about = VI.backup_drill_about())]
    Drill(Drill),
    #[command(about = VI.cli_serve())]
    Serve(Serve),
    #[command(about = VI.cli_demo())]
    Demo(Demo),
    #[command(about = VI.cli_doctor())]
    Doctor(Place),
    #[command(about = VI.api_command())]
    Openapi,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LevelArg {
    Commune,
    Province,
}

impl From<LevelArg> for domain::units::Level {
    fn from(level: LevelArg) -> Self {
        match level {
            LevelArg::Commune => Self::Commune,
            LevelArg::Province => Self::Province,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Csv,
    Xlsx,
    Html,
}

#[derive(Debug, ClapArgs)]
pub struct Classify {
    #[arg(help = VI.cli_classify_file())]
    pub file: PathBuf,
    #[arg(long, help = VI.cli_year())]
    pub year: i16,
    #[arg(long, value_enum, default_value = "commune", help = VI.cli_level())]
    pub level: LevelArg,
    #[arg(long, default_value = app::DEFAULT_PACK, help = VI.cli_pack())]
    pub pack: String,
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value, help = VI.cli_set())]
    pub set: Vec<(String, String)>,
    #[arg(long, value_enum, default_value = "table", help = VI.cli_format())]
    pub format: Format,
    #[arg(long, help = VI.cli_out())]
    pub out: Option<PathBuf>,
    #[arg(long, help = VI.cli_repeats())]
    pub repeats: bool,
}

/// A day as people write it, `14/09/2026`, or as programs do, `2026-09-14`.
fn day(text: &str) -> Result<Date, String> {
    let written = || {
        let mut parts = text.trim().splitn(3, ['/', '.', '-']);
        let (day, month, year) =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Date::new(year, month, day).ok().filter(|_| year > 31)
    };
    text.trim().parse().ok().or_else(written).ok_or_else(|| VI.cli_no_day(text))
}

fn key_value(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or_else(|| VI.cli_set_shape().to_owned())?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

#[derive(Debug, ClapArgs)]
pub struct Template {
    #[command(subcommand)]
    pub what: TemplateWhat,
}

#[derive(Debug, Subcommand)]
pub enum TemplateWhat {
    #[command(about = VI.cli_template_facts())]
    Facts {
        #[arg(long, help = VI.cli_province())]
        province: Option<String>,
        #[arg(long, default_value_t = 2025, help = VI.cli_year())]
        year: i16,
        #[arg(long, value_enum, default_value = "commune", help = VI.cli_level())]
        level: LevelArg,
        #[arg(long, help = VI.cli_out())]
        out: PathBuf,
    },
}

#[derive(Debug, ClapArgs)]
pub struct Calendars {
    #[command(subcommand)]
    pub what: CalendarWhat,
}

#[derive(Debug, Subcommand)]
pub enum CalendarWhat {
    #[command(about = VI.calendar_next_about())]
    Next {
        #[arg(long, help = VI.calendar_unit())]
        unit: String,
        #[arg(long, help = VI.calendar_on(), value_parser = day)]
        on: Option<Date>,
        #[arg(long, value_enum, default_value_t = CalendarForm::Text, help = VI.calendar_format())]
        format: CalendarForm,
    },
}

#[derive(Debug, ClapArgs)]
pub struct Ics {
    #[arg(long, help = VI.calendar_unit())]
    pub unit: String,
    #[arg(long, value_name = "FILE.ics", help = VI.calendar_ics_out())]
    pub out: PathBuf,
    #[arg(long, help = VI.calendar_on(), value_parser = day)]
    pub on: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CalendarForm {
    Text,
    Json,
}

#[derive(Debug, ClapArgs)]
pub struct Units {
    #[command(subcommand)]
    pub what: UnitsWhat,
}

#[derive(Debug, Subcommand)]
pub enum UnitsWhat {
    #[command(about = VI.cli_units_search())]
    Search {
        #[arg(required = true, help = VI.cli_units_text())]
        text: Vec<String>,
        #[arg(long, default_value_t = 20, help = VI.cli_limit())]
        limit: usize,
        #[arg(long, help = VI.cli_as_of(), value_parser = day)]
        as_of: Option<Date>,
    },
    #[command(about = VI.cli_units_show())]
    Show {
        #[arg(help = VI.cli_code())]
        code: String,
        #[arg(long, help = VI.cli_as_of(), value_parser = day)]
        as_of: Option<Date>,
    },
    #[command(about = VI.cli_units_lineage())]
    Lineage {
        #[arg(help = VI.cli_code())]
        code: String,
    },
    #[command(about = VI.cli_units_hamlets())]
    ImportHamlets {
        #[arg(help = VI.cli_hamlets_file())]
        file: PathBuf,
        #[command(flatten)]
        signed: SignedArgs,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, ClapArgs)]
pub struct Packs {
    #[command(subcommand)]
    pub what: PacksWhat,
}

#[derive(Debug, Subcommand)]
pub enum PacksWhat {
    #[command(about = VI.cli_packs_list())]
    List,
    #[command(about = VI.cli_packs_show())]
    Show {
        #[arg(help = VI.cli_pack())]
        pack: String,
    },
    #[command(about = VI.cli_packs_schema())]
    Schema,
    #[command(about = VI.cli_packs_check())]
    Check {
        #[arg(help = VI.cli_packs_files())]
        files: Vec<PathBuf>,
    },
}

#[derive(Debug, ClapArgs)]
pub struct Facts {
    #[command(subcommand)]
    pub what: FactsWhat,
}

#[derive(Debug, Subcommand)]
pub enum FactsWhat {
    #[command(about = VI.cli_facts_import())]
    Import {
        #[arg(help = VI.cli_classify_file())]
        file: PathBuf,
        #[arg(long, help = VI.cli_year())]
        year: i16,
        #[arg(long, value_enum, default_value = "commune", help = VI.cli_level())]
        level: LevelArg,
        #[command(flatten)]
        signed: SignedArgs,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, ClapArgs)]
pub struct Boundaries {
    #[command(subcommand)]
    pub what: BoundariesWhat,
}

#[derive(Debug, Subcommand)]
pub enum BoundariesWhat {
    #[command(about = VI.cli_boundaries_import())]
    Import {
        #[arg(help = VI.cli_boundaries_file())]
        file: PathBuf,
        #[arg(long, help = VI.cli_boundaries_source())]
        source: String,
        #[arg(long, help = VI.cli_boundaries_licence())]
        licence: String,
        #[arg(long, help = VI.cli_boundaries_date(), value_parser = day)]
        date: Date,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, ClapArgs)]
pub struct Keys {
    #[command(subcommand)]
    pub what: KeysWhat,
}

#[derive(Debug, Subcommand)]
pub enum KeysWhat {
    #[command(about = VI.keys_init())]
    Init {
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.keyring_about_rotate())]
    Rotate {
        #[command(flatten)]
        what: RotateWhat,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.keys_status())]
    Status {
        #[command(flatten)]
        place: Place,
    },
}

/// One key is changed at a time.
#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = false)]
#[expect(clippy::struct_excessive_bools, reason = "flags as they are typed, of which one is given")]
pub struct RotateWhat {
    #[arg(long, value_name = "CODE", help = VI.keyring_rotate_unit())]
    pub unit: Option<String>,
    #[arg(long, help = VI.keyring_rotate_all_units())]
    pub all_units: bool,
    #[arg(long, help = VI.keyring_rotate_root())]
    pub root: bool,
    #[arg(long, help = VI.keyring_rotate_epoch())]
    pub epoch: bool,
    #[arg(long, help = VI.ledger_cli_rotate_ledger())]
    pub ledger: bool,
}

/// Who stands behind what is recorded.
#[derive(Debug, ClapArgs)]
pub struct SignedArgs {
    #[arg(long, help = VI.cli_source())]
    source: String,
    #[arg(long, help = VI.cli_source_number())]
    source_number: Option<String>,
    #[arg(long, help = VI.cli_source_date(), value_parser = day)]
    source_date: Option<Date>,
    #[arg(long, help = VI.cli_entered_by())]
    entered_by: String,
}

impl SignedArgs {
    /// As use cases take it.
    pub fn signed(&self) -> Signed {
        let source = Source {
            title: self.source.clone(),
            number: self.source_number.clone(),
            date: self.source_date,
            place: None,
        };
        Signed { source, entered_by: self.entered_by.clone(), author: Author::LOCAL }
    }
}

/// The data folder unless another is named.
const DATA: &str = "anlanh-data";

/// Where the data is kept.
#[derive(Debug, ClapArgs)]
pub struct Place {
    #[arg(long, env = "ANLANH_DATA", default_value = DATA, help = VI.cli_data())]
    pub data: PathBuf,
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, help = VI.cli_database())]
    pub database_url: Option<String>,
    #[arg(long, env = "ANLANH_KEYRING_URL", hide_env_values = true, help = VI.keyring_url())]
    pub keyring_url: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub struct Backup {
    #[arg(long, value_name = "FOLDER", required_unless_present = "new_identity", help = VI.backup_to())]
    pub to: Option<PathBuf>,
    #[arg(long, value_name = "age1…", help = VI.backup_recipient())]
    pub recipient: Vec<String>,
    #[arg(long, value_name = "FILE", help = VI.backup_recipients_file())]
    pub recipients_file: Option<PathBuf>,
    #[arg(long, value_name = "FILE", conflicts_with = "to", help = VI.backup_new_identity())]
    pub new_identity: Option<PathBuf>,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Debug, ClapArgs)]
pub struct Restore {
    #[arg(long, value_name = "FOLDER", help = VI.backup_from())]
    pub from: PathBuf,
    #[arg(long, value_name = "FILE", help = VI.backup_identity())]
    pub identity: PathBuf,
    #[arg(long, value_name = "FOLDER", required_unless_present = "into_database", help = VI.backup_into())]
    pub into: Option<PathBuf>,
    #[arg(
        long,
        env = "ANLANH_INTO_DATABASE",
        hide_env_values = true,
        conflicts_with = "into",
        help = VI.backup_into_database()
    )]
    pub into_database: Option<String>,
    #[arg(
        long,
        env = "ANLANH_INTO_KEYRING",
        hide_env_values = true,
        requires = "into_database",
        help = VI.backup_into_keyring()
    )]
    pub into_keyring: Option<String>,
    #[arg(long, value_name = "TIME", help = VI.backup_at())]
    pub at: Option<jiff::Timestamp>,
    #[arg(long, value_name = "KEY", help = VI.backup_key())]
    pub key: Option<VerifyingKey>,
}

#[derive(Debug, ClapArgs)]
pub struct Drill {
    #[arg(long, value_name = "FOLDER", help = VI.backup_from())]
    pub from: PathBuf,
    #[arg(long, value_name = "FILE", help = VI.backup_identity())]
    pub identity: PathBuf,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Debug, ClapArgs)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    #[arg(long, env = "ANLANH_LISTEN", default_value = "127.0.0.1:8038", help = VI.cli_listen())]
    pub listen: SocketAddr,
    #[arg(long, env = "ANLANH_ORIGIN", value_name = "https://…", help = VI.cli_serve_origin())]
    pub origin: Option<String>,
    #[command(flatten)]
    pub provider: IdentityProvider,
    #[command(flatten)]
    pub mail: mail::MailServer,
    #[arg(long, env = "ANLANH_BACKUP_TO", value_name = "FOLDER", help = VI.backup_serve_to())]
    pub backup_to: Option<PathBuf>,
    #[arg(long, env = "ANLANH_BACKUP_RECIPIENTS", value_delimiter = ',', value_name = "age1…", help = VI.backup_recipient())]
    pub backup_recipient: Vec<String>,
}

/// The identity provider of a province.
#[derive(Debug, ClapArgs)]
pub struct IdentityProvider {
    #[arg(long = "provider-issuer", env = "ANLANH_PROVIDER_ISSUER", value_name = "https://…", requires = "client", help = VI.provider_arg_issuer())]
    pub issuer: Option<String>,
    #[arg(long = "provider-client", env = "ANLANH_PROVIDER_CLIENT", value_name = "ID", requires = "issuer", help = VI.provider_arg_client())]
    pub client: Option<String>,
    #[arg(long = "provider-secret-file", env = "ANLANH_PROVIDER_SECRET_FILE", value_name = "FILE", help = VI.provider_arg_secret())]
    pub secret_file: Option<PathBuf>,
    #[arg(long = "provider-authorities", env = "ANLANH_PROVIDER_AUTHORITIES", value_name = "FILE", help = VI.provider_arg_authorities())]
    pub authorities: Option<PathBuf>,
}

impl IdentityProvider {
    /// The provider that was named; none if none was.
    pub fn named(&self) -> Option<Named> {
        Some(Named {
            issuer: self.issuer.clone()?,
            client: self.client.clone()?,
            secret_file: self.secret_file.clone(),
            authorities: self.authorities.clone(),
        })
    }
}

#[derive(Debug, ClapArgs)]
pub struct Demo {
    #[arg(long, default_value = "127.0.0.1:8038", help = VI.cli_listen())]
    pub listen: SocketAddr,
    #[arg(long, default_value_t = app::demo::SEED, help = VI.cli_seed())]
    pub seed: u64,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::day;

    #[test]
    fn a_day_is_read_as_people_and_as_programs_write_it() {
        for text in ["2026-09-14", "14/09/2026", "14/9/2026", " 14.9.2026 ", "14-09-2026"] {
            assert_eq!(day(text), Ok(date(2026, 9, 14)), "{text}");
        }
        for text in ["32/1/2026", "29/2/2026", "2026", "09/14/2026", "14/9/26", "hôm nay", ""] {
            let said = day(text).expect_err(text);
            assert!(said.contains(text) && said.contains("14/09/2026"), "{said}");
        }
    }
}
