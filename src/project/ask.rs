//! What a person asks about a design in words: a place by its name, a scenario by what happens.

use super::Reviewed;
use crate::model::{ComponentId, Design, FlowId, Kind, Place, Scenario};
use crate::say::{Dimension, Lang, Text, nearest, number};
use crate::text;

/// What is to happen, in the words of a command line.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Components and groups that fail.
    pub fail: Vec<String>,
    /// Zones, hosts and regions that fail with everything inside.
    pub zone_down: Vec<String>,
    /// All caches start empty.
    pub cache_cold: bool,
    /// Components that get slower, each with its factor.
    pub slow: Vec<(String, f64)>,
    /// By which factor traffic grows.
    pub traffic: Option<f64>,
}

impl Reviewed {
    /// The scenario that is asked for, called by what happens in it; `None` where nothing is. An
    /// error names the name that is none.
    pub fn scenario(&self, asked: &Asked, lang: Lang) -> Result<Option<Scenario>, Text> {
        let design = &self.design;
        let mut scenario = Scenario::ordinary();
        let mut words: Vec<Text> = Vec::new();
        for name in &asked.fail {
            match name.rsplit_once('#') {
                Some((component, number)) => {
                    scenario.instances.push(instance(design, component, number)?);
                }
                None => scenario.fail.push(place(design, name, |_| true)?),
            }
            words.push(text!(name; "{name} 장애", "{name} fails"));
        }
        for name in &asked.zone_down {
            let is_domain = |place: Place| match place {
                Place::Group(id) => design.group(id).kind.is_failure_domain(),
                Place::Component(_) => false,
            };
            scenario.fail.push(place(design, name, is_domain)?);
            words.push(text!(name; "{name} 장애", "{name} fails"));
        }
        if asked.cache_cold {
            let is_cache = |id: &ComponentId| design.component(*id).kind == Kind::Cache;
            scenario.cold.extend(design.component_ids().filter(is_cache));
            words.push(text!("빈 캐시", "cold caches"));
        }
        for (name, by) in &asked.slow {
            let Place::Component(id) = place(design, name, |p| matches!(p, Place::Component(_)))?
            else {
                continue;
            };
            scenario.slow.push((id, *by));
            let by = number::computed(Dimension::Factor, *by);
            words.push(text!(name, by; "{name} {by} 느림", "{name} {by} slower"));
        }
        if let Some(by) = asked.traffic {
            scenario.traffic = by;
            let by = number::computed(Dimension::Factor, by);
            words.push(text!(by; "트래픽 {by}", "traffic {by}"));
        }
        scenario.name = Text::join(&words, ", ").get(lang).to_owned();
        Ok((!words.is_empty()).then_some(scenario))
    }
}

/// The component or group that a name or a path leads to, if it is of the sort that is asked for.
pub fn place(design: &Design, name: &str, fits: impl Fn(Place) -> bool) -> Result<Place, Text> {
    let components = design.component_ids().map(Place::Component);
    let all: Vec<_> = components.chain(design.group_ids().map(Place::Group)).collect();
    let meant = |place: &&Place| {
        let path = design.full_path(**place);
        path.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let mut named: Vec<_> = all.iter().filter(meant).copied().collect();
    if named.is_empty() {
        // What stands on a store is that store.
        let parts = design.parts.iter().filter(|part| part.name == name || part.path == name);
        named.extend(parts.map(|part| Place::Component(part.carrier)));
    }
    let fitting: Vec<_> = named.iter().copied().filter(|place| fits(*place)).collect();
    let exact = fitting.iter().find(|place| design.place_name(**place) == name);
    match (exact.copied(), fitting.as_slice(), named.first()) {
        (Some(place), ..) => Ok(place),
        (None, [place], _) => Ok(*place),
        (None, [first, second, ..], _) => {
            let (first, second) = (design.full_path(*first), design.full_path(*second));
            Err(text!(name, first, second;
                "`{name}` 이름에 맞는 것이 여럿입니다: `{first}`, `{second}`",
                "`{name}` is ambiguous: `{first}`, `{second}`"
            ))
        }
        (None, [], Some(_)) => Err(text!(name;
            "`{name}` 이름은 있지만 이 옵션에 맞는 종류가 아닙니다",
            "`{name}` is there, but nothing that this option is about"
        )),
        (None, [], None) => {
            let known: Vec<_> = all.iter().filter(|place| fits(**place)).collect();
            let meant = nearest(name, known.iter().map(|place| design.place_name(**place)));
            let meant =
                meant.map(|path| text!(path; ". 혹시 `{path}`인가요?", "; did you mean `{path}`?"));
            let meant = meant.unwrap_or_default();
            Err(
                text!(name, meant; "설계에 `{name}` 이름이 없습니다{meant}", "the design has no `{name}`{meant}"),
            )
        }
    }
}

/// The flow of that name, if it has steps that a picture can number.
pub fn flow(design: &Design, name: &str) -> Result<FlowId, Text> {
    let stated = || design.flow_ids().filter(|id| !design.flow(*id).implied);
    let Some(id) = stated().find(|id| design.flow(*id).name == name) else {
        let meant = nearest(name, stated().map(|id| design.flow(id).name.as_str()));
        let meant =
            meant.map(|name| text!(name; ". 혹시 `{name}`인가요?", "; did you mean `{name}`?"));
        let meant = meant.unwrap_or_default();
        return Err(text!(
            name, meant;
            "설계에 `{name}` 흐름이 없습니다{meant}",
            "the design has no flow `{name}`{meant}"
        ));
    };
    match design.flow(id).steps.is_empty() {
        false => Ok(id),
        true => Err(text!(
            name;
            "`{name}` 흐름에는 단계가 없습니다. `flow` 블록 안에 지나가는 연결을 적으세요",
            "flow `{name}` has no steps; write the connections that it takes into its block"
        )),
    }
}

/// One instance of a component: `api#1`.
fn instance(design: &Design, name: &str, number: &str) -> Result<(ComponentId, u32), Text> {
    let is_component = |place: Place| matches!(place, Place::Component(_));
    let none = || {
        text!(
            name, number;
            "`{name}` 이름의 컴포넌트에는 `#{number}` 인스턴스가 없습니다",
            "`{name}` has no instance `#{number}`"
        )
    };
    let Place::Component(id) = place(design, name, is_component)? else { return Err(none()) };
    let number = number.parse::<u32>().map_err(|_| none())?;
    match (1..=design.instances(id)).contains(&number) {
        true => Ok((id, number)),
        false => Err(none()),
    }
}
