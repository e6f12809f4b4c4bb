//! What calls need and do not get.

use crate::analysis::Shortage;
use crate::model::{Attr, Design};
use crate::say::{Text, number};
use crate::text;

impl Shortage {
    /// `api->db`: each instance needs 10 connections, and its pool has 5.
    pub fn words(&self, design: &Design) -> Text {
        let count = |value: f64| number::fixed(value.ceil(), 0);
        match *self {
            Shortage::Pool { link, wanted, most } => {
                let (call, wanted, most) = (design.link_name(link), count(wanted), count(most));
                text!(call, wanted, most;
                    "`{call}` 호출에 한 대마다 연결이 {wanted}개 필요한데 풀에는 {most}개뿐입니다",
                    "`{call}`: each instance needs {wanted} connections, and its pool has {most}"
                )
            }
            Shortage::Connections { store, wanted, most } => {
                let (name, wanted, most) =
                    (&design.component(store).path, count(wanted), count(most));
                text!(name, wanted, most;
                    "`{name}`에 연결이 {wanted}개 필요한데 {most}개까지만 받습니다",
                    "`{name}`: {wanted} connections are needed, and it takes {most}"
                )
            }
            Shortage::Time(link) => {
                let call = design.link_name(link);
                let limit = design.link(link).facts.longest(Attr::Timeout).unwrap_or_default();
                let limit = number::duration(limit);
                text!(call, limit;
                    "`{call}` 호출이 타임아웃 {limit}보다 오래 걸립니다",
                    "`{call}` takes longer than its timeout of {limit}"
                )
            }
        }
    }
}
