/** Has a store in memory read all of its engine: it has to be far behind, and then be asked for many changes. */
async function readAnew(store) {
  for (let count = 0; count < 70; count++) await store.setHasVolume(true);
  for (let count = 0; count < 17; count++) await store.setGlobalLatency(0);
  return store.getState();
}

module.exports = { readAnew };
