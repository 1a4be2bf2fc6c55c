//! Reading files, and what they say about the card.

use conformance_harness::StepError;
use crypto::Curve;
use eac::encoding::{PaceProtocol, SecurityInfos};
use eac::terminal::command;
use iso7816::{Ne, StatusWord};

use crate::CardWorld;

/// Bytes asked for at once: what fits into a protected response of short length.
const CHUNK: Ne = Ne::from_short(0xDF);
/// More than the largest file of an eID card.
const LONGEST: u16 = 0x7000;

/// The content of EF.CardAccess as read, kept after the first reading.
#[derive(Clone, Debug)]
pub struct CardAccess(pub Vec<u8>);

/// The content of EF.CardSecurity as read, kept after the first reading.
#[derive(Clone, Debug)]
pub struct CardSecurityFile(pub Vec<u8>);

impl CardWorld {
    /// Reads a whole file by its short identifier, protected while there is a channel.
    ///
    /// # Errors
    ///
    /// Says how the card answered the command that it did not answer with 9000 or 6282.
    pub fn read_file(&mut self, name: &str, short_id: u8) -> Result<Vec<u8>, StepError> {
        let mut content = self.read_chunk(name, &command::read_by_short_id(short_id, CHUNK))?;
        loop {
            let offset = u16::try_from(content.len()).unwrap_or(u16::MAX);
            if offset > LONGEST {
                return Err(StepError::requirement(format!("{name} has no end")));
            }
            let at_the_end = self.answer()?.status != StatusWord::OK;
            if at_the_end {
                return Ok(content);
            }
            let chunk = self.read_chunk(name, &command::read_at(offset, CHUNK))?;
            if chunk.is_empty() {
                return Ok(content);
            }
            content.extend(chunk);
        }
    }

    fn read_chunk(
        &mut self,
        name: &str,
        command: &iso7816::CommandApdu,
    ) -> Result<Vec<u8>, StepError> {
        let answer = self.transmit(command)?;
        // A file that ends exactly where a chunk ends answers the next one with 6B00.
        match answer.status {
            StatusWord::OK | StatusWord::END_OF_FILE => Ok(answer.data.clone()),
            StatusWord::OFFSET_OUTSIDE_FILE if command.p1 & 0x80 == 0 => Ok(Vec::new()),
            _ => Err(StepError::expected(
                format!("the content of {name}"),
                answer,
            )),
        }
    }

    /// What EF.CardAccess says; the file is read once.
    ///
    /// # Errors
    ///
    /// When it cannot be read or does not hold SecurityInfos.
    pub fn card_access(&mut self) -> Result<SecurityInfos, StepError> {
        if self.try_kept::<CardAccess>().is_none() {
            let content = self.read_file("EF.CardAccess", command::CARD_ACCESS)?;
            self.keep(CardAccess(content));
        }
        let content = &self.kept::<CardAccess>("EF.CardAccess")?.0;
        SecurityInfos::decode_file(content)
            .map_err(|error| StepError::requirement(format!("EF.CardAccess: {error}")))
    }

    /// The first variant of PACE that card and suite both know, with its parameter id.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn pace_suite(&mut self) -> Result<(PaceProtocol, Curve), StepError> {
        let infos = self.card_access()?;
        infos
            .usable_pace()
            .map(|(_, protocol, curve)| (protocol, curve))
            .ok_or_else(|| {
                StepError::not_applicable(
                    "EF.CardAccess offers no variant of PACE that the suite knows",
                )
            })
    }

    /// The curve of Chip Authentication, by the domain parameters in EF.CardAccess; the one of PACE
    /// where there are none.
    ///
    /// # Errors
    ///
    /// When EF.CardAccess cannot be read.
    pub fn chip_curve(&mut self) -> Result<Curve, StepError> {
        let infos = self.card_access()?;
        let versions = infos.chip_authentication().filter(|info| info.version == 2);
        let curve = versions
            .filter_map(|info| infos.chip_authentication_curve(info.key_id))
            .next();
        match curve {
            Some(curve) => Ok(curve),
            None => Ok(self.pace_suite()?.1),
        }
    }
}
