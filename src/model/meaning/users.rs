//! Users: where load begins and how it divides.

use super::super::{Attr, ComponentId, Design, Dimension, Kind};

impl Design {
    /// All users, in source order.
    pub fn users(&self) -> impl Iterator<Item = ComponentId> + '_ {
        self.component_ids().filter(|id| self.component(*id).kind == Kind::User)
    }

    /// The part of `traffic`, 0..1, that comes from this user. Unstated shares divide what the
    /// stated ones leave. 0 for what is no user.
    pub fn user_share(&self, id: ComponentId) -> f64 {
        if self.component(id).kind != Kind::User {
            return 0.0;
        }
        if let Some(share) = self.stated_share(id) {
            return share;
        }
        let stated: f64 = self.users().filter_map(|user| self.stated_share(user)).sum();
        let unstated = self.users().filter(|user| self.stated_share(*user).is_none()).count();
        (1.0 - stated).max(0.0) / unstated as f64
    }

    fn stated_share(&self, id: ComponentId) -> Option<f64> {
        self.component(id).facts.number(Attr::Share, Dimension::Ratio).map(|share| share.low())
    }
}
