//! What a name of Terraform stands for: variables, locals, outputs, arguments of other resources.

use super::eval::{Evaluator, Scope};
use super::files::Parsed;
use super::value::{Item, Value};
use crate::source::Span;
use hcl_edit::expr::TraversalOperator;
use hcl_edit::structure::Structure;

impl Evaluator {
    /// `data.aws_availability_zones.x.names[1]`: nobody knows its name, but which one it is.
    pub(super) fn chosen_zone(
        &self,
        kind: &str,
        operators: &[&TraversalOperator],
        at: Span,
        parsed: &Parsed,
        scope: &Scope,
    ) -> Item {
        let Some(TraversalOperator::Index(index)) =
            operators.get(3).filter(|_| kind == "aws_availability_zones")
        else {
            return Item::unknown(at);
        };
        match self.value(index, parsed, scope).count() {
            Some(number) if number < 6 => {
                Item::new(Value::Text(format!("zone-{}", (b'a' + number as u8) as char)), at)
            }
            _ => Item::unknown(at),
        }
    }

    pub(super) fn prefix(&self, module: usize) -> &str {
        self.modules.get(module).map_or("", |module| module.prefix.as_str())
    }

    /// An attribute of another resource: known where the files state it, else only what it is of.
    pub(super) fn resource(
        &self,
        kind: &str,
        name: &str,
        operators: &[&TraversalOperator],
        at: Span,
        scope: &Scope,
    ) -> Item {
        let address = format!("{}{kind}.{name}", self.prefix(scope.module));
        let mut item = Item::unknown(at);
        let attribute = operators.iter().find_map(|one| match one {
            TraversalOperator::GetAttr(name) => Some(name.as_str()),
            _ => None,
        });
        if let Some(attribute) =
            attribute.filter(|name| !matches!(*name, "id" | "arn" | "name" | "self_link"))
        {
            let stated = self.stated(scope.module, kind, name, attribute);
            if let Some(stated) = stated {
                item.value = stated.value;
            }
        }
        item.refs.insert(address);
        item
    }

    pub(super) fn stated(
        &self,
        module: usize,
        kind: &str,
        name: &str,
        attribute: &str,
    ) -> Option<Item> {
        let folder = self.modules.get(module)?.folder.clone();
        for parsed in folder.iter() {
            for block in parsed.blocks() {
                let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
                if block.ident.as_str() == "resource" && labels == [kind, name] {
                    let key = format!("{kind}.{name}.{attribute}");
                    let expression = &block.body.get_attribute(attribute)?.value;
                    let scope = Scope { module, names: Vec::new() };
                    return Some(
                        self.once(module, &key, || self.value(expression, parsed, &scope)),
                    );
                }
            }
        }
        None
    }

    pub(super) fn variable(&self, module: usize, name: &str, at: Span) -> Item {
        let found =
            self.once(module, &format!("var.{name}"), || self.variable_value(module, name, at));
        // Where a variable is used counts less than where its value stands.
        if found.is_unknown() { Item { at, ..found } } else { found }
    }

    pub(super) fn variable_value(&self, module: usize, name: &str, at: Span) -> Item {
        let Some(this) = self.modules.get(module) else { return Item::unknown(at) };
        if let Some((outer, file, block)) = this.call {
            let folder = self.modules[outer].folder.clone();
            let parsed = &folder[file];
            if let Some(Structure::Block(block)) = parsed.body.iter().nth(block)
                && let Some(attribute) = block.body.get_attribute(name)
            {
                return self.value(
                    &attribute.value,
                    parsed,
                    &Scope { module: outer, names: Vec::new() },
                );
            }
        } else if let Some(given) = self.given.get(name) {
            return given.clone();
        }
        let folder = this.folder.clone();
        for parsed in folder.iter() {
            for block in parsed.blocks().filter(|block| block.ident.as_str() == "variable") {
                if block.labels.first().is_some_and(|label| label.as_str() == name) {
                    let default = block.body.get_attribute("default");
                    return default.map_or_else(
                        || Item::unknown(at),
                        |default| {
                            self.value(&default.value, parsed, &Scope { module, names: Vec::new() })
                        },
                    );
                }
            }
        }
        Item::unknown(at)
    }

    pub(super) fn local(&self, module: usize, name: &str, at: Span) -> Item {
        self.once(module, &format!("local.{name}"), || {
            let Some(folder) = self.modules.get(module).map(|this| this.folder.clone()) else {
                return Item::unknown(at);
            };
            for parsed in folder.iter() {
                for block in parsed.blocks().filter(|block| block.ident.as_str() == "locals") {
                    if let Some(attribute) = block.body.get_attribute(name) {
                        return self.value(
                            &attribute.value,
                            parsed,
                            &Scope { module, names: Vec::new() },
                        );
                    }
                }
            }
            Item::unknown(at)
        })
    }

    pub(super) fn output(&self, module: usize, call: &str, name: &str, at: Span) -> Item {
        let child = self.modules.get(module).and_then(|this| this.children.get(call)).copied();
        let Some(child) = child else {
            let mut item = Item::unknown(at);
            item.refs.insert(format!("{}module.{call}", self.prefix(module)));
            return item;
        };
        self.once(child, &format!("output.{name}"), || {
            let folder = self.modules[child].folder.clone();
            for parsed in folder.iter() {
                for block in parsed.blocks().filter(|block| block.ident.as_str() == "output") {
                    let is_meant = block.labels.first().is_some_and(|label| label.as_str() == name);
                    if let Some(attribute) = block.body.get_attribute("value").filter(|_| is_meant)
                    {
                        return self.value(
                            &attribute.value,
                            parsed,
                            &Scope { module: child, names: Vec::new() },
                        );
                    }
                }
            }
            Item::unknown(at)
        })
    }

    /// Computes a value once; one that needs itself is unknown.
    pub(super) fn once(&self, module: usize, key: &str, compute: impl FnOnce() -> Item) -> Item {
        let key = (module, key.to_owned());
        let known = self.known.borrow().get(&key).cloned();
        match known {
            Some(Some(item)) => item,
            Some(None) => Item::unknown(Span::new(crate::source::SourceId(0), 0, 0)),
            None => {
                self.known.borrow_mut().insert(key.clone(), None);
                let item = compute();
                self.known.borrow_mut().insert(key, Some(item.clone()));
                item
            }
        }
    }
}
