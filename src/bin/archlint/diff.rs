//! `archlint diff`.

use crate::args::{Cli, DiffArgs};
use crate::failure::Failure;
use crate::one::One;
use crate::{output, picture, render};
use archlint::render::{Arrangement, Delta, DiffOptions, Drawn};
use archlint::report::figures::{self, Metric, Side};

/// In the strip below the picture.
const MOST_FIGURES: usize = 6;

pub fn run(cli: &Cli, args: &DiffArgs) -> Result<u8, Failure> {
    let old = One::read(cli, &args.old)?;
    let new = One::read(cli, &args.new)?;
    let errors = [old.has_errors(cli), new.has_errors(cli)];
    if errors.contains(&true) {
        return Ok(1);
    }
    let (before, after) = (side(&old), side(&new));
    if let Some(path) = &args.svg {
        let form = picture::form_of(path)?;
        let drawn = drawing(&before, &after, args, &new)?;
        let bytes = picture::bytes(&new, &drawn, form, &args.look)?;
        output::write_file(path, &bytes)?;
    }
    let text = figures::changes(&before, &after, args.format, new.lang);
    output::print_or_write(args.output.as_deref(), &text)?;
    Ok(0)
}

fn side(one: &One) -> Side<'_> {
    Side { study: &one.judged.study, findings: &one.judged.findings }
}

fn drawing(before: &Side, after: &Side, args: &DiffArgs, new: &One) -> Result<Drawn, Failure> {
    let metrics = figures::metrics(before, after);
    let worth = metrics.iter().filter(|m| m.is_changed() && m.unit != "count");
    let figures: Vec<Delta> = worth.take(MOST_FIGURES).map(delta).collect();
    let marks = |side: &Side| match args.look.no_findings {
        true => Vec::new(),
        false => render::marks(side.study.design(), side.findings),
    };
    let options = DiffOptions {
        lang: new.lang,
        direction: args.look.direction,
        slide: picture::slide(&args.look)?,
        arrangement: if args.overlay { Arrangement::Overlay } else { Arrangement::Beside },
        old_findings: &marks(before),
        new_findings: &marks(after),
        figures: &figures,
    };
    Ok(archlint::render::diff(before.study.design(), after.study.design(), &options))
}

fn delta(metric: &Metric) -> Delta {
    Delta {
        name: metric.title(),
        old: metric.shown(metric.old),
        new: metric.shown(metric.new),
        better: metric.is_better(),
    }
}
