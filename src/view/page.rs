//! The page itself: one file of HTML with its style, its script and a first state inside. Nothing is
//! loaded from anywhere, and the page's own policy forbids it.

use super::state::{State, sheet};
use crate::render;
use crate::render::scene::{Page, Scene, WHOLE};
use crate::render::theme::Theme;
use crate::say::Lang;
use crate::sink::{self, Data, Html, Written};
use serde::Serialize;

const STYLE: &str = include_str!("../../assets/page/page.css");

/// The parts of the script, each of one concern, behind one another in one function.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("../../assets/page/words.js"),
    include_str!("../../assets/page/live.js"),
    include_str!("../../assets/page/picture.js"),
    include_str!("../../assets/page/panel.js"),
    include_str!("../../assets/page/whatif.js"),
    include_str!("../../assets/page/compare.js"),
    include_str!("../../assets/page/page.js"),
    "})();\n"
);

const BAR: &str = include_str!("../../assets/page/bar.html");
const PANEL: &str = include_str!("../../assets/page/panel.html");

/// Where the page gets other states from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Nowhere: a file holds all that there is.
    File,
    /// A server at the address of the page.
    Live,
}

/// The page of a design. There is a state for each language, and the first is the one to open with.
pub fn page(states: Vec<State>, theme: Theme, delivery: Delivery) -> Written<Html> {
    let lang = Lang::parse(states.first().map_or("en", State::lang)).unwrap_or_default();
    let title = states.first().map(|state| state.title.clone()).unwrap_or_default();
    let mut out = Written::from("<!doctype html>\n<html lang=\"");
    out.ours(super::state::code(lang)).ours("\" class=\"").ours(match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::Auto => "auto",
    });
    out.ours(match delivery {
        Delivery::File => "\">\n",
        Delivery::Live => "\" data-live=\"\">\n",
    });
    out.ours("<head>\n<meta charset=\"utf-8\">\n");
    out.ours("<meta http-equiv=\"Content-Security-Policy\" content=\"").add(&policy(delivery));
    out.ours("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.ours("<link rel=\"icon\" href=\"data:,\">\n<title>").theirs(&title);
    out.ours("</title>\n<style>").ours(STYLE).ours("</style>\n<style>");
    out.ours(render::PALETTE).ours("</style>\n</head>\n<body>\n").ours(BAR);
    out.ours("<main id=\"view\">\n");
    let json = embedded(states, &mut out);
    out.ours("</main>\n").ours(PANEL);
    out.ours("<script type=\"application/json\" id=\"states\">").within::<Data>(&json);
    out.ours("</script>\n<script>").ours(SCRIPT).ours("</script>\n</body>\n</html>\n");
    out
}

/// The page of a finished picture, which knows nothing but that.
pub fn comparison(scene: &Scene, theme: Theme) -> Written<Html> {
    pictures(&[Page { name: WHOLE.to_owned(), scene: scene.clone() }], theme)
}

/// The page of finished pictures, which may lead to each other.
pub fn pictures(pages: &[Page], theme: Theme) -> Written<Html> {
    let first = pages.first().map(|page| &page.scene);
    let title = first.map(|scene| scene.title.clone()).unwrap_or_default();
    let lang = first.map(|scene| scene.lang).unwrap_or_default();
    let plate = |(at, page): (usize, &Page)| render::plate(&page.scene, page.name.as_str(), at);
    let sheets = pages.iter().enumerate().map(plate).map(sheet).collect();
    page(vec![State::of_pictures(title, lang, sheets)], theme, Delivery::File)
}

/// The policy of the page (Content-Security-Policy).
pub fn policy(delivery: Delivery) -> Written<Html> {
    let mut policy = sink::page_policy(&[STYLE, render::PALETTE], &[SCRIPT]);
    if delivery == Delivery::Live {
        policy.ours("; connect-src 'self'");
    }
    policy
}

/// Of what the page is made, for a page that is put together elsewhere.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Parts {
    styles: [&'static str; 2],
    bar: &'static str,
    panel: &'static str,
    script: &'static str,
}

impl Parts {
    pub const ALL: Self =
        Self { styles: [STYLE, render::PALETTE], bar: BAR, panel: PANEL, script: SCRIPT };
}

/// Writes the pictures of the first state onto the page, where they are seen without a script; the
/// states without them.
fn embedded(mut states: Vec<State>, out: &mut Written<Html>) -> String {
    for (at, sheet) in states.iter_mut().take(1).flat_map(|it| &mut it.sheets).enumerate() {
        let Some(svg) = sheet.drawn.take() else { continue };
        out.ours("<section data-sheet=\"").theirs(&sheet.name);
        out.ours(if at > 0 { "\" hidden>" } else { "\">" }).add(&svg).ours("</section>\n");
        sheet.svg = None;
    }
    serde_json::to_string(&states).expect("plain data has no failing part")
}
