/** What a call rejects with; fails where it resolves, throws synchronously or answers no promise. */
async function rejection(call) {
  const promise = call();
  expect(promise).toBeInstanceOf(Promise);
  return promise.then(
    () => {
      throw new Error(`resolved: ${call}`);
    },
    (error) => error,
  );
}

/** What a call throws. */
function thrown(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error(`did not throw: ${call}`);
}

module.exports = { rejection, thrown };
