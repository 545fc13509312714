//! Units that have sent no report, told by kind: of a province's 166 communes nobody reads a list in one line.

use domain::units::UnitId;

use super::Ordered;
use crate::app::App;

/// Units of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfKind {
    /// `Phường`, `Xã`.
    pub kind: String,
    /// Their names without the kind, in the order in which they were given.
    pub names: Vec<String>,
}

impl App {
    /// Units by kind, as they were called on the last day of a report.
    pub fn units_by_kind(&self, ordered: &Ordered, units: impl IntoIterator<Item = UnitId>) -> Vec<OfKind> {
        let register = self.register();
        let mut found: Vec<OfKind> = Vec::new();
        for unit in units {
            let version = register.version(unit, ordered.window.to).or_else(|| register.versions_of(unit).last());
            let Some(version) = version else { continue };
            let full = version.full_name();
            let kind = capital(full.strip_suffix(version.name.as_str()).unwrap_or_default().trim());
            match found.iter_mut().find(|of| of.kind == kind) {
                Some(of) => of.names.push(version.name.clone()),
                None => found.push(OfKind { kind, names: vec![version.name.clone()] }),
            }
        }
        found
    }
}

fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
