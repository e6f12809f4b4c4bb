//! Files that are known and can't be read: one sentence each, with the command that helps.

use crate::say::Text;
use crate::text;

/// What the content of a file tells before anybody parses it.
pub fn by_content(file: &str, text: &str) -> Option<Text> {
    let is_yaml = file.ends_with(".yml")
        || file.ends_with(".yaml")
        || file == "<stdin>"
        || file.ends_with(".tpl");
    if is_yaml && text.contains("{{") && has_template(text) {
        return Some(template(text));
    }
    let start = text.trim_start();
    let encrypted = text.contains("$ANSIBLE_VAULT") && start.starts_with("$ANSIBLE_VAULT")
        || is_yaml && text.lines().any(|line| line == "sops:") && text.contains("ENC[AES256_GCM");
    if encrypted {
        return Some(text!(
            "암호화된 파일입니다. 먼저 푸세요: `sops -d 파일 | archlint check -`",
            "the file is encrypted; decrypt it first: `sops -d FILE | archlint check -`"
        ));
    }
    if start.starts_with("<VisioDocument") {
        return Some(text!(
            "Visio 파일은 읽을 수 없습니다. draw.io로 저장하세요",
            "Visio files can't be read; save it as draw.io"
        ));
    }
    None
}

/// `{{ … }}` that is no text in quotes or a comment.
fn has_template(text: &str) -> bool {
    text.lines().any(|line| {
        let code = line.split(" #").next().unwrap_or(line).trim_start();
        let Some(at) = code.find("{{").filter(|_| !code.starts_with('#')) else { return false };
        let before = &code[..at];
        let quoted = before.matches('"').count() % 2 == 1 || before.matches('\'').count() % 2 == 1;
        let helm = ["{{- ", "{{ .", "{{-", "{{ include", "{{ template", "{{.", "{% "]
            .iter()
            .any(|m| code.contains(m));
        if quoted { code.contains(".Values") } else { helm || code.contains("}}") }
    })
}

fn template(text: &str) -> Text {
    if text.contains(".Values") || text.contains(".Release") || text.contains(".Chart") {
        return text!(
            "Helm 템플릿이라 그대로는 매니페스트가 아닙니다. `helm template . | archlint check -`",
            "a Helm template, not a manifest: `helm template . | archlint check -`"
        );
    }
    text!(
        "템플릿입니다. 먼저 값을 채우세요. compose 파일이면 `docker compose config | archlint check -`",
        "a template; render it first (for compose: `docker compose config | archlint check -`)"
    )
}

/// Notations that are recognised and not supported, by name or by a mark in the text.
pub fn by_name(file: &str, text: &str) -> Option<Text> {
    let has = |mark: &str| text.contains(mark);
    let key = |wanted: &str| {
        text.lines().any(|line| {
            line.strip_prefix(wanted).is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    };
    let is_yaml = file.ends_with(".yml") || file.ends_with(".yaml") || file == "<stdin>";
    let name = if has("AWSTemplateFormatVersion")
        || (is_yaml && key("Resources") && has("AWS::"))
        || has("\"AWS::")
    {
        "CloudFormation"
    } else if file == "pulumi.yaml" {
        "Pulumi"
    } else if file.starts_with("values") && is_yaml || file == "chart.yaml" {
        return Some(text!(
            "Helm 차트의 값 파일입니다. `helm template . | archlint check -`",
            "a file of a Helm chart: `helm template . | archlint check -`"
        ));
    } else if is_yaml && text.lines().any(|line| line.starts_with("- hosts:")) {
        "Ansible"
    } else if file.ends_with(".excalidraw")
        || has("\"type\": \"excalidraw\"")
        || has("\"type\":\"excalidraw\"")
    {
        "Excalidraw"
    } else if file.ends_with(".vsdx") {
        "Visio"
    } else if [".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf", ".webp"]
        .iter()
        .any(|ending| file.ends_with(ending))
    {
        return Some(text!(
            "그림은 읽을 수 없습니다. 그림의 원본(draw.io, Mermaid 등)을 주세요",
            "a picture can't be read; give its source (draw.io, Mermaid, …)"
        ));
    } else if is_yaml && compose_v1(text) {
        return Some(text!(
            "옛 compose 형식입니다. 서비스들을 `services:` 아래로 옮기세요",
            "the old compose format: put the services under `services:`"
        ));
    } else if file.ends_with(".tf.json") {
        return Some(text!(
            "JSON으로 적은 Terraform은 읽지 못합니다. `terraform show -json > plan.json`의 출력을 주세요",
            "Terraform written as JSON can't be read; give the output of `terraform show -json > plan.json`"
        ));
    } else if file.ends_with(".tfplan") {
        return Some(text!(
            file;
            "이진 플랜 파일입니다. `terraform show -json {file} > plan.json`",
            "a binary plan: `terraform show -json {file} > plan.json`"
        ));
    } else {
        return None;
    };
    Some(text!(name; "{name} 파일은 아직 읽지 못합니다", "{name} files are not supported"))
}

/// Top-level names with `image` or `build` below, and no `services`.
fn compose_v1(text: &str) -> bool {
    let mut names = 0;
    let mut runs = 0;
    for line in
        text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
    {
        let word = line.trim_start();
        if !line.starts_with([' ', '\t', '-']) && line.trim_end().ends_with(':') {
            names += 1;
        } else if line.starts_with([' ', '\t'])
            && (word.starts_with("image:") || word.starts_with("build:"))
            && line.len() - word.len() <= 4
        {
            runs += 1;
        }
    }
    runs > 0 && names == runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_told_from_maps_and_texts() {
        assert!(
            by_content("a.yaml", "name: {{ .Values.name }}\n")
                .is_some_and(|t| t.en.contains("helm template"))
        );
        assert!(by_content("a.yaml", "{{- if .Values.x }}\na: 1\n{{- end }}\n").is_some());
        assert!(
            by_content("a.yaml", "image: {{ image }}\n").is_some_and(|t| t.en.contains("template"))
        );
        assert!(by_content("a.yaml", "command: \"echo '{{.Name}}'\"\n").is_none());
        assert!(by_content("a.yaml", "# {{ said }}\na: 1\n").is_none());
    }

    #[test]
    fn what_is_not_supported_is_named() {
        assert!(
            by_name("t.yml", "AWSTemplateFormatVersion: x")
                .is_some_and(|t| t.en.contains("CloudFormation"))
        );
        assert!(
            by_name("docker-compose.yml", "web:\n  image: x\ndb:\n  image: y\n")
                .is_some_and(|t| t.en.contains("services"))
        );
        assert!(by_name("x.yml", "a: 1\n").is_none());
    }
}
