// The page: choose, send, done. What a link is good for is the server's to say; every "no" is a sentence.

import { awake } from "../../spool/static/awake.js";
import { held } from "../../spool/static/held.js";
import { Sender, fingerprint } from "../../spool/static/sender.js";
import { ask, headers, look } from "./link.js";
import { begin, close, guard, inTelegram } from "./telegram.js";
import { load, other, say, size, speak } from "./words.js";

const SHUTS = new Set(["unknown", "expired", "used", "taken", "forged", "stale", "not_yours", "refused"]);
const SCREENS = ["choosing", "sending", "done", "shut"];
const MOST_TRIES = 12; // in a row without a byte: about a minute and a half
const link = location.pathname.split("/").pop() ?? "";
/**
 * @param {string} id
 * @returns {HTMLElement}
 */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/**
 * @param {string} selector
 * @returns {NodeListOf<HTMLElement>}
 */
const marked = (selector) => document.querySelectorAll(selector);
const picker = /** @type {HTMLInputElement} */ (at("file"));
const bar = /** @type {HTMLProgressElement} */ (at("bar"));

/** @type {{ screen: string, about: import("./link.js").About, file: File | null, sent: number, course: string | null, problem: string | null, shut: string | null, stop: (() => void) | null }} */
const state = { screen: "choosing", about: { status: 0 }, file: null, sent: 0, course: null, problem: null, shut: null, stop: null };

function draw() {
  const { about, file, problem } = state;
  const limit = about.file_bytes ? size(about.file_bytes) : "";
  const facts = { limit, formats: about.formats ?? "", name: file?.name ?? "" };
  document.title = say("title");
  for (const element of marked("[data-say]")) element.textContent = say(element.dataset.say ?? "", facts);
  for (const screen of SCREENS) at(screen).hidden = screen !== state.screen;
  for (const button of marked("[data-close]")) button.hidden = !inTelegram;
  at("language").textContent = say("language");
  at("language").hidden = false;
  at("asked").hidden = !about.words;
  at("wordless").hidden = Boolean(about.words);
  if (state.shut) at("why").textContent = say(`error.${state.shut}`, facts);
  at("problem").hidden = problem === null;
  if (problem) at("problem-words").textContent = problem === "cancelled" ? say("cancelled") : say(`error.${problem}`, facts);
  at("again").hidden = !["cut", "full", "slow", "busy", "later", "replaced", "cancelled"].includes(problem ?? "");
  at("begun").hidden = !about.begun;
  if (about.begun) at("begun").textContent = say("begun", { name: about.begun.name, percent: Math.floor((100 * about.begun.sent) / about.begun.size) });
  if (state.screen === "sending") drawProgress();
}

/**
 * Show the words that wait; what is hidden in them is shown by a click, a touch or the keyboard.
 * @param {import("./link.js").About["said"]} said
 */
function drawWords(said) {
  const parts = (said ?? []).map((part) => {
    if (typeof part === "string") return part;
    const covered = document.createElement("span");
    covered.className = "spoiler";
    covered.tabIndex = 0;
    covered.textContent = part.hidden;
    return covered;
  });
  at("words").replaceChildren(...parts);
}

function drawProgress() {
  const { file, sent } = state;
  if (!file) return;
  const percent = Math.floor((100 * sent) / file.size);
  at("sending-head").textContent = say("upload.sending", { name: file.name });
  at("course").hidden = state.course === null;
  at("course").textContent = state.course ? say(`upload.${state.course}`, { name: file.name }) : "";
  bar.value = percent;
  at("count").textContent = say("progress", { percent, sent: size(sent), size: size(file.size) });
}

/**
 * Show a screen, and what changes with it.
 * @param {string} screen
 */
function show(screen, changes = {}) {
  Object.assign(state, { screen, problem: null, ...changes });
  draw();
  at("alarm").textContent = state.problem ? at("problem-words").textContent : "";
  at("problem").scrollIntoView({ block: "nearest" });
  guard(screen === "sending");
  awake(screen === "sending");
}

