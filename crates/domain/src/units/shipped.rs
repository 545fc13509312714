//! The register that comes with the program, from the tables in `data/`.
//!
//! Three states are known: Kim Động in March 2024, the country at the end of
//! June 2025 and from 1/7/2025 with the change of 30/4/2026. What lies between
//! or before is not invented: versions say since when they were *seen*.

use std::collections::HashMap;

use jiff::civil::{Date, date};
use serde::Deserialize;
use thiserror::Error;

use super::{Extent, Kind, Level, Lineage, Point, Register, RegisterError, Start, UnitId, Version};
use crate::fold;

/// The day of the two-level map: 34 provinces and 3,321 communes.
pub const REGISTER_DATE: Date = date(2025, 7, 1);
const LISTED: Date = date(2025, 6, 30);
const KIM_DONG_LISTED: Date = date(2024, 3, 15);
/// The step of late 2024 is read off two lists; this is the day of the later one.
const KIM_DONG_MERGED: Date = date(2025, 1, 1);

const LISTED_BASIS: &str = "danh mục đơn vị hành chính, tình trạng ngày 30/6/2025";
const KIM_DONG_BASIS: &str =
    "danh mục tháng 3/2024 (nghị quyết sắp xếp cuối năm 2024 chưa kiểm chứng; ngày ghi là ngày muộn nhất)";
const PROVINCES_BASIS: &str = "202/2025/QH15";

/// A shipped table that cannot be read; only a broken build shows it.
#[derive(Debug, Error)]
pub enum ShippedError {
    /// A row of a table in `data/`.
    #[error("data/{table}: {source}")]
    Table {
        /// File name.
        table: &'static str,
        /// What the CSV reader said.
        source: csv::Error,
    },
    /// A value that names nothing.
    #[error("data/{table}: {value:?} is unknown")]
    Unknown {
        /// File name.
        table: &'static str,
        /// The offending value.
        value: String,
    },
    /// The tables contradict one another.
    #[error(transparent)]
    Register(#[from] RegisterError),
}

#[derive(Deserialize)]
struct ProvinceRow {
    code: String,
    name: String,
    kind_2025_07_01: String,
    merged_from: String,
    commune_resolution_16_06_2025: String,
}

/// Rows of the three large tables borrow from the text: they are read at every start.
struct UnitRow {
    code: &'static str,
    province_code: &'static str,
    kind: Kind,
    name: &'static str,
    point: Point,
}

struct LegacyRow {
    code: &'static str,
    kind: &'static str,
    name: &'static str,
    district_code: &'static str,
    district: &'static str,
    province_code: &'static str,
    province: &'static str,
}

struct MappingRow {
    legacy_code: &'static str,
    new_code: &'static str,
    how: Extent,
    default: bool,
}

#[derive(Deserialize)]
struct ChangeRow {
    effective: Date,
    level: Level,
    code: String,
    to_type: String,
    legal_basis: String,
}

#[derive(Deserialize)]
struct KimDongRow {
    code_2024_03: String,
    name: String,
    code_2025_01: String,
    name_2025_01: String,
}

#[derive(Deserialize)]
struct PointRow {
    code: String,
    lat: f64,
    lon: f64,
}

macro_rules! text {
    ($name:literal) => {
        include_str!(concat!("../../../../data/", $name))
    };
}

macro_rules! table {
    ($name:literal) => {
        read($name, text!($name))
    };
}

fn read<T: for<'de> Deserialize<'de>>(table: &'static str, text: &str) -> Result<Vec<T>, ShippedError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().map_err(|source| ShippedError::Table { table, source })
}

/// The cells of a table without quotes, below its headings.
fn cells<const N: usize>(
    table: &'static str,
    text: &'static str,
) -> impl Iterator<Item = Result<[&'static str; N], ShippedError>> {
    text.lines().skip(1).map(move |line| {
        let mut found = [""; N];
        let mut parts = line.split(',');
        let filled = found.iter_mut().zip(parts.by_ref()).map(|(cell, part)| *cell = part).count();
        if filled == N && parts.next().is_none() && !line.contains('"') {
            Ok(found)
        } else {
            Err(ShippedError::Unknown { table, value: line.to_owned() })
        }
    })
}

const UNITS: &str = "units-2025-07-01.csv";
const LEGACY: &str = "legacy-units-2025-06-30.csv";
const MAPPING: &str = "legacy-to-2025.csv";

fn units() -> Result<Vec<UnitRow>, ShippedError> {
    let number = |text: &str| text.parse().map_err(|_| ShippedError::Unknown { table: UNITS, value: text.to_owned() });
    cells::<7>(UNITS, text!("units-2025-07-01.csv"))
        .map(|row| {
            let [code, province_code, key, name, lat, lon, _] = row?;
            Ok(UnitRow {
                code,
                province_code,
                kind: kind(UNITS, key)?,
                name,
                point: Point { lat: number(lat)?, lon: number(lon)? },
            })
        })
        .collect()
}

fn legacy() -> Result<Vec<LegacyRow>, ShippedError> {
    cells::<7>(LEGACY, text!("legacy-units-2025-06-30.csv"))
        .map(|row| {
            row.map(|[code, kind, name, district_code, district, province_code, province]| LegacyRow {
                code,
                kind,
                name,
                district_code,
                district,
                province_code,
                province,
            })
        })
        .collect()
}

fn mapping() -> Result<Vec<MappingRow>, ShippedError> {
    cells::<4>(MAPPING, text!("legacy-to-2025.csv"))
        .map(|row| {
            let [legacy_code, new_code, how, default] = row?;
            let how = match how {
                "whole" => Extent::Whole,
                "part" => Extent::Part,
                other => return Err(ShippedError::Unknown { table: MAPPING, value: other.to_owned() }),
            };
            Ok(MappingRow { legacy_code, new_code, how, default: default == "1" })
        })
        .collect()
}

fn kind(table: &'static str, key: &str) -> Result<Kind, ShippedError> {
    Kind::from_key(key).ok_or_else(|| ShippedError::Unknown { table, value: key.to_owned() })
}

/// The table writes `Thành phố` and `Thành Phố` alike.
fn without_type<'a>(full: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, name) = full.split_at_checked(prefix.len())?;
    (head.to_lowercase() == prefix.to_lowercase()).then_some(name)
}

