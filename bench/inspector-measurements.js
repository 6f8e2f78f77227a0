"use strict";

/* Measurements of the inspector in Chromium, and of a page with nothing in it. Each returns nanoseconds. */

const { fork } = require("node:child_process");
const { once } = require("node:events");
const http = require("node:http");
const path = require("node:path");
const { chromium } = require("playwright-core");
const { findChromium } = require("../scripts/browser.js");
const { parameter, parameters } = require("./values.js");

/** @import { Page } from "playwright-core" */
/** @import * as Api from "../index.js" */
/** @import { Measurement } from "./cases.js" */

/**
 * @typedef {object} Inspected
 * @property {Api.MockStateStore} store
 * @property {(panel: string) => Promise<Page>} openPage opens a page that shows a panel
 * @property {Promise<Page>} [page] that stays open
 */

const PARAMETERS = 10_000;
const CALLS = 1000;
/** The first of them: the page shows only a part. */
const CHANGED = parameter(0)[0];

/** @returns a function that opens pages in a browser, which ends with this process */
async function openBrowser() {
  const running = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  return async (/** @type {string} */ url) => {
    const page = await running.newPage();
    await page.goto(url);
    return page;
  };
}

/** A store and the URL of its inspector. @param {string} build */
async function served(build) {
  const { MockStateStore } = require(build);
  const { startEndpoint } = require(path.join(build, "aws.js"));
  /** @type {Api.MockStateStore} */
  const store = new MockStateStore({ callHistoryLimit: CALLS });
  const { url } = await startEndpoint({ store, port: 0 });
  return { store, url: `${url}/_mock/inspector#/` };
}

/** The inspector of an account with many parameters and calls. @param {string} build @returns {Promise<Inspected>} */
async function largeInspected(build) {
  const { store, url } = await served(build);
  const { awsClientConfig } = require(path.join(build, "aws.js"));
  const { GetParameterCommand, SSMClient } = require("@aws-sdk/client-ssm");
  await store.patchState({ ssm: { parameters: parameters(PARAMETERS) } });
  const ssm = new SSMClient(awsClientConfig(store));
  for (let call = 0; call < CALLS; call++) await ssm.send(new GetParameterCommand({ Name: CHANGED }));
  const open = await openBrowser();
  return { store, openPage: (panel) => open(url + panel) };
}

/** A store whose account a page shows. What drives the browser slows every promise: it has a process of its own. @param {string} build */
async function watchedStore(build) {
  const { store, url } = await served(build);
  const child = fork(path.join(__dirname, "open-page.js"), [`${url}overview`]);
  await once(child, "message");
  return store;
}

/** A page with nothing in it. @returns {Promise<Pick<Inspected, "openPage">>} */
async function emptyPage() {
  const server = http.createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>Empty</title><p>Empty</p>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const open = await openBrowser();
  return { openPage: () => open(`http://127.0.0.1:${port}`) };
}

/** The time from navigation to the first paint of a panel. @param {string} panel @returns {Measurement} */
function firstPaint(panel) {
  return async (account) => {
    const page = await inspectedOf(account).openPage(panel);
    const milliseconds = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const observer = new PerformanceObserver((list) => {
            for (const { startTime } of list.getEntriesByName("first-contentful-paint")) resolve(startTime);
          });
          observer.observe(/** @type {PerformanceObserverInit} */ ({ type: "paint", buffered: true }));
        }),
    );
    await page.close();
    return Number(milliseconds) * 1e6;
  };
}

/** The time from the call that changes the account until an open page shows the change. @type {Measurement} */
async function update(account, { kind }) {
  if (kind === "empty") return 0;
  const opened = inspectedOf(account);
  opened.page ??= opened.openPage("parameters");
  const page = await opened.page;
  await isLive(page);
  const value = `shown at ${performance.now()}`;
  await page.evaluate((wanted) => {
    const shown = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector("main")?.textContent?.includes(wanted)) return;
        observer.disconnect();
        resolve(Date.now());
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    Object.assign(window, { shown });
  }, value);
  const start = Date.now();
  await opened.store.setParameter(CHANGED, value);
  const shown = await page.evaluate(() => /** @type {any} */ (window).shown);
  return (shown - start) * 1e6;
}

/** @param {Page} page */
async function isLive(page) {
  await page.getByRole("status", { name: "Connection" }).getByText("live").waitFor();
}

/** What `openStore` has made for these measurements. @param {unknown} account */
function inspectedOf(account) {
  return /** @type {Inspected} */ (account);
}

module.exports = { emptyPage, firstPaint, isLive, largeInspected, openBrowser, update, watchedStore };
