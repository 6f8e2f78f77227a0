/**
 * Opens a stream of server-sent events; `next(type)` resolves to the next event of a type, `{ type, id, data }`, the data
 * parsed, and passes over others; to `undefined` at the end. `close()` goes.
 */
async function openEvents(url, { headers = {}, fetch: ask = fetch } = {}) {
  const leaving = new AbortController();
  const response = await ask(url, { headers, signal: leaving.signal });
  const events = parse(response.body.pipeThrough(new TextDecoderStream()));
  return {
    response,
    async next(type) {
      for (;;) {
        const { value, done } = await events.next();
        if (done || type === undefined || value.type === type) return value;
      }
    },
    close: () => leaving.abort(),
  };
}

async function* parse(chunks) {
  let text = "";
  for await (const chunk of chunks) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop();
    for (const block of blocks) yield eventOf(block);
  }
}

function eventOf(block) {
  const fields = Object.fromEntries(block.split("\n").map((line) => /^([^:]*): ?(.*)$/s.exec(line).slice(1)));
  if (fields[""] !== undefined) return { type: "comment", data: fields[""] };
  return { type: fields.event, id: fields.id, data: JSON.parse(fields.data) };
}

module.exports = { openEvents };
