/** A deep copy of a JSON value with the operations of a JSON Patch (RFC 6902) applied to it. */
function applyPatch(value, operations) {
  const root = { "": structuredClone(value) };
  for (const { op, path, value } of operations) {
    const keys = `${path}`.split("/").map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = keys.pop();
    let parent = root;
    for (const key of keys) {
      if (!Object.hasOwn(parent, key)) throw new Error(`${path} leads nowhere`);
      parent = parent[key];
    }
    const isThere = Array.isArray(parent) ? Number(last) < parent.length : Object.hasOwn(parent, last);
    if (isThere === false && (op !== "add" || (Array.isArray(parent) && Number(last) > parent.length))) {
      throw new Error(`${op}: nothing is at ${path}`);
    }
    if (Array.isArray(parent)) parent.splice(Number(last), op === "add" ? 0 : 1, ...(op === "remove" ? [] : [value]));
    else if (op === "remove") delete parent[last];
    else Object.defineProperty(parent, last, { value, writable: true, enumerable: true, configurable: true });
  }
  return root[""];
}

module.exports = { applyPatch };
