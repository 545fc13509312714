//! Kleene's strong three-valued logic.

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Truth {
    /// Refuted.
    NotMet,
    /// Neither: something needed is unknown or disputed.
    Undetermined,
    /// Holds.
    Met,
}

impl Truth {
    /// `true` is met.
    pub const fn of(holds: bool) -> Self {
        if holds { Self::Met } else { Self::NotMet }
    }

    /// A comparison of which a side may be unknown.
    pub fn of_known(holds: Option<bool>) -> Self {
        holds.map_or(Self::Undetermined, Self::of)
    }

    /// Both: the weaker of the two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Either: the stronger of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// All of them; none at all is met.
    pub fn all(truths: impl IntoIterator<Item = Self>) -> Self {
        truths.into_iter().fold(Self::Met, Self::and)
    }

    /// Any of them; none at all is refuted.
    pub fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        truths.into_iter().fold(Self::NotMet, Self::or)
    }

    /// At least `n` of them, by counting: met when enough are met, refuted when
    /// even the open ones would not suffice.
    pub fn at_least(n: usize, truths: impl IntoIterator<Item = Self>) -> Self {
        let (mut met, mut open) = (0_usize, 0_usize);
        for truth in truths {
            match truth {
                Self::Met => met = met.saturating_add(1),
                Self::Undetermined => open = open.saturating_add(1),
                Self::NotMet => {}
            }
        }
        if met >= n {
            Self::Met
        } else if met.saturating_add(open) < n {
            Self::NotMet
        } else {
            Self::Undetermined
        }
    }

    /// The word of the JSON contract.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Undetermined => "undetermined",
        }
    }
}
