"use strict";

/* `node fixed-server.js`: a server of node:http that answers every request with the same bytes. */

const { createServer } = require("node:http");

const BODY = Buffer.from(
  '{"Parameter":{"ARN":"arn:aws:ssm:us-east-1:123456789012:parameter/minecraft/player-count","DataType":"text","LastModifiedDate":1769688000,"Name":"/minecraft/player-count","Type":"String","Value":"0","Version":1}}',
);
const HEADERS = { "content-type": "application/x-amz-json-1.1", "content-length": BODY.length };

const server = createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(200, HEADERS).end(BODY));
});
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`);
});
