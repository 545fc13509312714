//! What the command line prints, and how it fails.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use app::Problem;
use app::health::say_refused;
use texts::Lang;

/// Why a command stopped; decides the exit code.
#[derive(Debug)]
pub enum Failure {
    /// The input has errors, already listed.
    Input(String),
    /// The command was given wrongly.
    Usage(String),
    /// A use case refused.
    Problem(Problem),
    /// A backup was not taken or not restored.
    Backup(app::backup::BackupFault),
    /// The output could not be written.
    Output(io::Error),
    /// The file that was named for the output could not be written.
    Unwritable(PathBuf, io::Error),
    /// Something else failed.
    Fault(String),
}

impl Failure {
    /// The exit code: 2 for input, 64 for usage, 1 otherwise.
    pub fn code(&self) -> u8 {
        match self {
            Self::Input(_) | Self::Problem(Problem::Invalid(_) | Problem::Missing(_) | Problem::NothingToSave) => 2,
            Self::Backup(fault) if fault.is_usage() => 64,
            Self::Usage(_) | Self::Problem(Problem::YearNotCovered { .. } | Problem::UnknownSwitch { .. }) => 64,
            Self::Problem(_) | Self::Backup(_) | Self::Output(_) | Self::Unwritable(..) | Self::Fault(_) => 1,
        }
    }

    /// In a sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Input(text) | Self::Usage(text) | Self::Fault(text) => text.clone(),
            Self::Problem(Problem::Invalid(issues)) => {
                let lines: Vec<String> = issues.iter().map(|i| i.say(lang)).collect();
                format!("{}\n{}", lines.join("\n"), lang.cli_faults(issues.len()))
            }
            // The cause of a fault is for whoever runs the machine: here that is the reader.
            Self::Problem(Problem::Fault(cause)) => match cause.downcast_ref() {
                Some(refused) => lang.cli_no_store(say_refused(refused, lang)),
                None => lang.cli_fault(cause),
            },
            Self::Problem(problem) => problem.say(lang),
            Self::Backup(fault) => fault.say(lang),
            Self::Output(error) => lang.cli_cannot_write(error),
            Self::Unwritable(path, error) => lang.cli_cannot_write_to(path.display(), unwritable(error, lang)),
        }
    }
}

/// Why a file cannot be opened, in words where the reason is a common one.
pub fn unopened(error: &io::Error, lang: Lang) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => lang.cli_no_such_file().to_owned(),
        io::ErrorKind::IsADirectory => lang.cli_is_a_folder().to_owned(),
        io::ErrorKind::PermissionDenied => lang.cli_not_permitted().to_owned(),
        _ => error.to_string(),
    }
}

/// Why a file cannot be written, in words where the reason is a common one.
fn unwritable(error: &io::Error, lang: Lang) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => lang.cli_no_such_folder().to_owned(),
        io::ErrorKind::IsADirectory => lang.cli_is_a_folder().to_owned(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => lang.cli_not_permitted().to_owned(),
        _ => error.to_string(),
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<app::backup::BackupFault> for Failure {
    fn from(fault: app::backup::BackupFault) -> Self {
        Self::Backup(fault)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Prints to standard error; there is nobody to tell if that fails.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Prints a line to standard output.
pub fn say(text: &str) -> Result<(), Failure> {
    writeln!(io::stdout().lock(), "{text}").map_err(Failure::Output)
}

/// Writes a whole document to a file or to standard output. A file appears complete or not at
/// all; a device or pipe that was named is written to and never replaced.
pub fn deliver(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let Some(path) = path else { return pour(io::stdout().lock(), write) };
    let refused = |error| Failure::Unwritable(path.to_path_buf(), error);
    if std::fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return pour(File::options().write(true).open(path).map_err(refused)?, write);
    }
    let folder =
        path.parent().filter(|p| !p.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let draft = tempfile::Builder::new().prefix(".anlanh-").tempfile_in(folder).map_err(refused)?;
    pour(draft.as_file(), write)?;
    draft.as_file().sync_all()?;
    draft.persist(path).map_err(|e| refused(e.error))?;
    Ok(())
}

fn pour(sink: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, sink);
    write(&mut out)?;
    out.flush().map_err(Failure::Output)
}

/// Opens a file that the user named.
pub fn open(path: &Path, lang: Lang) -> Result<File, Failure> {
    let refused = |why: &dyn std::fmt::Display| Failure::Input(lang.cli_cannot_open(path.display(), why));
    let file = File::open(path).map_err(|e| refused(&unopened(&e, lang)))?;
    let meta = file.metadata().map_err(|e| refused(&e))?;
    if meta.is_dir() { Err(refused(&lang.cli_is_a_folder())) } else { Ok(file) }
}
