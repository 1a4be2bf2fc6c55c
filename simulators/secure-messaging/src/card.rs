//! The card's end of a session.

use crypto::one_pass::Block;
use iso7816::tlv::encoded_len;
use iso7816::{CommandView, Length, Ne, SecureMessaging, StatusWord};

use crate::behaviour::Behaviour;
use crate::channel::{Channel, Hidden, MAC_OBJECT_LEN, Sealed, padded_header, unpad};
use crate::objects::{BLOCK, EXPECTED_LENGTH, Objects, cryptogram_tag, refuse};
use crate::{SessionKeys, SmError};

/// Object 99 with its status word.
const STATUS_OBJECT_LEN: usize = 4;
/// Bytes of the smallest protected response, status word not counted.
const LEAST: usize = STATUS_OBJECT_LEN + MAC_OBJECT_LEN;

/// A session as the card has it: opens commands, protects responses.
///
/// Unwrapping consumes it; whoever gets an error has no session any more `[TR-03110-3 §F.6]`.
#[derive(Clone, Debug)]
pub struct CardSession {
    channel: Channel,
    answer: Answer,
    behaviour: Behaviour,
}

/// What the command in hand says about its response.
#[derive(Clone, Copy, Debug)]
struct Answer {
    /// Whether the instruction is odd, which decides between objects 85 and 87.
    odd: bool,
    /// Bytes that the outer Le allows.
    room: Ne,
}

impl CardSession {
    /// A session that has seen no message: its counter is 0 `[TR-03110-3 §F.5]`.
    #[must_use]
    pub fn new(keys: SessionKeys) -> Self {
        let answer = Answer {
            odd: false,
            room: Ne::EXTENDED_MAX,
        };
        Self {
            channel: Channel::new(keys),
            answer,
            behaviour: Behaviour::default(),
        }
    }

