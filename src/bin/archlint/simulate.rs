//! `archlint simulate`.

use crate::args::{Cli, SimulateArgs};
use crate::failure::Failure;
use crate::one::One;
use archlint::project::Asked;
use archlint::report::figures::FigureFormat;
use archlint::say::{Lang, Text};

pub fn run(cli: &Cli, args: &SimulateArgs) -> Result<u8, Failure> {
    let one = One::read(cli, &args.file, &args.which)?;
    if one.has_errors(cli) {
        return Ok(1);
    }
    let reviewed = &one.reviewed;
    let scenarios = match reviewed.scenario(&asked(args), named_in(args, one.lang))? {
        Some(scenario) => vec![scenario],
        None => reviewed.design.scenarios.clone(),
    };
    if scenarios.is_empty() && !args.sweep {
        one.say(&Text::new(
            "설계에 `scenario`가 없습니다. `--fail 이름`이나 `--sweep`을 써 보세요",
            "the design has no `scenario`; try `--fail NAME` or `--sweep`",
        ));
    }
    let text = reviewed.simulate(&scenarios, args.sweep, args.format, one.lang);
    one.deliver(args.output.as_deref(), text)?;
    Ok(u8::from(reviewed.expectation_failed()))
}

/// Names that programs read do not change with the language.
fn named_in(args: &SimulateArgs, lang: Lang) -> Lang {
    if args.format == FigureFormat::Json { Lang::En } else { lang }
}

fn asked(args: &SimulateArgs) -> Asked {
    Asked {
        fail: args.fail.clone(),
        zone_down: args.zone_down.clone(),
        cache_cold: args.cache_cold,
        slow: args.slow.clone(),
        traffic: args.traffic,
    }
}

/// `10x`, `10배` or `10`.
pub fn factor(word: &str) -> Result<f64, String> {
    let digits = word.trim().trim_end_matches(['x', 'X', '배']);
    match digits.parse::<f64>() {
        Ok(factor) if factor.is_finite() && factor > 0.0 => Ok(factor),
        _ => Err("write a factor such as 10x".to_owned()),
    }
}

/// `NAME=10x`.
pub fn slowed(word: &str) -> Result<(String, f64), String> {
    let (name, by) = word.split_once('=').ok_or("write NAME=10x")?;
    Ok((name.to_owned(), factor(by)?))
}
