//! What the hooks run, for git and for the programs that keep hooks.

use archlint::import::ENDINGS;
use archlint::say::Lang;
use archlint::text;

const PRE_COMMIT: &str = include_str!("../starter/pre-commit.yaml");

/// Lines of a shell script that check the designs of a commit. What is added can differ from what
/// stands in the folder, so they look at a copy of it. Git runs them at the top of the repository.
pub fn lines(lang: Lang) -> String {
    let patterns: Vec<String> = endings().map(|it| format!("'*.{it}'")).collect();
    let patterns = patterns.join(" ");
    let missing = text!(
        "archlint가 설치되어 있지 않아 이 커밋의 설계를 검사할 수 없습니다. 설치: pipx install archlint, 검사 없이: git commit --no-verify",
        "archlint is not installed, so the designs of this commit cannot be checked. To install it: pipx install archlint. To go without: git commit --no-verify"
    );
    let missing = missing.get(lang);
    // A design of the commit that extends or includes it can't find it.
    let untracked = text!(
        "git에 더하지 않아 이 커밋의 설계가 읽지 못하는 파일",
        "not added to git, so the designs of this commit cannot read it"
    );
    let untracked = untracked.get(lang);
    format!(
        "# archlint: checks the designs of a commit, as they are committed.
(
  set -- {patterns}
  changed() {{ git diff --cached --name-only --diff-filter=ACMR \"$@\"; }}
  [ -n \"$(changed -- \"$@\")\" ] || exit 0
  if ! command -v archlint > /dev/null; then
    echo '{missing}' >&2
    exit 1
  fi
  staged=$(mktemp -d) || exit 1
  trap 'rm -rf \"$staged\"' EXIT
  git ls-files -z -- \"$@\" '*.toml' | git checkout-index -z --stdin --prefix=\"$staged/\"
  changed -z -- \"$@\" | (cd \"$staged\" && xargs -0 archlint check --root . --force-exclude) && exit 0
  git -c core.quotePath=false ls-files --others --exclude-standard -- '*.arch' | sed 's/^/archlint: {untracked}: /' >&2
  exit 1
) || exit 1
"
    )
}

/// What lefthook looks for among what is staged.
pub fn glob() -> String {
    format!("*.{{{}}}", endings().collect::<Vec<_>>().join(","))
}

/// The configuration of pre-commit, which does so too.
pub fn for_pre_commit() -> String {
    let endings: Vec<String> = endings().map(|it| it.replace('.', "\\.")).collect();
    PRE_COMMIT.replace("ENDINGS", &endings.join("|"))
}

/// Of what may be a design.
fn endings() -> impl Iterator<Item = &'static str> {
    let others = ENDINGS.iter().map(|ending| ending.trim_start_matches('.'));
    ["arch", "md", "markdown"].into_iter().chain(others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hooks_of_the_repository_take_the_same_files() {
        let list: Vec<String> = endings().map(|it| it.replace('.', "\\.")).collect();
        let files = format!("  files: \\.({})$\n", list.join("|"));
        let hooks = include_str!("../../../../.pre-commit-hooks.yaml");
        assert_eq!(hooks.matches(&files).count(), 3, "{files}");
    }
}