    /// Opens a command: checks structure, MAC and padding in this order, and gives back the session and the plain
    /// command, whose data lies in `plain`. The buffer is reused: once it has grown nothing is allocated.
    ///
    /// A missing outer Le is taken for one that allows most. Objects may come in any order, lengths need not be the
    /// shortest.
    ///
    /// # Errors
    /// When anything is wrong; the session is gone then and [`SmError::status`] is the answer, in plain.
    pub fn unwrap_command<'b>(
        mut self,
        command: &CommandView<'_>,
        plain: &'b mut Vec<u8>,
    ) -> Result<(Self, CommandView<'b>), SmError> {
        if command.class.secure_messaging() != SecureMessaging::HeaderAuthenticated {
            return Err(SmError::Class {
                class: command.class,
            });
        }
        let odd = command.instruction.is_odd();
        self.answer = Answer {
            odd,
            room: self.room(command)?,
        };
        let tolerate = |error: &SmError| self.behaviour.tolerates(error);
        let objects = Objects::decode(command.data, EXPECTED_LENGTH, tolerate)?;
        let mac = objects.mac(tolerate)?;
        let (ne, length) = self.expected_length(&objects)?;
        let cryptogram = objects.cryptogram(cryptogram_tag(odd), tolerate)?;
        let authenticated = objects.authenticated();

        self.channel.count();
        let sealed = Sealed {
            objects: &authenticated,
            cryptogram,
        };
        self.open(&padded_header(command), &sealed, mac, plain)?;
        if objects.has_cryptogram() {
            unpad(plain).or_else(|error| refuse(error, |error| self.behaviour.tolerates(error)))?;
        }
        let length = if plain.len() > 255 {
            Length::Extended
        } else {
            length
        };
        let class = command.class.without_secure_messaging();
        let (instruction, p1, p2) = (command.instruction, command.p1, command.p2);
        Ok((
            self,
            CommandView {
                class,
                instruction,
                p1,
                p2,
                data: plain,
                ne,
                length,
            },
        ))
    }

    /// Protects the response to the command that was opened last, and replaces the content of `response` with it,
    /// status word included. The buffer is reused like that of [`CardSession::unwrap_command`].
    ///
    /// # Errors
    /// [`SmError::ResponseTooLong`] when it does not fit the outer Le of the command: `response` is empty then, the
    /// session is as it was, and a shorter response can be protected. See [`CardSession::max_plain`].
    pub fn wrap_response(
        &mut self,
        data: &[u8],
        status: StatusWord,
        response: &mut Vec<u8>,
    ) -> Result<(), SmError> {
        response.clear();
        let hidden = Hidden {
            tag: cryptogram_tag(self.answer.odd),
            plain: data,
        };
        let length = hidden.object_len() + LEAST;
        if length > self.answer.room.as_usize() {
            return Err(SmError::ResponseTooLong {
                length,
                ne: self.answer.room,
            });
        }
        if self.behaviour.counts_responses() {
            self.channel.count();
        }
        response.reserve(length + 2);
        let object = self.behaviour.status_object(status).map(|status| {
            let [sw1, sw2] = status.to_bytes();
            [0x99, 0x02, sw1, sw2]
        });
        let control = object.as_ref().map_or(&[][..], |object| object);
        if self.behaviour.encrypts_with_zero_vector() {
            self.protect_with_zero_vector(hidden, control, response);
        } else {
            self.channel.protect(None, hidden, control, response);
        }
        if let Some(last) = response.last_mut().filter(|_| self.behaviour.spoils_mac()) {
            *last ^= 1;
        }
        response.extend_from_slice(&status.to_bytes());
        Ok(())
    }

    /// The most bytes of data that a response to the command in hand can carry.
    #[must_use]
    pub fn max_plain(&self) -> usize {
        Self::max_plain_for(self.answer.room, self.answer.odd)
    }

    /// The most bytes of data that a protected response of `room` bytes can carry: 223 for 256. `odd` says whether
    /// the instruction is odd, whose cryptogram has no padding indicator.
    #[must_use]
    pub fn max_plain_for(room: Ne, odd: bool) -> usize {
        let room = room.as_usize().saturating_sub(LEAST);
        let indicator = usize::from(!odd);
        let fits =
            |blocks: &usize| encoded_len(cryptogram_tag(odd), blocks * BLOCK + indicator) <= room;
        // The object's header takes at most six bytes, so the answer is among the last two.
        let most = room / BLOCK;
        let blocks = (0..=most).rev().find(fits).unwrap_or(0);
        (blocks * BLOCK).saturating_sub(1)
    }

    /// Bytes that the outer Le allows for the response.
    fn room(&self, command: &CommandView<'_>) -> Result<Ne, SmError> {
        let missing = if command.length == Length::Extended {
            Ne::EXTENDED_MAX
        } else {
            Ne::SHORT_MAX
        };
        let ne = match command.ne {
            None if self.behaviour.requires_outer_length() => {
                return Err(SmError::ExpectedLength { length: 0 });
            }
            ne => ne.unwrap_or(missing),
        };
        if ne.as_usize() < LEAST {
            Err(SmError::OuterLength { ne, least: LEAST })
        } else {
            Ok(ne)
        }
    }

    /// The plain command's expected length, and the form in which it was coded.
    fn expected_length(&self, objects: &Objects<'_>) -> Result<(Option<Ne>, Length), SmError> {
        let (ne, length) = match objects.control.map(|object| object.value) {
            None => return Ok((None, Length::Short)),
            Some([le]) => (Ne::from_short(*le), Length::Short),
            Some([high, low]) => (
                Ne::from_extended(u16::from_be_bytes([*high, *low])),
                Length::Extended,
            ),
            Some(other) => {
                return Err(SmError::ExpectedLength {
                    length: other.len(),
                });
            }
        };
        Ok((
            Some(self.behaviour.expected_length(ne, self.answer.room)),
            length,
        ))
    }

    /// Checks the MAC and decrypts.
    fn open(
        &mut self,
        header: &Block,
        sealed: &Sealed<'_>,
        mac: Option<&[u8]>,
        plain: &mut Vec<u8>,
    ) -> Result<(), SmError> {
        let counter = self.channel.counter();
        let opened = match mac {
            Some(mac) if sealed.objects.is_empty() && self.behaviour.pads_header_twice() => {
                self.compare_with_second_padding(header, mac)
            }
            Some(mac) => self.channel.open(counter, Some(header), sealed, mac, plain),
            None => Err(SmError::MacMissing),
        };
        opened.or_else(|error| self.open_otherwise(error, header, sealed, (mac, plain)))
    }

    /// Takes a message that is not the right one, where a fault makes the card do so.
    fn open_otherwise(
        &mut self,
        error: SmError,
        header: &Block,
        sealed: &Sealed<'_>,
        (mac, plain): (Option<&[u8]>, &mut Vec<u8>),
    ) -> Result<(), SmError> {
        let counter = self.channel.counter();
        for other in self.behaviour.other_messages(counter, header) {
            let mac = mac.unwrap_or_default();
            if self
                .channel
                .open(other.counter, other.header.as_ref(), sealed, mac, plain)
                .is_ok()
            {
                self.channel.set_counter(other.next);
                return Ok(());
            }
        }
        refuse(error, |error| self.behaviour.tolerates(error))?;
        let own = self.channel.mac(counter, Some(header), sealed.objects);
        self.channel
            .open(counter, Some(header), sealed, &own, plain)
    }
}

/// What only a card with a fault does.
impl CardSession {
    fn compare_with_second_padding(&self, header: &Block, expected: &[u8]) -> Result<(), SmError> {
        const SECOND: Block = [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let counter = self.channel.counter().to_be_bytes();
        let mac = self.channel.keys().mac.cmac(&[&counter, header, &SECOND]);
        if mac.starts_with(expected) {
            Ok(())
        } else {
            Err(SmError::MacMismatch)
        }
    }

    fn protect_with_zero_vector(&self, hidden: Hidden<'_>, control: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        if !hidden.plain.is_empty() {
            let mut padded = crate::channel::padded(hidden.plain);
            // Cannot fail: these are whole blocks.
            let _ = self.channel.keys().enc.encrypt_cbc(&[0; 16], &mut padded);
            out.extend(crate::channel::cryptogram_object(hidden.tag, &padded));
        }
        out.extend_from_slice(control);
        let mac = self.channel.mac(
            self.channel.counter(),
            None,
            out.get(start..).unwrap_or_default(),
        );
        self.channel.write_mac(&mac, out);
    }
}

/// Telling a card to be wrong.
#[cfg(feature = "faults")]
impl CardSession {
    /// The same session with a fault, or without any.
    #[must_use]
    pub const fn with_fault(mut self, fault: Option<crate::Fault>) -> Self {
        self.behaviour.fault = fault;
        self
    }

    /// The copy to which a card with [`crate::Fault::ErrorKeepsSession`] goes back after an error; nothing without
    /// that fault. It takes the next command wherever between one and three counts the terminal has gone on.
    #[must_use]
    pub fn spare(&self) -> Option<Self> {
        (self.behaviour.fault == Some(crate::Fault::ErrorKeepsSession)).then(|| self.clone())
    }
}
