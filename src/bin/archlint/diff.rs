//! `archlint diff`.

use crate::args::{Cli, DiffArgs, Picture};
use crate::failure::Failure;
use crate::one::One;
use crate::out::Finished;
use crate::picture::{self, Drawn};
use archlint::render::{self, Arrangement, Delta, DiffOptions};
use archlint::report::figures::{self, FigureFormat, Metric};
use archlint::rules;
use std::path::Path;

/// In the strip below the picture.
const MOST_FIGURES: usize = 6;

pub fn run(cli: &Cli, args: &DiffArgs) -> Result<u8, Failure> {
    let [old, new] = match &args.new {
        Some(new) => One::read_both(cli, &args.old, new)?,
        None => One::read_pair(cli, &args.old)?,
    };
    let errors = [old.has_errors(cli), new.has_errors(cli)];
    if errors.contains(&true) {
        return Ok(1);
    }
    let (before, after) = (old.reviewed.side(), new.reviewed.side());
    // As with other commands, an OUT that is a picture by its extension is one.
    let own = args.output.as_deref().filter(|path| args.svg.is_none() && is_picture(path, args));
    if let Some(path) = args.svg.as_deref().or(own) {
        let pictures = match picture::form_of(path)? {
            Picture::Mermaid => vec![(Some(path.to_owned()), change(&old, &new, args))],
            form => drawings(&old, &new, args, form, path)?,
        };
        let text = args.output.as_deref().filter(|_| own.is_none());
        let drawn = pictures.iter().filter_map(|(path, _)| path.as_deref());
        new.permit(&drawn.chain(text).collect::<Vec<_>>())?;
        picture::deliver(&new, pictures)?;
    }
    if own.is_none() {
        let text = figures::changes(&before, &after, rules::ALL, args.format, new.lang);
        new.deliver(args.output.as_deref(), text)?;
    }
    Ok(0)
}

/// JSON is the form of the figures here, too, and whoever asks for a form of them wants them.
fn is_picture(path: &Path, args: &DiffArgs) -> bool {
    let form = path.extension().and_then(|it| Picture::of_extension(&it.to_string_lossy()));
    form.is_some_and(|form| form != Picture::Scene) && args.format == FigureFormat::Pretty
}

/// Both designs as one Mermaid flowchart.
fn change(old: &One, new: &One, args: &DiffArgs) -> Finished {
    let (was, is) = (&old.reviewed.design, &new.reviewed.design);
    render::export::mermaid_change(was, is, new.lang, args.look.direction).into()
}

fn drawings(
    old: &One,
    new: &One,
    args: &DiffArgs,
    form: Picture,
    path: &Path,
) -> Result<Vec<Drawn>, Failure> {
    let metrics = figures::metrics(&old.reviewed.side(), &new.reviewed.side());
    let worth = metrics.iter().filter(|m| m.is_changed() && m.unit != "count");
    let figures: Vec<Delta> = worth.take(MOST_FIGURES).map(delta).collect();
    let marks = |one: &One| match args.look.no_findings {
        true => Vec::new(),
        false => one.reviewed.marks(),
    };
    let options = DiffOptions {
        lang: new.lang,
        direction: args.look.direction,
        arrangement: if args.overlay { Arrangement::Overlay } else { Arrangement::Beside },
        old_findings: &marks(old),
        new_findings: &marks(new),
        figures: &figures,
    };
    let (was, is) = (&old.reviewed.design, &new.reviewed.design);
    let (look, output) = (&args.look, Some(path));
    match picture::slide(look, form)? {
        Some(slide) => {
            let deck = render::diff_slides(was, is, slide, &options);
            picture::slides(new, &deck, form, look, output)
        }
        None => picture::single(new, &render::diff(was, is, &options), form, look, output),
    }
}

fn delta(metric: &Metric) -> Delta {
    let [old, new] = metric.cells();
    Delta { name: metric.title(), old, new, better: metric.is_better() }
}
