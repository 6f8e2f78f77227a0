"use strict";

/** What a client is sent where an answer is to be malformed. */
exports.NOT_HTTP = "This is no HTTP response.\r\n\r\n";
