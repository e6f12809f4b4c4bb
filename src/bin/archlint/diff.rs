//! `archlint diff`.

use crate::args::{Cli, DiffArgs, Picture};
use crate::failure::Failure;
use crate::one::One;
use crate::out::Finished;
use crate::picture::{self, Drawn};
use archlint::render::{self, Arrangement, Delta, DiffOptions};
use archlint::report::figures::{self, Metric};
use archlint::rules;

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
    if let Some(path) = &args.svg {
        let pictures = match picture::form_of(path)? {
            Picture::Mermaid => vec![(Some(path.clone()), change(&old, &new, args))],
            form => drawings(&old, &new, args, form)?,
        };
        let drawn = pictures.iter().filter_map(|(path, _)| path.as_deref());
        new.permit(&drawn.chain(args.output.as_deref()).collect::<Vec<_>>())?;
        picture::deliver(&new, pictures)?;
    }
    let text = figures::changes(&before, &after, rules::ALL, args.format, new.lang);
    new.deliver(args.output.as_deref(), text)?;
    Ok(0)
}

/// Both designs as one Mermaid flowchart.
fn change(old: &One, new: &One, args: &DiffArgs) -> Finished {
    let (was, is) = (&old.reviewed.design, &new.reviewed.design);
    render::export::mermaid_change(was, is, new.lang, args.look.direction).into()
}

fn drawings(old: &One, new: &One, args: &DiffArgs, form: Picture) -> Result<Vec<Drawn>, Failure> {
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
    let (look, output) = (&args.look, args.svg.as_deref());
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
