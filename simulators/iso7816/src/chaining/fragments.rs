use crate::{CommandView, Length};

/// The commands of a chain, in order; see [`fragments`].
#[derive(Clone, Debug)]
pub struct Fragments<'a> {
    command: CommandView<'a>,
    rest: Option<&'a [u8]>,
    size: usize,
}

/// Splits a command into a chain of commands with at most `size` bytes of data each `[ISO 7816-4 §5.3.3]`.
///
/// All but the last carry the chaining bit and expect nothing; the last expects what the whole command did. A size of
/// 0 counts as 1, and a command that fits gives a chain of one.
#[must_use]
pub fn fragments<'a>(command: &CommandView<'a>, size: usize) -> Fragments<'a> {
    Fragments {
        command: *command,
        rest: Some(command.data),
        size: size.max(1),
    }
}

impl<'a> Iterator for Fragments<'a> {
    type Item = CommandView<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?;
        let short = CommandView {
            length: Length::Short,
            ..self.command
        };
        match rest.split_at_checked(self.size) {
            Some((data, more)) if !more.is_empty() => {
                self.rest = Some(more);
                Some(CommandView {
                    class: short.class.with_chaining(),
                    data,
                    ne: None,
                    ..short
                })
            }
            _ => Some(CommandView {
                data: rest,
                ..short
            }),
        }
    }
}

impl std::iter::FusedIterator for Fragments<'_> {}
