//! A syntax tree on few lines, for snapshots: one line a statement, spans left out.

use archlint::syntax::ast::{
    Arrow, Attribute, Block, Clause, ClauseKind, Comparison, Condition, ConditionKind, Connection,
    Expr, ExprKind, Is, Name, Operator, Path, Quoted, Side, Statement, StatementKind, Subject,
    Subjects, Target, Whom,
};
use std::fmt::Write;

pub fn tree(statements: &[Statement]) -> String {
    let mut out = String::new();
    write_statements(&mut out, statements, 0);
    out
}

fn write_statements(out: &mut String, statements: &[Statement], depth: usize) {
    for statement in statements {
        let (line, block) = describe(&statement.kind);
        let pad = "  ".repeat(depth);
        match block {
            None => writeln!(out, "{pad}{line}").expect("a string can be written"),
            Some(block) => {
                let open = if block.close.is_some() { "{}" } else { "{ not closed" };
                writeln!(out, "{pad}{line} {open}").expect("a string can be written");
                write_statements(out, &block.statements, depth + 1);
            }
        }
    }
}

fn clause(clause: &Clause) -> String {
    let on = |on: &Option<Subjects>| on.as_ref().map(|it| format!(" on {}", subjects(it)));
    match &clause.kind {
        ClauseKind::ForbidCalls { from, to } => {
            format!("forbid {} -> {}", subjects(from), subjects(to))
        }
        ClauseKind::Forbid { condition, on: it } => {
            format!("forbid {}{}", is(condition), on(it).unwrap_or_default())
        }
        ClauseKind::Require { condition, on: it } => {
            format!("require {}{}", is(condition), on(it).unwrap_or_default())
        }
        ClauseKind::RequirePath(sides) => {
            format!("require path {}", sides.iter().map(subjects).collect::<Vec<_>>().join(" -> "))
        }
        ClauseKind::AllowTechnology(names) => {
            let names: Vec<String> = names.iter().map(name).collect();
            format!("allow {}", names.join(" "))
        }
        ClauseKind::LimitDepth(sign, most) => format!("depth {sign:?} {}", expr(most)),
        ClauseKind::Note(text) => format!("note {}", quoted(text)),
        ClauseKind::Good(text) => format!("good {}", quoted(text)),
        ClauseKind::Bad(text) => format!("bad {}", quoted(text)),
    }
}

fn subjects(subjects: &Subjects) -> String {
    let word = |whom: &Whom| match whom {
        Whom::Named(it) => path(it),
        Whom::Tagged(it) => format!("tag:{}", name(it)),
    };
    subjects.items.iter().map(word).collect::<Vec<_>>().join("|")
}

fn is(condition: &Condition) -> String {
    let all = |parts: &[Condition], word: &str| {
        format!("({})", parts.iter().map(is).collect::<Vec<_>>().join(word))
    };
    match &condition.kind {
        ConditionKind::Test { what, arguments, is } => {
            let arguments: Vec<String> = arguments.iter().map(path).collect();
            let told = match is {
                None => String::new(),
                Some(Is::Compared(sign, _, value)) => format!(" {sign:?} {}", expr(value)),
                Some(Is::Among(list)) => format!(" in {}", expr(list)),
            };
            format!("{}[{}]{told}", path(what), arguments.join(","))
        }
        ConditionKind::Related(relation, of) => format!("{relation:?} {}", subjects(of)),
        ConditionKind::Not(inner) => format!("not {}", is(inner)),
        ConditionKind::All(parts) => all(parts, " and "),
        ConditionKind::Any(parts) => all(parts, " or "),
        ConditionKind::Junk => "junk".to_owned(),
    }
}

