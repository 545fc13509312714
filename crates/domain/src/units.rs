//! Administrative units as dated things with lineage.
//!
//! A code is not an identity: of the 3,321 commune codes of 1/7/2025, 1,799 were
//! codes of another commune before. A [`UnitId`] is for ever; a [`Version`] says
//! which code, name, type and parent it had and from when to when.

mod register;
mod search;
mod shipped;

pub use register::{Register, RegisterError};
pub use search::{Hit, Match};
pub use shipped::{REGISTER_DATE, ShippedError, shipped};

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The identity of a unit, the same on every installation for shipped units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitId(pub Uuid);

impl UnitId {
    /// The namespace of shipped units, made once and never changed.
    const NAMESPACE: Uuid = Uuid::from_u128(0x1a0b_7f2c_93d4_4e58_8a61_c0de_2025_0701);

    /// The id of a shipped unit, from how it was first listed: level, code, name as printed
    /// and listing. A spelling corrected later must not change it, so ids are never made anew.
    pub fn shipped(level: Level, code: &str, name: &str, listing: &str) -> Self {
        let key = format!("{}/{code}/{name}/{listing}", level.key());
        Self(Uuid::new_v5(&Self::NAMESPACE, key.as_bytes()))
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Levels of local government; the district was abolished on 1/7/2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Quận, huyện, thị xã, thành phố thuộc tỉnh; until 30/6/2025.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
    /// Thôn, bản, tổ dân phố: not an administrative unit, but where people are met.
    Hamlet,
}

impl Level {
    /// The word kept in tables and files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Hamlet => "hamlet",
        }
    }

    /// Reads [`Level::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Province, Self::District, Self::Commune, Self::Hamlet].into_iter().find(|l| l.key() == key)
    }
}

macro_rules! kinds {
    ($($variant:ident $key:literal $vi:literal $level:ident;)*) => {
        /// The type of a unit as law names it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind { $(#[doc = $vi] #[serde(rename = $key)] $variant,)* }

        impl Kind {
            /// Every type.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The word kept in tables and files.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key,)* } }
            /// The legal word, as it stands before a name.
            pub const fn vi(self) -> &'static str { match self { $(Self::$variant => $vi,)* } }
            /// The level that this type belongs to.
            pub const fn level(self) -> Level { match self { $(Self::$variant => Level::$level,)* } }
        }
    };
}

kinds! {
    Tinh "tinh" "tỉnh" Province;
    ThanhPho "thanh_pho" "thành phố" Province;
    Quan "quan" "quận" District;
    Huyen "huyen" "huyện" District;
    ThiXa "thi_xa" "thị xã" District;
    ThanhPhoThuocTinh "thanh_pho_thuoc_tinh" "thành phố" District;
    Xa "xa" "xã" Commune;
    Phuong "phuong" "phường" Commune;
    ThiTran "thi_tran" "thị trấn" Commune;
    DacKhu "dac_khu" "đặc khu" Commune;
    Thon "thon" "thôn" Hamlet;
    Ban "ban" "bản" Hamlet;
    ToDanPho "to_dan_pho" "tổ dân phố" Hamlet;
    KhuPho "khu_pho" "khu phố" Hamlet;
    Ap "ap" "ấp" Hamlet;
    Buon "buon" "buôn" Hamlet;
}

impl Kind {
    /// Reads [`Kind::key`], or the legal word where it names one type only.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.key() == key)
    }
}

/// When a version began to be in force, or since when it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// From this day by law.
    On(Date),
    /// Listed on this day; when it began is not recorded here.
    SeenOn(Date),
}

/// A unit's code, name, type and parent during an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Whose version this is.
    pub unit: UnitId,
    /// 2 digits for provinces, 3 for districts, 5 for communes; text, for zeros lead.
    pub code: String,
    /// Without the type: `Đức Hợp`.
    pub name: String,
    /// Xã, phường, …
    pub kind: Kind,
    /// The unit above; provinces have none.
    pub parent: Option<UnitId>,
    /// First day in force.
    pub from: Start,
    /// First day no longer in force.
    pub until: Option<Date>,
    /// The document that made it, or what is known instead.
    pub basis: String,
}

impl Version {
    /// Whether this version is in force on a day. Before the first listing the
    /// answer is "as listed"; [`Version::is_certain`] tells the two apart.
    pub fn in_force(&self, day: Date) -> bool {
        let begun = match self.from {
            Start::On(from) => from <= day,
            Start::SeenOn(_) => true,
        };
        begun && self.until.is_none_or(|until| day < until)
    }

    /// Whether the register knows, and does not only presume, the state of this day.
    pub fn is_certain(&self, day: Date) -> bool {
        match self.from {
            Start::On(_) => true,
            Start::SeenOn(seen) => seen <= day,
        }
    }

    /// Type and name: `xã Đức Hợp`.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kind.vi(), self.name)
    }
}

/// How much of a former unit went into a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// All of it.
    Whole,
    /// A part; people are placed by hamlet, not by commune.
    Part,
}

/// One arrow of the units' history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lineage {
    /// The former unit.
    pub from: UnitId,
    /// The unit it went into.
    pub to: UnitId,
    /// The day of the change (at the latest, where [`Lineage::basis`] says so).
    pub on: Date,
    /// Whole or part.
    pub extent: Extent,
    /// Of several successors, the one that old addresses map to when no hamlet is known.
    pub default: bool,
    /// The document that made it, or what is known instead.
    pub basis: String,
}

/// Where a unit is drawn on the schematic map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Degrees north, WGS 84.
    pub lat: f64,
    /// Degrees east, WGS 84.
    pub lon: f64,
}
