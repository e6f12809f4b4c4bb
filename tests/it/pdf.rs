//! A PDF is the same bytes each time, however its writer keeps its resources.
#![cfg(feature = "images")]

use crate::pictures::{design, examples};
use archlint::render::theme::Theme;
use archlint::render::{Options, image, picture};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;

/// Each map in the writer has another order, so that few renders would show it.
const RENDERS: usize = 6;

#[test]
fn a_pdf_is_the_same_bytes_each_time() {
    for path in examples() {
        let text = fs::read_to_string(&path).expect("UTF-8");
        let design = design(&path.display().to_string(), &text);
        let scene = picture(&design, &Options::default());
        let digests: BTreeSet<_> = (0..RENDERS)
            .map(|_| {
                let pdf =
                    image::pdf(&[&scene], Theme::Light, image::own_fonts()).expect("it is drawn");
                assert!(pdf.starts_with(b"%PDF") && pdf.ends_with(b"%%EOF"));
                Sha256::digest(&pdf).to_vec()
            })
            .collect();
        assert_eq!(digests.len(), 1, "{}", path.display());
    }
}