/// Builds the shipped register.
pub fn shipped() -> Result<Register, ShippedError> {
    let mut build = Build::default();
    let provinces: Vec<ProvinceRow> = table!("provinces-2025-07-01.csv")?;
    let (legacy, units, mapping) = (legacy()?, units()?, mapping()?);

    build.former_provinces(&legacy);
    build.former_districts(&legacy)?;
    build.former_communes(&legacy)?;
    build.provinces(&provinces)?;
    build.communes(&units, &mapping, &provinces)?;
    build.kim_dong(&table!("kim-dong-lineage.csv")?);
    build.changes(&table!("unit-changes-after-2025-07-01.csv")?)?;
    for correction in table!("point-corrections.csv")? {
        let PointRow { code, lat, lon } = correction;
        if let Some(unit) = build.commune.get(code.as_str()) {
            build.points.insert(*unit, Point { lat, lon });
        }
    }
    // The service says 06970, the printed decision 06978: both find Ba Chẽ.
    let aliases = build.commune.get("06970").map(|unit| ("06978".to_owned(), *unit)).into_iter().collect();
    Ok(Register::new(build.versions, build.lineage, aliases, build.points)?)
}

#[derive(Default)]
struct Build {
    versions: Vec<Version>,
    lineage: Vec<Lineage>,
    points: HashMap<UnitId, Point>,
    /// Former units by code, with their row in `versions`.
    former_province: HashMap<&'static str, usize>,
    former_district: HashMap<&'static str, usize>,
    former_commune: HashMap<&'static str, usize>,
    /// Units of 1/7/2025 by code.
    province: HashMap<String, UnitId>,
    commune: HashMap<&'static str, UnitId>,
}

impl Build {
    fn listed(&mut self, level: Level, code: &str, name: &str, kind: Kind, parent: Option<UnitId>) -> usize {
        self.versions.push(Version {
            unit: UnitId::shipped(level, code, name, "2025-06-30"),
            code: code.to_owned(),
            name: name.to_owned(),
            kind,
            parent,
            from: Start::SeenOn(LISTED),
            until: Some(REGISTER_DATE),
            basis: LISTED_BASIS.to_owned(),
        });
        self.versions.len() - 1
    }

    fn unit_at(&self, row: usize) -> Option<UnitId> {
        self.versions.get(row).map(|v| v.unit)
    }

