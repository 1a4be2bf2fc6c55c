//! Takes the elements of a SEQUENCE in order and reports what does not fit.

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::der::{Element, StringKind, boolean, oid, small_unsigned, string_fault};
use crate::judgement::{Place, Report};

/// The elements of one SEQUENCE that are still to be taken.
pub(crate) struct Fields<'a, 'r> {
    rest: Peekable<IntoIter<Element<'a>>>,
    place: Place,
    end: usize,
    report: &'r mut Report,
}

impl<'a, 'r> Fields<'a, 'r> {
    /// The children of a constructed element; what cannot be read is reported and leaves no fields.
    pub(crate) fn of(element: &Element<'a>, place: &Place, report: &'r mut Report) -> Self {
        let children = match element.children() {
            Ok(children) => children,
            Err(fault) => {
                report.fault(place, fault);
                Vec::new()
            }
        };
        Self {
            rest: children.into_iter().peekable(),
            place: place.clone(),
            end: element.offset + element.raw.len(),
            report,
        }
    }

    /// Elements that were read already.
    pub(crate) fn from_elements(
        elements: &[Element<'a>],
        place: &Place,
        report: &'r mut Report,
    ) -> Self {
        let end = elements
            .last()
            .map_or(place.offset, |last| last.offset + last.raw.len());
        Self {
            rest: Vec::from(elements).into_iter().peekable(),
            place: place.clone(),
            end,
            report,
        }
    }

    /// The report, between two fields.
    pub(crate) fn report(&mut self) -> &mut Report {
        self.report
    }

    /// Byte offset of the SEQUENCE.
    pub(crate) fn offset(&self) -> usize {
        self.place.offset
    }

    /// The place of a field of this SEQUENCE.
    pub(crate) fn place_of(&self, name: &str, offset: usize) -> Place {
        self.place.below(name, offset)
    }

    /// The next element, which must have this tag.
    pub(crate) fn required(&mut self, tag: u32, name: &str) -> Option<Element<'a>> {
        if let Some(element) = self.optional(tag) {
            return Some(element);
        }
        let (offset, found) = match self.rest.peek() {
            Some(other) => (other.offset, format!("tag {:02X}", other.tag)),
            None => (self.end, "the end of the structure".to_owned()),
        };
        let place = self.place.below(name, offset);
        self.report
            .violation(&place, found, format!("{name} with tag {tag:02X}"));
        None
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, tag: u32) -> Option<Element<'a>> {
        self.rest.next_if(|element| element.tag == tag)
    }

    /// The next element whatever its tag, for `ANY`.
    pub(crate) fn any(&mut self, name: &str) -> Option<Element<'a>> {
        let element = self.rest.next();
        if element.is_none() {
            let place = self.place.below(name, self.end);
            self.report
                .violation(&place, "the end of the structure", name);
        }
        element
    }

    /// A small non-negative INTEGER that must come next.
    pub(crate) fn integer(&mut self, name: &str) -> Option<u32> {
        let element = self.required(0x02, name)?;
        self.number(&element, name)
    }

    /// A small non-negative INTEGER that may come next.
    pub(crate) fn optional_integer(&mut self, tag: u32, name: &str) -> Option<u32> {
        let element = self.optional(tag)?;
        self.number(&element, name)
    }

    /// A BOOLEAN that must come next.
    pub(crate) fn boolean(&mut self, name: &str) -> Option<bool> {
        let element = self.required(0x01, name)?;
        match boolean(&element) {
            Ok(value) => Some(value),
            Err(fault) => {
                let place = self.place.below(name, element.offset);
                self.report.fault(&place, fault);
                None
            }
        }
    }

    /// An OBJECT IDENTIFIER that must come next.
    pub(crate) fn oid(&mut self, name: &str) -> Option<crate::der::Oid<'a>> {
        let element = self.required(0x06, name)?;
        match oid(&element) {
            Ok(value) => Some(value),
            Err(fault) => {
                let place = self.place.below(name, element.offset);
                self.report.fault(&place, fault);
                None
            }
        }
    }

    /// A string of this type that must come next, with its universal tag.
    pub(crate) fn string(&mut self, kind: StringKind, name: &str) -> Option<Element<'a>> {
        let element = self.required(kind.tag(), name)?;
        self.text(&element, kind, name);
        Some(element)
    }

    /// Checks the characters of a string that was taken with another tag.
    pub(crate) fn text(&mut self, element: &Element<'a>, kind: StringKind, name: &str) {
        if let Some(fault) = string_fault(element, kind) {
            let place = self.place.below(name, element.offset);
            self.report.fault(&place, fault);
        }
    }

    /// Nothing may be left.
    pub(crate) fn end(self) {
        for element in self.rest {
            let place = self.place.below("end", element.offset);
            self.report
                .violation(&place, format!("tag {:02X}", element.tag), "nothing more");
        }
    }

    fn number(&mut self, element: &Element<'a>, name: &str) -> Option<u32> {
        match small_unsigned(element) {
            Ok(value) => Some(value),
            Err(fault) => {
                let place = self.place.below(name, element.offset);
                self.report.fault(&place, fault);
                None
            }
        }
    }
}
