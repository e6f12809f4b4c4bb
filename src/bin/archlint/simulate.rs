//! `archlint simulate`.

use crate::args::{Cli, SimulateArgs};
use crate::failure::Failure;
use crate::one::One;
use crate::output;
use archlint::model::{ComponentId, Design, Kind, Place, Scenario};
use archlint::report::figures;
use archlint::text;
use archlint::text::{Text, nearest};

pub fn run(cli: &Cli, args: &SimulateArgs) -> Result<u8, Failure> {
    let one = One::read(cli, &args.file)?;
    if one.has_errors(cli) {
        return Ok(1);
    }
    let design = &one.judged.design;
    let scenarios = match asked_for(design, args)? {
        Some(scenario) => vec![scenario],
        None => design.scenarios.clone(),
    };
    if scenarios.is_empty() && !args.sweep {
        one.say(&Text::new(
            "설계에 `scenario`가 없습니다. `--fail 이름`이나 `--sweep`을 써 보세요",
            "the design has no `scenario`; try `--fail NAME` or `--sweep`",
        ));
    }
    let study = &one.judged.study;
    let text = figures::simulate(study, &scenarios, args.sweep, args.format, one.lang);
    output::print_or_write(args.output.as_deref(), &text)?;
    Ok(u8::from(one.expectation_failed()))
}

/// The scenario that the arguments describe; `None` when they describe none.
fn asked_for(design: &Design, args: &SimulateArgs) -> Result<Option<Scenario>, Failure> {
    let mut scenario = Scenario::ordinary();
    let mut words = Vec::new();
    for name in &args.fail {
        scenario.fail.push(place(design, name, |_| true)?);
        words.push(format!("{name} ✕"));
    }
    for name in &args.zone_down {
        let is_domain = |place: Place| match place {
            Place::Group(id) => design.group(id).kind.is_failure_domain(),
            Place::Component(_) => false,
        };
        scenario.fail.push(place(design, name, is_domain)?);
        words.push(format!("{name} ✕"));
    }
    if args.cache_cold {
        let is_cache = |id: &ComponentId| design.component(*id).kind == Kind::Cache;
        scenario.cold.extend(design.component_ids().filter(is_cache));
        words.push("cache-cold".to_owned());
    }
    for (name, by) in &args.slow {
        let Place::Component(id) = place(design, name, |p| matches!(p, Place::Component(_)))?
        else {
            continue;
        };
        scenario.slow.push((id, *by));
        words.push(format!("{name} {by}x"));
    }
    if let Some(by) = args.traffic {
        scenario.traffic = by;
        words.push(format!("traffic {by}x"));
    }
    scenario.name = words.join(", ");
    Ok((!words.is_empty()).then_some(scenario))
}

/// The component or group that a name or a path leads to, if it is of the sort that is asked for.
pub fn place(design: &Design, name: &str, fits: impl Fn(Place) -> bool) -> Result<Place, Failure> {
    let components = design.component_ids().map(Place::Component);
    let all: Vec<_> = components.chain(design.group_ids().map(Place::Group)).collect();
    let meant = |place: &&Place| {
        let path = full_path(design, **place);
        path.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let named: Vec<_> = all.iter().filter(meant).copied().collect();
    let fitting: Vec<_> = named.iter().copied().filter(|place| fits(*place)).collect();
    let exact = fitting.iter().find(|place| design.place_name(**place) == name);
    match (exact.copied(), fitting.as_slice(), named.first()) {
        (Some(place), ..) => Ok(place),
        (None, [place], _) => Ok(*place),
        (None, [first, second, ..], _) => {
            let (first, second) = (full_path(design, *first), full_path(design, *second));
            Err(text!(
                "`{name}` 이름에 맞는 것이 여럿입니다: `{first}`, `{second}`",
                "`{name}` is ambiguous: `{first}`, `{second}`"
            )
            .into())
        }
        (None, [], Some(_)) => Err(text!(
            "`{name}` 이름은 있지만 이 옵션에 맞는 종류가 아닙니다",
            "`{name}` is there, but nothing that this option is about"
        )
        .into()),
        (None, [], None) => {
            let known: Vec<_> = all.iter().filter(|place| fits(**place)).collect();
            let meant = nearest(name, known.iter().map(|place| design.place_name(**place)));
            let meant =
                meant.map(|path| text!(". 혹시 `{path}`인가요?", "; did you mean `{path}`?"));
            let Text { ko, en } = meant.unwrap_or_default();
            Err(text!("설계에 `{name}` 이름이 없습니다{ko}", "the design has no `{name}`{en}")
                .into())
        }
    }
}

/// With the names of all groups around it: `seoul.a.api`.
fn full_path(design: &Design, place: Place) -> String {
    let (name, group) = match place {
        Place::Component(id) => (&design.component(id).name, design.component(id).group),
        Place::Group(id) => (&design.group(id).name, design.group(id).parent),
    };
    let mut names = vec![name.as_str()];
    names.extend(design.ancestors(group).map(|id| design.group(id).name.as_str()));
    names.reverse();
    names.join(".")
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
