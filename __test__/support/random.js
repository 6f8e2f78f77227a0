/** Random numbers that a seed, any text or number, repeats. */
function random(seed) {
  let state = 2166136261;
  for (const unit of String(seed)) state = Math.imul(state ^ unit.charCodeAt(0), 16777619);
  /** From 0 up to, not including, 1 (mulberry32). */
  const float = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit) => Math.floor(float() * limit);
  return { float, below, chance: (probability) => float() < probability, pick: (list) => list[below(list.length)] };
}

module.exports = { random };
