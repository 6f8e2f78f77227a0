"use strict";

const { readOptions } = require("./options.js");
const { serve } = require("./web.js");

/** @type {typeof import("../../control.js").controlApi} */
function controlApi(options) {
  const { store, guard, prefix = "/_mock" } = readOptions(options, "controlApi", {});
  return (request) => serve(request, { store, guard, prefix, signals: () => [] });
}

exports.controlApi = controlApi;
