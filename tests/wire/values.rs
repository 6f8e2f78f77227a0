//! Values of a shape.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mock_state_store::aws::models::{Kind, Location, Member, Protocol, Service, ShapeId};
use proptest::prelude::{BoxedStrategy, Just, Strategy as _, any};
use proptest::{collection, option, sample};
use serde_json::{Map, Value};

/// What the values are for.
#[derive(Clone, Copy, PartialEq)]
pub enum Side {
    Input,
    Output,
}

const DEPTH: usize = 6;

/// Values of a shape with few members each.
pub fn of(service: &'static Service, shape: ShapeId, side: Side) -> BoxedStrategy<Value> {
    Values { service, side }.structure(shape, DEPTH)
}

struct Values {
    service: &'static Service,
    side: Side,
}

impl Values {
    /// A form has no way to write what is empty.
    fn nothing_empty(&self) -> bool {
        self.side == Side::Input && matches!(self.service.protocol, Protocol::Ec2 | Protocol::Query)
    }

    fn structure(&self, shape: ShapeId, depth: usize) -> BoxedStrategy<Value> {
        let Kind::Structure(structure) = &self.service.shape(shape).kind else { panic!("a structure") };
        let payload = structure.payload.as_ref();
        let members = structure.members.iter().filter(|_| depth > 0);
        let members: Vec<_> = members
            .map(|member| {
                let always = member.location == Some(Location::StatusCode)
                    || member.location == Some(Location::Uri)
                    || payload == Some(&member.name);
                let name = member.name.clone();
                let entry = self.member(member, depth - 1).prop_map(move |value| (name.clone(), value));
                if always { entry.prop_map(Some).boxed() } else { option::weighted(0.3, entry).boxed() }
            })
            .collect();
        members.prop_map(|members| Value::Object(members.into_iter().flatten().collect())).boxed()
    }

    fn member(&self, member: &Member, depth: usize) -> BoxedStrategy<Value> {
        match member.location {
            Some(Location::StatusCode) => (200..299_u16).prop_map(Value::from).boxed(),
            Some(Location::Header) => "[!-~]([ -~]{0,8}[!-~])?".prop_map(Value::from).boxed(),
            Some(Location::Uri) => ".{1,12}".prop_map(Value::from).boxed(),
            _ => self.value(member.shape, depth),
        }
    }

    fn value(&self, id: ShapeId, depth: usize) -> BoxedStrategy<Value> {
        let shape = self.service.shape(id);
        let values = &shape.constraints.values;
        match &shape.kind {
            Kind::Structure(_) if self.nothing_empty() => self.not_empty(id, depth),
            Kind::Structure(_) => self.structure(id, depth),
            Kind::List(member) => {
                let least = usize::from(self.nothing_empty());
                let most = if depth == 0 { least } else { 3 };
                let items = collection::vec(self.value(member.shape, depth.saturating_sub(1)), least..=most);
                items.prop_map(Value::Array).boxed()
            }
            Kind::Map { value, .. } => {
                let entry = (".{0,6}", self.value(*value, depth.saturating_sub(1)));
                collection::vec(entry, 0..3).prop_map(|entries| Value::Object(Map::from_iter(entries))).boxed()
            }
            Kind::String if !values.is_empty() => sample::select(values.clone()).prop_map(Value::from).boxed(),
            Kind::String => "[\\PC\r\n\t&<>\"'%+=.]{0,12}".prop_map(Value::from).boxed(),
            Kind::Integer => any::<i32>().prop_map(Value::from).boxed(),
            Kind::Long => any::<i64>().prop_map(Value::from).boxed(),
            Kind::Double => any::<i32>().prop_map(|number| Value::from(f64::from(number) / 8.0)).boxed(),
            Kind::Boolean => any::<bool>().prop_map(Value::from).boxed(),
            Kind::Timestamp => (-10_000_000_000_000..10_000_000_000_000_i64).prop_map(iso).boxed(),
            Kind::Blob => {
                collection::vec(any::<u8>(), 1..9).prop_map(|bytes| Value::from(STANDARD.encode(bytes))).boxed()
            }
        }
    }

    /// A structure with a member at least: its first one.
    fn not_empty(&self, id: ShapeId, depth: usize) -> BoxedStrategy<Value> {
        let Kind::Structure(structure) = &self.service.shape(id).kind else { panic!("a structure") };
        let Some(first) = structure.members.first() else { return Just(Value::Object(Map::new())).boxed() };
        let first_value = self.value(first.shape, depth.saturating_sub(1));
        let name = first.name.clone();
        (self.structure(id, depth), first_value)
            .prop_map(move |(mut value, first)| {
                if let Value::Object(object) = &mut value
                    && object.is_empty()
                {
                    object.insert(name.clone(), first);
                }
                value
            })
            .boxed()
    }
}

fn iso(millis: i64) -> Value {
    format!("{:.3}", jiff::Timestamp::from_millisecond(millis).unwrap()).into()
}
