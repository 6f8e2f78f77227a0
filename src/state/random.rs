//! Where ids, probabilities and latencies come from: chance, or the numbers of a seed.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Area, Entries, Entry, Key, Patch, Presence, Record, Spec, State, Stored};
use crate::document::{Field, Path, Text, UnknownKeys, Value, Whole, record};
use crate::error::Result;

record! {
    /// The seed, and how many operations have drawn from it.
    pub struct RandomSource {
        /// The seed.
        seed: Whole = "seed",
        /// How many operations have drawn: each has a stream of its own.
        position: Whole = "position",
    }
}

impl Record for RandomSource {
    const SPEC: Spec = Spec { presence: Presence::NotEmpty, patch: Patch::Ignore, ..Spec::one("random", &["random"]) };
}

impl RandomSource {
    fn of(state: &State) -> Option<&Self> {
        state.get(Self::AREA, &Key::Only).and_then(Self::from_document).map(|source| &**source)
    }

    fn starting_with(seed: Whole) -> Self {
        Self { seed, position: Whole(0), unknown: UnknownKeys::default() }
    }
}

/// The random numbers of one operation. Copies draw from the same stream.
#[derive(Clone, Debug, Default)]
pub struct Random(Option<Arc<Mutex<Stream>>>);

#[derive(Debug)]
struct Stream {
    generator: fastrand::Rng,
    seed: u64,
    position: u64,
    has_drawn: bool,
    /// True if the operation continues one that has counted already.
    is_resumed: bool,
}

impl Random {
    /// The numbers of the next operation on a state.
    #[must_use]
    pub fn of(state: &State) -> Self {
        Self(RandomSource::of(state).map(|source| {
            let (Whole(seed), Whole(position)) = (source.seed, source.position);
            let generator = generator(seed, position, 0);
            Arc::new(Mutex::new(Stream { generator, seed, position, has_drawn: false, is_resumed: false }))
        }))
    }

    /// The position of the operation; `None` without a seed.
    #[must_use]
    pub fn position(&self) -> Option<u64> {
        self.with(|stream| stream.position)
    }

    /// Continues the operation of a position in its `pass`-th pass, from 1: it draws other numbers than the passes before,
    /// whatever other operations have drawn since.
    pub fn resume(&self, position: u64, pass: u64) {
        self.with(|stream| {
            stream.generator = generator(stream.seed, position, pass);
            (stream.position, stream.is_resumed) = (position, true);
        });
    }

    /// A digit of a base.
    ///
    /// # Panics
    /// Where the base is 0 or more than 36.
    #[must_use]
    pub fn digit(&self, base: u32) -> char {
        self.draw(|generator| generator.digit(base))
    }

    /// Digits of a base.
    ///
    /// # Panics
    /// As [`Random::digit`].
    #[must_use]
    pub fn digits(&self, base: u32, count: usize) -> Text {
        std::iter::repeat_with(|| self.digit(base)).take(count).collect()
    }

    /// A number from 0, below 1.
    #[must_use]
    pub fn unit(&self) -> f64 {
        self.draw(fastrand::Rng::f64)
    }

    /// A UUID, as requests have one.
    #[must_use]
    pub fn uuid(&self) -> String {
        let bits = self.draw(|generator| generator.u128(..));
        let bits = bits & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
        let digits = format!("{bits:032x}");
        let part = |range| digits.get(range).unwrap_or_default();
        [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
    }

    /// What counts an operation that has drawn.
    #[must_use]
    pub fn counted(&self, state: &State) -> Option<Entry> {
        let has_drawn = self.with(|stream| stream.has_drawn && !stream.is_resumed)?;
        let mut source = RandomSource::of(state).filter(|_| has_drawn)?.clone();
        source.position = source.position.next();
        Some(Entry::one(source))
    }

    fn draw<T>(&self, draw: impl FnOnce(&mut fastrand::Rng) -> T) -> T {
        let Some(stream) = &self.0 else { return draw(&mut fastrand::Rng::new()) };
        let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
        stream.has_drawn = true;
        draw(&mut stream.generator)
    }

    fn with<T>(&self, read: impl FnOnce(&mut Stream) -> T) -> Option<T> {
        let stream = self.0.as_ref()?;
        Some(read(&mut stream.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// The generator of a stream.
fn generator(seed: u64, position: u64, pass: u64) -> fastrand::Rng {
    // Each number goes through the generator's own mixing, so that near ones have nothing in common.
    let mix = |before: u64, number: u64| fastrand::Rng::with_seed(before ^ number).u64(..);
    fastrand::Rng::with_seed([seed, position, pass].into_iter().fold(0, mix))
}

/// Sets the seed. One that is set already goes on where it is.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn set(state: &State, seed: Value, path: &Path<'_>) -> Result<Entries> {
    let seed = Whole::read(seed, path)?;
    let is_set = RandomSource::of(state).is_some_and(|source| source.seed == seed);
    Ok((!is_set).then(|| Entry::one(RandomSource::starting_with(seed))).into_iter().collect())
}

/// Keeps the seed of a state in another one that takes its place, from its beginning.
pub(super) fn restart(replacement: &mut State, present: &State) {
    match RandomSource::of(present) {
        Some(source) => replacement.apply(&Entry::one(RandomSource::starting_with(source.seed))),
        None => replacement.apply(&Entry::gone(Area::RandomSource, Key::Only)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seeded(seed: u64) -> State {
        let mut state = State::empty();
        state.apply(&Entry::one(RandomSource::starting_with(Whole(seed))));
        state
    }

    #[test]
    fn the_same_seed_and_position_give_the_same_numbers() {
        let [a, b] = [seeded(1), seeded(1)].map(|state| Random::of(&state).uuid());
        assert_eq!(a, b);
        assert_ne!(a, Random::of(&seeded(2)).uuid());
    }

    #[test]
    fn an_operation_that_draws_is_counted() {
        let mut state = seeded(1);
        assert!(Random::of(&state).counted(&state).is_none());
        let first = Random::of(&state);
        let uuid = first.uuid();
        state.apply(&first.counted(&state).unwrap());
        assert_eq!(Random::of(&state).position(), Some(1));
        assert_ne!(Random::of(&state).uuid(), uuid);
    }

    #[test]
    fn an_operation_that_is_resumed_is_not_counted_twice() {
        let state = seeded(1);
        let again = || {
            let random = Random::of(&state);
            random.resume(7, 1);
            (random.uuid(), random.counted(&state).is_some())
        };
        assert_eq!(again(), again());
        assert!(!again().1);
    }

    #[test]
    fn near_seeds_and_positions_have_nothing_in_common() {
        let mean = |numbers: &mut dyn Iterator<Item = f64>| numbers.take(10_000).sum::<f64>() / 10_000.0;
        assert!((0.49..0.51).contains(&mean(&mut (0..).map(|seed| generator(seed, 0, 0).f64()))));
        assert!((0.49..0.51).contains(&mean(&mut (0..).map(|position| generator(7, position, 0).f64()))));
    }
}
