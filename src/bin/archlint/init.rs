//! `archlint init`.

use crate::args::{Cli, InitArgs};
use crate::failure::Failure;
use crate::files::Naming;
use crate::language;
use crate::out::{self, Finished};
use archlint::config::FILE_NAME;
use archlint::say::Lang;
use archlint::text;
use std::path::{Path, PathBuf};

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
    let mut made = Made::default();
    made.folder(folder)?;
    let naming = Naming::new(&cli.common)?;
    let mut told = String::new();
    for (name, content) in
        [("design.arch", design), (FILE_NAME, config), (".pre-commit-config.yaml", HOOKS)]
    {
        let path = folder.join(name);
        let shown = path.display();
        let line = if made.file(&path, content, &naming)? {
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
    made.keep();
    out::print(Finished::lines(&format!("{told}\n{}\n", next.get(lang))))?;
    Ok(0)
}

/// What this run made; it is taken back where the rest can't be made.
#[derive(Default)]
struct Made {
    /// In the order in which they were made.
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let missing =
            folder.ancestors().take_while(|at| !at.as_os_str().is_empty() && !at.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
        let made = std::fs::create_dir_all(folder);
        self.folders.extend(missing.into_iter().rev());
        made.map_err(|error| Failure::writing(folder.display(), error))
    }

    fn file(
        &mut self,
        path: &Path,
        content: &'static str,
        naming: &Naming,
    ) -> Result<bool, Failure> {
        let is_new = out::create(path, content, naming)?;
        self.files.extend(is_new.then(|| path.to_path_buf()));
        Ok(is_new)
    }

    fn keep(&mut self) {
        self.files.clear();
        self.folders.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for file in &self.files {
            let _ = std::fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = std::fs::remove_dir(folder);
        }
    }
}
