"use strict";

/*
 * What native code is asked to do, written into memory that it reads: an object that crosses by itself costs
 * more than all that an operation does with it. `src/model/wire.rs` has the form of values. Strings of middling
 * length are arguments of the call after all: to write them here takes longer.
 *
 * A request begins where the one ends that is being written: a getter, a `toJSON` or a Proxy among the
 * arguments of a call can make calls of its own.
 */

const { isMap } = require("node:util/types");
const { Refusal, refusal } = require("./errors.js");
const { KEYS, Tag } = require("./wire.js");

/** As deep as a part of the state may be; the state and the options around it add a few levels. */
const DEEPEST = 100;

/** @typedef {(...args: unknown[]) => unknown} Perform */

/** How much memory is kept. More is taken for a request that needs it. */
const SIZE = 1 << 16;

/** What is before the first request: where the one begins that is to be read, and whether it is elsewhere. */
const HEADER = 5;

/** Up to this length writing the characters of a string one by one takes less than an argument. */
const SHORT = 5;

/** From this length on, so does a call that writes them all. */
const LONG = 256;

/** How many strings of a request can be arguments. */
const MOST_TEXTS = 16;

const own = Buffer.from(new ArrayBuffer(SIZE));
let bytes = own;
let view = viewOf(own);
/** Where the request begins that is being written. */
let start = HEADER;
let end = HEADER;

/** @type {string[]} the strings of requests that are arguments */
const texts = Array(MOST_TEXTS).fill("");
/** Where those of the request begin that is being written. */
let firstText = 0;
let nextText = 0;

/** @type {unknown[]} the objects that are being written, from the outside in */
const ancestors = Array(2 * DEEPEST).fill(undefined);
/** How many there are, and how many of them are those around the request. */
let depth = 0;
let outside = 0;
let deepest = DEEPEST;
/** How deep the state is whose timers are passed over; 0 where there is none. */
let timersAt = 0;

/**
 * Begins a request.
 *
 * @param {number} operation
 * @param {number} now the caller's time; 0 where the operation does not ask for it
 */
function begin(operation, now) {
  open();
  reserve(9);
  bytes[start] = operation;
  view.setFloat64(start + 1, now, true);
  end = start + 9;
}

/** Whether a request is being written, and so what is called now is called by an argument of it. */
function isWriting() {
  return depth > 0;
}

/** What has been begun and given up is overwritten, but for what stands around a value that is being read. */
function open() {
  if (depth === 0) {
    end = HEADER;
    nextText = 0;
  }
  start = end;
  firstText = nextText;
}

/**
 * Performs the request.
 *
 * @param {Perform} perform
 * @returns {any}
 */
function perform(perform) {
  view.setUint32(0, start, true);
  const first = firstText;
  const count = nextText - first;
  end = start;
  nextText = first;
  if (bytes !== own) return performElsewhere(perform, release(), texts.slice(first, first + count));
  switch (count) {
    case 0:
      return perform();
    case 1:
      return perform(texts[first]);
    case 2:
      return perform(texts[first], texts[first + 1]);
    case 3:
      return perform(texts[first], texts[first + 1], texts[first + 2]);
    default:
      return perform(...texts.slice(first, first + count));
  }
}

/**
 * @param {Perform} perform
 * @param {Uint8Array} request
 * @param {string[]} strings
 * @returns {any}
 */
function performElsewhere(perform, request, strings) {
  own[4] = 1;
  try {
    return perform(request, ...strings);
  } finally {
    own[4] = 0;
  }
}

function release() {
  const large = bytes;
  if (start === HEADER) use(own);
  return large;
}

/**
 * Ends a request that is to be performed later, and answers what does that.
 *
 * @returns {(perform: Perform) => any}
 */
function take() {
  const request = new Uint8Array(HEADER + end - start);
  new DataView(request.buffer).setUint32(0, HEADER, true);
  request.set(bytes.subarray(start, end), HEADER);
  const strings = texts.slice(firstText, nextText);
  end = start;
  nextText = firstText;
  if (bytes !== own) release();
  return (perform) => performElsewhere(perform, request, strings);
}

