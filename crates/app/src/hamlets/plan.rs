//! Holding a list against the register: which hamlets are new, which are known and changed.

use std::collections::HashMap;

use domain::fold;
use domain::units::{Kind, Level, Register, Start, UnitId, Version};
use jiff::civil::Date;
use uuid::Uuid;

use super::fault::{HamletFault, HamletNotice};
use super::list::{Line, List, Role};
use crate::intake::{IssueKind, bears};

/// What a list comes to.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Versions to write, new ones and changed ones.
    pub versions: Vec<Version>,
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// All versions of one hamlet, oldest first.
struct Life {
    versions: Vec<Version>,
    /// The row of this list that spoke of it; 0 if none did.
    row: u32,
}

/// The register's hamlets while a list is worked into them.
struct Desk {
    lives: Vec<Life>,
    /// By commune and name, folded with its diacritics.
    by_name: HashMap<(UnitId, String), Vec<usize>>,
    /// By commune and name, folded without them.
    by_plain: HashMap<(UnitId, String), Vec<usize>>,
    by_code: HashMap<String, Vec<usize>>,
    /// The highest running number in codes that were given here, by commune's code.
    numbers: HashMap<String, u32>,
    plan: Plan,
}

/// A row whose every field is there.
struct Entry<'l> {
    line: &'l Line,
    commune: &'l Version,
    name: &'l str,
    kind: Kind,
    from: Date,
}

/// Works a list into the register; complaints and notices go to the list.
pub(super) fn make(register: &Register, list: &mut List, basis: &str, new_id: &dyn Fn() -> Uuid) -> Plan {
    let mut desk = Desk::new(register);
    let lines = std::mem::take(&mut list.lines);
    for line in &lines {
        if let (Some(commune), Some(code)) = (&line.commune, &line.code) {
            desk.reserve(&full_code(commune, code));
        }
    }
    for line in &lines {
        let commune = commune(register, line, list);
        let (Some(commune), Some(name), Some(kind), Some(from)) = (commune, line.name.as_deref(), line.kind, line.from)
        else {
            continue;
        };
        let entry = Entry { line, commune, name, kind, from };
        if let Err((role, value, fault)) = desk.place(&entry, list, basis, new_id) {
            list.issues.push(list.columns.issue(line.row, role, &value, fault));
        }
    }
    desk.plan
}

/// The commune that a row's code names on the hamlet's first day, if it lasts as long as the hamlet.
fn commune<'r>(register: &'r Register, line: &Line, list: &mut List) -> Option<&'r Version> {
    let (code, from) = (line.commune.as_deref()?, line.from?);
    let mut refuse = |role, value: &str, kind| list.issues.push(list.columns.issue(line.row, role, value, kind));
    let Some(found) = register.at_code(code, Level::Commune, from) else {
        refuse(Role::Commune, code, no_commune(register, code, from));
        return None;
    };
    let named = line.commune_name.as_deref().unwrap_or_default();
    if !named.is_empty() && !bears(found, named) {
        let other = register.of_code(code).find(|v| v.unit != found.unit && bears(v, named));
        let kind = IssueKind::OtherName { is: found.full_name(), was: other.map(Version::full_name) };
        refuse(Role::CommuneName, named, kind);
        return None;
    }
    if let Some(end) = end(register, found.unit).filter(|end| line.until.is_none_or(|until| until > *end)) {
        let heirs = register.heirs(found.unit, end).into_iter().map(coded).collect();
        let last = end.yesterday().unwrap_or(end);
        refuse(Role::Commune, code, HamletFault::CommuneEnds { commune: found.full_name(), last, heirs }.into());
        return None;
    }
    Some(found)
}

/// The first day on which a unit is no more; nothing while it lasts.
fn end(register: &Register, unit: UnitId) -> Option<Date> {
    let ends: Option<Vec<Date>> = register.versions_of(unit).map(|v| v.until).collect();
    ends?.into_iter().max()
}

/// Why no commune of this code is in force on a day.
fn no_commune(register: &Register, code: &str, day: Date) -> IssueKind {
    let mut communes = register.of_code(code).filter(|v| v.kind.level() == Level::Commune);
    let Some(first) = communes.next() else { return IssueKind::UnknownCode { suggestions: Vec::new() } };
    let all: Vec<&Version> = std::iter::once(first).chain(communes).collect();
    let later = all.iter().find_map(|v| match v.from {
        Start::On(from) if from > day => Some((v, from)),
        _ => None,
    });
    if let Some((later, from)) = later {
        return HamletFault::CommuneNotYet { commune: later.full_name(), from }.into();
    }
    let last = all.last().copied().unwrap_or(first);
    let heirs = register.heirs(last.unit, day).into_iter().map(coded).collect();
    IssueKind::FormerCode { was: last.full_name(), heirs }
}

