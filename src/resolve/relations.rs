//! References to relations in both directions.

use super::Scene;
use crate::model::{EntityId, EntityIndex, Relation, RelationType};

/// The relations of every entity: distinct, sorted by type and target. Those to nothing are kept, as in Backstage.
pub(super) fn relations(scene: &Scene<'_>) -> Vec<Vec<Relation>> {
    let mut relations: Vec<Vec<Relation>> = vec![Vec::new(); scene.declared.len()];
    let mut add = |from: EntityIndex, relation_type: RelationType, target: &EntityId, entity: Option<EntityIndex>| {
        relations[from.0 as usize].push(Relation { relation_type, target: target.clone(), entity });
    };
    for ((id, declaration), number) in scene.declared.iter().zip(0..) {
        for reference in &declaration.references {
            let entity = scene.find(&reference.target);
            let target = entity.map_or(&reference.target, |entity| &scene.declared[entity.0 as usize].0);
            add(EntityIndex(number), reference.field.forward, target, entity);
            if let Some(entity) = entity {
                add(entity, reference.field.reverse, id, Some(EntityIndex(number)));
            }
        }
    }
    for list in &mut relations {
        list.sort_by(|a, b| (a.relation_type, &a.target).cmp(&(b.relation_type, &b.target)));
        list.dedup_by(|a, b| a.relation_type == b.relation_type && a.target == b.target);
        list.shrink_to_fit();
    }
    relations
}