/**
 * A value as bytes of its own.
 *
 * @param {(value: unknown, name: string) => void} write one of the functions below
 * @param {unknown} value
 * @param {string} [name]
 */
function encode(write, value, name = "") {
  open();
  // All of it is to be in the bytes.
  const first = nextText;
  nextText = MOST_TEXTS;
  try {
    write(value, name);
    return Uint8Array.prototype.slice.call(bytes, start, end);
  } finally {
    end = start;
    nextText = first;
    if (bytes !== own) release();
  }
}

/**
 * Adds an argument that is no object: of one that is, native code says what is wrong.
 *
 * @param {unknown} value
 */
function addScalar(value) {
  if (typeof value === "string") putString(value);
  else if (typeof value === "object" && value !== null) putForeign("an instance of Object");
  else put(value, "");
}

/**
 * Adds one of `KEYS`.
 *
 * @param {string} word
 */
function addWord(word) {
  putTag(/** @type {number} */ (KEYS.get(word)));
}

/**
 * Adds an argument.
 *
 * @param {unknown} value
 * @param {string} name the argument's name, where errors are to begin with it
 * @param {object} [read] what it holds, where that has been read already
 */
function add(value, name, read) {
  addWith(value, name, DEEPEST, 0, read);
}

/**
 * Adds a partial state, without its timers.
 *
 * @param {unknown} value
 * @param {string} [name]
 * @param {object} [read]
 */
function addState(value, name = "", read = undefined) {
  addWith(value, name, DEEPEST + 4, 1, read);
}

/**
 * Adds entries of a change: what they hold has come in already, and is not too deep.
 *
 * @param {unknown} entries
 */
function addEntries(entries) {
  addWith(entries, "", 2 * DEEPEST, 0);
}

/**
 * Adds options, whose initial state may have timers too.
 *
 * @param {unknown} value
 */
function addOptions(value) {
  addWith(value, "options", DEEPEST + 6, 2);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {number} most
 * @param {number} timers
 * @param {object} [read]
 */
function addWith(value, name, most, timers, read) {
  if (typeof value !== "object" || value === null) return put(value, "");
  const around = { start, firstText, outside, deepest, timersAt };
  outside = depth;
  deepest = most;
  timersAt = timers;
  try {
    putObject(value, "", read);
  } catch (error) {
    end = around.start;
    nextText = around.firstText;
    ancestors.fill(undefined, outside, depth);
    depth = outside;
    throw refusal(error).toError(name);
  } finally {
    ({ start, firstText, outside, deepest, timersAt } = around);
  }
}

/**
 * @param {unknown} value
 * @param {string | number} key
 */
function put(value, key) {
  switch (typeof value) {
    case "string":
      putString(value);
      break;
    case "number":
      reserve(9);
      bytes[end] = Tag.number;
      view.setFloat64(end + 1, value, true);
      end += 9;
      break;
    case "boolean":
      putTag(value ? Tag.true : Tag.false);
      break;
    case "undefined":
      putTag(Tag.undefined);
      break;
    case "object":
      if (value === null) putTag(Tag.null);
      else putObject(value, key);
      break;
    case "bigint":
      putForeign(`type bigint (${value}n)`);
      break;
    case "symbol":
      putForeign(`type symbol (${value.toString()})`);
      break;
    default:
      putForeign("type function");
  }
}

/** @param {number} tag */
function putTag(tag) {
  reserve(1);
  bytes[end++] = tag;
}

/** @param {string} words */
function putForeign(words) {
  putTag(Tag.foreign);
  putString(words);
}

/**
 * In a lone surrogate's place is U+FFFD, as `TextEncoder` does it.
 *
 * @param {string} string
 */
function putString(string) {
  const { length } = string;
  if (length > SHORT) {
    if (length < LONG && nextText < MOST_TEXTS) {
      texts[nextText++] = string;
      putTag(Tag.text);
    } else {
      writeString(string);
    }
    return;
  }
  reserve(1 + length);
  let at = end + 1;
  for (let index = 0; index < length; index++) {
    const unit = string.charCodeAt(index);
    if (unit > 127) return writeString(string);
    bytes[at++] = unit;
  }
  bytes[end] = Tag.short + length;
  end = at;
}

/** @param {string} string */
function writeString(string) {
  // No UTF-16 unit takes more than three bytes.
  reserve(5 + string.length * 3);
  const written = bytes.write(string, end + 5);
  bytes[end] = Tag.string;
  view.setUint32(end + 1, written, true);
  end += 5 + written;
}

/**
 * @param {object} value
 * @param {string | number} key
 * @param {object} [read]
 */
function putObject(value, key, read = value) {
  for (let index = outside; index < depth; index++) {
    if (ancestors[index] === value) throw new Refusal("must not contain itself");
  }
  if (depth - outside >= deepest) throw new Refusal(`must not be nested deeper than ${deepest} levels`);
  ancestors[depth++] = value;
  if (Array.isArray(read)) putArray(read);
  else putBody(read, key);
  ancestors[--depth] = undefined;
}

/**
 * @param {object} value
 * @param {string | number} key
 */
function putBody(value, key) {
  if ("toJSON" in value && typeof value.toJSON === "function") return put(value.toJSON(String(key)), key);
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    if (isMap(value)) return putMap(value);
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (tag !== "Object" && tag !== "Module") return putForeign(`an instance of ${tag}`);
  }
  return putRecord(/** @type {Record<string, unknown>} */ (value), Tag.object);
}

