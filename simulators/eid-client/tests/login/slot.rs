//! A reader whose card can be taken away at any command.

use std::sync::{Mutex, MutexGuard};

use card_de_npa::DeNpa;
use eid_client::{CardGone, CardSlot, SlotState};
use iso7816::Card;

pub(crate) struct TestSlot {
    inner: Mutex<Inner>,
}

struct Inner {
    reader: bool,
    card: Option<DeNpa>,
    /// Commands until the card is taken away.
    fuse: Option<usize>,
    commands: Vec<Vec<u8>>,
    broken: bool,
    /// What the card is made to answer at the command of this number.
    forged: Option<(usize, Vec<u8>)>,
}

impl TestSlot {
    pub(crate) fn new(card: Option<DeNpa>) -> Self {
        Self {
            inner: Mutex::new(Inner {
                reader: true,
                card,
                fuse: None,
                commands: Vec::new(),
                forged: None,
                broken: false,
            }),
        }
    }

    pub(crate) fn insert(&self, card: DeNpa) {
        self.lock().card = Some(card);
    }

    pub(crate) fn connect(&self, reader: bool) {
        self.lock().reader = reader;
    }

    pub(crate) fn take_away(&self) -> Option<DeNpa> {
        self.lock().card.take()
    }

    /// The card goes after so many more commands.
    pub(crate) fn take_away_after(&self, commands: usize) {
        self.lock().fuse = Some(commands);
    }

    /// The card answers the command of this number otherwise.
    pub(crate) fn forge(&self, number: usize, answer: &[u8]) {
        self.lock().forged = Some((number, answer.to_vec()));
    }

    /// The next command makes the reader panic, once.
    pub(crate) fn break_down(&self) {
        self.lock().broken = true;
    }

    pub(crate) fn commands(&self) -> Vec<Vec<u8>> {
        self.lock().commands.clone()
    }

    pub(crate) fn tries_left(&self) -> u8 {
        self.lock()
            .card
            .as_ref()
            .unwrap()
            .credentials()
            .pin()
            .unwrap()
            .tries()
            .left()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }
}

impl CardSlot for TestSlot {
    fn state(&self) -> SlotState {
        let inner = self.lock();
        match (inner.reader, &inner.card) {
            (false, _) => SlotState::NoReader,
            (true, None) => SlotState::Empty,
            (true, Some(_)) => SlotState::Card,
        }
    }

    fn transmit(&self, command: &[u8]) -> Result<Vec<u8>, CardGone> {
        let mut inner = self.lock();
        if std::mem::take(&mut inner.broken) {
            drop(inner);
            panic!("on purpose");
        }
        match inner.fuse {
            Some(0) => inner.card = None,
            Some(left) => inner.fuse = Some(left - 1),
            None => (),
        }
        let number = inner.commands.len();
        let mut response = Vec::new();
        inner
            .card
            .as_mut()
            .ok_or(CardGone)?
            .transmit(command, &mut response);
        inner.commands.push(command.to_vec());
        match &inner.forged {
            Some((at, answer)) if *at == number => Ok(answer.clone()),
            _ => Ok(response),
        }
    }

    fn reset(&self) {
        if let Some(card) = &mut self.lock().card {
            card.reset();
        }
    }
}
