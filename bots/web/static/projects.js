// The projects of the chat, as the server has them, and which of them this tab shows.

import { recall, remember } from "./remember.js";

const SHOWN = "project";
const SOON = 400; // milliseconds: several lines that come together are one reason to ask again

/** Events: `changed`. A refusal's code is what `rename` and `remove` give back; null: it was done. */
export class Projects extends EventTarget {
  constructor() {
    super();
    /** @type {Wire.Project[]} */
    this.all = [];
    /** @type {number | null} */
    this.shown = recall(SHOWN);
    /** @type {Set<number | null>} Those in which a film came while another one was shown. */
    this.news = new Set();
    /** @type {string | null} The key of what was said last in this tab, until another project was chosen: its project is shown. */
    this.followed = null;
    this.timer = 0;
    this.loading = Promise.resolve();
  }

  /** Ask the server, one question at a time. */
  load() {
    this.loading = this.loading.then(() => this.ask());
    return this.loading;
  }

  loadSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), SOON);
  }

  async ask() {
    const answer = await fetch("/projects").catch(() => null);
    if (!answer?.ok) return; // the next line asks again
    const { current, projects } = await answer.json().catch(() => ({ current: null, projects: this.all }));
    this.all = projects;
    if (!this.get(this.shown)) this.keep(current ?? projects[0]?.id ?? null);
    this.tell();
  }

  /** @param {number | null} id */
  get(id) {
    return this.all.find((project) => project.id === id) ?? null;
  }

  /**
   * A person chose a project.
   * @param {number} id
   */
  show(id) {
    this.followed = null;
    this.keep(id);
    this.tell();
  }

  /**
   * A line came: what was said here is followed into its project, and what is new elsewhere is noted.
   * @param {string} key
   * @param {Wire.Body} body
   * @param {() => number | null} place its project
   */
  heard(key, body, place) {
    const ours = this.followed !== null && (key === this.followed || body.of === this.followed);
    const film = body.kind === "answer" && body.film;
    const project = ours || film ? place() : null;
    if (project === null || project === this.shown) return;
    if (ours) this.keep(project);
    else this.news.add(project);
    this.tell();
  }

  /** @param {number | null} id */
  keep(id) {
    this.shown = id;
    this.news.delete(id);
    remember(SHOWN, id);
  }

  /**
   * @param {number} id
   * @param {string} language
   * @returns {Promise<Wire.Version[] | null>}
   */
  async versions(id, language) {
    const answer = await fetch(`/projects/${id}/versions?language=${language}`).catch(() => null);
    return answer?.ok ? (await answer.json()).versions : null;
  }

  /**
   * @param {number} id
   * @param {string} title
   */
  rename(id, title) {
    return this.change(id, { method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ title }) });
  }

  /**
   * With `cancel`, also what is going on in it; without, that is refused with `project_busy`.
   * @param {number} id
   */
  remove(id, { cancel = false } = {}) {
    return this.change(cancel ? `${id}?cancel=1` : id, { method: "DELETE" });
  }

  /**
   * @param {number | string} where
   * @param {RequestInit} how
   * @returns {Promise<string | null>}
   */
  async change(where, how) {
    const answer = await fetch(`/projects/${where}`, how).catch(() => null);
    const error = answer?.ok ? null : ((await answer?.json().catch(() => ({})))?.error ?? "other");
    await this.load();
    return error;
  }

  tell() {
    this.dispatchEvent(new Event("changed"));
  }
}
