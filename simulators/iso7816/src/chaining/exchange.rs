use crate::{
    CommandApdu, CommandError, Instruction, Length, ResponseApdu, ResponseError, Transport,
};

/// What can go wrong between a command and its whole response.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError<E: std::error::Error + 'static> {
    /// The command cannot be encoded.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The card's answer is no response.
    #[error(transparent)]
    Response(#[from] ResponseError),
    /// The card could not be reached.
    #[error("the card could not be reached")]
    Transport(#[source] E),
    /// The card goes on announcing more than a response can hold.
    #[error("the card announces more than {limit} bytes of response")]
    Endless {
        /// Bytes that a response can hold.
        limit: usize,
    },
}

const LIMIT: usize = 65_536;

/// Sends a command and fetches its whole response: repeats it with the Le that 6Cxx names, and follows 61xx with GET
/// RESPONSE `[ISO 7816-4 §5.3.4]`.
///
/// # Errors
/// When the command cannot be encoded, the transport fails, or the card never comes to an end.
pub fn exchange<T: Transport>(
    transport: &mut T,
    command: &CommandApdu,
) -> Result<ResponseApdu, ExchangeError<T::Error>> {
    let mut response = send(transport, command)?;
    if response.status.sw1() == 0x6C {
        let ne = crate::Ne::from_short(response.status.sw2());
        response = send(
            transport,
            &CommandApdu {
                ne: Some(ne),
                length: Length::Short,
                ..command.clone()
            },
        )?;
    }
    let mut data = std::mem::take(&mut response.data);
    while let Some(ne) = response.status.more_bytes() {
        let fetch = CommandApdu::new(
            command.class.channel() & 3,
            Instruction::GET_RESPONSE.value(),
            0,
            0,
        )
        .with_ne(ne);
        response = send(transport, &fetch)?;
        // A card that promises more and gives nothing would be asked for ever.
        if response.data.is_empty() && response.status.more_bytes().is_some() {
            return Err(ExchangeError::Endless { limit: LIMIT });
        }
        data.append(&mut response.data);
        if data.len() > LIMIT {
            return Err(ExchangeError::Endless { limit: LIMIT });
        }
    }
    Ok(ResponseApdu {
        data,
        status: response.status,
    })
}

fn send<T: Transport>(
    transport: &mut T,
    command: &CommandApdu,
) -> Result<ResponseApdu, ExchangeError<T::Error>> {
    let bytes = transport
        .transmit(&command.encode()?)
        .map_err(ExchangeError::Transport)?;
    Ok(ResponseApdu::decode(&bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    struct Script(Vec<(&'static [u8], &'static [u8])>);

    impl Transport for Script {
        type Error = Infallible;

        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
            let (expected, answer) = self.0.remove(0);
            assert_eq!(command, expected);
            Ok(answer.to_vec())
        }
    }

    #[test]
    fn wrong_le_is_corrected_and_pieces_are_joined() {
        let mut card = Script(vec![
            (&[0, 0xB0, 0, 0, 0], &[0x6C, 5]),
            (&[0, 0xB0, 0, 0, 5], &[1, 2, 0x61, 3]),
            (&[0, 0xC0, 0, 0, 3], &[3, 4, 5, 0x90, 0]),
        ]);
        let command = CommandApdu::new(0, 0xB0, 0, 0).with_ne(crate::Ne::SHORT_MAX);
        assert_eq!(
            exchange(&mut card, &command).ok(),
            Some(ResponseApdu::ok([1, 2, 3, 4, 5]))
        );
    }

    #[test]
    fn a_card_that_promises_without_end_is_left() {
        let mut card = Script(vec![
            (&[0, 0xB0, 0, 0], &[0x61, 1]),
            (&[0, 0xC0, 0, 0, 1], &[0x61, 1]),
        ]);
        let refused = exchange(&mut card, &CommandApdu::new(0, 0xB0, 0, 0));
        assert!(matches!(refused, Err(ExchangeError::Endless { .. })));
    }
}
