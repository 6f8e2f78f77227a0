"use strict";

/*
 * The areas of the state, as native code lists them. Nothing here knows one by its name: an area that is added in Rust
 * is cached, copied, watched and part of transactions.
 */

/**
 * @typedef {object} Area
 * @property {number} index its place in the list
 * @property {string[]} path where it stands in the state
 * @property {"one" | "named" | "list"} shape how it holds its documents
 * @property {string} section what the part of the state that it belongs to is called, for watchers
 * @property {string} entry what its entries are called in a change
 * @property {string} key what a document's key is called in an entry
 * @property {"always" | "withsection" | "notempty"} presence when the state names it although it is empty
 * @property {string[] | null} names the names of its documents, where these are a closed set
 * @property {boolean} map whether the state has its documents as a `Map`
 * @property {"set" | "merge" | "replace" | "ignore"} patch what a partial state does to it
 *
 * @typedef {object} Section an object of the state that holds areas and unknown keys
 * @property {string} name under which its unknown keys are kept
 * @property {Map<string, Area | Section>} children by key, in order
 */

/** @typedef {{ list: Area[], root: Section, byEntry: Map<string, Area>, byRemoval: Map<string, Area>, transitions: Record<string, unknown> }} Areas
 * `transitions` says how long each transition takes where nobody has said */

/** @type {Areas | undefined} */
let areas;

/**
 * @param {import("./binding.js").Binding} native
 * @returns {Areas}
 */
function loadAreas(native) {
  areas ??= { ...arrange(JSON.parse(native.areas())), transitions: JSON.parse(native.transitions()) };
  return areas;
}

/**
 * @param {Area[]} list
 * @returns {Omit<Areas, "transitions">}
 */
function arrange(list) {
  /** @type {Omit<Areas, "transitions">} */
  const result = { list, root: { name: "state", children: new Map() }, byEntry: new Map(), byRemoval: new Map() };
  for (const [index, area] of list.entries()) {
    area.index = index;
    result.byEntry.set(area.entry, area);
    for (const what of ["Removed", "Cleared"]) result.byRemoval.set(`${area.entry}s${what}`, area);
    const keys = area.path.slice(0, -1);
    const last = area.path.at(-1);
    if (last !== undefined) sectionAt(result.root, keys).children.set(last, area);
  }
  return result;
}

/**
 * @param {Section} section
 * @param {string[]} path
 * @returns {Section}
 */
function sectionAt(section, path) {
  for (const key of path) {
    const child = section.children.get(key) ?? { name: key, children: new Map() };
    section.children.set(key, child);
    section = /** @type {Section} */ (child);
  }
  return section;
}

/**
 * The area of a document that the code knows by name.
 *
 * @param {Areas} areas
 * @param {string} entry
 */
function areaOf(areas, entry) {
  return /** @type {Area} */ (areas.byEntry.get(entry));
}

/**
 * @param {Area | Section} child
 * @returns {child is Section}
 */
function isSection(child) {
  return "children" in child;
}

module.exports = { areaOf, isSection, loadAreas };
