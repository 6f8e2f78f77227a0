//! How much longer a call takes: milliseconds, or a distribution.

use std::f64::consts::TAU;

use serde::ser::{Serialize, Serializer};

use super::amount::Amount;
use crate::document::{Field, Milliseconds, Path, Value, record, text_enum};
use crate::error::Result;
use crate::state::random::Random;

/// The longest latency, in milliseconds: some 30,000 years. Sums of such are still finite.
pub const LONGEST: f64 = 1e15;

text_enum! {
    /// A distribution, by name.
    pub enum Distribution {
        /// All values are as likely.
        Uniform = "uniform",
        /// Around a mean.
        Normal = "normal",
        /// Around a median, with a long tail.
        Lognormal = "lognormal",
    }
}

record! {
    /// Any value of a range.
    pub struct Uniform {
        /// `uniform`.
        distribution: Distribution = "distribution",
        /// The least.
        min: Amount = "min",
        /// The most.
        max: Amount = "max",
    }
}

record! {
    /// The normal distribution. What falls below 0 is 0.
    pub struct Normal {
        /// `normal`.
        distribution: Distribution = "distribution",
        /// The mean.
        mean: Amount = "mean",
        /// The standard deviation.
        std_dev: Amount = "stdDev",
    }
}

record! {
    /// The lognormal distribution.
    pub struct Lognormal {
        /// `lognormal`.
        distribution: Distribution = "distribution",
        /// The median.
        median: Amount = "median",
        /// The standard deviation of the logarithm.
        sigma: Amount = "sigma",
        /// The most.
        max: Option<Amount> = "max",
    }
}

/// A latency.
#[derive(Clone, Debug, PartialEq)]
pub enum Latency {
    /// Always the same.
    Fixed(Milliseconds),
    /// See [`Uniform`].
    Uniform(Uniform),
    /// See [`Normal`].
    Normal(Normal),
    /// See [`Lognormal`].
    Lognormal(Lognormal),
}

impl Latency {
    /// The latency of one call, in milliseconds.
    #[must_use]
    pub fn draw(&self, random: &Random) -> f64 {
        let ms = match self {
            Self::Fixed(Milliseconds(ms)) => *ms,
            Self::Uniform(Uniform { min, max, .. }) => min.0 + random.unit() * (max.0 - min.0),
            Self::Normal(Normal { mean, std_dev, .. }) => mean.0 + std_dev.0 * standard_normal(random),
            Self::Lognormal(Lognormal { median, sigma, max, .. }) => {
                let ms = median.0 * (sigma.0 * standard_normal(random)).exp();
                max.map_or(ms, |max| ms.min(max.0))
            }
        };
        // No times endless, which a median of 0 can give, is no number: the median holds.
        if ms.is_nan() { 0.0 } else { ms.clamp(0.0, LONGEST) }
    }

    /// The keys that the object of a distribution can have.
    pub(super) fn keys(distribution: &str) -> Option<&'static [&'static str]> {
        match distribution {
            "uniform" => Some(Uniform::KEYS),
            "normal" => Some(Normal::KEYS),
            "lognormal" => Some(Lognormal::KEYS),
            _ => None,
        }
    }
}

/// A number of the normal distribution around 0 with the deviation 1 (Box and Muller).
fn standard_normal(random: &Random) -> f64 {
    let (radius, angle) = (1.0 - random.unit(), random.unit());
    (-2.0 * radius.ln()).sqrt() * (TAU * angle).cos()
}