/**
 * Say why it did not work.
 * @param {string} error
 */
function refused(error) {
  if (SHUTS.has(error)) show("shut", { shut: error });
  else show("choosing", { problem: error });
}

/** @param {File | null | undefined} file */
async function take(file) {
  if (!file || state.screen !== "choosing") return;
  state.file = file;
  if (file.size === 0) return refused("empty");
  if (file.size > (state.about.file_bytes ?? Infinity)) return refused("too_large");
  show("sending", { sent: begunOf(file, state.about)?.sent ?? 0, course: null });
  at("sending-head").focus();
  const looking = new AbortController();
  state.stop = () => looking.abort();
  const head = await file.slice(0, state.about.head_bytes).arrayBuffer().catch(() => null);
  if (!head) return refused("vanished");
  let answer;
  try {
    answer = await look(link, file.name, head, looking.signal);
  } catch {
    return refused(looking.signal.aborted ? "cancelled" : "cut");
  }
  if (answer.status !== 200) return refused(answer.error ?? "later");
  answer = await transfer(file);
  if (answer.status !== 200) return refused(answer.error ?? "later");
  show("done");
  at("done-head").focus();
}

/**
 * What is here of that very file.
 * @param {File} file
 * @param {import("./link.js").About} about
 */
function begunOf(file, about) {
  return about.begun?.fingerprint === fingerprint(file) ? about.begun : null;
}

/** @param {File} file */
async function transfer(file) {
  const waiting = new AbortController();
  state.stop = () => waiting.abort();
  try {
    return await held(`${link}/${fingerprint(file)}`, { signal: waiting.signal }, () => bring(file));
  } catch (error) {
    if (!waiting.signal.aborted) throw error;
    return { status: 0, error: "cancelled" }; // while another tab sent it
  }
}

/** @param {File} file */
async function bring(file) {
  let told = 0;
  const about = await ask(link).catch(() => state.about);
  if (about.status >= 400 && about.status < 500) return about;
  const begun = begunOf(file, about);
  const go = (/** @type {"lost" | "anew"} */ course) => {
    state.course = course;
    drawProgress();
  };
  const sender = new Sender(`${link}/files`, file, {
    lost: () => go("lost"),
    anew: () => go("anew"),
    progress: (sent) => {
      if (sent > state.sent && state.course === "lost") state.course = null;
      state.sent = sent;
      drawProgress();
      const quarter = Math.floor((4 * sent) / file.size);
      if (quarter > told && quarter < 4) at("announcer").textContent = `${25 * (told = quarter)} %`;
    },
  }, { headers, place: begun ? `${link}/files/${begun.word}` : "", tries: MOST_TRIES });
  state.stop = () => sender.stop();
  return sender.run();
}

function listen() {
  picker.addEventListener("change", () => {
    take(picker.files?.[0]);
    picker.value = ""; // the same file may be chosen again
  });
  at("cancel").addEventListener("click", () => state.stop?.());
  at("again").addEventListener("click", () => take(state.file));
  at("language").addEventListener("click", () => {
    speak(other());
    draw();
  });
  for (const button of marked("[data-close]")) button.addEventListener("click", close);
  addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.toggle("dropping", state.screen === "choosing");
  });
  addEventListener("dragleave", () => document.body.classList.remove("dropping"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    take(event.dataTransfer?.files[0]);
  });
  addEventListener("beforeunload", (event) => {
    if (state.screen === "sending") event.preventDefault();
  });
}

async function start() {
  begin();
  let about;
  try {
    await load();
    about = await ask(link);
  } catch {
    at("offline").hidden = false;
    return;
  }
  speak(about.language ?? (navigator.language.startsWith("zh") ? "zh" : "en"));
  state.about = about;
  drawWords(about.said);
  picker.accept = about.accept ?? "";
  if (about.status === 200) show("choosing");
  else show("shut", { shut: SHUTS.has(about.error ?? "") ? about.error : "unknown" });
  listen();
  at("main").ariaBusy = "false";
}

start();
