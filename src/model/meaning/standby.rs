//! Sites that stand by: who takes over from whom, and when.

use super::super::{ComponentId, Design, GroupId, LinkId, StandbySite};

impl Design {
    /// The place in [`Design::standby_sites`] of the site that holds the component.
    pub fn standing_by(&self, id: ComponentId) -> Option<usize> {
        // Most designs have no such site.
        if self.standby_sites.is_empty() {
            return None;
        }
        let around: Vec<GroupId> = self.ancestors(self.component(id).group).collect();
        self.standby_sites.iter().position(|site| around.contains(&site.group))
    }

    /// Serves nobody as long as what it stands by for works.
    pub fn stands_by(&self, id: ComponentId) -> bool {
        self.standing_by(id).is_some()
    }

    /// Its alike in a site that stands by for its own, with the place of that site.
    pub fn twin(&self, id: ComponentId) -> Option<(usize, ComponentId)> {
        let mut sites = self.standby_sites.iter().enumerate();
        sites.find_map(|(at, site)| Some((at, *site.twins.get(&id)?)))
    }

    /// Who is called for it when these sites, by their places, have taken over.
    pub fn in_place_of(&self, id: ComponentId, taken_over: &[bool]) -> ComponentId {
        let twin = self.twin(id).filter(|(site, _)| taken_over.get(*site) == Some(&true));
        twin.map_or(id, |(_, twin)| twin)
    }

    /// The site that takes over when this group, and nothing else, is lost.
    pub fn stand_in(&self, group: GroupId) -> Option<usize> {
        self.standby_sites.iter().position(|site| site.siblings == [group])
    }

    /// The innermost group around the component whose loss alone makes a site take over, with the
    /// place of that site.
    pub fn stood_in(&self, id: ComponentId) -> Option<(GroupId, usize)> {
        if self.standby_sites.is_empty() {
            return None;
        }
        let mut around = self.ancestors(self.component(id).group);
        around.find_map(|group| Some((group, self.stand_in(group)?)))
    }

    /// Leads from outside into a site that stands by.
    pub fn leads_to_standby(&self, id: LinkId) -> bool {
        let link = self.link(id);
        let site = self.standing_by(link.to);
        site.is_some() && self.standing_by(link.from) != site
    }

    /// Whether nothing goes over the connection: it leads to what stands by, or what it leads to
    /// is called already in the place of something else.
    pub fn rests(&self, id: LinkId, taken_over: &[bool]) -> bool {
        let link = self.link(id);
        let Some(site) = self.standing_by(link.to).filter(|_| self.leads_to_standby(id)) else {
            return false;
        };
        let twins = &self.standby_sites[site].twins;
        let stands_in = |other: LinkId| twins.get(&self.link(other).to) == Some(&link.to);
        taken_over.get(site) != Some(&true) || self.links_from(link.from).any(stands_in)
    }
}

impl StandbySite {
    /// Whether it takes over when these groups are lost.
    pub fn takes_over(&self, is_lost: impl Fn(GroupId) -> bool) -> bool {
        self.siblings.iter().all(|group| is_lost(*group))
    }
}
