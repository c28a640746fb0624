// The page put together.

import { chip } from "./chips.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversation, nearEnd } from "./conversation.js";
import { dropAnywhere } from "./drop.js";
import { Notifier } from "./notify.js";
import { Outbox } from "./outbox.js";
import { Projects } from "./projects.js";
import { Side } from "./side.js";
import { tidy } from "./shelf.js";
import { themeSwitch } from "./theme.js";
import { Uploads } from "./uploads.js";
import { Welcome } from "./welcome.js";
import { choose, current, load, other, say, shownName } from "./words.js";

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
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
  say: (message, words) => speak({ text: words, replyTo: message.key }),
  suggest: (words) => composer.suggest(words),
  retry: (message) => {
    message.project = projects.shown;
    outbox.retry(message);
  },
  drop: (message) => {
    outbox.drop(message);
    composer.invite();
  },
  chip: (upload) => chip(upload, uploads),
  announce,
});
const words = /** @type {HTMLTextAreaElement} */ (byId("words"));
const picker = /** @type {HTMLInputElement} */ (byId("picker"));
const composer = new Composer(
  { form: byId("composer"), words, chips: byId("chips"), attach: byId("attach"), picker, problem: byId("problem"), commands: byId("commands") },
  uploads,
  about,
  speak,
  () => conversation.said(),
);
const welcome = new Welcome(byId("empty"), about, composer);
const notifier = new Notifier(byId("ask"), reveal, () => composer.invite());
const connection = new Connection();
const nameTheme = themeSwitch(byId("theme"));
const projects = new Projects();
const side = new Side(/** @type {HTMLDialogElement} */ (byId("side")), byId("side-open"), projects, {
  made: (number, request) => conversation.made(number, request),
  go: (key) => conversation.go(key),
  press: (label, press) => speak({ text: label, press }),
  begin: () => speak({ text: "/new" }),
  announce: (text) => { byId("announcer").textContent = text; },
  leave: () => composer.invite(),
});
let known = false;

/** @param {import("./outbox.js").Saying} message */
function speak(message) {
  const sent = outbox.add({ ...message, project: projects.shown });
  projects.followed = sent.key;
  conversation.waiting(sent);
  face();
}

projects.addEventListener("changed", () => {
  conversation.only(projects.shown);
  if (known) face();
});

detailed(outbox, "changed", (/** @type {import("./outbox.js").Unsent} */ message) => conversation.waiting(message));
detailed(outbox, "dropped", (/** @type {import("./outbox.js").Unsent} */ message) => {
  conversation.gone(message);
  face();
});

detailed(connection, "line", (/** @type {Wire.Line} */ line) => {
  const { key, body } = line;
  const fresh = known && !conversation.has(key);
  conversation.take(line);
  if (!known) return;
  face();
  if (body && body.kind !== "mark") projects.heard(key, body, () => conversation.places().get(key) ?? null);
  if (body?.kind !== "status") projects.loadSoon();
  if (fresh && body?.kind === "answer" && body.film) notifier.film(key, shownName(body.film.name));
  if (fresh && body?.kind === "status") notifier.ask();
});
connection.addEventListener("anew", () => conversation.forget());
connection.addEventListener("projects", () => projects.load());
connection.addEventListener("ready", () => {
  known = true;
  projects.load();
  conversation.ready();
  face();
});
detailed(connection, "lost", (/** @type {string | null} */ error) => {
  banner(error && REFUSALS.has(error) ? `error.${error}` : "connection.lost");
});
connection.addEventListener("back", () => {
  banner("connection.back");
  setTimeout(() => banner(null), 2500);
  uploads.hurry();
  outbox.hurry();
});

dropAnywhere(byId("drop"), (files) => composer.add(files));
byId("new").addEventListener("click", () => speak({ text: "/new" }));
byId("jump").addEventListener("click", () => conversation.end());
byId("language").addEventListener("click", () => {
  choose(other());
  nameTheme();
  conversation.redraw();
  composer.redraw();
  composer.complain("");
  welcome.redraw();
  nameLanguage();
  side.draw();
  notifier.title();
});
addEventListener("scroll", () => { byId("jump").hidden = nearEnd(); }, { passive: true });
addEventListener("beforeunload", (event) => {
  if (uploads.running || outbox.waiting.length) event.preventDefault();
});

nameLanguage();
nameEditor();
composer.invite();
await composer.restore();
for (const message of await outbox.restore()) conversation.waiting(message);
connection.start();
uploads.hurry(); // what an earlier page could not tell the server any more
tidy();

/**
 * Take what the events of that name tell.
 * @template Detail
 * @param {EventTarget} emitter
 * @param {string} name
 * @param {(detail: Detail) => void} take
 */
function detailed(emitter, name, take) {
  emitter.addEventListener(name, (event) => take(/** @type {CustomEvent<Detail>} */ (event).detail));
}

/**
 * Show a message, in its project.
 * @param {string} key
 */
function reveal(key) {
  const project = conversation.places().get(key) ?? null;
  if (project !== null && project !== projects.shown) projects.show(project);
  conversation.go(key);
}

/** What is shown depends on whether anything was said. */
function face() {
  const empty = conversation.empty;
  document.body.classList.toggle("is-empty", empty);
  welcome.show(empty);
  byId("new").hidden = empty;
}

/** The demo's editor is no AI, and that is said wherever the page is looked at. */
function nameEditor() {
  if (about.local) byId("tagline").textContent = say("tagline.local");
}

function nameLanguage() {
  const button = byId("language");
  button.textContent = other() === "zh" ? "中文" : "English";
  button.lang = other() === "zh" ? "zh-CN" : "en";
}

/** @param {string | null} key */
function banner(key) {
  byId("banner").textContent = key ? say(key) : "";
  byId("banner").classList.toggle("back", key === "connection.back");
}

/** @type {Map<string, { gist: string, at: number, timer: number }>} */
const spoken = new Map();
/**
 * A status changes several times a second; it is read out when its words change, and not more often than that.
 * @param {string} key
 * @param {string} text
 */
function announce(key, text) {
  const gist = text.replace(/[\d.:%]+/g, "");
  const before = spoken.get(key);
  clearTimeout(before?.timer);
  if (before?.gist === gist) return;
  const wait = (before?.at ?? 0) + SPOKEN_EVERY - Date.now();
  if (before && wait > 0) {
    before.timer = setTimeout(() => conversation.goesOn(key) && announce(key, text), wait);
    return;
  }
  spoken.set(key, { gist, at: Date.now(), timer: 0 });
  byId("announcer").textContent = text;
}
