//! Cards in PC/SC readers, real or virtual, through the system's daemon.
//!
//! A reader's name goes in, a [`Transport`] to the card in it comes out. A card is taken exclusively, so that nobody
//! else's commands come in between. Knows no card; sends only what it is given.

mod error;

use std::ffi::{CStr, CString};
use std::fmt;
use std::time::Duration;

use ::pcsc::{
    Context, Disposition, MAX_BUFFER_SIZE_EXTENDED, Protocols, ReaderState, Scope, ShareMode, State,
};
use iso7816::Transport;

pub use error::Error;

/// The system's smart card daemon.
#[derive(Clone)]
pub struct Daemon {
    context: Context,
}

impl fmt::Debug for Daemon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Daemon")
    }
}

/// A reader as the daemon reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The reader's name, which the daemon makes unique by a number at the end.
    pub name: String,
    /// The answer to reset of the card in it, if there is one.
    pub card: Option<Vec<u8>>,
}

impl Daemon {
    /// Connects to the daemon.
    ///
    /// # Errors
    /// [`Error::NoDaemon`] when none runs.
    pub fn connect() -> Result<Self, Error> {
        Ok(Self {
            context: Context::establish(Scope::User).map_err(Error::from_pcsc)?,
        })
    }

    /// All readers, in the daemon's order.
    ///
    /// # Errors
    /// [`Error::NoDaemon`] when it has stopped.
    pub fn readers(&self) -> Result<Vec<Reader>, Error> {
        let names = self
            .context
            .list_readers_owned()
            .map_err(Error::from_pcsc)?;
        let mut states: Vec<ReaderState> = names
            .into_iter()
            .map(|name| ReaderState::new(name, State::UNAWARE))
            .collect();
        if states.is_empty() {
            return Ok(Vec::new());
        }
        self.context
            .get_status_change(Duration::ZERO, &mut states)
            .map_err(Error::from_pcsc)?;
        Ok(states.iter().map(Reader::of).collect())
    }

    /// The reader that a person means: by its full name, or by a part that only one reader's name has.
    ///
    /// # Errors
    /// [`Error::NoReader`] when there is none at all, [`Error::UnknownReader`] and [`Error::AmbiguousReader`] with
    /// the names that exist.
    pub fn find(&self, wanted: &str) -> Result<Reader, Error> {
        choose(self.readers()?, wanted)
    }

    /// Waits until the reader called `name` holds a card; false when `limit` passes first.
    ///
    /// # Errors
    /// [`Error::NoDaemon`] when the daemon stops, [`Error::ReaderGone`] when the reader goes.
    pub fn wait_for_card(&self, name: &str, limit: Duration) -> Result<bool, Error> {
        self.wait_for(State::PRESENT, name, limit)
    }

    /// Waits until the daemon has seen that the reader called `name` is empty; false when `limit` passes first.
    ///
    /// # Errors
    /// As [`wait_for_card`](Self::wait_for_card).
    pub fn wait_for_removal(&self, name: &str, limit: Duration) -> Result<bool, Error> {
        self.wait_for(State::EMPTY, name, limit)
    }

    fn wait_for(&self, wanted: State, name: &str, limit: Duration) -> Result<bool, Error> {
        let mut states = [ReaderState::new(c_string(name)?, State::UNAWARE)];
        loop {
            match self.context.get_status_change(limit, &mut states) {
                Err(::pcsc::Error::Timeout) => return Ok(false),
                other => other.map_err(Error::from_pcsc)?,
            }
            if states
                .iter()
                .any(|state| state.event_state().contains(wanted))
            {
                return Ok(true);
            }
            states.iter_mut().for_each(ReaderState::sync_current_state);
        }
    }

    /// Connects to the card in the reader that `wanted` names (see [`find`](Self::find)), powered and reset.
    ///
    /// # Errors
    /// [`Error::NoCard`] when the reader is empty, [`Error::InUse`] when another program holds the card,
    /// [`Error::Unresponsive`] when the card gives no answer to reset, and those of [`find`](Self::find).
    pub fn card(&self, wanted: &str) -> Result<Card, Error> {
        let reader = self.find(wanted)?;
        let name = c_string(&reader.name)?;
        let card = self
            .context
            .connect(&name, ShareMode::Exclusive, Protocols::ANY)
            .map_err(Error::from_pcsc)?;
        let mut card = Card {
            card,
            reader: reader.name,
            atr: Vec::new(),
            buffer: vec![0; MAX_BUFFER_SIZE_EXTENDED],
        };
        card.reset()?;
        Ok(card)
    }
}

impl Reader {
    fn of(state: &ReaderState) -> Self {
        let present = state.event_state().contains(State::PRESENT);
        Self {
            name: text(state.name()),
            card: present.then(|| state.atr().to_vec()),
        }
    }
}