/// Codes of hamlets are told apart by their commune's, which stands before them.
fn full_code(commune: &str, written: &str) -> String {
    if written.starts_with(commune) { written.to_owned() } else { format!("{commune}-{written}") }
}

fn coded(version: &Version) -> String {
    format!("{} {}", version.code, version.full_name())
}

type Refusal = (Role, String, IssueKind);

impl Desk {
    fn new(register: &Register) -> Self {
        let mut desk = Self {
            lives: Vec::new(),
            by_name: HashMap::new(),
            by_plain: HashMap::new(),
            by_code: HashMap::new(),
            numbers: HashMap::new(),
            plan: Plan::default(),
        };
        let mut units: HashMap<UnitId, Vec<Version>> = HashMap::new();
        for version in register.versions().iter().filter(|v| v.kind.level() == Level::Hamlet) {
            units.entry(version.unit).or_default().push(version.clone());
        }
        for (_, mut versions) in units {
            versions.sort_by_key(first_day);
            desk.learn(Life { versions, row: 0 });
        }
        desk
    }

    fn learn(&mut self, life: Life) {
        let at = self.lives.len();
        for version in &life.versions {
            self.index(version, at);
        }
        self.lives.push(life);
    }

    fn index(&mut self, version: &Version, at: usize) {
        let Some(commune) = version.parent else { return };
        push(self.by_name.entry((commune, fold::marked(&version.name))).or_default(), at);
        push(self.by_plain.entry((commune, fold::plain(&version.name))).or_default(), at);
        push(self.by_code.entry(version.code.clone()).or_default(), at);
        self.reserve(&version.code);
    }

    /// Keeps running numbers clear of a code.
    fn reserve(&mut self, code: &str) {
        if let Some((commune, number)) = code.split_once('-')
            && let Ok(number) = number.parse::<u32>()
        {
            let highest = self.numbers.entry(commune.to_owned()).or_default();
            *highest = number.max(*highest);
        }
    }

    fn place(
        &mut self,
        entry: &Entry<'_>,
        list: &mut List,
        basis: &str,
        new_id: &dyn Fn() -> Uuid,
    ) -> Result<(), Refusal> {
        let key = (entry.commune.unit, fold::marked(entry.name));
        let known = self.by_name.get(&key).into_iter().flatten().copied().find(|at| self.overlaps(*at, entry));
        if let Some(first) = known.and_then(|at| self.lives.get(at)).map(|life| life.row).filter(|row| *row != 0) {
            return Err((Role::Name, entry.name.to_owned(), IssueKind::Duplicate { first }));
        }
        let code = self.code(entry, known)?;
        self.remark(entry, known, list);
        if let Some(at) = known {
            return self.change(at, entry, code.as_deref(), basis);
        }
        let code = code.unwrap_or_else(|| self.next_code(&entry.commune.code));
        let version = version(entry, UnitId(new_id()), code, basis);
        self.plan.versions.push(version.clone());
        self.plan.added += 1;
        self.learn(Life { versions: vec![version], row: entry.line.row });
        Ok(())
    }

    fn overlaps(&self, at: usize, entry: &Entry<'_>) -> bool {
        self.lives.get(at).is_some_and(|life| life.overlaps(entry.from, entry.line.until))
    }

    /// The code that a row gives, under its commune's, unless another hamlet has it in the same time.
    fn code(&self, entry: &Entry<'_>, known: Option<usize>) -> Result<Option<String>, Refusal> {
        let Some(written) = entry.line.code.as_deref() else { return Ok(None) };
        let code = full_code(&entry.commune.code, written);
        let holders = self.by_code.get(&code).into_iter().flatten().copied();
        match holders
            .filter(|at| Some(*at) != known)
            .find(|at| self.overlaps(*at, entry))
            .and_then(|at| self.lives.get(at))
        {
            Some(other) => {
                let by = other.versions.last().map_or_else(String::new, Version::full_name);
                Err((Role::Code, written.to_owned(), HamletFault::CodeTaken { by }.into()))
            }
            None => Ok(Some(code)),
        }
    }

    /// Hamlets have no codes by law; one without gets its commune's and a running number.
    fn next_code(&mut self, commune: &str) -> String {
        let number = self.numbers.entry(commune.to_owned()).or_default();
        *number = number.saturating_add(1);
        format!("{commune}-{number:02}")
    }

