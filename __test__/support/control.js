const { send, useEndpoints } = require("./endpoints.js");

/**
 * Starts endpoints for a spec file, and answers requests to the control API of each: `ask("GET", "/state")` resolves to
 * `{ status, headers, body }`, the body parsed. A body that is given goes out as JSON, unless it is text or bytes.
 */
function useControl() {
  const start = useEndpoints();
  return async (options, limits) => {
    const endpoint = await start(options, limits);
    const ask = async (method, path = "", content, headers = {}) => {
      const isRaw = typeof content === "string" || Buffer.isBuffer(content) || content === undefined;
      const body = isRaw ? content : JSON.stringify(content);
      const type = body !== undefined && { "content-type": "application/json" };
      const answer = await send(endpoint, { method, path: `/_mock${path}`, body, headers: { ...type, ...headers } });
      return { status: answer.status, headers: answer.headers, body: answer.text && JSON.parse(answer.text) };
    };
    const get = async (path) => {
      const { status, body } = await ask("GET", path);
      if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
      return body;
    };
    return { endpoint, ask, get };
  };
}

module.exports = { useControl };
