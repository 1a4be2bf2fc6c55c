use crate::{ChainError, Class, CommandView, Length};

/// Collects the data fields of a command chain on the card's side `[ISO 7816-4 §5.3.3]`.
#[derive(Clone, Debug)]
pub struct Collector {
    open: Option<Chain>,
    data: Vec<u8>,
    limit: usize,
}

/// What became of a command given to a [`Collector`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collected<'a> {
    /// Kept; the card answers 9000 and waits for the rest.
    More,
    /// A command to be carried out: a single one as it came, or a chain with all its data.
    Whole(CommandView<'a>),
}

/// What all commands of a chain have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Chain {
    class: Class,
    ins_p1: u16,
    p2: u8,
}

impl Chain {
    const fn of(command: &CommandView<'_>) -> Self {
        Self {
            class: command.class.without_chaining(),
            ins_p1: u16::from_be_bytes([command.instruction.value(), command.p1]),
            p2: command.p2,
        }
    }
}

impl Collector {
    /// Takes chains of up to `limit` bytes of data, at most 65535.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            open: None,
            data: Vec::new(),
            limit: limit.min(65_535),
        }
    }

    /// True while a chain has begun and its last command has not come.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Forgets an open chain.
    pub fn clear(&mut self) {
        self.open = None;
        self.data.clear();
    }

    /// Takes the next command.
    ///
    /// # Errors
    /// When a chain is open and this command does not continue it, or the chain has become too long. The chain is
    /// forgotten then, and the command is not carried out.
    pub fn collect<'a>(
        &'a mut self,
        command: CommandView<'a>,
    ) -> Result<Collected<'a>, ChainError> {
        let chain = Chain::of(&command);
        match self.open {
            None if !command.class.is_chained() => return Ok(Collected::Whole(command)),
            None => self.clear(),
            Some(open) if open == chain => {}
            Some(open) => {
                self.clear();
                return Err(ChainError::LastCommandExpected {
                    expected: open.ins_p1,
                    found: chain.ins_p1,
                });
            }
        }
        let length = self.data.len() + command.data.len();
        if length > self.limit {
            self.clear();
            return Err(ChainError::TooLong {
                length,
                limit: self.limit,
            });
        }
        self.data.extend_from_slice(command.data);
        if command.class.is_chained() {
            self.open = Some(chain);
            return Ok(Collected::More);
        }
        self.open = None;
        let length = if self.data.len() > 255 {
            Length::Extended
        } else {
            command.length
        };
        Ok(Collected::Whole(CommandView {
            data: &self.data,
            length,
            ..command
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CommandApdu, StatusWord};

    fn part(cla: u8, ins: u8, data: &[u8]) -> CommandApdu {
        CommandApdu::new(cla, ins, 0, 0).with_data(data)
    }

    #[test]
    fn the_last_command_brings_the_whole_data_field() {
        let mut collector = Collector::new(100);
        let (first, last) = (part(0x10, 0x2A, &[1, 2]), part(0x00, 0x2A, &[3]));
        assert_eq!(collector.collect(first.as_view()), Ok(Collected::More));
        assert!(collector.is_open());
        let whole = collector.collect(last.as_view());
        assert_eq!(
            whole,
            Ok(Collected::Whole(part(0, 0x2A, &[1, 2, 3]).as_view()))
        );
        assert!(!collector.is_open());
    }

    #[test]
    fn a_foreign_command_breaks_the_chain_with_6883() {
        let mut collector = Collector::new(100);
        let (first, foreign) = (part(0x10, 0x2A, &[1]), part(0x00, 0xA4, &[0x3F, 0]));
        assert_eq!(collector.collect(first.as_view()), Ok(Collected::More));
        let refused = collector
            .collect(foreign.as_view())
            .map_err(ChainError::status);
        assert_eq!(refused, Err(StatusWord::LAST_COMMAND_OF_CHAIN_EXPECTED));
        assert_eq!(
            collector.collect(foreign.as_view()),
            Ok(Collected::Whole(foreign.as_view()))
        );
    }

    #[test]
    fn a_chain_without_end_is_refused_with_6700() {
        let mut collector = Collector::new(10);
        let first = part(0x10, 0x2A, &[0; 6]);
        assert_eq!(collector.collect(first.as_view()), Ok(Collected::More));
        let refused = collector.collect(first.as_view());
        assert_eq!(
            refused,
            Err(ChainError::TooLong {
                length: 12,
                limit: 10
            })
        );
        assert!(!collector.is_open());
    }
}
