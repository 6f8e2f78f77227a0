"use strict";

/* `node first-answer.js <contender>`: a process that asks a store one question. */

const { CONTENDERS } = require("./contenders.js");

CONTENDERS[process.argv[2]]("").then((store) => store.getInstance());
