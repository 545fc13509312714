//! Which unit a row speaks of. Codes are re-used, so the name and province beside a
//! code are held against it.

use documents::sheet::{Cell, Row};
use domain::fold;
use domain::numbers::read_stored_count;
use domain::units::{Level, Version};

use super::columns::ColumnRole;
use super::issue::IssueKind;
use super::rows::{Desk, Notice};

impl Desk<'_, '_> {
    /// The row's unit, by place among the intake's units, when everything about it agrees.
    pub(super) fn unit(&mut self, row: &Row) -> Option<u32> {
        let mut unit = None;
        for at in 0..self.columns.roles.len() {
            match self.columns.roles.get(at).map(|(role, _)| *role) {
                Some(ColumnRole::Code) => unit = self.code(row, at),
                Some(ColumnRole::Year) => self.year(row, at),
                _ => {}
            }
        }
        let place = unit?;
        let version = *self.intake.units().get(place as usize)?;
        for at in 0..self.columns.roles.len() {
            match self.columns.roles.get(at).map(|(role, _)| *role) {
                Some(ColumnRole::Name) => self.name(row, at, version),
                Some(ColumnRole::Province) => self.province(row, at, version),
                _ => {}
            }
        }
        unit
    }

    fn code(&mut self, row: &Row, at: usize) -> Option<u32> {
        let written = row.cell(at);
        let text = match written {
            Cell::Empty => {
                self.issue(row.number, Some(at), &"", IssueKind::NoCode);
                return None;
            }
            Cell::Text(text) => text.clone(),
            other => other.to_string(),
        };
        let code = self.full_code(row, at, &text)?;
        let Some(place) = self.intake.place(&code) else { return self.alias_or_refusal(row, at, &code) };
        if code != text {
            self.reading.note(Notice::Padded(row.number, text, code));
        }
        self.once(row, at, place)
    }

    /// Two digits for provinces, five for communes; leading zeros that a spreadsheet ate are put back.
    fn full_code(&mut self, row: &Row, at: usize, text: &str) -> Option<String> {
        let digits = if self.intake.level == Level::Province { 2 } else { 5 };
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            self.issue(row.number, Some(at), &text, IssueKind::NotACode { digits });
            return None;
        }
        let other = match self.intake.level {
            Level::Province => text.len() == 5,
            _ => {
                text.len() == 2 && self.intake.register.at_code(text, Level::Province, self.intake.window.to).is_some()
            }
        };
        if other || text.len() > digits {
            let kind = if other { IssueKind::OtherLevel } else { IssueKind::NotACode { digits } };
            self.issue(row.number, Some(at), &text, kind);
            return None;
        }
        Some(format!("{text:0>digits$}"))
    }

    fn once(&mut self, row: &Row, at: usize, place: u32) -> Option<u32> {
        if self.intake.repeats {
            return Some(place);
        }
        let first = self.first.get_mut(place as usize)?;
        if *first == 0 {
            *first = row.number;
            return Some(place);
        }
        let first = *first;
        self.issue(row.number, Some(at), row.cell(at), IssueKind::Duplicate { first });
        None
    }

    fn alias_or_refusal(&mut self, row: &Row, at: usize, code: &str) -> Option<u32> {
        let (register, day) = (self.intake.register, self.intake.window.to);
        if let Some(alias) = register.at_code(code, self.intake.level, day) {
            let place = self.intake.place(&alias.code)?;
            self.reading.note(Notice::Alias(row.number, code.to_owned(), alias.code.clone()));
            return self.once(row, at, place);
        }
        let former = register.of_code(code).filter(|v| v.kind.level() == self.intake.level).last();
        let kind = match former {
            Some(former) => IssueKind::FormerCode {
                was: former.full_name(),
                heirs: register.heirs(former.unit, day).into_iter().map(coded).collect(),
            },
            None => IssueKind::UnknownCode { suggestions: self.suggestions(row) },
        };
        self.issue(row.number, Some(at), row.cell(at), kind);
        None
    }

    /// Units that bear the name in the row; the name alone never decides.
    fn suggestions(&self, row: &Row) -> Vec<String> {
        let Some(at) = self.columns.roles.iter().position(|(role, _)| *role == ColumnRole::Name) else {
            return Vec::new();
        };
        let name = row.cell(at).to_string();
        let hits = self.intake.register.search(&name, self.intake.window.to, 20);
        hits.into_iter()
            .filter(|h| h.in_force && h.version.kind.level() == self.intake.level && bears(h.version, &name))
            .take(3)
            .map(|h| coded(h.version))
            .collect()
    }

    fn year(&mut self, row: &Row, at: usize) {
        let year = self.intake.year;
        let same = match row.cell(at) {
            Cell::Empty => true,
            Cell::Number(n) => read_stored_count(*n) == Ok(i64::from(year)),
            other => other.to_string() == year.to_string(),
        };
        if !same {
            self.issue(row.number, Some(at), row.cell(at), IssueKind::OtherYear { year });
        }
    }

    fn name(&mut self, row: &Row, at: usize, version: &Version) {
        let cell = row.cell(at);
        let Cell::Text(written) = cell else {
            if *cell != Cell::Empty {
                self.issue(row.number, Some(at), cell, IssueKind::OtherName { is: version.full_name(), was: None });
            }
            return;
        };
        if bears(version, written) {
            return;
        }
        let before = self.intake.register.of_code(&version.code).find(|v| v.unit != version.unit && bears(v, written));
        let kind = IssueKind::OtherName { is: version.full_name(), was: before.map(Version::full_name) };
        self.issue(row.number, Some(at), cell, kind);
    }

    fn province(&mut self, row: &Row, at: usize, version: &Version) {
        let cell = row.cell(at);
        let written = cell.to_string();
        let Some(province) = self.intake.register.province(version.unit, self.intake.window.to) else { return };
        let padded = format!("{written:0>2}");
        if !written.is_empty() && padded != province.code && !bears(province, &written) {
            self.issue(row.number, Some(at), cell, IssueKind::OtherProvince { is: province.full_name() });
        }
    }
}

/// Whether a unit is called so, with or without its type, however it is typed.
pub(crate) fn bears(version: &Version, written: &str) -> bool {
    if written == version.name {
        return true;
    }
    let folded = fold::plain(written);
    let name = fold::plain(&version.name);
    // "TP" and "Tp." are how the type is shortened in every office.
    let short = folded.strip_prefix("tp ").or_else(|| folded.strip_prefix("t p "));
    folded == name || folded == fold::plain(&version.full_name()) || short == Some(name.as_str())
}

fn coded(version: &Version) -> String {
    format!("{} {}", version.code, version.full_name())
}
