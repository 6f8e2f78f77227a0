"use strict";

/*
 * Whom the endpoint answers. A page of the web can make the browser send requests to this machine: under the page's
 * own host name, where that resolves to the loopback (DNS rebinding), or across sites.
 */

/** What browsers say of a request that no page of another site has made. */
const OWN_SITE = new Set(["same-origin", "none"]);

class Guard {
  #allowed;
  #schemes;

  /**
   * @param {readonly string[]} allowedHosts beside the loopback
   * @param {readonly string[]} [schemes] by which pages may have come from the same host
   */
  constructor(allowedHosts, schemes = ["http"]) {
    this.#allowed = new Set(allowedHosts.map(hostName));
    this.#schemes = schemes;
  }

  /**
   * Why a request is refused; `undefined` where it is not.
   *
   * @param {string | undefined} host the authority that it is for
   * @param {import("node:http").IncomingHttpHeaders} headers
   */
  refuse(host, headers) {
    if (host === undefined) return "The request names no host.";
    const name = hostName(host);
    if (!isLoopback(name) && !this.#allowed.has(name)) {
      return `The host ${JSON.stringify(name)} is not allowed: name it in "allowedHosts" or with --allow-host.`;
    }
    const { origin } = headers;
    const own = this.#schemes.map((scheme) => `${scheme}://${host.toLowerCase()}`);
    if (origin !== undefined && !own.includes(origin.toLowerCase())) {
      return "Requests of web pages are not answered (Origin).";
    }
    const site = headers["sec-fetch-site"];
    if (site !== undefined && !OWN_SITE.has(String(site))) {
      return "Requests of web pages are not answered (Sec-Fetch-Site).";
    }
    return undefined;
  }
}

/**
 * The name in an authority, in lower case; an IPv6 address is in brackets.
 *
 * @param {string} authority
 */
function hostName(authority) {
  const text = authority.toLowerCase();
  if (/^[\da-f.]*:[\da-f:.]*:[\da-f:.]*$/.test(text)) return `[${text}]`;
  return text.replace(/:\d*$/, "").replace(/\.$/, "");
}

/** @param {string} name */
function isLoopback(name) {
  // Nobody can register a name below `localhost` (RFC 6761).
  if (name === "localhost" || name.endsWith(".localhost") || name === "[::1]") return true;
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

exports.Guard = Guard;
