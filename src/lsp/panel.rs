//! What an editor's panel shows of a design, and asks: the page, its states, its questions, and what
//! in the picture is under the cursor.

use super::error::{Error, invalid};
use super::server::Server;
use crate::render::theme::Theme;
use crate::say::Lang;
use crate::view::{self, Delivery, Look, Question};
use serde_json::{Value, json};

type Answer = Result<Value, Error>;

impl Server {
    pub(super) fn panel(&mut self, method: &str, params: &Value) -> Answer {
        match method {
            "archlint/view" => self.view(params),
            "archlint/ask" => self.panel_answer(params),
            _ => self.names_at(params),
        }
    }

    /// The states of the design at an address, one a language; with `page` the page around them.
    fn view(&mut self, params: &Value) -> Answer {
        let wants_page = params["page"].as_bool() == Some(true);
        self.design(params, |reviewed, lang| {
            let langs = match lang {
                Lang::Ko => [Lang::Ko, Lang::En],
                Lang::En => [Lang::En, Lang::Ko],
            };
            let look = |lang| Look { lang, ..Look::default() };
            let states = langs.map(|lang| view::state(reviewed, &look(lang), 0));
            if wants_page {
                let page = view::page(states.into(), Theme::Auto, Delivery::File);
                return Ok(json!({"page": page.into_string()}));
            }
            Ok(json!({"states": states}))
        })
    }

    /// The answer to a question of the page, in the language in which it is read.
    fn panel_answer(&mut self, params: &Value) -> Answer {
        let question = params["question"].clone();
        let spoken = question["lang"].as_str().and_then(Lang::parse);
        let question: Question =
            serde_json::from_value(question).map_err(|_| invalid("question"))?;
        self.design(params, |reviewed, lang| {
            view::answer(reviewed, &question, spoken.unwrap_or(lang)).map_err(Error::failed)
        })
    }
}
