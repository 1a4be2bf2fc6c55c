//! Terminal Authentication, Chip Authentication and Restricted Identification: the session's part of each.

use eac::card::{Reason as ProtocolReason, chip_authentication, restricted_identification};
use eac::encoding::oid::{ID_CA, ID_RI};
use eac::encoding::{PasswordReference, Right, SetAt, TerminalType};
use iso7816::StatusWord;

use super::volatile::Running;
use super::{Change, Done, Engine};
use crate::fault::Fault;
use crate::state::Proven;
use crate::{Profile, Refusal};

impl<P: Profile> Engine<P> {
    fn proven(&mut self) -> Result<&mut Proven, Refusal> {
        self.volatile
            .state
            .proven_mut()
            .ok_or_else(|| ProtocolReason::NotConfined.into())
    }

    /// MSE:Set DST.
    pub(super) fn select_verification_key(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let proven = self
            .volatile
            .state
            .proven_mut()
            .ok_or(ProtocolReason::NotConfined)?;
        if let Some(earlier) = &self.faulty.earlier {
            proven.terminal_authentication.inherit(earlier);
        }
        Ok(proven
            .terminal_authentication
            .select_verification_key(data, &self.stored.trust)?)
    }

    /// PSO:Verify Certificate; date and trust points change together, and for good.
    pub(super) fn verify_certificate(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let proven = self
            .volatile
            .state
            .proven_mut()
            .ok_or(ProtocolReason::NotConfined)?;
        let terminal = &mut proven.terminal_authentication;
        let result = terminal.verify_certificate(data, &self.stored.trust);
        let (update, outcome) = match result {
            Ok(update) => (update, Ok(())),
            Err(refusal) => (terminal.after_refusal(data), Err(refusal.into())),
        };
        if self.faulty.card.has(Fault::TemporaryKeysSurviveReset) {
            self.faulty.earlier = Some(Box::new(terminal.clone()));
        }
        self.stored.trust.apply(update);
        outcome
    }

    /// MSE:Set AT for Terminal Authentication.
    pub(super) fn set_terminal_template(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let proven = self
            .volatile
            .state
            .proven_mut()
            .ok_or(ProtocolReason::NotConfined)?;
        let terminal = &mut proven.terminal_authentication;
        terminal.import_trust_point(data, &self.stored.trust);
        Ok(terminal.set_template(data)?)
    }

    /// GET CHALLENGE: eight bytes, kept until they are answered.
    pub(super) fn challenge(&mut self, answer: &mut Vec<u8>) -> Result<(), Refusal> {
        let mut random = self.random.challenge.clone();
        let challenge = self
            .proven()?
            .terminal_authentication
            .challenge(&mut random);
        answer.extend_from_slice(&challenge);
        Ok(())
    }

    /// A challenge of fewer bytes, on a card with that fault.
    pub(super) fn shortened_challenge(
        &mut self,
        length: usize,
        answer: &mut Vec<u8>,
    ) -> Result<(), Refusal> {
        self.challenge(answer)?;
        answer.truncate(length);
        self.proven()?
            .terminal_authentication
            .shorten_challenge(length);
        Ok(())
    }

    /// EXTERNAL AUTHENTICATE.
    pub(super) fn authenticate_terminal(&mut self, signature: &[u8]) -> Result<(), Refusal> {
        let proven = self.proven()?;
        let password = proven.password;
        let authorization = proven
            .terminal_authentication
            .external_authenticate(signature)?;
        let with_can = password == PasswordReference::Can
            && authorization.terminal_type() == TerminalType::AuthenticationTerminal;
        if with_can
            && (!authorization.has(Right::CanAllowed) || self.has(Fault::CanRightIgnored))
            && !self.has(Fault::CanAcceptedWithoutCanAllowed)
        {
            // The CHAT of PACE had the right, the certificates have not [TR-03110-2 §2.3.2.1].
            let because = ProtocolReason::RightMissing(Right::CanAllowed);
            return Err(Refusal {
                status: StatusWord::SECURITY_STATUS_NOT_SATISFIED,
                ..because.into()
            });
        }
        self.volatile.state.authenticate_terminal(authorization);
        Ok(())
    }

    /// MSE:Set AT for the two protocols that prove the card: the identifier says which `[TR-03110-3 §B.14.1]`.
    pub(super) fn choose_key(&mut self, data: &[u8]) -> Result<(), Refusal> {
        self.volatile.running = Running::None;
        let mechanism = SetAt::decode(data)
            .map_err(eac::card::Refusal::from)?
            .mechanism;
        let faults = self.faulty.eac;
        self.volatile.running = match mechanism {
            Some(protocol)
                if protocol.below(&ID_RI).is_some()
                    || protocol.below(&ID_CA).is_none()
                        && faults.has(eac::card::Fault::RiProtocolNotChecked) =>
            {
                let keys = &self.stored.identification_keys;
                let selection = restricted_identification::Selection::judge(data, keys, faults)?;
                Running::RestrictedIdentification(Box::new(selection))
            }
            Some(protocol) if protocol.below(&ID_CA).is_none() => {
                return Err(ProtocolReason::UnknownProtocol(protocol).into());
            }
            _ => {
                let authorization = self.volatile.state.authorization();
                let selection = chip_authentication::Selection::judge(
                    data,
                    &self.stored.chip_keys,
                    authorization,
                    faults,
                )?;
                Running::ChipAuthentication(Box::new(selection))
            }
        };
        Ok(())
    }

    /// GENERAL AUTHENTICATE in Chip Authentication. Without a session there is nothing to restart.
    pub(super) fn authenticate_chip(
        &mut self,
        selection: &chip_authentication::Selection,
        data: &[u8],
        answer: &mut Vec<u8>,
    ) -> Result<Done, Refusal> {
        if self.volatile.state.proven_mut().is_none() {
            return Err(ProtocolReason::NotAuthenticated.into());
        }
        let authorization = self.volatile.state.authorization();
        let established =
            selection.general_authenticate(data, authorization, &mut self.random.chip)?;
        answer.extend(established.response);
        Ok(Done {
            status: StatusWord::OK,
            change: Some(Change::Chip(established.keys)),
        })
    }

    /// GENERAL AUTHENTICATE in Restricted Identification.
    pub(super) fn identify(
        &self,
        selection: &restricted_identification::Selection,
        data: &[u8],
        answer: &mut Vec<u8>,
    ) -> Result<(), Refusal> {
        let state = &self.volatile.state;
        let early = state
            .authorization()
            .filter(|_| self.has(Fault::RiBeforeCa));
        let authorization = state
            .bound_authorization()
            .or(early)
            .ok_or(ProtocolReason::NotAuthenticated)?;
        answer.extend(selection.general_authenticate(data, authorization)?);
        Ok(())
    }
}
