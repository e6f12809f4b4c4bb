//! Places in a text as a browser counts them: in units of UTF-16.

/// A text in which places are counted in both ways.
pub(super) struct Offsets<'t> {
    text: &'t str,
}

impl<'t> Offsets<'t> {
    pub fn of(text: &'t str) -> Self {
        Self { text }
    }

    /// The byte at which that unit begins; inside of a character its beginning, behind the text its end.
    pub fn bytes(&self, units: usize) -> usize {
        let mut seen = 0;
        for (at, c) in self.text.char_indices() {
            if seen + c.len_utf16() > units {
                return at;
            }
            seen += c.len_utf16();
        }
        self.text.len()
    }

    /// How many units stand before that byte.
    pub fn units(&self, bytes: usize) -> usize {
        let before = self.text.char_indices().take_while(|(at, _)| *at < bytes);
        before.map(|(_, c)| c.len_utf16()).sum()
    }

    /// The same of many places that are sorted, in one pass.
    pub fn all(&self, bytes: &[usize]) -> Vec<usize> {
        let mut told = Vec::with_capacity(bytes.len());
        let (mut units, mut chars) = (0, self.text.char_indices().peekable());
        for place in bytes {
            while let Some((_, c)) = chars.next_if(|(at, _)| at < place) {
                units += c.len_utf16();
            }
            told.push(units);
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_counting_meet() {
        let offsets = Offsets::of("a주🚀b");
        assert_eq!([0, 1, 2, 3, 4, 5, 9].map(|at| offsets.bytes(at)), [0, 1, 4, 4, 8, 9, 9]);
        assert_eq!([0, 1, 4, 8, 9].map(|at| offsets.units(at)), [0, 1, 2, 4, 5]);
        assert_eq!(offsets.all(&[0, 1, 4, 8, 9]), [0, 1, 2, 4, 5]);
    }
}