impl Field for Latency {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let distribution = match &value {
            Value::Number(_) | Value::NotFinite(_) => return Milliseconds::read(value, path).map(Self::Fixed),
            Value::Object(entries) => entries.iter().rfind(|(key, _)| key == "distribution").map(|(_, value)| value),
            _ => return Err(value.mismatch(path, "of type number or an object")),
        };
        let distribution = distribution.cloned().unwrap_or(Value::Undefined);
        match Distribution::read(distribution, &path.key("distribution"))? {
            Distribution::Uniform => {
                let uniform = Uniform::read(value, path)?;
                uniform.max.check_from(uniform.min, &path.key("max"), "a number from min")?;
                Ok(Self::Uniform(uniform))
            }
            Distribution::Normal => Normal::read(value, path).map(Self::Normal),
            Distribution::Lognormal => {
                let lognormal = Lognormal::read(value, path)?;
                if let Some(max) = lognormal.max {
                    max.check_from(lognormal.median, &path.key("max"), "a number from median")?;
                }
                Ok(Self::Lognormal(lognormal))
            }
        }
    }

    fn heap_size(&self) -> usize {
        match self {
            Self::Fixed(_) => 0,
            Self::Uniform(it) => it.heap_size(),
            Self::Normal(it) => it.heap_size(),
            Self::Lognormal(it) => it.heap_size(),
        }
    }
}

impl Serialize for Latency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fixed(ms) => ms.serialize(serializer),
            Self::Uniform(it) => it.serialize(serializer),
            Self::Normal(it) => it.serialize(serializer),
            Self::Lognormal(it) => it.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::State;
    use super::super::super::random;
    use super::*;

    fn draws(json: &str) -> Vec<f64> {
        let latency = Latency::read(Value::from_json(json.as_bytes()).unwrap(), &Path::Root("latencyMs")).unwrap();
        let random = seeded(7);
        let mut draws: Vec<f64> = std::iter::repeat_with(|| latency.draw(&random)).take(20_000).collect();
        draws.sort_by(f64::total_cmp);
        draws
    }

    fn seeded(seed: u64) -> Random {
        let mut state = State::empty();
        let seed = Value::Number(seed.into());
        for entry in random::set(&state.clone(), seed, &Path::Root("seed")).unwrap() {
            state.apply(&entry);
        }
        Random::of(&state)
    }

    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / 20_000.0
    }

    fn deviation(values: &[f64]) -> f64 {
        let mean = mean(values);
        (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 20_000.0).sqrt()
    }

    #[test]
    fn uniform_latencies_are_anywhere_in_the_range() {
        let draws = draws(r#"{"distribution":"uniform","min":100,"max":300}"#);
        assert!(draws.first().unwrap() >= &100.0 && draws.last().unwrap() < &300.0);
        assert!((198.0..202.0).contains(&mean(&draws)));
        assert!((57.0..58.5).contains(&deviation(&draws)));
    }

    #[test]
    fn normal_latencies_have_their_mean_and_deviation_and_are_not_negative() {
        let draws = draws(r#"{"distribution":"normal","mean":200,"stdDev":40}"#);
        assert!((199.0..201.0).contains(&mean(&draws)));
        assert!((39.0..41.0).contains(&deviation(&draws)));
        let draws = super::tests::draws(r#"{"distribution":"normal","mean":0,"stdDev":40}"#);
        assert_eq!(draws.first(), Some(&0.0));
    }

    #[test]
    fn lognormal_latencies_have_their_median_and_sigma_and_no_more_than_the_most() {
        let draws = draws(r#"{"distribution":"lognormal","median":100,"sigma":0.5,"max":400}"#);
        assert!((98.0..102.0).contains(&draws[10_000]));
        assert_eq!(draws.last(), Some(&400.0));
        let logarithms: Vec<f64> = super::tests::draws(r#"{"distribution":"lognormal","median":100,"sigma":0.5}"#)
            .iter()
            .map(|ms| ms.ln())
            .collect();
        assert!((0.49..0.51).contains(&deviation(&logarithms)));
    }

    #[test]
    fn around_a_median_of_0_nothing_takes_longer() {
        let draws = draws(r#"{"distribution":"lognormal","median":0,"sigma":1e6}"#);
        assert_eq!((draws.first(), draws.last()), (Some(&0.0), Some(&0.0)));
    }

    #[test]
    fn what_nobody_can_wait_is_cut() {
        let draws = draws(r#"{"distribution":"lognormal","median":1e300,"sigma":100}"#);
        assert_eq!(draws.last(), Some(&LONGEST));
        assert!(draws.iter().all(|ms| ms.is_finite()));
    }
}
