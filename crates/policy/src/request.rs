//! From an ask to a request with just the entities that it is about.

use std::collections::{HashMap, HashSet};
use std::str::FromStr as _;

use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request, RestrictedExpression as Value,
};
use domain::access::{Action, Ask, FieldClass, Place, Purpose, Record, RecordState, Role, Standing};
use domain::units::UnitId;

/// Names of the schema, read once.
#[derive(Debug)]
pub(crate) struct Words {
    unit: EntityTypeName,
    appointment: EntityTypeName,
    record: EntityUid,
    visitor: EntityUid,
    none: EntityUid,
    roles: HashMap<Role, EntityUid>,
    purposes: HashMap<Purpose, EntityUid>,
    states: HashMap<RecordState, EntityUid>,
    classes: HashMap<FieldClass, EntityUid>,
    actions: HashMap<Action, EntityUid>,
    groups: HashMap<Action, EntityUid>,
}

/// The group of acts that the schema puts an act in.
fn group(action: Action) -> &'static str {
    let classes = action.classes();
    if classes.contains(&FieldClass::System) {
        "system"
    } else if action.touches_persons() {
        "persons"
    } else {
        "figures"
    }
}

fn type_name(name: &str) -> Result<EntityTypeName, String> {
    EntityTypeName::from_str(name).map_err(|fault| format!("{name}: {fault}"))
}

fn uid(type_name: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(type_name.clone(), EntityId::new(id))
}

impl Words {
    pub(crate) fn new() -> Result<Self, String> {
        let action = type_name("Action")?;
        let (role, purpose, state, class) =
            (type_name("Role")?, type_name("Purpose")?, type_name("State")?, type_name("Class")?);
        Ok(Self {
            unit: type_name("Unit")?,
            appointment: type_name("Appointment")?,
            record: uid(&type_name("Record")?, "record"),
            visitor: uid(&type_name("Visitor")?, "anyone"),
            none: uid(&purpose, "none"),
            roles: Role::ALL.iter().map(|word| (*word, uid(&role, word.key()))).collect(),
            purposes: Purpose::ALL.iter().map(|word| (*word, uid(&purpose, word.key()))).collect(),
            states: RecordState::ALL.iter().map(|word| (*word, uid(&state, word.key()))).collect(),
            classes: FieldClass::ALL.iter().map(|word| (*word, uid(&class, word.key()))).collect(),
            actions: Action::ALL.iter().map(|word| (*word, uid(&action, word.key()))).collect(),
            groups: Action::ALL
                .iter()
                .filter(|word| **word != Action::ReadPublic)
                .map(|word| (*word, uid(&action, group(*word))))
                .collect(),
        })
    }

    /// Whether a rule for these acts and groups can speak of an act; none named is all.
    pub(crate) fn speaks(&self, named: &[EntityUid], action: Action) -> bool {
        let is_it = |uid: &EntityUid| Some(uid) == self.actions.get(&action) || Some(uid) == self.groups.get(&action);
        named.is_empty() || named.iter().any(is_it)
    }

    fn value<W: std::hash::Hash + Eq + Copy>(words: &HashMap<W, EntityUid>, word: W) -> Result<Value, String> {
        words.get(&word).cloned().map(Value::new_entity_uid).ok_or_else(|| "a word of the schema is missing".to_owned())
    }

    fn unit_uid(&self, unit: UnitId) -> EntityUid {
        uid(&self.unit, &unit.0.to_string())
    }

    /// A unit and those above it. Each names all above it as parents, so that no closure need be worked out.
    fn units(&self, place: &Place, into: &mut HashMap<EntityUid, Entity>) -> Result<(), String> {
        let chain: Vec<EntityUid> = std::iter::once(place.unit())
            .chain(place.above().iter().copied())
            .map(|unit| self.unit_uid(unit))
            .collect();
        for (at, unit) in chain.iter().enumerate() {
            if into.contains_key(unit) {
                continue;
            }
            let above = chain.get(at + 1..).unwrap_or_default();
            let parent = above.first().map(|parent| ("parent".to_owned(), Value::new_entity_uid(parent.clone())));
            let entity = Entity::new(unit.clone(), parent.into_iter().collect(), above.iter().cloned().collect())
                .map_err(|fault| fault.to_string())?;
            into.insert(unit.clone(), entity);
        }
        Ok(())
    }

