//! `archlint render`.

use crate::args::{Cli, Picture, RenderArgs};
use crate::failure::Failure;
use crate::one::One;
use crate::output;
use archlint::diagnostic::Diagnostic;
use archlint::model::Design;
use archlint::render::scene::Scene;
use archlint::render::{self, Arrangement, DiffOptions, Load, Mark, Options, Slide, export};
use archlint::text;
use std::path::Path;

pub fn run(cli: &Cli, args: &RenderArgs) -> Result<u8, Failure> {
    let format = format(args)?;
    let one = One::read(cli, &args.file)?;
    let has_errors = one.has_errors(cli);
    let picture = picture(&one, args, format)?;
    if args.check {
        return Ok(u8::from(has_errors || !is_up_to_date(&one, args, &picture)?));
    }
    match &args.output {
        Some(path) => output::write_file(path, &picture)?,
        None => output::print_bytes(&picture)?,
    }
    Ok(u8::from(has_errors))
}

/// What `--format` says, else the output's extension, else SVG.
fn format(args: &RenderArgs) -> Result<Picture, Failure> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let Some(path) = &args.output else { return Ok(Picture::Svg) };
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    Picture::of_extension(&extension).ok_or_else(|| {
        let shown = path.display();
        text!(
            "{shown}: 확장자로 형식을 알 수 없습니다. `--format`으로 알려 주세요",
            "{shown}: the extension names no format; give one with `--format`"
        )
        .into()
    })
}

fn picture(one: &One, args: &RenderArgs, format: Picture) -> Result<Vec<u8>, Failure> {
    let design = &one.judged.design;
    match format {
        Picture::Dot => return Ok(export::dot(design, one.lang, args.direction).into_bytes()),
        Picture::Mermaid => {
            return Ok(export::mermaid(design, one.lang, args.direction).into_bytes());
        }
        Picture::D2 => return Ok(export::d2(design, one.lang, args.direction).into_bytes()),
        _ => {}
    }
    let findings = if args.no_findings { Vec::new() } else { marks(design, &one.judged.findings) };
    let load = if args.load { load(one) } else { None };
    let options = Options {
        load: load.as_ref(),
        lang: one.lang,
        theme: args.theme,
        direction: args.direction,
        slide: slide(args)?,
        findings: &findings,
    };
    if format == Picture::Html {
        return Ok(render::html(design, &options).into_bytes());
    }
    let scene = match args.against_base {
        true => against_base(one, &options)?,
        false => {
            let drawn = render::picture(design, &options);
            drawn.warnings.iter().for_each(|warning| one.say(warning));
            drawn.scene
        }
    };
    match format {
        Picture::Svg => Ok(render::svg(&scene, args.theme).into_bytes()),
        Picture::Scene => Ok(render::scene_json(&scene).into_bytes()),
        _ => image(one, args, format, &scene),
    }
}

/// The design with what it changes marked, and what it removes still visible.
fn against_base(one: &One, options: &Options) -> Result<Scene, Failure> {
    let design = &one.judged.design;
    let base = design.base.as_deref().ok_or_else(|| {
        text!(
            "이 설계는 다른 설계를 확장(`extends`)하지 않습니다",
            "the design extends no other design"
        )
    })?;
    let options = DiffOptions {
        lang: options.lang,
        direction: options.direction,
        arrangement: Arrangement::Overlay,
        new_findings: options.findings,
        ..DiffOptions::default()
    };
    Ok(render::diff(base, design, &options))
}

/// The design's traffic; says so when there is none to draw.
fn load(one: &One) -> Option<Load> {
    let load = Load::of(&one.judged.design);
    if load.is_none() {
        one.say(&text!(
            "`traffic`이 적혀 있지 않아 부하를 그릴 수 없습니다",
            "no `traffic` is stated, so there is no load to draw"
        ));
    }
    load
}

#[cfg(feature = "images")]
fn image(one: &One, args: &RenderArgs, format: Picture, scene: &Scene) -> Result<Vec<u8>, Failure> {
    use archlint::render::image;
    let mut fonts = image::own_fonts();
    let foreign = image::missing_characters(scene);
    if !foreign.is_empty() {
        fonts.load_system_fonts();
    }
    let missing: String = image::absent_characters(scene, &fonts).into_iter().collect();
    if !missing.is_empty() {
        one.say(&text!(
            "글꼴에 없는 글자는 네모로 나옵니다: {missing}. SVG에는 나옵니다",
            "no font here has these characters, boxes stand for them: {missing}; an SVG shows them"
        ));
    }
    let made = match format {
        Picture::Png => image::png(scene, args.theme, args.scale, fonts),
        _ => image::pdf(scene, args.theme, fonts),
    };
    made.map_err(|error| {
        Failure::Said(text!("그릴 수 없습니다: {error}", "can't draw it: {error}"))
    })
}

#[cfg(not(feature = "images"))]
fn image(
    _one: &One,
    _args: &RenderArgs,
    _format: Picture,
    _scene: &Scene,
) -> Result<Vec<u8>, Failure> {
    Err(text!(
        "이 archlint는 PNG와 PDF 없이 만들어졌습니다. SVG를 쓰세요",
        "this archlint was built without PNG and PDF; use SVG"
    )
    .into())
}

fn slide(args: &RenderArgs) -> Result<Option<Slide>, Failure> {
    let Some(size) = &args.size else { return Ok(None) };
    let parsed = Slide::parse(size);
    parsed.map(Some).ok_or_else(|| {
        text!(
            "`{size}`은(는) 크기가 아닙니다. `16:9`나 `1280x720`처럼 쓰세요",
            "`{size}` is no size; write `16:9` or `1280x720`"
        )
        .into()
    })
}

/// The open findings of the rules, numbered as they are listed.
pub fn marks(design: &Design, findings: &[Diagnostic]) -> Vec<Mark> {
    let is_rule = |f: &&Diagnostic| archlint::rules::ALL.iter().any(|rule| rule.name == f.rule);
    let findings: Vec<Diagnostic> = findings.iter().filter(is_rule).cloned().collect();
    // Only a finding that takes a flow down has a path that proves it.
    Mark::number(design, &findings, |finding| !finding.path.is_empty())
}

/// For a hook: a picture that is not drawn anew is a finding.
fn is_up_to_date(one: &One, args: &RenderArgs, picture: &[u8]) -> Result<bool, Failure> {
    let Some(path) = &args.output else {
        return Err(
            text!("`--check`에는 `-o 파일`이 있어야 합니다", "`--check` needs `-o FILE`").into()
        );
    };
    let current = std::fs::read(path).is_ok_and(|old| old == picture);
    if !current {
        let (file, shown) = (shown(&args.file), shown(path));
        one.say(&text!(
            "{shown}이(가) 설계와 다릅니다. `archlint render {file} -o {shown}`으로 다시 그리세요",
            "{shown} does not show the design; draw it anew with `archlint render {file} -o {shown}`"
        ));
    }
    Ok(current)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
