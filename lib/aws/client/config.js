"use strict";

const { CREDENTIALS, regionOf, storeArgument } = require("../account.js");
const { RequestHandler } = require("./request-handler.js");

/** @type {typeof import("../../../aws.js").awsClientConfig} */
function awsClientConfig(store) {
  const checked = storeArgument(store, "store");
  return { region: regionOf(checked), credentials: { ...CREDENTIALS }, requestHandler: new RequestHandler(checked) };
}

exports.awsClientConfig = awsClientConfig;