    fn former_provinces(&mut self, legacy: &[LegacyRow]) {
        for row in legacy {
            if self.former_province.contains_key(row.province_code) {
                continue;
            }
            let (kind, name) = match row.province.strip_prefix("Thành phố ") {
                Some(name) => (Kind::ThanhPho, name),
                None => (Kind::Tinh, row.province.strip_prefix("Tỉnh ").unwrap_or(row.province)),
            };
            let at = self.listed(Level::Province, row.province_code, name, kind, None);
            self.former_province.insert(row.province_code, at);
        }
    }

    fn former_districts(&mut self, legacy: &[LegacyRow]) -> Result<(), ShippedError> {
        const KINDS: [(&str, Kind); 4] = [
            ("Quận ", Kind::Quan),
            ("Huyện ", Kind::Huyen),
            ("Thị xã ", Kind::ThiXa),
            ("Thành phố ", Kind::ThanhPhoThuocTinh),
        ];
        for row in legacy {
            if self.former_district.contains_key(row.district_code) {
                continue;
            }
            let (kind, name) = KINDS
                .iter()
                .find_map(|(prefix, kind)| without_type(row.district, prefix).map(|name| (*kind, name)))
                .ok_or_else(|| ShippedError::Unknown { table: LEGACY, value: row.district.to_owned() })?;
            let parent = self.former_province.get(row.province_code).and_then(|at| self.unit_at(*at));
            let at = self.listed(Level::District, row.district_code, name, kind, parent);
            self.former_district.insert(row.district_code, at);
        }
        Ok(())
    }

    fn former_communes(&mut self, legacy: &[LegacyRow]) -> Result<(), ShippedError> {
        // Five island districts had no communes; their rows carry no commune.
        for row in legacy.iter().filter(|row| !row.code.is_empty()) {
            let kind = match row.kind {
                "xã" => Kind::Xa,
                "phường" => Kind::Phuong,
                "thị trấn" => Kind::ThiTran,
                other => return Err(ShippedError::Unknown { table: LEGACY, value: other.to_owned() }),
            };
            let parent = self.former_district.get(row.district_code).and_then(|at| self.unit_at(*at));
            let at = self.listed(Level::Commune, row.code, row.name, kind, parent);
            self.former_commune.insert(row.code, at);
        }
        Ok(())
    }

    fn provinces(&mut self, rows: &[ProvinceRow]) -> Result<(), ShippedError> {
        let by_name: HashMap<String, UnitId> = self
            .former_province
            .values()
            .filter_map(|at| self.versions.get(*at))
            .map(|v| (fold::marked(&v.name), v.unit))
            .collect();
        for row in rows {
            let merged: Vec<UnitId> = row
                .merged_from
                .split(" + ")
                .map(|name| fold::marked(name.trim_start_matches("TP ")))
                .filter_map(|name| by_name.get(&name).copied())
                .collect();
            // A province that nothing joined goes on as the same unit.
            let same = if merged.is_empty() { by_name.get(&fold::marked(&row.name)).copied() } else { None };
            let unit = same.unwrap_or_else(|| UnitId::shipped(Level::Province, &row.code, &row.name, "2025-07-01"));
            let kind = kind("provinces-2025-07-01.csv", &row.kind_2025_07_01)?;
            self.begin(unit, &row.code, &row.name, kind, None, PROVINCES_BASIS);
            for from in merged {
                self.descend(from, unit, REGISTER_DATE, Extent::Whole, true, PROVINCES_BASIS);
            }
            self.province.insert(row.code.clone(), unit);
        }
        Ok(())
    }

    fn communes(
        &mut self,
        units: &[UnitRow],
        mapping: &[MappingRow],
        provinces: &[ProvinceRow],
    ) -> Result<(), ShippedError> {
        let basis: HashMap<&str, &str> =
            provinces.iter().map(|p| (p.code.as_str(), p.commune_resolution_16_06_2025.as_str())).collect();
        let mut into: HashMap<&str, Vec<&MappingRow>> = HashMap::new();
        for pair in mapping {
            into.entry(pair.new_code).or_default().push(pair);
        }
        for row in units {
            let pairs = into.get(row.code).map_or(&[][..], Vec::as_slice);
            let same = self.unchanged(row, pairs);
            let unit = same.unwrap_or_else(|| UnitId::shipped(Level::Commune, row.code, row.name, "2025-07-01"));
            let parent = self.province.get(row.province_code).copied();
            let basis = basis.get(row.province_code).copied().unwrap_or_default();
            self.begin(unit, row.code, row.name, row.kind, parent, basis);
            self.points.insert(unit, row.point);
            self.commune.insert(row.code, unit);
            if same.is_none() {
                for pair in pairs {
                    let from = self
                        .former(pair.legacy_code)
                        .ok_or_else(|| ShippedError::Unknown { table: MAPPING, value: pair.legacy_code.to_owned() })?;
                    self.descend(from, unit, REGISTER_DATE, pair.how, pair.default, basis);
                }
            }
        }
        Ok(())
    }

