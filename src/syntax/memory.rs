//! What was read of texts that are read again and again, as in an editor.

use super::Parsed;
use super::passage::Reading;
use crate::source::{Sources, Span};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Of so many texts, all are forgotten before the next.
const MOST: usize = 64;

/// Reads a text that it has read before, by the name of its source, only where it changed. Copies
/// share what they know.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<HashMap<String, Known>>>);

#[derive(Debug)]
struct Known {
    text: Arc<str>,
    span: Span,
    reading: Reading,
    parsed: Parsed,
}

impl Memory {
    /// The same as [`super::parse_span`].
    pub fn parse_span(&self, sources: &Sources, span: Span) -> Parsed {
        let source = sources.get(span.source);
        let text = sources.text(span);
        let known = self.known().remove(&source.name);
        let known = match known {
            Some(it) if it.span == span && it.text == source.text => it,
            known => {
                let reading = match known {
                    Some(it) => it.reading.amended(&it.text[it.span.range()], text, span),
                    None => Reading::whole(span, text),
                };
                let parsed = reading.clone().parsed(text);
                Known { text: source.text.clone(), span, reading, parsed }
            }
        };
        let parsed = known.parsed.clone();
        let mut all = self.known();
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(source.name.clone(), known);
        parsed
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        // Who panicked while holding it left it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
