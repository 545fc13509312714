//! How far a province or the nation is from its drug-free targets.

use crate::format::Whole;

/// A share of units that must be drug-free in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Year by whose end it must be reached.
    pub year: i16,
    /// Share in percent, e.g. 20.
    pub percent: u64,
    /// The same as a number of units (rounded up), e.g. 34 of 166.
    pub count: u64,
    /// Document that sets it.
    pub source: String,
}

/// Drug-free units against the targets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Units in all.
    pub total: u64,
    /// Units judged drug-free.
    pub drug_free: u64,
    /// Units with every figure present: silence is not counted as zero.
    pub complete: u64,
    /// Targets in the order of their years.
    pub targets: Vec<Target>,
}

impl Progress {
    /// Length of the filled part of the drawn bar.
    pub fn filled(&self) -> String {
        along(self.drug_free, self.total)
    }

    /// Place of a target's mark on the drawn bar.
    pub fn mark(&self, target: &Target) -> String {
        along(target.count, self.total)
    }

    /// How many more units a target needs; `None` when it is reached.
    pub fn missing(&self, target: &Target) -> Option<u64> {
        target.count.checked_sub(self.drug_free).filter(|n| *n > 0)
    }

    /// Units of which at least one figure is not known.
    pub fn silent(&self) -> u64 {
        self.total.saturating_sub(self.complete)
    }
}

/// `part` of `whole` as an SVG length on a line drawn over the full width, `28.2%`.
pub fn along(part: impl Whole, whole: impl Whole) -> String {
    let tenths = part.whole().saturating_mul(1000).checked_div(whole.whole()).unwrap_or(0).min(1000);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_counted_in_units() {
        let target = Target { year: 2030, percent: 50, count: 83, source: String::new() };
        let progress = Progress { total: 166, drug_free: 43, complete: 160, targets: vec![target.clone()] };
        assert_eq!(progress.missing(&target), Some(40));
        assert_eq!(progress.mark(&target), "50.0%");
        assert_eq!(progress.silent(), 6);
        assert_eq!(Progress { drug_free: 83, ..progress }.missing(&target), None);
        assert_eq!(Progress::default().filled(), "0.0%");
    }
}