    /// One whole predecessor of the same code and name: the same commune under a new parent,
    /// sometimes of another type (thị trấn Mường Lát became xã Mường Lát).
    fn unchanged(&self, row: &UnitRow, pairs: &[&MappingRow]) -> Option<UnitId> {
        let [pair] = pairs else { return None };
        let former = self.versions.get(*self.former_commune.get(pair.legacy_code)?)?;
        let same = pair.how == Extent::Whole
            && former.code == row.code
            && (former.name == row.name || fold::marked(&former.name) == fold::marked(row.name));
        same.then_some(former.unit)
    }

    /// `D318` in the mapping is an island district without communes.
    fn former(&self, code: &str) -> Option<UnitId> {
        let at = match code.strip_prefix('D') {
            Some(district) => self.former_district.get(district),
            None => self.former_commune.get(code),
        }?;
        self.unit_at(*at)
    }

    /// Where a commune became two units before the first national listing.
    fn kim_dong(&mut self, rows: &[KimDongRow]) {
        for row in rows {
            if row.code_2024_03 == row.code_2025_01 && row.name == row.name_2025_01 {
                continue;
            }
            let Some(successor_at) = self.former_commune.get(row.code_2025_01.as_str()).copied() else { continue };
            let Some(successor) = self.versions.get_mut(successor_at) else { continue };
            successor.from = Start::On(KIM_DONG_MERGED);
            KIM_DONG_BASIS.clone_into(&mut successor.basis);
            let (to, kind, parent) = (successor.unit, Kind::Xa, successor.parent);
            let unit = UnitId::shipped(Level::Commune, &row.code_2024_03, &row.name, "2024-03");
            self.versions.push(Version {
                unit,
                code: row.code_2024_03.clone(),
                name: row.name.clone(),
                kind,
                parent,
                from: Start::SeenOn(KIM_DONG_LISTED),
                until: Some(KIM_DONG_MERGED),
                basis: KIM_DONG_BASIS.to_owned(),
            });
            self.descend(unit, to, KIM_DONG_MERGED, Extent::Whole, true, KIM_DONG_BASIS);
        }
    }

    /// Changes of type after 1/7/2025: the old version ends, a new one begins.
    fn changes(&mut self, rows: &[ChangeRow]) -> Result<(), ShippedError> {
        const TABLE: &str = "unit-changes-after-2025-07-01.csv";
        for row in rows {
            let unknown = || ShippedError::Unknown { table: TABLE, value: row.code.clone() };
            let unit = if row.level == Level::Province {
                self.province.get(&row.code)
            } else {
                self.commune.get(row.code.as_str())
            };
            let unit = *unit.ok_or_else(unknown)?;
            let open = self.versions.iter_mut().rfind(|v| v.unit == unit && v.until.is_none()).ok_or_else(unknown)?;
            let mut next = open.clone();
            open.until = Some(row.effective);
            next.from = Start::On(row.effective);
            next.kind = kind(TABLE, &row.to_type)?;
            next.basis.clone_from(&row.legal_basis);
            self.versions.push(next);
        }
        Ok(())
    }

    fn begin(&mut self, unit: UnitId, code: &str, name: &str, kind: Kind, parent: Option<UnitId>, basis: &str) {
        self.versions.push(Version {
            unit,
            code: code.to_owned(),
            name: fold::clean(name),
            kind,
            parent,
            from: Start::On(REGISTER_DATE),
            until: None,
            basis: basis.to_owned(),
        });
    }

    fn descend(&mut self, from: UnitId, to: UnitId, on: Date, extent: Extent, default: bool, basis: &str) {
        self.lineage.push(Lineage { from, to, on, extent, default, basis: basis.to_owned() });
    }
}