    fn appointment(
        &self,
        standing: Standing<'_>,
        ask: &Ask<'_>,
        into: &mut HashMap<EntityUid, Entity>,
    ) -> Result<EntityUid, String> {
        let held = standing.appointment;
        let uid = uid(&self.appointment, &held.id.to_string());
        let attributes = HashMap::from([
            ("account".to_owned(), Value::new_string(held.account.to_string())),
            ("role".to_owned(), Self::value(&self.roles, held.role)?),
            ("unit".to_owned(), Value::new_entity_uid(self.unit_uid(held.unit))),
            ("in_force".to_owned(), Value::new_bool(held.in_force(ask.at))),
            // a place of another unit says nothing about this appointment's
            (
                "unit_in_force".to_owned(),
                Value::new_bool(standing.place.in_force() && standing.place.unit() == held.unit),
            ),
        ]);
        let entity = Entity::new(uid.clone(), attributes, HashSet::new()).map_err(|fault| fault.to_string())?;
        self.units(standing.place, into)?;
        into.insert(uid.clone(), entity);
        Ok(uid)
    }

    fn record(&self, record: &Record, into: &mut HashMap<EntityUid, Entity>) -> Result<(), String> {
        let mut attributes = HashMap::from([
            ("unit".to_owned(), Value::new_entity_uid(self.unit_uid(record.place.unit()))),
            ("state".to_owned(), Self::value(&self.states, record.state)?),
            ("class".to_owned(), Self::value(&self.classes, record.class)?),
            ("persons".to_owned(), Value::new_long(i64::from(record.persons))),
            ("minor".to_owned(), Value::new_bool(record.minor)),
            ("team".to_owned(), Value::new_bool(record.in_team)),
        ]);
        if let Some(receiver) = &record.receiver {
            attributes.insert("receiver".to_owned(), Value::new_entity_uid(self.unit_uid(receiver.unit())));
            self.units(receiver, into)?;
        }
        if let Some(double) = &record.double {
            attributes.insert("double".to_owned(), Value::new_entity_uid(self.unit_uid(double.unit())));
            self.units(double, into)?;
        }
        if let Some(subject) = record.subject {
            attributes.insert("subject".to_owned(), Value::new_string(subject.to_string()));
        }
        if let Some(granted) = record.granted {
            attributes.insert("granted".to_owned(), Self::value(&self.roles, granted)?);
        }
        self.units(&record.place, into)?;
        let entity = Entity::new(self.record.clone(), attributes, HashSet::new()).map_err(|fault| fault.to_string())?;
        into.insert(self.record.clone(), entity);
        Ok(())
    }

    /// The request and its slice: act, actor, second, record, and the units above each.
    pub(crate) fn request(&self, ask: &Ask<'_>) -> Result<(Request, Entities), String> {
        let mut entities = HashMap::with_capacity(16);
        let action = self.actions.get(&ask.action).cloned().ok_or("an act of the schema is missing")?;
        let groups = self.groups.get(&ask.action).cloned().into_iter().collect();
        entities.insert(action.clone(), Entity::new_no_attrs(action.clone(), groups));
        self.record(ask.record, &mut entities)?;
        let principal = match ask.actor {
            Some(actor) => self.appointment(actor, ask, &mut entities)?,
            None => self.visitor.clone(),
        };
        let purpose = match ask.purpose {
            Some(purpose) => Self::value(&self.purposes, purpose)?,
            None => Value::new_entity_uid(self.none.clone()),
        };
        let mut context = vec![("purpose".to_owned(), purpose)];
        if let Some(age) = ask.factor_age_s {
            context.push(("factor_age_s".to_owned(), Value::new_long(i64::from(age))));
        }
        if let Some(age) = ask.glass_age_s {
            context.push(("glass_age_s".to_owned(), Value::new_long(i64::from(age))));
        }
        if let Some(second) = ask.second {
            let second = self.appointment(second, ask, &mut entities)?;
            context.push(("second".to_owned(), Value::new_entity_uid(second)));
        }
        let context = Context::from_pairs(context).map_err(|fault| fault.to_string())?;
        let request =
            Request::new(principal, action, self.record.clone(), context, None).map_err(|fault| fault.to_string())?;
        let entities = Entities::from_entities(entities.into_values(), None).map_err(|fault| fault.to_string())?;
        Ok((request, entities))
    }
}
