//! From text to [`Selector`], with the column of the first thing that does not fit.

use super::{Property, Selector};
use crate::Error;
use crate::nearest::did_you_mean;

/// Deeper brackets than anybody writes; the limit keeps a hostile selector off the stack.
const DEEPEST: usize = 64;

pub(super) fn selector(text: &str) -> Result<Selector, Error> {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
    };
    let selector = parser.any()?;
    match parser.peek() {
        None => Ok(selector),
        Some(found) => Err(parser.complain(format!("expected & or | before {found:?}"))),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Selector, Error> {
        self.list('|', Self::all, Selector::Any)
    }

    fn all(&mut self) -> Result<Selector, Error> {
        self.list('&', Self::one, Selector::All)
    }

    fn list(
        &mut self,
        separator: char,
        item: fn(&mut Self) -> Result<Selector, Error>,
        join: fn(Vec<Selector>) -> Selector,
    ) -> Result<Selector, Error> {
        let first = item(self)?;
        let mut items = vec![first];
        while self.eat(separator) {
            items.push(item(self)?);
        }
        match (items.len(), items.pop()) {
            (1, Some(only)) => Ok(only),
            (_, Some(last)) => {
                items.push(last);
                Ok(join(items))
            }
            // Cannot happen: the list begins with one item.
            (_, None) => Err(self.complain("expected a selector".to_owned())),
        }
    }

    fn one(&mut self) -> Result<Selector, Error> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.complain(format!("more than {DEEPEST} levels of brackets")));
        }
        let one = if self.eat('!') {
            Selector::Not(Box::new(self.one()?))
        } else if self.eat('(') {
            let inner = self.any()?;
            self.expect(')')?;
            inner
        } else {
            self.word()?
        };
        self.depth -= 1;
        Ok(one)
    }

    fn word(&mut self) -> Result<Selector, Error> {
        self.skip_space();
        let start = self.at;
        let word = self.take_while(|c| !c.is_whitespace() && !"()&|!".contains(c));
        if word.is_empty() {
            return Err(match self.peek() {
                None => self.complain("ends where a selector was expected".to_owned()),
                Some(found) => self.complain(format!("expected a selector, found {found:?}")),
            });
        }
        if !self.eat('(') {
            return Ok(Selector::Word(word.trim_start_matches('@').to_owned()));
        }
        let Some(property) = Property::ALL.into_iter().find(|p| p.name() == word) else {
            let hint = did_you_mean(&word, Property::ALL.map(Property::name));
            self.at = start;
            return Err(self.complain(format!("{word:?} is no property of a check{hint}")));
        };
        let pattern = self.take_while(|c| c != ')' && c != '(').trim().to_owned();
        self.expect(')')?;
        if pattern.is_empty() {
            return Err(self.complain(format!("{word}(…) needs a pattern, for example {word}(*)")));
        }
        Ok(Selector::Where(property, pattern))
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let taken: String = self.rest().chars().take_while(|c| belongs(*c)).collect();
        self.at += taken.len();
        taken
    }

    fn expect(&mut self, wanted: char) -> Result<(), Error> {
        if self.eat(wanted) {
            Ok(())
        } else {
            Err(self.complain(format!("expected {wanted:?}")))
        }
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.rest().chars().next()
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn complain(&self, reason: String) -> Error {
        let before = self.text.get(..self.at).unwrap_or_default();
        Error::Selector {
            column: before.chars().count() + 1,
            reason,
        }
    }
}