/** @param {unknown[]} values */
function putArray(values) {
  const { length } = values;
  reserve(5);
  bytes[end] = Tag.array;
  view.setUint32(end + 1, length, true);
  end += 5;
  let index = 0;
  try {
    for (; index < length; index++) put(values[index], index);
  } catch (error) {
    throw refusal(error).below(index);
  }
}

/**
 * @param {Record<string, unknown>} value
 * @param {number} tag
 */
function putRecord(value, tag) {
  reserve(5);
  const head = end;
  end += 5;
  let count = 0;
  let step = "";
  const keys = Object.keys(value);
  const withoutTimers = timersAt > 0 && depth - outside === timersAt;
  try {
    for (const key of keys) {
      if (withoutTimers && key === "pendingTimeouts") continue;
      step = key;
      const known = KEYS.get(key);
      if (known === undefined) putString(key);
      else putTag(known);
      put(value[key], key);
      count += 1;
    }
  } catch (error) {
    throw refusal(error).below(step);
  }
  bytes[head] = tag;
  view.setUint32(head + 1, count, true);
}

/** @param {Map<unknown, unknown>} entries */
function putMap(entries) {
  for (const key of entries.keys()) {
    if (typeof key !== "string") return putForeign(`a Map with a key of type ${typeof key}`);
  }
  return putRecord(Object.fromEntries(entries), Tag.map);
}

/**
 * Makes room for some bytes more.
 *
 * @param {number} count
 */
function reserve(count) {
  if (end + count > bytes.length) grow(end + count);
}

/** @param {number} least */
function grow(least) {
  const larger = Buffer.from(new ArrayBuffer(Math.max(least, bytes.length * 2)));
  larger.set(bytes.subarray(0, end));
  use(larger);
}

/** @param {typeof own} memory */
function use(memory) {
  bytes = memory;
  view = viewOf(memory);
}

/** @param {Uint8Array} memory */
function viewOf({ buffer }) {
  return new DataView(buffer);
}

module.exports = {
  add,
  addEntries,
  addOptions,
  addScalar,
  addState,
  addWord,
  begin,
  encode,
  isWriting,
  memory: own,
  perform,
  take,
};