    fn remark(&self, entry: &Entry<'_>, known: Option<usize>, list: &mut List) {
        let (row, hamlet) = (entry.line.row, format!("{} {}", entry.kind.vi(), entry.name));
        // Công văn 4168/BNV-CQDP of 23/6/2025: thôn in xã and đặc khu, tổ dân phố in phường. Not in law, so not refused.
        let usual = match entry.commune.kind {
            Kind::Xa | Kind::DacKhu => matches!(entry.kind, Kind::Thon | Kind::Ban | Kind::Ap | Kind::Buon),
            Kind::Phuong => matches!(entry.kind, Kind::ToDanPho | Kind::KhuPho),
            _ => true,
        };
        if !usual {
            let commune = entry.commune.full_name();
            list.notices.push(HamletNotice::UnusualKind { row, hamlet: hamlet.clone(), commune });
        }
        let alike = self.by_plain.get(&(entry.commune.unit, fold::plain(entry.name))).into_iter().flatten().copied();
        let other = alike
            .filter(|at| Some(*at) != known)
            .find(|at| self.overlaps(*at, entry))
            .and_then(|at| self.lives.get(at));
        if let Some(other) = other.and_then(|life| life.versions.last()) {
            list.notices.push(HamletNotice::SimilarName { row, hamlet, other: other.full_name() });
        }
    }

    /// Brings a known hamlet to what a row says from its first day on.
    fn change(&mut self, at: usize, entry: &Entry<'_>, code: Option<&str>, basis: &str) -> Result<(), Refusal> {
        let Some(life) = self.lives.get_mut(at) else { return Ok(()) };
        let Some(last) = life.versions.last().cloned() else { return Ok(()) };
        life.row = entry.line.row;
        let code = code.unwrap_or(&last.code).to_owned();
        let since = |day| (Role::From, entry.from.to_string(), HamletFault::ChangedSince { day }.into());
        let begun = first_day(&last);
        // Names are one when they fold to one: another spelling is no change, unless it corrects the day it began.
        let same = |v: &Version| v.kind == entry.kind && v.code == code;
        let mut told = version(entry, last.unit, code.clone(), basis);
        if entry.from < begun {
            let before = life.versions.iter().find(|v| v.in_force(entry.from));
            match before {
                // An old list again, which says what is known.
                Some(before) if same(before) && entry.line.until == last.until => {
                    self.plan.unchanged += 1;
                    return Ok(());
                }
                None if life.versions.len() == 1 && same(&last) && entry.line.until == last.until => {
                    told.until = Some(begun);
                    life.versions.insert(0, told.clone());
                }
                _ => return Err(since(begun)),
            }
            self.plan.versions.push(told);
            self.plan.changed += 1;
            return Ok(());
        }
        let corrects = last.name != entry.name || entry.line.basis.as_ref().is_some_and(|basis| *basis != last.basis);
        if same(&last) && last.until == entry.line.until && (entry.from > begun || !corrects) {
            self.plan.unchanged += 1;
            return Ok(());
        }
        if entry.from > begun && !same(&last) {
            if let Some(open) = life.versions.last_mut() {
                open.until = Some(entry.from);
                self.plan.versions.push(open.clone());
            }
            life.versions.push(told.clone());
        } else if let Some(open) = life.versions.last_mut() {
            if entry.from == begun {
                *open = told.clone();
            } else {
                open.until = entry.line.until;
                told = open.clone();
            }
        }
        self.plan.versions.push(told.clone());
        self.plan.changed += 1;
        self.index(&told, at);
        Ok(())
    }
}

impl Life {
    /// Whether it shares a day with the time between two days, the second not included.
    fn overlaps(&self, from: Date, until: Option<Date>) -> bool {
        let begun = self.versions.first().map(first_day);
        let ended = self.versions.last().and_then(|v| v.until);
        ended.is_none_or(|ended| from < ended) && until.is_none_or(|until| begun.is_none_or(|begun| begun < until))
    }
}

fn first_day(version: &Version) -> Date {
    match version.from {
        Start::On(day) | Start::SeenOn(day) => day,
    }
}

fn version(entry: &Entry<'_>, unit: UnitId, code: String, basis: &str) -> Version {
    Version {
        unit,
        code,
        name: entry.name.to_owned(),
        kind: entry.kind,
        parent: Some(entry.commune.unit),
        from: Start::On(entry.from),
        until: entry.line.until,
        basis: entry.line.basis.clone().unwrap_or_else(|| basis.to_owned()),
    }
}

fn push(places: &mut Vec<usize>, at: usize) {
    if !places.contains(&at) {
        places.push(at);
    }
}
