//! The widths by which text is laid out are those of the fonts with which images are drawn.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use ttf_parser::Face;

/// Written anew with `UPDATE=1`.
#[test]
fn the_table_of_widths_says_what_the_fonts_say() {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/fonts");
    let [regular, bold] = ["Regular", "SemiBold"].map(|weight| {
        let path = fonts.join(format!("ArchlintSans-{weight}.otf"));
        fs::read(path).expect("it is there")
    });
    let [regular, bold] = [&regular, &bold].map(|font| Face::parse(font, 0).expect("a font"));
    let em = regular.units_per_em();
    assert_eq!(em, bold.units_per_em());
    let width = |face: &Face, c| face.glyph_hor_advance(face.glyph_index(c)?);
    let mut runs: Vec<(u32, u32, u16, u16)> = Vec::new();
    for c in '\0'..=char::MAX {
        let (Some(thin), Some(thick)) = (width(&regular, c), width(&bold, c)) else {
            assert!(regular.glyph_index(c).is_none() && bold.glyph_index(c).is_none(), "{c}");
            continue;
        };
        match runs.last_mut() {
            Some((first, count, one, other))
                if *first + *count == u32::from(c) && (*one, *other) == (thin, thick) =>
            {
                *count += 1;
            }
            _ => runs.push((u32::from(c), 1, thin, thick)),
        }
    }
    let mut table = format!("{em}\n");
    for (first, count, thin, thick) in runs {
        writeln!(table, "{first:X} {count} {thin} {thick}").expect("a string takes it");
    }
    let path = fonts.join("advances.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &table).expect("it can be written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == table, "run `UPDATE=1 cargo test --test it fonts`");
}
