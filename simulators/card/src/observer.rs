//! A tap on the card: what came over the wire, what the card made of it, what it answered and why.
//!
//! The card calls its observer once for each command, after the answer is complete. An observer cannot change anything.

use iso7816::{Card, CommandApdu, CommandView, ResponseApdu, ResponseView};

use crate::Refusal;

/// One command and its answer, as the wire saw them and as the card understood them.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// The command as it came.
    pub wire_command: &'a [u8],
    /// The command without secure messaging; nothing when the card could not get that far.
    pub command: Option<CommandView<'a>>,
    /// The answer before secure messaging.
    pub response: ResponseView<'a>,
    /// The answer as it went out.
    pub wire_response: &'a [u8],
    /// Why the card refused, where it did.
    pub refusal: Option<&'a Refusal>,
    /// Whether the command came under secure messaging.
    pub protection: Protection,
}

/// How a command came and its answer went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// In the open.
    Plain,
    /// Under secure messaging, both ways.
    Secured,
    /// Under secure messaging, and answered in the open because that ended the session.
    Broken,
}

impl Exchange<'_> {
    /// The same with bytes of its own.
    #[must_use]
    pub fn to_owned(&self) -> Event {
        Event {
            wire_command: self.wire_command.to_vec(),
            command: self.command.map(|command| command.to_owned()),
            response: self.response.to_owned(),
            wire_response: self.wire_response.to_vec(),
            refusal: self.refusal.cloned(),
            protection: self.protection,
        }
    }
}

/// An [`Exchange`] that can be kept.
#[derive(Clone, Debug)]
pub struct Event {
    /// The command as it came.
    pub wire_command: Vec<u8>,
    /// The command without secure messaging.
    pub command: Option<CommandApdu>,
    /// The answer before secure messaging.
    pub response: ResponseApdu,
    /// The answer as it went out.
    pub wire_response: Vec<u8>,
    /// Why the card refused, where it did.
    pub refusal: Option<Refusal>,
    /// How it came and went.
    pub protection: Protection,
}

/// Somebody who looks on.
pub trait Observer {
    /// Called once for each command.
    fn exchanged(&mut self, exchange: &Exchange<'_>);
}

impl<F: FnMut(&Exchange<'_>)> Observer for F {
    fn exchanged(&mut self, exchange: &Exchange<'_>) {
        self(exchange);
    }
}

/// Keeps everything.
impl Observer for Vec<Event> {
    fn exchanged(&mut self, exchange: &Exchange<'_>) {
        self.push(exchange.to_owned());
    }
}

/// A card that lets somebody look on.
pub trait ObservedCard: Card {
    /// Does what [`Card::transmit`] does and tells the observer.
    fn transmit_observed(
        &mut self,
        command: &[u8],
        response: &mut Vec<u8>,
        observer: &mut dyn Observer,
    );
}

/// A card with an observer that sees every command.
#[derive(Clone, Debug)]
pub struct Traced<C, O> {
    /// The card.
    pub card: C,
    /// The observer.
    pub observer: O,
}

impl<C: ObservedCard, O: Observer> Traced<C, O> {
    /// Puts an observer beside a card.
    pub const fn new(card: C, observer: O) -> Self {
        Self { card, observer }
    }
}

impl<C: ObservedCard, O: Observer + Send> Card for Traced<C, O> {
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) {
        self.card
            .transmit_observed(command, response, &mut self.observer);
    }

    fn reset(&mut self) {
        self.card.reset();
    }

    fn atr(&self) -> &[u8] {
        self.card.atr()
    }
}
