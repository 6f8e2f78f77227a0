/** What a browser without JavaScript does with the application at a URL. */
function openBrowser(url) {
  return {
    async json(path) {
      return (await request(path)).json();
    },
    async post(path, body) {
      const response = await fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      return { status: response.status, body: await response.json() };
    },
    async page(path = "/") {
      return visibleText(await (await request(path)).text());
    },
    /** Submits the form of the page that holds a button, and resolves to the page that it answers with. */
    async submit(button, values = {}) {
      const html = await (await request("/")).text();
      const body = new FormData();
      for (const [name, value] of Object.entries({ ...fields(formAround(button, html)), ...values })) {
        body.set(name, value);
      }
      const response = await fetch(url, { method: "POST", headers: { origin: url }, body });
      if (!response.ok) throw new Error(`${button}: ${response.status}\n${await response.text()}`);
      return visibleText(await response.text());
    },
  };

  async function request(path) {
    const response = await fetch(`${url}${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status}\n${await response.text()}`);
    return response;
  }
}

function formAround(button, html) {
  const form = (html.match(/<form\b.*?<\/form>/gs) ?? []).find((candidate) =>
    candidate.includes(`>${button}</button>`),
  );
  if (form === undefined) throw new Error(`no form has a button ${button}:\n${html}`);
  return form;
}

/** The inputs of a form with their values; those of choices are for the spec to give. */
function fields(form) {
  const inputs = form.match(/<input\b[^>]*>/g) ?? [];
  return Object.fromEntries(inputs.map((input) => [attribute(input, "name"), attribute(input, "value")]));
}

function attribute(tag, name) {
  return unescapeHtml(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
}

function visibleText(html) {
  const withoutScripts = html.replace(/<(script|style)\b.*?<\/\1>/gs, "").replace(/<!--.*?-->/gs, "");
  return unescapeHtml(withoutScripts.replace(/<[^>]*>/g, "\n")).replace(/\s*\n\s*/g, "\n");
}

function unescapeHtml(text) {
  const characters = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };
  return text.replace(/&(amp|lt|gt|quot|#x27);/g, (_, name) => characters[name]);
}

module.exports = { openBrowser };
