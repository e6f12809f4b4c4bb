//! `archlint init`.

use crate::args::{Cli, InitArgs};
use crate::failure::Failure;
use crate::files::Naming;
use crate::{language, out};
use archlint::config::FILE_NAME;
use archlint::say::Lang;
use archlint::sink;
use archlint::text;

const DESIGN_KO: &str = include_str!("starter/design.ko.arch");
const DESIGN_EN: &str = include_str!("starter/design.en.arch");
const CONFIG_KO: &str = include_str!("starter/archlint.ko.toml");
const CONFIG_EN: &str = include_str!("starter/archlint.en.toml");
const HOOKS: &str = include_str!("starter/pre-commit.yaml");

/// Writes what is not there yet; leaves what is there alone, and says so.
pub fn run(cli: &Cli, args: &InitArgs) -> Result<u8, Failure> {
    let lang = language::choose(cli.common.lang, None);
    let (design, config) = match lang {
        Lang::Ko => (DESIGN_KO, CONFIG_KO),
        Lang::En => (DESIGN_EN, CONFIG_EN),
    };
    let folder = &args.folder;
    std::fs::create_dir_all(folder).map_err(|error| Failure::writing(folder.display(), error))?;
    let naming = Naming::new(&cli.common)?;
    let mut told = String::new();
    for (name, content) in
        [("design.arch", design), (FILE_NAME, config), (".pre-commit-config.yaml", HOOKS)]
    {
        let path = folder.join(name);
        let shown = path.display();
        let line = if out::create(&path, content.as_bytes(), &naming)? {
            text!(shown; "{shown} 파일을 만들었습니다", "made {shown}")
        } else {
            text!(shown; "{shown} 파일은 이미 있어 그대로 두었습니다", "{shown} is there already, left as it is")
        };
        told.push_str(line.get(lang));
        told.push('\n');
    }
    let design = folder.join("design.arch");
    let design = design.display();
    let next = text!(
        design;
        "이제 `archlint check {design}` 명령을 실행하세요",
        "now run `archlint check {design}`"
    );
    out::print(&sink::for_terminal_lines(&format!("{told}\n{}\n", next.get(lang))))?;
    Ok(0)
}
