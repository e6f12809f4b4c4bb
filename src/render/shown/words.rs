//! What things are called in pictures.

use crate::model;
use crate::render::measure;
use crate::say::Lang;

/// What a group is called in pictures.
pub fn group_title(group: &model::Group, lang: Lang) -> String {
    match &group.label {
        Some(label) => measure::tidy(label),
        None => {
            let (title, name) = (group.kind.title(), measure::tidy(&group.name));
            let title = title.get(lang);
            // A VPC that is called `vpc` is one.
            if title.eq_ignore_ascii_case(&name) { name } else { format!("{title} {name}") }
        }
    }
}