fn text(name: &CStr) -> String {
    name.to_string_lossy().into_owned()
}

fn c_string(name: &str) -> Result<CString, Error> {
    CString::new(name).map_err(|_| Error::UnknownReader {
        wanted: name.to_owned(),
        present: Vec::new(),
    })
}

fn choose(mut readers: Vec<Reader>, wanted: &str) -> Result<Reader, Error> {
    if readers.is_empty() {
        return Err(Error::NoReader);
    }
    if let Some(exact) = readers.iter().position(|reader| reader.name == wanted) {
        return Ok(readers.swap_remove(exact));
    }
    let folded = wanted.to_lowercase();
    let is_alike = |reader: &Reader| reader.name.to_lowercase().contains(&folded);
    let alike: Vec<usize> = (0..)
        .zip(&readers)
        .filter(|(_, reader)| is_alike(reader))
        .map(|(at, _)| at)
        .collect();
    let names = |readers: Vec<Reader>| readers.into_iter().map(|reader| reader.name).collect();
    match alike.as_slice() {
        [one] => Ok(readers.swap_remove(*one)),
        [] => Err(Error::UnknownReader {
            wanted: wanted.to_owned(),
            present: names(readers),
        }),
        _ => Err(Error::AmbiguousReader {
            wanted: wanted.to_owned(),
            present: names(readers),
        }),
    }
}

/// A card in a PC/SC reader, held exclusively. Dropping it resets the card and lets it go.
pub struct Card {
    card: ::pcsc::Card,
    reader: String,
    atr: Vec<u8>,
    buffer: Vec<u8>,
}

impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Card")
            .field("reader", &self.reader)
            .finish_non_exhaustive()
    }
}

impl Card {
    /// The full name of the reader.
    #[must_use]
    pub fn reader(&self) -> &str {
        &self.reader
    }

    /// The answer to reset that the reader reported last.
    #[must_use]
    pub fn atr(&self) -> &[u8] {
        &self.atr
    }

    /// Takes the card's power away and gives it back, so that everything volatile is forgotten.
    ///
    /// # Errors
    /// [`Error::Removed`] or [`Error::NoCard`] when the card is gone, [`Error::Unresponsive`] when it stays mute.
    pub fn reset(&mut self) -> Result<(), Error> {
        let protocols = Protocols::ANY;
        self.card
            .reconnect(ShareMode::Exclusive, protocols, Disposition::UnpowerCard)
            .map_err(Error::from_pcsc)?;
        self.card
            .status2_owned()
            .map_err(Error::from_pcsc)?
            .atr()
            .clone_into(&mut self.atr);
        Ok(())
    }

    /// Takes the card's power away and lets it go.
    ///
    /// # Errors
    /// [`Error::NoDaemon`] when the daemon has stopped.
    pub fn disconnect(self) -> Result<(), Error> {
        match self.card.disconnect(Disposition::UnpowerCard) {
            Ok(()) | Err((_, ::pcsc::Error::RemovedCard | ::pcsc::Error::NoSmartcard)) => Ok(()),
            Err((_, error)) => Err(Error::from_pcsc(error)),
        }
    }
}

impl Transport for Card {
    type Error = Error;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Error> {
        let response = self
            .card
            .transmit(command, &mut self.buffer)
            .map_err(Error::from_pcsc)?;
        match response {
            // Some readers report success with nothing when the card leaves during a command.
            [] => Err(Error::Removed),
            [_] => Err(Error::Short),
            _ => Ok(response.to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn readers(names: &[&str]) -> Vec<Reader> {
        names
            .iter()
            .map(|name| Reader {
                name: (*name).to_owned(),
                card: None,
            })
            .collect()
    }

    #[test]
    fn a_reader_is_found_by_its_name_or_by_a_part_that_only_it_has() {
        let two = ["Virtual PCD 00 00", "Virtual PCD 00 01"];
        assert_eq!(
            choose(readers(&two), "Virtual PCD 00 01").unwrap().name,
            two[1]
        );
        assert_eq!(choose(readers(&two), "pcd 00 00").unwrap().name, two[0]);
        assert!(matches!(
            choose(readers(&two), "Virtual"),
            Err(Error::AmbiguousReader { .. })
        ));
        assert!(matches!(
            choose(readers(&[]), "Virtual"),
            Err(Error::NoReader)
        ));
        let unknown = choose(readers(&two), "ACME").unwrap_err();
        assert_eq!(
            unknown.to_string(),
            "no reader is called \"ACME\", there are: Virtual PCD 00 00; Virtual PCD 00 01"
        );
    }
}
