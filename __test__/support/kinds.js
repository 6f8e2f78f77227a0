/** The kinds of bad input, and what an argument makes of them. */

const TYPE = "ERR_INVALID_ARG_TYPE";
const VALUE = "ERR_INVALID_ARG_VALUE";

const fail = () => {
  throw new Error("trap");
};
const HANDLER = Object.fromEntries(Reflect.ownKeys(Reflect).map((trap) => [trap, fail]));
const cyclicObject = {};
cyclicObject.cyclic = { cyclicObject };
const cyclicArray = [];
cyclicArray.push(cyclicArray);

/** The bad-input list, by kind. */
const KINDS = {
  undefined: undefined,
  null: null,
  "a number": 42,
  "a negative number": -1,
  "a fraction": 0.5,
  "-0": -0,
  NaN: NaN,
  "1e400": Number("1e400"),
  "a BigInt": 42n,
  "a boolean": true,
  "a string": "a string",
  "an empty string": "",
  "a state": "running",
  "a name of Object.prototype": "constructor",
  "the name __proto__": "__proto__",
  "an object": { some: "object" },
  "an empty object": {},
  "an array": ["an array"],
  "an array of objects": [{}],
  "an empty array": [],
  "a Date": new Date(0),
  "a symbol": Symbol("a symbol"),
  "a function": () => {},
  "a class": class Some {},
  "a Proxy that throws": new Proxy({}, HANDLER),
  "an array Proxy that throws": new Proxy([], HANDLER),
  "a function Proxy that throws": new Proxy(() => {}, HANDLER),
  "an object with a throwing getter": Object.defineProperty({}, "trap", { get: fail, enumerable: true }),
  "a cyclic object": cyclicObject,
  "a cyclic array": cyclicArray,
};

const STRINGS = ["a string", "an empty string", "a state", "a name of Object.prototype", "the name __proto__"];
const OBJECTS = ["an object", "an empty object"];
/** Objects that cannot be read to their end. */
const TRAPS = [
  "a Proxy that throws",
  "an array Proxy that throws",
  "an object with a throwing getter",
  "a cyclic object",
  "a cyclic array",
];

/**
 * What an argument accepts, and which kinds are refused for their value; every other kind is refused
 * for its type.
 */
const string = { accepts: STRINGS, values: [] };
const boolean = { accepts: ["a boolean"], values: [] };
const latency = { accepts: ["a number", "a fraction", "-0"], values: ["a negative number", "NaN", "1e400"] };
const oneOf = (...names) => ({
  accepts: STRINGS.filter((kind) => names.includes(KINDS[kind])),
  values: STRINGS.filter((kind) => !names.includes(KINDS[kind])),
});

/** The same inside an object, where values count in their JSON form: a Date is its ISO text. */
const within = ({ accepts, values }) => ({ accepts, values: [...values, ...TRAPS] });
const text = within({ accepts: [...STRINGS, "a Date"], values: [] });
const flag = within(boolean);
const ms = within(latency);
const textOf = (...names) => {
  const { accepts, values } = oneOf(...names);
  return within({ accepts, values: [...values, "a Date"] });
};
const partial = { accepts: OBJECTS, values: TRAPS };
const record = { accepts: [], values: TRAPS };
const records = { accepts: ["an empty object"], values: TRAPS };
const list = { accepts: ["an empty array"], values: TRAPS };
const anything = {
  accepts: [
    ...["undefined", "null", "a number", "a negative number", "a fraction", "-0", "a boolean", "a Date"],
    ...["an array", "an array of objects", "an empty array", ...OBJECTS, ...STRINGS],
  ],
  values: [...TRAPS, "NaN", "1e400"],
};

/** What accepts some more kinds. */
const or = ({ accepts, values }, ...more) => ({ accepts: [...accepts, ...more], values });
/** An optional field of a partial: nothing removes it. */
const optional = (kinds) => or(kinds, "undefined", "null");
/** A required field of a partial: `undefined` leaves it alone. */
const required = (kinds) => or(kinds, "undefined");

/** The path that an error's message begins with. */
const placeOf = ({ message }) => message.match(/^The "(.*)" argument /)?.[1] ?? `no path in: ${message}`;

/** The path of an argument, or the place within it that an error names, such as a field that is missing. */
const partOf = (path, place) => (place.startsWith(path) ? place : path);

/** Where it is that a kind cannot be read. */
const trapIn = (path, kind) => {
  const place = {
    "an object with a throwing getter": ".trap",
    "a cyclic object": ".cyclic.cyclicObject",
    "a cyclic array": "[0]",
  };
  // The names in a whole state begin with its parts.
  return `${path}${place[kind] ?? ""}`.replace(/^state\.?(?=[.[])/, "").replace(/^\./, "");
};

/**
 * What comes of each kind that is not accepted, and what should: its code and the path it is refused by.
 * `attempt` answers the error that it makes.
 */
async function refusals({ accepts, values }, path, attempt) {
  const found = [];
  const wanted = [];
  for (const kind of Object.keys(KINDS).filter((name) => !accepts.includes(name))) {
    const error = await attempt(KINDS[kind]);
    expect(error).toBeInstanceOf(TypeError);
    const place = placeOf(error);
    found.push(`${kind}: ${error.code} ${place}`);
    wanted.push(
      values.includes(kind) ? `${kind}: ${VALUE} ${trapIn(path, kind)}` : `${kind}: ${TYPE} ${partOf(path, place)}`,
    );
  }
  return { found, wanted };
}

module.exports = {
  KINDS,
  TYPE,
  VALUE,
  anything,
  boolean,
  flag,
  latency,
  list,
  ms,
  oneOf,
  optional,
  or,
  partial,
  record,
  records,
  refusals,
  required,
  string,
  text,
  textOf,
  within,
};