fn describe(kind: &StatementKind) -> (String, Option<&Block>) {
    match kind {
        StatementKind::Header(header) => {
            let stage = header.stage.map(|(stage, _)| format!(" {stage:?}")).unwrap_or_default();
            let extends = header.extends.as_ref();
            let extends =
                extends.map(|path| format!(" extends {}", quoted(path))).unwrap_or_default();
            (format!("design {}{stage}{extends}", quoted(&header.name)), None)
        }
        StatementKind::Declaration(declaration) => {
            let label = label(&declaration.label);
            let line =
                format!("declare {} {}{label}", name(&declaration.word), name(&declaration.name));
            (line, declaration.block.as_ref())
        }
        StatementKind::Connection(link) => (connection(link), link.block.as_ref()),
        StatementKind::Facts(facts) => (format!("{:?}", facts.about), Some(&facts.block)),
        StatementKind::Flow(journey) => (
            format!("flow {}{}", name(&journey.name), label(&journey.label)),
            journey.block.as_ref(),
        ),
        StatementKind::Scenario(journey) => (
            format!("scenario {}{}", name(&journey.name), label(&journey.label)),
            journey.block.as_ref(),
        ),
        StatementKind::Expect(expect) => {
            let arguments: Vec<_> = expect.arguments.iter().map(path).collect();
            let comparison = expect.comparison.as_ref().map(|(sign, _, value)| {
                let sign = match sign {
                    Comparison::Less => "<",
                    Comparison::LessOrEqual => "<=",
                    Comparison::Equal => "==",
                    Comparison::NotEqual => "!=",
                    Comparison::GreaterOrEqual => ">=",
                    Comparison::Greater => ">",
                };
                format!(" {sign} {}", expr(value))
            });
            let scenario = expect.scenario.as_ref().map(|it| format!(" in {}", name(it)));
            let line = format!(
                "expect {}({}){}{}",
                name(&expect.function),
                arguments.join(", "),
                comparison.unwrap_or_default(),
                scenario.unwrap_or_default()
            );
            (line, None)
        }
        StatementKind::Accept(accept) => {
            let subjects: Vec<_> = accept.subjects.iter().map(subject).collect();
            let because = accept.because.as_ref().map(|it| format!(" because {}", quoted(it)));
            let until = accept.until.as_ref().map(|it| format!(" until {}", expr(it)));
            let line = format!(
                "accept {} on {}{}{}",
                name(&accept.rule),
                subjects.join(", "),
                because.unwrap_or_default(),
                until.unwrap_or_default()
            );
            (line, None)
        }
        StatementKind::Forbid(forbid) => {
            let because = forbid.because.as_ref().map(|it| format!(" because {}", quoted(it)));
            let ends = format!("{} -> {}", path(&forbid.from), path(&forbid.to));
            (format!("forbid {ends}{}", because.unwrap_or_default()), None)
        }
        StatementKind::Policy(policy) => {
            let why = policy.why.as_ref().map(|why| format!(" {}", quoted(why)));
            let level = policy.level.map(|(level, _)| format!(" {}", level.name()));
            let clauses: Vec<String> = policy.clauses.iter().map(clause).collect();
            let (why, level) = (why.unwrap_or_default(), level.unwrap_or_default());
            let name = name(&policy.name);
            (format!("policy {name}{why}{level}: {}", clauses.join("; ")), None)
        }
        StatementKind::Attributes(it) => ("attributes".to_owned(), Some(&it.block)),
        StatementKind::Let(constant) => {
            (format!("let {} = {}", name(&constant.name), expr(&constant.value)), None)
        }
        StatementKind::Default(default) => {
            (format!("default {}", name(&default.word)), Some(&default.block))
        }
        StatementKind::Include(include) => (format!("include {}", quoted(&include.path)), None),
        StatementKind::Change(change) => {
            let word = change.word.as_ref().map(|word| format!(" as {}", name(word)));
            let line = format!(
                "change {}{}{}",
                target(&change.target),
                word.unwrap_or_default(),
                label(&change.label)
            );
            (line, change.block.as_ref())
        }
        StatementKind::Move(relocation) => {
            let names: Vec<_> = relocation.names.iter().map(path).collect();
            (format!("move {} into {}", names.join(", "), path(&relocation.into)), None)
        }
        StatementKind::Remove(remove) => {
            let targets: Vec<_> = remove.targets.iter().map(target).collect();
            (format!("remove {}", targets.join(", ")), None)
        }
        StatementKind::Attribute(it) => (attribute(it), None),
        StatementKind::Junk => ("junk".to_owned(), None),
    }
}

fn attribute(attribute: &Attribute) -> String {
    match &attribute.value {
        Some(value) => format!("{} = {}", name(&attribute.name), expr(value)),
        None => name(&attribute.name),
    }
}

fn connection(link: &Connection) -> String {
    let mut line = side(&link.sides[0]);
    for ((arrow, _), right) in link.arrows.iter().zip(&link.sides[1..]) {
        write!(line, " {} {}", symbol(*arrow), side(right)).expect("a string can be written");
    }
    line + &label(&link.label)
}

fn side(side: &Side) -> String {
    let targets: Vec<_> = side
        .targets
        .iter()
        .map(|alternatives| alternatives.iter().map(path).collect::<Vec<_>>().join(" | "))
        .collect();
    targets.join(", ")
}

fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Name(it) => path(it),
        Subject::Link(from, to, _) => format!("{} -> {}", path(from), path(to)),
    }
}

fn target(target: &Target) -> String {
    match target {
        Target::Name(it) => path(it),
        Target::Link { from, arrow, to, .. } => {
            format!("{} {} {}", path(from), symbol(*arrow), path(to))
        }
        Target::Flow(it) => format!("flow {}", name(it)),
        Target::Scenario(it) => format!("scenario {}", name(it)),
    }
}

pub fn expr(value: &Expr) -> String {
    match &value.kind {
        ExprKind::Number(parts) => {
            let part = |part: &archlint::syntax::ast::NumberPart| {
                let unit = part.unit.as_ref().map(|unit| format!("`{}`", unit.text));
                format!("{}{}", part.value, unit.unwrap_or_default())
            };
            parts.iter().map(part).collect::<Vec<_>>().join("+")
        }
        ExprKind::Money { currency, amount, per } => {
            let per = per.as_ref().map(|per| format!(" per `{}`", per.text));
            format!("{}{amount}{}", currency.text, per.unwrap_or_default())
        }
        ExprKind::Date { year, month, day } => format!("date {year}/{month}/{day}"),
        ExprKind::Word(it) => path(it),
        ExprKind::Quoted(it) => quoted(it),
        ExprKind::List(items) => {
            format!("[{}]", items.iter().map(expr).collect::<Vec<_>>().join(", "))
        }
        ExprKind::Range(low, high) => format!("{} to {}", expr(low), expr(high)),
        ExprKind::Pair(it, value) => format!("<{} {}>", path(it), expr(value)),
        ExprKind::Binary { op, left, right, .. } => {
            let op = match op {
                Operator::Add => "+",
                Operator::Subtract => "-",
                Operator::Multiply => "*",
                Operator::Divide => "/",
            };
            format!("({} {op} {})", expr(left), expr(right))
        }
        ExprKind::Negative(value) => format!("-({})", expr(value)),
        ExprKind::Junk => "junk".to_owned(),
    }
}

fn symbol(arrow: Arrow) -> &'static str {
    arrow.symbol()
}

fn path(path: &Path) -> String {
    path.segments.iter().map(name).collect::<Vec<_>>().join(".")
}

fn name(name: &Name) -> String {
    name.text.clone()
}

fn label(label: &Option<Quoted>) -> String {
    label.as_ref().map(|label| format!(" {}", quoted(label))).unwrap_or_default()
}

fn quoted(quoted: &Quoted) -> String {
    format!("{:?}", quoted.text)
}
