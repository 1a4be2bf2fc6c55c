//! The named points at which a card's session can be told to be wrong. Without a fault each gives the right answer.

use crypto::one_pass::Block;
use iso7816::{Ne, StatusWord};

#[cfg(feature = "faults")]
use crate::Fault;
use crate::SmError;

/// How a session behaves: as the specification says, or with one fault.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Behaviour {
    #[cfg(feature = "faults")]
    pub(crate) fault: Option<Fault>,
}

#[cfg(not(feature = "faults"))]
impl Behaviour {
    pub(crate) const fn tolerates(self, _: &SmError) -> bool {
        false
    }

    pub(crate) const fn expected_length(self, ne: Ne, _: Ne) -> Ne {
        ne
    }

    pub(crate) const fn requires_outer_length(self) -> bool {
        false
    }

    pub(crate) const fn pads_header_twice(self) -> bool {
        false
    }

    pub(crate) fn other_messages(self, _: u128, _: &Block) -> impl Iterator<Item = OtherMessage> {
        std::iter::empty()
    }

    pub(crate) const fn counts_responses(self) -> bool {
        true
    }

    pub(crate) const fn encrypts_with_zero_vector(self) -> bool {
        false
    }

    pub(crate) const fn status_object(self, status: StatusWord) -> Option<StatusWord> {
        Some(status)
    }

    pub(crate) const fn spoils_mac(self) -> bool {
        false
    }
}

/// Another message than the one that should have come, which a wrong card takes for it.
#[derive(Clone, Copy)]
pub(crate) struct OtherMessage {
    /// Counter under which the message was protected.
    pub(crate) counter: u128,
    /// Header under its MAC.
    pub(crate) header: Option<Block>,
    /// Counter from which the card goes on.
    pub(crate) next: u128,
}

#[cfg(feature = "faults")]
impl Behaviour {
    fn is(self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    /// Whether this mistake of the terminal goes unseen.
    pub(crate) fn tolerates(self, error: &SmError) -> bool {
        match error {
            SmError::MacMissing => self.is(Fault::MissingMacAccepted),
            SmError::MacMismatch => self.is(Fault::WrongMacAccepted),
            SmError::Padding => self.is(Fault::PaddingNotChecked),
            SmError::PaddingIndicator { .. } => self.is(Fault::PaddingIndicatorNotChecked),
            SmError::DuplicateObject { .. } => self.is(Fault::DuplicateObjectAccepted),
            SmError::UnknownObject { .. } => self.is(Fault::UnknownObjectAccepted),
            _ => false,
        }
    }

    /// What object 97 is taken to mean, where the outer Le leaves room for so much.
    pub(crate) fn expected_length(self, ne: Ne, room: Ne) -> Ne {
        match self.fault {
            Some(Fault::LeObjectIgnored) => room,
            Some(Fault::ExtendedLeCut) => {
                let [_, low] = ne.to_extended().to_be_bytes();
                Ne::from_short(low)
            }
            _ => ne,
        }
    }

    /// Whether a protected command without outer Le is refused.
    pub(crate) fn requires_outer_length(self) -> bool {
        self.is(Fault::OuterLeRequired)
    }

    /// Whether the MAC of a command without data and Le is taken over a second block of padding.
    pub(crate) fn pads_header_twice(self) -> bool {
        self.is(Fault::CaseOnePaddedTwice)
    }

    /// Messages that are accepted beside the one with this counter and header.
    pub(crate) fn other_messages(
        self,
        counter: u128,
        header: &Block,
    ) -> impl Iterator<Item = OtherMessage> {
        let header = Some(*header);
        let at = |counter, next| OtherMessage {
            counter,
            header,
            next,
        };
        let others = match self.fault {
            Some(Fault::MacOverWrongHeader) => [
                Some(OtherMessage {
                    counter,
                    header: None,
                    next: counter,
                }),
                None,
            ],
            // The previous command was two counts earlier, because its response counts too.
            Some(Fault::ReplayAccepted) => [Some(at(counter.wrapping_sub(2), counter)), None],
            Some(Fault::SscGapAccepted | Fault::ErrorKeepsSession) => [1, 2]
                .map(|gap| counter.wrapping_add(gap))
                .map(|later| Some(at(later, later))),
            _ => [None, None],
        };
        others.into_iter().flatten()
    }

    /// Whether the counter is increased before a response.
    pub(crate) fn counts_responses(self) -> bool {
        !self.is(Fault::SscNotIncremented)
    }

    /// Whether the data of a response is encrypted with an initial vector of zeros.
    pub(crate) fn encrypts_with_zero_vector(self) -> bool {
        self.is(Fault::ResponseVectorZero)
    }

    /// What object 99 says, if there is one.
    pub(crate) fn status_object(self, status: StatusWord) -> Option<StatusWord> {
        match self.fault {
            Some(Fault::StatusWordObjectMissing) => None,
            Some(Fault::StatusWordObjectWrong) => Some(StatusWord::new(status.value() ^ 1)),
            _ => Some(status),
        }
    }

    /// Whether a response's MAC has a wrong bit.
    pub(crate) fn spoils_mac(self) -> bool {
        self.is(Fault::ResponseMacWrong)
    }
}
