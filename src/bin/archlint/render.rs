//! `archlint render`.

use crate::args::{Cli, Picture, RenderArgs};
use crate::failure::Failure;
use crate::one::One;
use crate::out::Finished;
use crate::picture::{self, Drawn};
use crate::{files, icons, out};
use archlint::model::{Design, Place};
use archlint::project;
use archlint::render::{self, Arrangement, DiffOptions, Extent, List, Load, Options, export};
use archlint::say::Lang;
use archlint::sink::{Html, Written};
use archlint::text;
use archlint::view::{self, Delivery, Look};
use std::path::Path;

pub fn run(cli: &Cli, args: &RenderArgs) -> Result<u8, Failure> {
    let form = form(args)?;
    let one = One::read(cli, &args.file, &args.which)?;
    let has_errors = one.has_errors(cli);
    let pictures = pictures(&one, args, form)?;
    if args.check {
        return Ok(u8::from(has_errors || !is_up_to_date(&one, args, &pictures)?));
    }
    picture::deliver(&one, pictures)?;
    Ok(u8::from(has_errors))
}

/// What `--format` says, else the output's extension, else SVG.
fn form(args: &RenderArgs) -> Result<Picture, Failure> {
    match (args.format, &args.output) {
        (Some(form), _) => Ok(form),
        (None, Some(path)) if path != Path::new("-") => picture::form_of(path),
        (None, _) => Ok(Picture::Svg),
    }
}

fn pictures(one: &One, args: &RenderArgs, form: Picture) -> Result<Vec<Drawn>, Failure> {
    let (design, look) = (&one.reviewed.design, &args.look);
    let findings = if look.no_findings { Vec::new() } else { one.reviewed.marks() };
    let load = if args.load { load(one) } else { None };
    let icons = icons::read(one);
    let flow = args.steps.as_ref().map(|name| project::flow(design, name)).transpose()?;
    let options = Options {
        load: load.as_ref(),
        lang: one.lang,
        theme: look.theme,
        direction: look.direction,
        extent: extent(design, args)?,
        findings: &findings,
        list: List { worst: args.findings, place: args.list },
        icons: Some(&icons),
        steps: flow,
    };
    let output = args.output.as_deref();
    if let Some(text) = text(design, &options, form).filter(|_| !args.against_base) {
        return Ok(vec![(output.map(Path::to_path_buf), text)]);
    }
    match (picture::slide(look, form)?, args.against_base) {
        (Some(slide), false) => {
            picture::slides(one, &render::slides(design, slide, &options), form, look, output)
        }
        (Some(slide), true) => {
            let deck = render::diff_slides(base(design)?, design, slide, &change(&options));
            picture::slides(one, &deck, form, look, output)
        }
        (None, true) => {
            let scene = render::diff(base(design)?, design, &change(&options));
            picture::single(one, &scene, form, look, output)
        }
        (None, false) if form == Picture::Html => {
            let page = page(one, args, &options).into();
            Ok(vec![(output.map(Path::to_path_buf), page)])
        }
        (None, false) => {
            picture::single(one, &render::picture(design, &options), form, look, output)
        }
    }
}

/// For programs that lay the design out themselves.
fn text(design: &Design, options: &Options, form: Picture) -> Option<Finished> {
    let shown = || options.shown(design, options.extent).design;
    let Options { lang, direction, .. } = *options;
    let plain = || render::picture(design, &Options { findings: &[], ..*options });
    let text: Finished = match form {
        Picture::Dot => export::dot(&shown(), lang, direction).into(),
        Picture::Mermaid => export::mermaid(&shown(), lang, direction).into(),
        Picture::D2 => export::d2(&shown(), lang, direction).into(),
        Picture::Drawio => export::drawio(&shown(), &plain(), lang).into(),
        Picture::Excalidraw => export::excalidraw(&shown(), &plain(), lang).into(),
        _ => return None,
    };
    Some(text)
}

/// The page in both languages, the one that is spoken first.
fn page(one: &One, args: &RenderArgs, options: &Options) -> Written<Html> {
    let look = |lang| Look {
        lang,
        direction: options.direction,
        extent: options.extent,
        load: args.load,
        icons: options.icons,
        steps: options.steps,
        no_findings: args.look.no_findings,
        no_pictures: false,
    };
    let langs = match one.lang {
        Lang::Ko => [Lang::Ko, Lang::En],
        Lang::En => [Lang::En, Lang::Ko],
    };
    let states = langs.map(|lang| view::state(&one.reviewed, &look(lang), 0));
    view::page(states.into(), args.look.theme, Delivery::File)
}

/// How much of the design is asked for.
fn extent(design: &Design, args: &RenderArgs) -> Result<Extent, Failure> {
    if args.overview && design.groups.is_empty() {
        return Err(text!(
            "설계에 그룹이 없어 접을 것이 없습니다",
            "the design has no groups, so there is nothing to collapse"
        )
        .into());
    }
    let Some(name) = &args.group else {
        return Ok(if args.overview { Extent::Overview } else { Extent::Whole });
    };
    match project::place(design, name, |place| matches!(place, Place::Group(_)))? {
        Place::Group(group) => Ok(Extent::Group(group)),
        Place::Component(_) => unreachable!("only groups were asked for"),
    }
}

/// The design that this one changes.
fn base(design: &Design) -> Result<&Design, Failure> {
    let base = design.base.as_deref();
    base.ok_or_else(|| {
        text!(
            "이 설계는 다른 설계를 확장(`extends`)하지 않습니다",
            "the design extends no other design"
        )
        .into()
    })
}

/// The design with what it changes marked, and what it removes still visible.
fn change<'a>(options: &Options<'a>) -> DiffOptions<'a> {
    DiffOptions {
        lang: options.lang,
        direction: options.direction,
        arrangement: Arrangement::Overlay,
        new_findings: options.findings,
        ..DiffOptions::default()
    }
}

/// The design's traffic; says so when there is none to draw.
fn load(one: &One) -> Option<Load> {
    let load = Load::of(&one.reviewed.study);
    if load.is_none() {
        one.say(&text!(
            "`traffic`이 적혀 있지 않아 부하를 그릴 수 없습니다",
            "no `traffic` is stated, so there is no load to draw"
        ));
    }
    load
}

/// For a hook: a picture that is not drawn anew is a finding.
fn is_up_to_date(one: &One, args: &RenderArgs, pictures: &[Drawn]) -> Result<bool, Failure> {
    let Some(asked) = args.output.as_deref().filter(|path| out::is_file(Some(path))) else {
        return Err(
            text!("`--check`에는 `-o 파일`이 있어야 합니다", "`--check` needs `-o FILE`").into()
        );
    };
    let is_old = |(path, picture): &&Drawn| {
        let path = path.as_deref().unwrap_or(asked);
        files::bytes_of_regular(path).is_none_or(|old| old != picture.bytes())
    };
    let old = pictures.iter().find(is_old);
    if let Some((path, _)) = old {
        let (file, asked) = (shown(&args.file), shown(asked));
        let shown = path.as_deref().map_or(asked.clone(), shown);
        one.say(&text!(
            shown, file, asked;
            "`{shown}` 그림이 설계와 다릅니다. `archlint render {file} -o {asked}`으로 다시 그리세요",
            "{shown} does not show the design; draw it anew with `archlint render {file} -o {asked}`"
        ));
    }
    Ok(old.is_none())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
