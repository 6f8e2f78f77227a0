const dispatcher = require("../../lib/aws/dispatch.js");

const OK = { statusCode: 200, headers: { "content-type": "text/plain" }, body: "answer" };

let answerer;
const requests = [];

// Load this before any module that calls the dispatcher.
dispatcher.dispatch = async (engine, request) => {
  requests.push({ engine, ...request });
  return answerer(request, engine);
};

/** Has every request answered by `answer(request, engine)` from now on, instead of AWS. */
function answerWith(answer) {
  answerer = async (...args) => {
    const outcome = await answer(...args);
    if (outcome?.connection) return outcome;
    const { statusCode, headers, body } = { ...OK, ...outcome };
    return { statusCode, headers, body: new TextEncoder().encode(body) };
  };
}

/** The requests that a test makes, as the dispatcher gets them; each is answered with `answer`. */
function recordRequests() {
  beforeEach(() => {
    requests.length = 0;
    answerWith(() => undefined);
  });
  return requests;
}

module.exports = { answerWith, recordRequests };
