//! Cards that are no cards: each answers just enough to make one point.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;
use std::thread;

use ambient::Ambient;
use conformance_harness::{
    CardConnection, ConnectionLost, Ics, Need, Secrets, Setup, Target, Unavailable,
};
use conformance_verdict::TargetFacts;
use pki::CertificateSource;

/// How a made-up card behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temper {
    /// Has a master file and EF.CardAccess, and refuses everything else.
    Obedient,
    /// Is not there.
    Absent,
    /// Knows no command at all.
    OtherKind,
    /// Refuses EF.CardSecurity and from then on everything.
    Breaking,
    /// Never answers when EF.CardSecurity is read.
    Hanging,
    /// Is gone after the control before the check.
    TakenOut,
}

impl FromStr for Temper {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        Ok(match words {
            "an obedient card" => Self::Obedient,
            "no card at all" => Self::Absent,
            "a card of another kind" => Self::OtherKind,
            "a card that breaks at it" => Self::Breaking,
            "a card that hangs" => Self::Hanging,
            "a card that is taken out" => Self::TakenOut,
            _ => return Err(format!("no made-up card is called {words:?}")),
        })
    }
}

/// A target that gives made-up cards.
#[derive(Debug)]
pub struct MadeUp(Temper);

impl MadeUp {
    /// A target of cards with this temper.
    #[must_use]
    pub fn new(temper: Temper) -> Self {
        Self(temper)
    }
}

impl Target for MadeUp {
    fn facts(&self) -> TargetFacts {
        TargetFacts {
            name: "made up".to_owned(),
            ..TargetFacts::default()
        }
    }

    fn statement(&self, _: &Setup) -> Result<Arc<Ics>, Unavailable> {
        Ok(Arc::new(Ics::default()))
    }

    fn offers(&self, _: &Setup) -> BTreeSet<Need> {
        BTreeSet::new()
    }

    fn secrets(&self, _: &Setup) -> Secrets {
        Secrets::default()
    }

    fn permits_destructive(&self) -> bool {
        false
    }

    fn certificates(&self, _: &Setup) -> Option<Arc<dyn CertificateSource>> {
        None
    }

    fn connect(&self, _: &Setup, _: &Ambient) -> Result<Box<dyn CardConnection>, ConnectionLost> {
        match self.0 {
            Temper::Absent => Err(ConnectionLost::new("no card in the reader")),
            temper => Ok(Box::new(MadeUpCard {
                temper,
                commands: 0,
                broken: false,
            })),
        }
    }
}

struct MadeUpCard {
    temper: Temper,
    commands: usize,
    broken: bool,
}

const OK: [u8; 2] = [0x90, 0x00];
const NOT_ALLOWED: [u8; 2] = [0x69, 0x82];
const UNKNOWN_INSTRUCTION: [u8; 2] = [0x6D, 0x00];
/// Number of commands of the control before a check.
const CONTROL: usize = 2;

impl CardConnection for MadeUpCard {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ConnectionLost> {
        self.commands += 1;
        let reads_security = command.starts_with(&[0x00, 0xB0, 0x9D]);
        match self.temper {
            Temper::OtherKind => return Ok(UNKNOWN_INSTRUCTION.to_vec()),
            Temper::TakenOut if self.commands > CONTROL => {
                return Err(ConnectionLost::new("card was taken out"));
            }
            Temper::Hanging if reads_security => hang(),
            Temper::Breaking if reads_security => self.broken = true,
            _ => {}
        }
        if self.broken {
            return Ok(NOT_ALLOWED.to_vec());
        }
        Ok(match command {
            [0x00, 0xA4, 0x00, ..] => OK.to_vec(),
            [0x00, 0xB0, 0x9C, 0x00, 0x01] => [&[0x31][..], &OK].concat(),
            [0x00, 0xB0, 0x9C, ..] => [&[0x31, 0x00][..], &OK].concat(),
            _ => NOT_ALLOWED.to_vec(),
        })
    }

    fn reset(&mut self) -> Result<(), ConnectionLost> {
        Ok(())
    }

    fn atr(&self) -> Vec<u8> {
        Vec::new()
    }
}

/// Waits for an answer that never comes. The thread is left behind with it.
fn hang() -> ! {
    loop {
        thread::park();
    }
}
