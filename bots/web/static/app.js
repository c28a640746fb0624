// The page put together.

import { chip } from "./chips.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversation, nearEnd } from "./conversation.js";
import { el } from "./dom.js";
import { dropAnywhere } from "./drop.js";
import { Outbox } from "./outbox.js";
import { themeSwitch } from "./theme.js";
import { Uploads } from "./uploads.js";
import { choose, current, load, other, say } from "./words.js";

/** @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const SPOKEN_EVERY = 5000;
const REFUSALS = new Set(["tabs", "pages", "stranger"]); // those that a person can do something about

const about = await load().catch((error) => {
  document.documentElement.dataset.offline = "";
  throw error;
});
const uploads = new Uploads(about.limits);
const outbox = new Outbox(uploads, current);
const conversation = new Conversation(byId("log"), {
  press: (message, { label, press }) => speak({ text: label, press, replyTo: message.key }),
  suggest: (words) => composer.suggest(words),
  retry: (message) => outbox.retry(message),
  drop: (message) => outbox.drop(message),
  chip: (upload) => chip(upload, uploads),
  announce,
});
const composer = new Composer(
  { form: byId("composer"), words: byId("words"), chips: byId("chips"), attach: byId("attach"), picker: byId("picker"), problem: byId("problem") },
  uploads,
  about.limits,
  speak,
);
const connection = new Connection();
const nameTheme = themeSwitch(byId("theme"));
let known = false;

function speak(message) {
  conversation.waiting(outbox.add(message));
  face();
}

outbox.addEventListener("changed", (/** @type {CustomEvent} */ { detail }) => conversation.waiting(detail));
outbox.addEventListener("dropped", (/** @type {CustomEvent} */ { detail }) => {
  conversation.gone(detail);
  face();
});

connection.addEventListener("line", (/** @type {CustomEvent<Wire.Line>} */ { detail }) => {
  conversation.take(detail);
  if (known) face();
});
connection.addEventListener("anew", () => conversation.forget());
connection.addEventListener("ready", () => {
  known = true;
  conversation.ready();
  face();
});
connection.addEventListener("lost", (/** @type {CustomEvent<string | null>} */ { detail }) => {
  banner(detail && REFUSALS.has(detail) ? `error.${detail}` : "connection.lost");
});
connection.addEventListener("back", () => {
  banner("connection.back");
  setTimeout(() => banner(null), 2500);
  uploads.hurry();
  outbox.hurry();
});

dropAnywhere(byId("drop"), (files) => composer.add(files));
byId("new").addEventListener("click", () => speak({ text: "/new" }));
byId("sample").addEventListener("click", trySample);
byId("jump").addEventListener("click", () => conversation.end());
byId("language").addEventListener("click", () => {
  choose(other());
  nameTheme();
  conversation.redraw();
  composer.redraw();
  composer.complain("");
  wishes();
  nameLanguage();
});
addEventListener("scroll", () => { byId("jump").hidden = nearEnd(); }, { passive: true });
addEventListener("beforeunload", (event) => {
  if (uploads.running || outbox.waiting.length) event.preventDefault();
});

wishes();
nameLanguage();
byId("local").hidden = !about.local;
byId("sample").hidden = !about.sample;
byId("words").focus();
connection.start();

/** What is shown depends on whether anything was said. */
function face() {
  const empty = conversation.empty;
  document.body.classList.toggle("is-empty", empty);
  byId("empty").hidden = !empty;
  byId("new").hidden = empty;
}

function wishes() {
  const list = about.examples[current()] ?? [];
  const wish = (text) => el("button", { class: "wish", type: "button", on: { click: () => begin(text) } }, text);
  byId("examples").replaceChildren(...list.map((text) => el("li", {}, wish(text))));
  byId("examples").hidden = list.length === 0;
  byId("examples-head").hidden = list.length === 0;
}

function nameLanguage() {
  const button = byId("language");
  button.textContent = other() === "zh" ? "中文" : "English";
  button.lang = other() === "zh" ? "zh-CN" : "en";
}

/** A suggestion works on the first press: on the clips that wait in the box, else on the sample. */
async function begin(text) {
  if (!composer.kept().length && about.sample && !(await addSample())) return;
  composer.suggest(text);
  composer.send();
}

async function trySample() {
  const [first] = (about.examples[current()] ?? []).slice(-1);
  if ((await addSample()) && composer.untouched && first) composer.suggest(first);
}

async function addSample() {
  const answer = await fetch("/sample.mp4").catch(() => null);
  if (!answer?.ok) composer.complain(say("error.sample"));
  else composer.add([new File([await answer.blob()], "sample.mp4", { type: "video/mp4" })]);
  return Boolean(answer?.ok);
}

function banner(key) {
  byId("banner").textContent = key ? say(key) : "";
  byId("banner").classList.toggle("back", key === "connection.back");
}

/** A status changes several times a second; it is read out when its words change, and not more often than that. */
const spoken = new Map();
function announce(key, text) {
  const gist = text.replace(/[\d.:%]+/g, "");
  const before = spoken.get(key);
  if (before?.gist === gist || Date.now() - (before?.at ?? 0) < SPOKEN_EVERY) return;
  spoken.set(key, { gist, at: Date.now() });
  byId("announcer").textContent = text;
}
