//! The JSON of an object, kept from when it was written last until the object changes.

use std::cell::OnceCell;

/// A text, if it was written since the object was last changed.
#[derive(Debug, Default)]
pub(crate) struct ReadyText(OnceCell<Box<[u8]>>);

/// What a text takes beside its bytes.
const AROUND: usize = 16;

impl ReadyText {
    pub(crate) fn get(&self) -> Option<&[u8]> {
        self.0.get().map(|text| &**text)
    }

    /// Keeps the text. Says how many bytes it takes.
    pub(crate) fn keep(&self, text: &[u8]) -> usize {
        self.0.set(text.into()).map_or(0, |()| text.len() + AROUND)
    }

    /// Says how many bytes are free now.
    pub(crate) fn forget(&mut self) -> usize {
        self.0.take().map_or(0, |text| text.len() + AROUND)
    }
}

/// A copy is made of an object that is about to be changed.
impl Clone for ReadyText {
    fn clone(&self) -> Self {
        Self::default()
    }
}
