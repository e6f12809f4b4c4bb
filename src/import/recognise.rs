//! Which notation a file is written in: by its name, else by what it holds.

use crate::say::Text;
use crate::text;

/// A notation that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Compose,
    Kubernetes,
    /// HCL.
    Terraform,
    /// A plan or a state as JSON.
    TerraformJson,
    Mermaid,
    Drawio,
    Structurizr,
    D2,
    PlantUml,
}

/// What a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A design of the language.
    Arch,
    Markdown,
    Foreign(Format),
    /// Known, and not to be read: the sentence says why and what helps.
    Refused(Text),
    Unknown,
}

/// What the text of a file is. Where the name tells nothing (`x.yml`, `-`), the content decides.
pub fn recognise(name: &str, text: &str) -> Recognised {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    let ends = |ending: &str| file.ends_with(ending);
    if ends(".arch") || name.ends_with(super::write::MARK) {
        return Recognised::Arch;
    }
    if ends(".md") || ends(".markdown") {
        return Recognised::Markdown;
    }
    if let Some(refused) = super::refuse::by_content(&file, text) {
        return Recognised::Refused(refused);
    }
    let by_name = if ends(".tf") {
        Some(Format::Terraform)
    } else if ends(".mmd") || ends(".mermaid") {
        Some(Format::Mermaid)
    } else if ends(".drawio")
        || ends(".dio")
        || ends(".drawio.xml")
        || ends(".drawio.svg")
        || ends(".drawio.png")
    {
        Some(Format::Drawio)
    } else if ends(".dsl") {
        Some(Format::Structurizr)
    } else if ends(".d2") {
        Some(Format::D2)
    } else if ends(".puml") || ends(".plantuml") {
        Some(Format::PlantUml)
    } else if super::folder::KUSTOMIZATION.iter().any(|one| one.eq_ignore_ascii_case(&file)) {
        Some(Format::Kubernetes)
    } else {
        None
    };
    if let Some(format) = by_name.or_else(|| by_content(&file, text)) {
        return Recognised::Foreign(format);
    }
    if let Some(refused) = super::refuse::by_name(&file, text) {
        return Recognised::Refused(refused);
    }
    if name == "<stdin>" || name == "-" || !file.contains('.') {
        Recognised::Arch
    } else {
        Recognised::Unknown
    }
}

fn by_content(file: &str, text: &str) -> Option<Format> {
    let text = text.trim_start_matches('\u{feff}');
    let start = text.trim_start();
    if start.starts_with('{') {
        let head = &start[..floor(start, 4096)];
        if head.contains("\"format_version\"") || head.contains("\"terraform_version\"") {
            return Some(Format::TerraformJson);
        }
    }
    if start.starts_with("<mxfile") || start.starts_with("<mxGraphModel") {
        return Some(Format::Drawio);
    }
    if start.starts_with('<') && start[..floor(start, 65_536)].contains("&lt;mxfile") {
        return Some(Format::Drawio);
    }
    if start.starts_with("@startuml") {
        return Some(Format::PlantUml);
    }
    let has_ending = file.contains('.');
    let mut lines = start.lines().map(str::trim).filter(|line| !line.is_empty());
    let first =
        lines.find(|line| !line.starts_with("%%") && !line.starts_with("//")).unwrap_or_default();
    if first.to_lowercase().starts_with("workspace") && text.contains('{') && !first.contains(':') {
        return Some(Format::Structurizr);
    }
    let mermaid =
        ["flowchart ", "graph ", "architecture-beta", "C4Context", "C4Container", "C4Deployment"];
    let direction = |line: &str| {
        ["TB", "TD", "LR", "RL", "BT"]
            .iter()
            .any(|d| line.ends_with(d) || line.ends_with(&format!("{d};")))
    };
    if mermaid[2..].contains(&first)
        || (mermaid[..2].iter().any(|word| first.starts_with(word)) && direction(first))
    {
        return Some(Format::Mermaid);
    }
    let is_yaml = file.ends_with(".yml")
        || file.ends_with(".yaml")
        || file.ends_with(".json")
        || !has_ending
        || file == "<stdin>";
    if !is_yaml {
        return None;
    }
    let key = |wanted: &str| {
        text.lines().any(|line| {
            line.strip_prefix(wanted).is_some_and(|rest| rest.trim_start().starts_with(':'))
        }) || start.starts_with('{') && start.contains(&format!("\"{wanted}\""))
    };
    if key("apiVersion") && key("kind") {
        return Some(Format::Kubernetes);
    }
    let compose_name = file.contains("compose");
    let in_services = text.lines().any(|line| {
        let word = line.trim_start();
        line.starts_with([' ', '\t'])
            && ["image:", "build:", "extends:", "<<:", "container_name:"]
                .iter()
                .any(|key| word.starts_with(key))
    });
    let is_compose =
        key("services") && (in_services || compose_name) || compose_name && key("include");
    is_compose.then_some(Format::Compose)
}

/// The last border between characters up to byte `most`.
pub(super) fn floor(text: &str, most: usize) -> usize {
    let mut at = text.len().min(most);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl Format {
    /// Boxes and lines, whose words alone tell what they are.
    pub fn is_drawing(self) -> bool {
        matches!(self, Format::Mermaid | Format::Drawio | Format::D2 | Format::PlantUml)
    }

    /// The name of the notation, for people.
    pub fn title(self) -> Text {
        let title = match self {
            Format::Compose => "docker compose",
            Format::Kubernetes => "Kubernetes",
            Format::Terraform => "Terraform",
            Format::TerraformJson => "Terraform JSON",
            Format::Mermaid => "Mermaid",
            Format::Drawio => "draw.io",
            Format::Structurizr => "Structurizr DSL",
            Format::D2 => "D2",
            Format::PlantUml => "PlantUML C4",
        };
        text!(title; "{title}", "{title}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_contents_tell_the_notation() {
        use Format::*;
        let table = [
            (
                "a/docker-compose.yml",
                "services:\n  a:\n    image: x\n",
                Recognised::Foreign(Compose),
            ),
            (
                "x.yml",
                "version: '3'\nservices:\n  a:\n    build: .\n",
                Recognised::Foreign(Compose),
            ),
            ("<stdin>", "apiVersion: v1\nkind: Service\n", Recognised::Foreign(Kubernetes)),
            ("main.tf", "resource \"x\" \"y\" {}", Recognised::Foreign(Terraform)),
            ("plan.json", "{\"format_version\":\"1.2\"}", Recognised::Foreign(TerraformJson)),
            ("a.mmd", "", Recognised::Foreign(Mermaid)),
            ("<stdin>", "flowchart LR\n a-->b", Recognised::Foreign(Mermaid)),
            ("a.xml", "<mxfile host=\"x\">", Recognised::Foreign(Drawio)),
            ("w.dsl", "workspace {}", Recognised::Foreign(Structurizr)),
            ("<stdin>", "user a\nweb b\na -> b\n", Recognised::Arch),
            ("design", "web a", Recognised::Arch),
            ("a.txt", "web a", Recognised::Unknown),
            ("README.md", "", Recognised::Markdown),
            (".github.yml", "on: push\njobs: {}\n", Recognised::Unknown),
        ];
        for (name, text, expected) in table {
            assert_eq!(recognise(name, text), expected, "{name}");
        }
    }
}
