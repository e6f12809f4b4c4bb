//! Finds names in a finished design.

use crate::diagnostic::Diagnostic;
use crate::model::value::Names;
use crate::model::{Design, Place};
use crate::say::{Text, nearest};
use crate::syntax::ast;
use crate::text;

/// The view of a policy.
pub(super) struct InDesign<'a> {
    pub(super) design: &'a Design,
}

impl Names for InDesign<'_> {
    fn place(&self, path: &ast::Path) -> Result<Place, Box<Diagnostic>> {
        let words: Vec<&str> = path.segments.iter().map(|it| it.text.as_str()).collect();
        let name = words.join(".");
        let components = self.design.component_ids().map(Place::Component);
        let all = components.chain(self.design.group_ids().map(Place::Group));
        let last = words.last().copied().unwrap_or_default();
        let fits = |place: &Place| {
            let own = match *place {
                Place::Component(id) => &self.design.component(id).name,
                Place::Group(id) => &self.design.group(id).name,
            };
            own == last
                && self
                    .design
                    .full_path(*place)
                    .strip_suffix(&name)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        let mut found: Vec<Place> = all.filter(fits).take(2).collect();
        if found.is_empty() {
            // What stands on a store is that store.
            let parts = self.design.parts.iter();
            let named = parts.filter(|part| part.name == name || part.path == name);
            found.extend(named.map(|part| Place::Component(part.carrier)).take(2));
        }
        match found[..] {
            [place] => Ok(place),
            [] => {
                let known = self.design.components.iter().map(|it| it.name.as_str());
                let message = text!(name;
                    "`{name}` 이름의 컴포넌트나 그룹이 없습니다",
                    "no component or group is called `{name}`"
                );
                let error = Diagnostic::error("unknown-name", path.span, message);
                Err(Box::new(error.did_you_mean(path.span, nearest(&name, known))))
            }
            _ => {
                let list = Text::names(found.iter().map(|it| self.design.place_name(*it)));
                let message = text!(name;
                    "`{name}` 이름이 여러 곳에 있습니다",
                    "`{name}` is the name of several things"
                );
                let error = Diagnostic::error("ambiguous-name", path.span, message);
                Err(Box::new(
                    error.help(text!(list; "경로로 쓰세요: {list}", "Write the path: {list}")),
                ))
            }
        }
    }
}
