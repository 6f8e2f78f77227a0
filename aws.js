"use strict";

// Each is loaded with its first call: importing this costs nothing.

/** @type {typeof import("./aws.js").awsClientConfig} */
exports.awsClientConfig = (store) => require("./lib/aws/client/config.js").awsClientConfig(store);

/** @type {typeof import("./aws.js").startEndpoint} */
exports.startEndpoint = async (options) => require("./lib/aws/endpoint/start.js").startEndpoint(options);
