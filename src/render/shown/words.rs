//! What things are called in pictures.

use crate::model;
use crate::render::measure;
use crate::say::Lang;

/// What a group is called in pictures.
pub fn group_title(group: &model::Group, lang: Lang) -> String {
    match &group.label {
        Some(label) => measure::tidy(label),
        None => format!("{} {}", group.kind.title().get(lang), measure::tidy(&group.name)),
    }
}
