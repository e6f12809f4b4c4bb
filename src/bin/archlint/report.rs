//! `archlint report`.

use crate::args::{Cli, ReportArgs};
use crate::failure::Failure;
use crate::one::One;
use crate::{output, render};
use archlint::config::Profile;
use archlint::render::graph::Direction;
use archlint::render::theme::Theme;
use archlint::render::{Options, export};
use archlint::report::{self, Review};

pub fn run(cli: &Cli, args: &ReportArgs) -> Result<u8, Failure> {
    let profile = args.week.map(|week| match week {
        1 => Profile::Week1,
        2 => Profile::Week2,
        3 => Profile::Week3,
        _ => Profile::Week4,
    });
    let one = One::read_by(cli, &args.file, profile)?;
    if one.has_errors(cli) {
        return Ok(1);
    }
    let extension = args.output.as_deref().and_then(|path| path.extension());
    let is_html = extension.is_some_and(|e| e.eq_ignore_ascii_case("html"));
    let picture = if is_html { svg(&one) } else { mermaid(&one) };
    let review = Review {
        study: &one.judged.study,
        findings: &one.judged.findings,
        lang: one.lang,
        week: args.week,
        picture: &picture,
    };
    let text = match is_html {
        true => report::review_html(&review),
        false => report::review_markdown(&review),
    };
    output::print_or_write(args.output.as_deref(), &text)?;
    Ok(0)
}

fn mermaid(one: &One) -> String {
    export::mermaid(&one.judged.design, one.lang, Direction::Auto)
}

fn svg(one: &One) -> String {
    let design = &one.judged.design;
    let findings = render::marks(design, &one.judged.findings);
    let options = Options { lang: one.lang, findings: &findings, ..Options::default() };
    let scene = archlint::render::picture(design, &options).scene;
    archlint::render::svg(&scene, Theme::Light)
}
