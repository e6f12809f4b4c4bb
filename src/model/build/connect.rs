//! Fourth pass: connections, from chains and fans to single links.

use super::Builder;
use super::attributes::About;
use super::declare::{Around, Work};
use super::draft::{DraftLink, Want};
use super::limits;
use crate::diagnostic::Diagnostic;
use crate::model::schema::{Site, is_of_one_arrow};
use crate::model::{Attr, ComponentId, Dimension, Facts, Link, LinkId, Place, Stated, Value};
use crate::say::Text;
use crate::source::Span;
use crate::syntax::ast::{self, Arrow};
use crate::text;

/// One target of an arrow: a component, or several of which any will do; never none.
pub(super) type Target = Vec<End>;

/// One end of a link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct End {
    pub(super) id: ComponentId,
    /// The name that stands for it.
    pub(super) span: Span,
    pub(super) named: Named,
}

/// How a component was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Itself,
    /// By the group that directly holds it.
    ByGroup,
}

/// What a connection statement says about each of its links.
struct Saying<'a> {
    label: Option<&'a ast::Quoted>,
    stated: &'a [(Attr, Stated)],
    statement: Span,
}

impl<'a> Builder<'a> {
    pub(super) fn connections(&mut self, work: &Work<'a>) {
        for (around, it, span) in &work.connections {
            // Beyond the limit the work would grow with the product of the lists.
            if self.stated_links > limits::LINKS {
                return;
            }
            self.connection(it, *span, *around);
        }
    }

    /// Applies `change A -> B { … }`.
    pub(super) fn changed_links(&mut self, work: &Work<'a>) {
        for (id, it) in &work.changed_links {
            let statements = it.block.as_ref().map_or(&[][..], |block| &block.statements);
            let told = self.attributes(statements, About::Site(Site::Link), None);
            let link = &mut self.draft.links[id.index()].it;
            if let Some(label) = &it.label {
                link.label = Some(label.text.clone());
            }
            told.stated.into_iter().for_each(|(attr, stated)| link.facts.set(attr, stated));
            told.unset.iter().for_each(|(attr, _)| link.facts.unset(*attr));
        }
    }

    fn connection(&mut self, it: &ast::Connection, span: Span, around: Around) {
        let sides: Vec<Vec<Target>> = it.sides.iter().map(|side| self.side(side, around)).collect();
        let statements = it.block.as_ref().map_or(&[][..], |block| &block.statements);
        let mut stated = self.fresh_attributes(statements, About::Site(Site::Link), around).stated;
        self.mend_asynchronous(it);
        if it.arrows.len() > 1 {
            self.refuse_on_chain(&mut stated);
        }
        self.check_need(&mut stated, &sides);
        let saying = Saying { label: it.label.as_ref(), stated: &stated, statement: span };
        for (pair, (arrow, _)) in sides.windows(2).zip(&it.arrows) {
            let lefts = pair[0].iter().flatten();
            for left in lefts {
                for right in &pair[1] {
                    self.draw(*left, *arrow, right, &saying);
                }
            }
        }
    }

    /// The components that one side of an arrow names. A group stands for its direct members.
    pub(super) fn side(&mut self, side: &ast::Side, around: Around) -> Vec<Target> {
        let mut targets = Vec::new();
        for choices in &side.targets {
            if let [path] = &choices[..] {
                targets.extend(self.ends(path, around).into_iter().map(|end| vec![end]));
                continue;
            }
            let mut any: Target = Vec::new();
            for end in choices.iter().flat_map(|path| self.ends(path, around)) {
                if any.iter().all(|other| other.id != end.id) {
                    any.push(end);
                }
            }
            if !any.is_empty() {
                targets.push(any);
            }
        }
        targets
    }

    fn ends(&mut self, path: &ast::Path, around: Around) -> Vec<End> {
        let span = path.span;
        let group = match self.place(path, around) {
            None => return Vec::new(),
            Some(Place::Component(id)) => return vec![End { id, span, named: Named::Itself }],
            Some(Place::Group(group)) => group,
        };
        let members = self.draft.members(group);
        if members.is_empty() {
            let name = &self.draft.group(group).it.name;
            let error = Diagnostic::error(
                "unknown-name",
                path.span,
                text!(name;
                    "`{name}` 그룹 바로 안에는 컴포넌트가 없습니다",
                    "the group `{name}` has no component directly inside"
                ),
            )
            .help(text!(
                "그룹으로 가는 연결은 그 안의 컴포넌트 하나하나로 갑니다. 컴포넌트 이름을 쓰세요.",
                "A connection to a group goes to each of its members; name a component."
            ));
            self.errors.push(error);
        }
        members.into_iter().map(|id| End { id, span, named: Named::ByGroup }).collect()
    }

    fn draw(&mut self, left: End, arrow: Arrow, right: &[End], saying: &Saying<'_>) {
        let mut links = Vec::new();
        for end in right {
            if end.id == left.id {
                if left.named == Named::Itself && end.named == Named::Itself {
                    let error = self.to_itself(end.id, end.span);
                    self.errors.push(error);
                }
                continue;
            }
            let same_text = left.span.source == end.span.source;
            let span = if same_text { left.span.to(end.span) } else { end.span };
            if !self.has_room(span) {
                return;
            }
            links.push(self.join((left.id, arrow, end.id), span, saying));
        }
        if arrow == Arrow::Copy || links.is_empty() {
            return;
        }
        let want = Want { from: left.id, links };
        if arrow == Arrow::Async {
            if want.links.len() > 1 {
                self.draft.shared.push(want);
            }
            return;
        }
        if self.wanted.insert(want.clone()) {
            self.draft.wants.push(want);
        }
    }

