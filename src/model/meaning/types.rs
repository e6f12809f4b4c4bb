//! What an instance type says about a component: memory, and how many connections it accepts.

use crate::catalog::prices::instance_size;
use crate::model::{Attr, ComponentId, Design, Dimension};

/// Bytes of memory for one connection in the default settings of Amazon RDS (Amazon RDS User Guide,
/// "Quotas and constraints": `DBInstanceClassMemory/12582880` of MySQL and MariaDB,
/// `LEAST(DBInstanceClassMemory/9531392, 5000)` of PostgreSQL).
const MYSQL: f64 = 12_582_880.0;
const POSTGRESQL: f64 = 9_531_392.0;
const MOST_POSTGRESQL: f64 = 5000.0;

impl Design {
    /// Bytes of memory of one instance: stated, else its type's.
    pub fn memory(&self, id: ComponentId) -> Option<f64> {
        let facts = &self.component(id).facts;
        let stated = facts.number(Attr::Memory, Dimension::Bytes).map(|memory| memory.high());
        stated.or_else(|| Some(instance_size(facts.text(Attr::Instance)?)?.memory))
    }

    /// Connections that a database accepts: stated, else at most what its type does by default.
    pub fn max_connections(&self, id: ComponentId) -> Option<u64> {
        let component = self.component(id);
        let stated = component.facts.number(Attr::MaxConnections, Dimension::Count);
        stated.map(|most| most.low_count()).or_else(|| {
            let name = component.facts.text(Attr::Instance).filter(|it| it.starts_with("db."))?;
            let memory = instance_size(name)?.memory;
            let engine = component.facts.text(Attr::Version).unwrap_or_default().to_lowercase();
            let most = match component.tech.as_ref()?.name.as_str() {
                "mysql" | "mariadb" => memory / MYSQL,
                "postgresql" => (memory / POSTGRESQL).min(MOST_POSTGRESQL),
                "rds" if engine.contains("mysql") || engine.contains("mariadb") => memory / MYSQL,
                "rds" if engine.contains("postgres") => (memory / POSTGRESQL).min(MOST_POSTGRESQL),
                _ => return None,
            };
            Some(most as u64)
        })
    }
}
