//! A single constraint, and AWS's words for it.

use std::fmt;

use serde_json::Value;

use crate::aws::models::{Constraints, Kind, Shape};

/// A constraint of a shape.
pub(super) enum Rule<'a> {
    Max(Measure, f64),
    Min(Measure, f64),
    Pattern(&'a str, &'a Constraints),
    Values(&'a [String]),
}

/// What a limit is about.
#[derive(Clone, Copy)]
pub(super) enum Measure {
    Length,
    Value,
}

/// The constraints of a shape, in the order in which AWS lists them.
pub(super) fn rules(shape: &Shape) -> impl Iterator<Item = Rule<'_>> {
    let constraints = &shape.constraints;
    let measure = match shape.kind {
        Kind::Integer | Kind::Long | Kind::Double => Measure::Value,
        _ => Measure::Length,
    };
    let max = constraints.max.map(|max| Rule::Max(measure, max));
    let min = constraints.min.map(|min| Rule::Min(measure, min));
    let pattern = constraints.pattern.as_deref().map(|pattern| Rule::Pattern(pattern, constraints));
    let values = (!constraints.values.is_empty()).then_some(Rule::Values(&constraints.values));
    [max, min, pattern, values].into_iter().flatten()
}

impl Rule<'_> {
    /// True if it is about the form of a text, and not about which texts there are.
    pub(super) fn is_of_form(&self) -> bool {
        !matches!(self, Self::Values(_))
    }

    /// True if a value keeps to it. A value of another type than the shape's has no rules.
    pub(super) fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Max(measure, max), value) => measure.of(value).is_none_or(|it| it <= *max),
            (Self::Min(measure, min), value) => measure.of(value).is_none_or(|it| it >= *min),
            (Self::Pattern(_, constraints), Value::String(text)) => constraints.matches(text),
            (Self::Values(values), Value::String(text)) => values.contains(text),
            _ => true,
        }
    }
}

impl Measure {
    #[expect(clippy::cast_precision_loss, reason = "No length comes near 2^53.")]
    fn of(self, value: &Value) -> Option<f64> {
        match (self, value) {
            (Self::Value, value) => value.as_f64(),
            (Self::Length, Value::String(text)) => Some(text.chars().count() as f64),
            (Self::Length, Value::Array(items)) => Some(items.len() as f64),
            (Self::Length, Value::Object(entries)) => Some(entries.len() as f64),
            (Self::Length, _) => None,
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "length",
            Self::Value => "value",
        })
    }
}

impl fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member must ")?;
        match self {
            Self::Max(measure, max) => write!(f, "have {measure} less than or equal to {max}"),
            Self::Min(measure, min) => write!(f, "have {measure} greater than or equal to {min}"),
            Self::Pattern(pattern, _) => write!(f, "satisfy regular expression pattern: {pattern}"),
            Self::Values(values) => write!(f, "satisfy enum value set: [{}]", values.join(", ")),
        }
    }
}