    /// Counts one more connection; beyond the limit nothing is drawn, which is said once.
    pub(super) fn has_room(&mut self, span: Span) -> bool {
        self.stated_links += 1;
        if self.stated_links <= limits::LINKS {
            return true;
        }
        if !self.is_full {
            self.is_full = true;
            let what = text!("연결이", "the number of connections");
            self.errors.push(limits::too_many(span, what, limits::LINKS));
        }
        false
    }

    /// The link of that pair, new or drawn before.
    fn join(
        &mut self,
        (from, arrow, to): (ComponentId, Arrow, ComponentId),
        span: Span,
        saying: &Saying<'_>,
    ) -> LinkId {
        if let Some(id) = self.draft.link(from, to, arrow) {
            self.agree(id, span, saying);
            return id;
        }
        let mut facts = Facts::default();
        for (attr, stated) in saying.stated {
            facts.set(*attr, stated.clone());
        }
        let label = saying.label.map(|label| label.text.clone());
        let (from_part, to_part, statement) = (None, None, saying.statement);
        let it = Link { from, to, from_part, to_part, arrow, label, facts, span, statement };
        self.draft.touch(from, self.layer, span);
        self.draft.touch(to, self.layer, span);
        self.draft.add_link(DraftLink { it, removed: None })
    }

    /// The same pair stated again adds what it says; where the two disagree the later counts.
    fn agree(&mut self, id: LinkId, span: Span, saying: &Saying<'_>) {
        let link = &mut self.draft.links[id.index()].it;
        let mut at_odds: Vec<Text> = Vec::new();
        for (attr, stated) in saying.stated {
            let before = link.facts.get(*attr);
            if before.is_some_and(|before| before.value != stated.value) {
                at_odds.push(Text::code(attr.word()));
            }
            link.facts.set(*attr, stated.clone());
        }
        if let Some(label) = saying.label {
            if link.label.as_ref().is_some_and(|before| *before != label.text) {
                at_odds.push(Text::same(format!("\"{}\"", label.text)));
            }
            link.label = Some(label.text.clone());
        }
        if at_odds.is_empty() {
            return;
        }
        let (first, from, symbol, to) = (link.span, link.from, link.arrow.symbol(), link.to);
        let (from, to) = (&self.draft.component(from).it.name, &self.draft.component(to).it.name);
        let what = Text::join(&at_odds, ", ");
        let warning = Diagnostic::warning(
            "conflicting-connection",
            span,
            text!(from, symbol, to, what;
                "`{from} {symbol} {to}` 연결을 두 번 썼고 내용이 다릅니다: {what}",
                "`{from} {symbol} {to}` is stated twice and differs: {what}"
            ),
        )
        .label(text!("이 내용이 쓰입니다", "this one counts"))
        .related(first, text!("먼저 쓴 연결", "stated first here"))
        .help(text!("한 문장으로 합치세요.", "Merge the two statements."));
        self.errors.push(warning);
    }

    fn to_itself(&self, id: ComponentId, span: Span) -> Diagnostic {
        let name = &self.draft.component(id).it.name;
        Diagnostic::error(
            "unknown-value",
            span,
            text!(name;
                "`{name}` 컴포넌트를 자기 자신에게 연결했습니다",
                "`{name}` is connected to itself"
            ),
        )
        .help(text!(
            "복제본이 여럿이라면 `replicas`를 쓰고, 아니면 다른 컴포넌트를 쓰세요.",
            "For several copies state `replicas`; else name another component."
        ))
    }

    /// Some attributes speak about one arrow only.
    fn refuse_on_chain(&mut self, stated: &mut Vec<(Attr, Stated)>) {
        let Some((attr, first)) = stated.iter().find(|(attr, _)| is_of_one_arrow(*attr)) else {
            return;
        };
        let word = attr.word();
        let error = Diagnostic::error(
            "syntax",
            first.span,
            text!(word;
                "`{word}` 속성은 화살표가 하나인 연결에만 쓸 수 있습니다",
                "`{word}` belongs to a connection of one arrow"
            ),
        )
        .help(text!(
            "연결을 화살표마다 한 줄씩 나누고 해당하는 줄에 쓰세요.",
            "Split the chain, one arrow a line, and state it on the line it is about."
        ));
        self.errors.push(error);
        stated.retain(|(attr, _)| !is_of_one_arrow(*attr));
    }

    /// `need` can't ask for more than there is.
    fn check_need(&mut self, stated: &mut Vec<(Attr, Stated)>, sides: &[Vec<Target>]) {
        let Some((_, need)) = stated.iter().find(|(attr, _)| *attr == Attr::Need) else { return };
        let Some(targets) = sides.last().filter(|targets| !targets.is_empty()) else { return };
        let most = targets.iter().map(Vec::len).max().unwrap_or(1);
        // Without `|` the targets may be a pool.
        let most = most.max(targets.len()) as u64;
        let Value::Number(quantity) = need.value else { return };
        debug_assert_eq!(quantity.dimension, Dimension::Count);
        if (1..=most).contains(&quantity.low_count()) {
            return;
        }
        let wanted = quantity.low_count();
        let error = Diagnostic::error(
            "unknown-value",
            need.value_span,
            text!(most, wanted;
                "대상은 {most}개인데 `need`는 {wanted}개를 요구합니다",
                "`need` asks for {wanted} of {most} targets"
            ),
        )
        .help(text!(most; "1부터 {most}까지의 수를 쓰세요.", "Write a number from 1 to {most}."));
        self.errors.push(error);
        stated.retain(|(attr, _)| *attr != Attr::Need);
    }
}
