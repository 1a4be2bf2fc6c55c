//! A counter that falls with every attempt and rises only to where it began.

/// Attempts left, and how many there were at the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    left: u8,
    initial: u8,
}

impl Counter {
    /// A full counter.
    #[must_use]
    pub const fn new(initial: u8) -> Self {
        Self {
            left: initial,
            initial,
        }
    }

    /// The same counter with this many attempts left, at most as many as there were.
    #[must_use]
    pub const fn with_left(self, left: u8) -> Self {
        Self {
            left: if left < self.initial {
                left
            } else {
                self.initial
            },
            ..self
        }
    }

    /// Attempts left.
    #[must_use]
    pub const fn left(self) -> u8 {
        self.left
    }

    /// Attempts at the beginning.
    #[must_use]
    pub const fn initial(self) -> u8 {
        self.initial
    }

    /// Whether no attempt has been used up.
    #[must_use]
    pub const fn is_full(self) -> bool {
        self.left == self.initial
    }

    /// Takes one attempt; nothing happens at zero.
    pub const fn fall(&mut self) {
        self.left = self.left.saturating_sub(1);
    }

    /// Gives all attempts back.
    pub const fn restore(&mut self) {
        self.left = self.initial;
    }
}
