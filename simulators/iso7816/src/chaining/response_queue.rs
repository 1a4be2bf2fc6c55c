use crate::{Ne, ResponseView, StatusWord};

/// A response that waits on the card's side until GET RESPONSE has fetched all of it `[ISO 7816-4 §5.3.4]`.
#[derive(Clone, Debug)]
pub struct ResponseQueue {
    data: Vec<u8>,
    taken: usize,
    status: Option<StatusWord>,
}

impl ResponseQueue {
    /// Nothing to fetch.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            data: Vec::new(),
            taken: 0,
            status: None,
        }
    }

    /// Puts a whole response in; what was there is forgotten.
    pub fn load(&mut self, response: &ResponseView<'_>) {
        self.clear();
        self.data.extend_from_slice(response.data);
        self.status = Some(response.status);
    }

    /// Forgets what has not been fetched, as every other command than GET RESPONSE does.
    pub fn clear(&mut self) {
        self.data.clear();
        self.taken = 0;
        self.status = None;
    }

    /// True when nothing waits.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.status.is_none()
    }

    /// Bytes of data that wait.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.data.len() - self.taken
    }

    /// Appends up to `ne` bytes and a status word: 61xx while more waits, then the one of the response. With nothing
    /// waiting the answer is 6985.
    pub fn fetch(&mut self, ne: Ne, out: &mut Vec<u8>) {
        let waiting = self.data.get(self.taken..).unwrap_or_default();
        let piece = waiting.get(..ne.as_usize()).unwrap_or(waiting);
        out.extend_from_slice(piece);
        self.taken += piece.len();
        let status = match self.remaining() {
            0 => self
                .status
                .take()
                .unwrap_or(StatusWord::CONDITIONS_NOT_SATISFIED),
            more => StatusWord::bytes_available(more),
        };
        out.extend_from_slice(&status.to_bytes());
    }
}

impl Default for ResponseQueue {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_response_is_fetched_in_pieces_and_ends_with_its_own_status() {
        let mut queue = ResponseQueue::new();
        queue.load(&ResponseView {
            data: &[1, 2, 3, 4, 5],
            status: StatusWord::END_OF_FILE,
        });
        let mut out = Vec::new();
        queue.fetch(Ne::from_short(2), &mut out);
        assert_eq!(out, [1, 2, 0x61, 3]);
        out.clear();
        queue.fetch(Ne::SHORT_MAX, &mut out);
        assert_eq!(out, [3, 4, 5, 0x62, 0x82]);
        assert!(queue.is_empty());
    }

    #[test]
    fn get_response_without_a_response_is_out_of_place() {
        let mut out = Vec::new();
        ResponseQueue::new().fetch(Ne::SHORT_MAX, &mut out);
        assert_eq!(out, [0x69, 0x85]);
    }
}
