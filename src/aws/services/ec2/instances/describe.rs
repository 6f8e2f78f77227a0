//! `DescribeInstances`.

use compact_str::format_compact;
use serde::{Deserialize, Serialize};

use super::super::filters::Filter;
use super::super::looks::look;
use super::super::pages::Page;
use super::super::unless_dry_run;
use super::filters::FIELDS;
use super::find;
use super::output::Output;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::instance::Instance;
use crate::state::{Draft, Record, instances};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeInstances {
    instance_ids: Vec<Text>,
    filters: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<Text>,
    dry_run: bool,
}

/// The instances that were launched together.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "EC2's members")]
pub struct Reservation {
    /// Its id.
    pub reservation_id: Text,
    /// The account.
    pub owner_id: Text,
    /// None.
    pub groups: [(); 0],
    /// The instances.
    pub instances: Vec<Output>,
}

/// A page of instances.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Reservations {
    reservations: Vec<Reservation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// Lists instances.
pub fn describe(call: &mut Call, input: DescribeInstances) -> Result<Reservations> {
    let page = Page {
        of: "DescribeInstances",
        range: (5, 1000),
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    page.check(&input.instance_ids, "instancesSet")?;
    let conditions = FIELDS.read(&input.filters)?;
    let draft = &mut call.draft;
    let chosen = if input.instance_ids.is_empty() { listed(draft) } else { find(draft, &input.instance_ids)? };
    let shown = chosen.into_iter().map(|instance| (instance, Output::of(draft, instance)));
    let shown = shown.filter(|(_, output)| conditions.hold(output));
    let (shown, next_token) = page.cut(shown, |(instance, _)| place(draft, instance))?;
    let shown: Vec<_> = shown.into_iter().map(|(instance, output)| (instance.is_under_way(), output)).collect();
    unless_dry_run(input.dry_run, ())?;
    let again =
        |draft: &Draft, id: &str| instances::find(draft.state(), id).map(|instance| Output::of(draft, instance));
    let shown = look(draft, shown, &conditions, |it| &it.instance_id, again);
    Ok(Reservations { reservations: by_reservation(shown), next_token })
}

/// The instances that EC2 still knows.
pub fn listed(draft: &Draft) -> Vec<&Instance> {
    instances::all(draft.state()).filter(|instance| instances::is_listed(instance, draft.now())).collect()
}

/// Where an instance stands among all: the methods' one comes first.
pub fn place(draft: &Draft, instance: &Instance) -> Text {
    let is_own = draft.state().one::<Instance>().is_ok_and(|own| own.instance_id == instance.instance_id);
    format_compact!("{}{}", if is_own { '0' } else { '1' }, instance.instance_id)
}

/// Puts instances of a reservation together, where the first of them stands.
fn by_reservation(outputs: Vec<Output>) -> Vec<Reservation> {
    let mut places = std::collections::HashMap::new();
    let mut reservations: Vec<Reservation> = Vec::new();
    for output in outputs {
        let place = *places.entry(output.reservation_id.clone()).or_insert(reservations.len());
        match reservations.get_mut(place) {
            Some(reservation) => reservation.instances.push(output),
            None => reservations.push(Reservation {
                reservation_id: output.reservation_id.clone(),
                owner_id: output.owner_id.clone(),
                groups: [],
                instances: vec![output],
            }),
        }
    }
    reservations
}
