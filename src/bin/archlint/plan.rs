//! `archlint plan`.

use crate::args::{Cli, PlanArgs};
use crate::failure::Failure;
use crate::files::{self, Naming};
use crate::given::{self, Given};
use crate::loader::FileLoader;
use crate::one;
use crate::out::{self, Finished, Product};
use crate::settings::AllSettings;
use crate::{day, language};
use archlint::model::{Attr, Dimension, Quantity};
use archlint::plan::Aims;
use archlint::project::stated;
use archlint::report::{Checked, Format, Report};
use archlint::say::Text;
use archlint::{Selection, rules, text};
use std::path::PathBuf;

pub fn run(cli: &Cli, args: &PlanArgs) -> Result<u8, Failure> {
    let naming = Naming::new(&cli.common)?;
    let chosen = Selection { block: args.which.block.clone(), ..Selection::default() };
    let chosen = given::selection(chosen, &args.which.reading, &naming)?;
    let mut all = AllSettings::new(&naming, &cli.common, chosen)?;
    let given = Given::read(&args.file, &naming, &mut all)?;
    drop(all);
    let project = &given.settings.project;
    let lang = language::choose(cli.common.lang, project.config().lang);
    let [source] = &given.files[..] else { return Err(one_file_only()) };
    let loader = FileLoader::new(&naming, &given.settings, given.name());
    let aims = Aims { availability: args.objective.map(ratio), budget: args.budget };
    let planned = project.plan(source, &loader, day::today(None)?, aims, lang)?;
    if let Some(others) = given.others(&loader) {
        out::say(&others, lang);
    }
    if let Some(text) = one::masked(&cli.common, &planned.old.sources) {
        out::say(&text, lang);
    }
    if planned.old.waiting {
        let report = Report::of(vec![Checked { waiting: false, ..planned.old.checked() }]);
        out::tell(report.print(Format::Pretty, &out::style(&cli.common, lang, true), rules::ALL));
        return Ok(1);
    }
    let page = planned.page(args.format, lang);
    let Some(folder) = &args.write else {
        out::deliver(args.output.as_deref(), page, Product::Derived, &naming)?;
        return Ok(0);
    };
    let from = naming.absolute(&args.file);
    let extends = files::relative(&from, &naming.absolute(folder));
    let extends = extends.to_string_lossy().replace('\\', "/");
    let named = |(name, text)| (folder.join(format!("to-be-{name}.arch")), text);
    let designs: Vec<(PathBuf, String)> = planned.texts(&extends).into_iter().map(named).collect();
    let output = args.output.as_deref().filter(|path| out::is_file(Some(path)));
    let targets = designs.iter().map(|(path, _)| (path.as_path(), Product::Design));
    let targets = targets.chain(output.map(|path| (path, Product::Derived)));
    out::permit(&targets.collect::<Vec<_>>(), &naming)?;
    out::deliver(args.output.as_deref(), page, Product::Derived, &naming)?;
    std::fs::create_dir_all(folder).map_err(|error| Failure::writing(folder.display(), error))?;
    for (path, text) in &designs {
        out::write(path, &Finished::as_it_stands(text), Product::Design, &naming)?;
    }
    if let Some((path, _)) = designs.first()
        && let Some(root) = naming.root_needed(path, &from)
    {
        out::say(&beyond(&naming.name(path), &root, given.name()), lang);
    }
    Ok(0)
}

/// How to read what extends a file outside of its own folder.
fn beyond(path: &str, root: &str, file: &str) -> Text {
    text!(
        path, root, file;
        "쓴 설계는 다른 폴더의 `{file}` 파일을 이어받습니다. 이 명령이 읽습니다: `archlint check --root {root} {path}` (그 파일 옆에 쓰면 `--root`가 필요 없습니다)",
        "what was written extends `{file}` in another folder: `archlint check --root {root} {path}` reads it (beside that file no `--root` is needed)"
    )
}

fn ratio(quantity: Quantity) -> f64 {
    quantity.low()
}

/// `99.95%` as it stands in a design.
pub fn objective(text: &str) -> Result<Quantity, String> {
    match stated(Attr::Availability, text) {
        Some(found) if found.dimension == Dimension::Ratio && found.high() < 1.0 => Ok(found),
        _ => Err("write it as 99.95%".to_owned()),
    }
}

/// `$500/mo` or `50만원/월`, as in a design.
pub fn money(text: &str) -> Result<Quantity, String> {
    match stated(Attr::Budget, text) {
        Some(found) if matches!(found.dimension, Dimension::Usd | Dimension::Krw) => Ok(found),
        _ => Err("write it as $500/mo or 50만원/월".to_owned()),
    }
}

fn one_file_only() -> Failure {
    text!(
        "개선안이 이어받을 파일 하나가 필요합니다. 폴더는 이어받을 수 없습니다",
        "a TO-BE extends one file; a folder can't be extended"
    )
    .into()
}
