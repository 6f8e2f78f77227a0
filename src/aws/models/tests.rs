use super::shape::compile;
use super::{Kind, Protocol, Service, ServiceId, ShapeId};

fn services() -> impl Iterator<Item = &'static Service> {
    ServiceId::ALL.into_iter().map(ServiceId::service)
}

#[test]
fn every_service_has_the_operations_of_the_list() {
    let list: serde_json::Map<_, _> = serde_json::from_str(include_str!("operations.json")).unwrap();
    assert_eq!(list.len(), ServiceId::ALL.len());
    for (name, operations) in list {
        let service = ServiceId::from_signing_name(&name).unwrap().service();
        let names: Vec<_> = service.operations().into_iter().map(|operation| operation.name.as_str()).collect();
        assert_eq!(serde_json::json!(names), operations, "{name}");
    }
}

#[test]
fn every_pattern_is_one() {
    for service in services() {
        for pattern in service.shapes().iter().filter_map(|shape| shape.constraints.pattern.as_ref()) {
            assert!(compile(pattern).is_some(), "write it anew in `REWRITTEN`: {pattern}");
        }
    }
}

#[test]
fn inputs_of_forms_do_not_hold_themselves() {
    fn check(service: &Service, shape: ShapeId, above: &[ShapeId]) {
        assert!(!above.contains(&shape), "the depth of a form is that of the model: {}", service.shape(shape).name);
        let above = [above, &[shape]].concat();
        match &service.shape(shape).kind {
            Kind::Structure(structure) => {
                structure.members.iter().for_each(|member| check(service, member.shape, &above));
            }
            Kind::List(member) => check(service, member.shape, &above),
            _ => {}
        }
    }
    for service in services().filter(|service| matches!(service.protocol, Protocol::Ec2 | Protocol::Query)) {
        service.operations().into_iter().for_each(|operation| check(service, operation.input, &[]));
    }
}

#[test]
fn errors_have_the_status_of_the_model() {
    let lambda = ServiceId::Lambda.service();
    assert_eq!(lambda.error("ResourceNotFoundException", "").status, 404);
    assert_eq!(lambda.error("Unheard", "").status, 400);
}

/// One that takes more than linear time would not end here.
#[test]
fn no_pattern_takes_long() {
    let units = ["a", "0", " ", "-", "a-", "a:", "/", ".", "1T", "arn:aws:", "tag:", "$", "\u{1F3AE}", "i-12345678"];
    let texts = units.map(|unit| format!("{}\n", unit.repeat(1_000)));
    for service in services() {
        for shape in service.shapes().iter().filter(|shape| shape.constraints.pattern.is_some()) {
            for text in &texts {
                let _ = shape.constraints.matches(text) || shape.constraints.matches(text.trim_end());
            }
        }
    }
}
