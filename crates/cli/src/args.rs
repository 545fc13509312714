//! The command line as it is typed.

use std::net::SocketAddr;
use std::path::PathBuf;

use app::figures::Signed;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use domain::facts::Source;
use jiff::civil::Date;
use texts::Lang;

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
    #[command(about = VI.cli_boundaries())]
    Boundaries(Boundaries),
    #[command(about = VI.keys_about())]
    Keys(Keys),
    #[command(about = VI.keys_ledger())]
    Ledger(Ledger),
    #[command(about = VI.cli_serve())]
    Serve(Serve),
    #[command(about = VI.cli_demo())]
    Demo(Demo),
    #[command(about = VI.cli_doctor())]
    Doctor(Place),
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
        #[arg(long, help = VI.cli_as_of())]
        as_of: Option<Date>,
    },
    #[command(about = VI.cli_units_show())]
    Show {
        #[arg(help = VI.cli_code())]
        code: String,
        #[arg(long, help = VI.cli_as_of())]
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
        #[arg(long, help = VI.cli_boundaries_date())]
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
        #[arg(long, env = "ANLANH_DATA", default_value = DATA, help = VI.cli_data())]
        data: PathBuf,
    },
    #[command(about = VI.keys_status())]
    Status {
        #[arg(long, env = "ANLANH_DATA", default_value = DATA, help = VI.cli_data())]
        data: PathBuf,
    },
}

#[derive(Debug, ClapArgs)]
pub struct Ledger {
    #[command(subcommand)]
    pub what: LedgerWhat,
}

#[derive(Debug, Subcommand)]
pub enum LedgerWhat {
    #[command(about = VI.keys_verify())]
    Verify {
        #[arg(long, value_name = "CHECKPOINT", help = VI.keys_from())]
        from: Vec<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.keys_checkpoint())]
    Checkpoint {
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.keys_export())]
    Export {
        #[arg(long, help = VI.keys_export_out())]
        out: PathBuf,
        #[command(flatten)]
        place: Place,
    },
}

/// Who stands behind what is recorded.
#[derive(Debug, ClapArgs)]
pub struct SignedArgs {
    #[arg(long, help = VI.cli_source())]
    source: String,
    #[arg(long, help = VI.cli_source_number())]
    source_number: Option<String>,
    #[arg(long, help = VI.cli_source_date())]
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
        Signed { source, entered_by: self.entered_by.clone() }
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
}

#[derive(Debug, ClapArgs)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    #[arg(long, env = "ANLANH_LISTEN", default_value = "127.0.0.1:8038", help = VI.cli_listen())]
    pub listen: SocketAddr,
}

#[derive(Debug, ClapArgs)]
pub struct Demo {
    #[arg(long, default_value = "127.0.0.1:8038", help = VI.cli_listen())]
    pub listen: SocketAddr,
    #[arg(long, default_value_t = app::demo::SEED, help = VI.cli_seed())]
    pub seed: u64,
}
