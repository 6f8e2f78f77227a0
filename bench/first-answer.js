"use strict";

/* `node first-answer.js <folder of the package>` */

const { MockStateStore } = require(process.argv[2]);

new MockStateStore().getInstance();
