//! Inputs that fuzzing found worth keeping: each is checked, drawn and formatted without a panic,
//! and gives the same findings twice.

use archlint::analysis::PLAIN;
use archlint::catalog::Catalog;
use archlint::lint::Levels;
use archlint::render;
use archlint::source::{NoLoader, Source, Sources, Span};
use std::fs;
use std::path::Path;

#[test]
fn what_fuzzing_found_does_no_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/corpus");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("kept").map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    assert!(files.len() >= 100, "the corpus is kept");
    let catalog = Catalog::builtin();
    for file in files {
        let text = fs::read_to_string(&file).expect("UTF-8");
        let check = || {
            let mut sources = Sources::default();
            let id = sources.add(Source::new("corpus.arch", text.as_str()));
            let by = archlint::project::Measure {
                catalog: &catalog,
                levels: &Levels::default(),
                today: jiff::civil::date(2026, 11, 21),
                terms: &PLAIN,
                memory: None,
            };
            archlint::project::check(&mut sources, Span::new(id, 0, text.len()), &NoLoader, by)
        };
        let (first, second) = (check(), check());
        assert_eq!(first.findings, second.findings, "{}", file.display());
        for finding in &first.findings {
            assert!(text.get(finding.primary.range()).is_some(), "{}", file.display());
        }
        let svg = draw(&first.design);
        assert!(svg.ends_with("</svg>\n") || svg.ends_with("</svg>"), "{}", file.display());
        let mut sources = Sources::default();
        let id = sources.add(Source::new("corpus.arch", text.as_str()));
        let _ = archlint::syntax::format(&sources, id);
    }
}

fn draw(design: &archlint::model::Design) -> String {
    let options = render::Options::default();
    render::svg(&render::picture(design, &options), options.theme).into_string()
}
