// The sidebar: the projects, and the versions of the one that is shown. Beside the conversation where there is room, else
// behind a button.

import { ICONS, el, icon } from "./dom.js";
import { thumbnail } from "./frames.js";
import { menu } from "./menu.js";
import { clockTime, current, day, say, sayError } from "./words.js";

const ROOM = matchMedia("(min-width: 1400px)");
const LONGEST = 80; // characters of a name; the server takes no more

export class Side {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {HTMLElement} opener
   * @param {import("./projects.js").Projects} projects
   * @param {{ made: (number: number, request: number | null) => { wish: string, film: string | null }, go: (key: string) => void, press: (label: string, press: string) => void, begin: () => void, announce: (text: string) => void, leave: () => void }} acts
   */
  constructor(dialog, opener, projects, acts) {
    this.dialog = dialog;
    this.opener = opener;
    this.projects = projects;
    this.acts = acts;
    /** What stands in the place of a project's name: its id, and what is asked: "rename", "delete" or "cancel". */
    this.asking = { id: /** @type {number | null} */ (null), what: "" };
    this.part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (dialog.querySelector(selector));
    opener.addEventListener("click", () => this.open());
    dialog.addEventListener("click", ({ target }) => target === dialog && this.close());
    this.part("#side-close").addEventListener("click", () => this.close());
    this.part("#side-new").addEventListener("click", () => {
      this.close();
      acts.begin();
    });
    ROOM.addEventListener("change", () => this.settle());
    projects.addEventListener("changed", () => this.draw());
  }

  get wide() {
    return ROOM.matches;
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.drawVersions();
    this.part('[aria-current="true"]')?.focus();
  }

  close() {
    if (!this.wide) this.dialog.close();
  }

  /** Where there is room it stands open beside the conversation, and takes no focus. */
  settle() {
    const any = this.projects.all.length > 0;
    const beside = any && this.wide;
    this.opener.hidden = !any || beside;
    if (beside !== document.body.classList.contains("has-side")) {
      this.dialog.close();
      this.dialog.toggleAttribute("open", beside);
    }
    document.body.classList.toggle("has-side", beside);
    if (!any && this.dialog.open) {
      this.dialog.close();
      this.acts.leave();
    }
  }

  draw() {
    this.settle();
    this.opener.classList.toggle("has-news", this.projects.news.size > 0);
    if (this.asking.id === null) this.drawProjects();
    this.drawVersions();
  }

  /** Draw the list anew when it is another: an open menu stays, and so does the place of the keyboard. */
  drawProjects() {
    const { all, shown, news } = this.projects;
    const list = this.part("#projects");
    const drawn = JSON.stringify([all, shown, [...news], current()]);
    if (list.dataset.drawn === drawn) return;
    list.dataset.drawn = drawn;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest("[data-project]"));
    list.replaceChildren(...all.map((project) => this.row(project)));
    if (focused) this.focus(Number(focused.dataset.project));
  }

  /** @param {number} id */
  focus(id) {
    const row = this.part(`[data-project="${id}"] button`) ?? this.part("#projects button") ?? this.part("#side-new");
    row?.focus();
  }

  /** @param {Wire.Project} project */
  row(project) {
    const name = project.title || say("project.untitled");
    const asked = this.asking.id === project.id ? this.asking.what : "";
    const row = el("li", { class: "project", "data-project": project.id });
    if (asked === "rename") row.append(this.renaming(project, name));
    else if (asked === "delete" || asked === "cancel") row.append(this.deleting(project, name, asked === "cancel"));
    else row.append(this.choosing(project, name), this.more(project, name));
    return row;
  }

  /**
   * @param {Wire.Project} project
   * @param {string} name
   */
  choosing(project, name) {
    const shown = project.id === this.projects.shown;
    const choose = () => {
      this.projects.show(project.id);
      this.close();
    };
    return el(
      "button",
      { class: "project-name", type: "button", "aria-current": shown ? "true" : null, on: { click: choose } },
      el("bdi", {}, name),
      this.projects.news.has(project.id) ? el("span", { class: "dot", role: "img", "aria-label": say("project.news") }) : null,
      el("time", {}, moment(project.at)),
    );
  }

  /**
   * @param {Wire.Project} project
   * @param {string} name
   */
  more(project, name) {
    const label = say("project.more", { name });
    const button = el("button", { class: "quiet round small-round", type: "button", "aria-label": label, title: label }, icon(ICONS.more));
    return menu(button, () => [
      { label: say("project.rename"), act: () => this.ask(project, "rename") },
      { label: say("project.delete"), act: () => this.ask(project, "delete") },
    ]);
  }

  /**
   * Ask for a new name, or whether to delete, in the project's place.
   * @param {{ id: number }} project
   * @param {string} what
   */
  ask({ id }, what) {
    this.asking = { id, what };
    this.complain(null);
    this.redrawRow(id);
  }

  /** @param {number} id */
  done(id) {
    this.asking = { id: null, what: "" };
    this.redrawRow(id);
    this.draw();
    this.focus(id);
  }

  /** @param {number} id */
  redrawRow(id) {
    const project = this.projects.get(id);
    const row = this.row(project ?? { id, number: 0, title: "", at: 0 });
    if (project) this.part(`[data-project="${id}"]`)?.replaceWith(row);
    const first = /** @type {HTMLElement | null} */ (row.querySelector("input, [data-first]"));
    first?.focus();
    if (first instanceof HTMLInputElement) first.select();
  }

  /**
   * @param {Wire.Project} project
   * @param {string} name
   */
  renaming(project, name) {
    const input = el("input", { type: "text", maxlength: LONGEST, "aria-label": say("project.name", { name }), value: name, dir: "auto" });
    const save = async () => {
      const title = input.value.trim();
      if (title && title !== project.title) this.complain(await this.projects.rename(project.id, title));
      this.done(project.id);
    };
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return; // Enter that chooses a Chinese word is not ours
      if (event.key === "Escape") {
        event.preventDefault(); // not the sidebar's
        this.done(project.id);
      }
      if (event.key === "Enter") {
        event.preventDefault();
        save();
      }
    });
    return el("div", { class: "asking" }, input, el("button", { type: "button", on: { click: save } }, say("project.save")));
  }

  /**
   * Ask whether to delete; where something is going on, once more, whether to cancel that too.
   * @param {Wire.Project} project
   * @param {string} name
   * @param {boolean} cancel
   */
  deleting(project, name, cancel) {
    const question = say(cancel ? "project.ask_busy" : "project.ask", { name });
    const sure = async () => {
      const error = await this.projects.remove(project.id, { cancel });
      if (error === "project_busy") return this.ask(project, "cancel");
      this.complain(error);
      if (!error) this.acts.announce(say(cancel ? "project.closed" : "project.deleted", { name }));
      this.done(project.id);
    };
    const box = el(
      "div",
      { class: "asking", role: "group", "aria-label": question },
      el("p", {}, question),
      el("button", { class: "primary", type: "button", on: { click: sure } }, say(cancel ? "project.cancel" : "project.delete")),
      el("button", { type: "button", "data-first": true, on: { click: () => this.done(project.id) } }, say("project.keep")),
    );
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.done(project.id);
    });
    return box;
  }

  /** @param {string | null} error */
  complain(error) {
    this.part("#side-problem").textContent = error ? sayError(error) : "";
  }

  async drawVersions() {
    const { shown } = this.projects;
    const place = this.part("#versions");
    place.hidden = !this.projects.get(shown);
    if (shown === null || place.hidden || !this.dialog.open) return;
    const made = await this.projects.versions(shown, current());
    if (made === null || shown !== this.projects.shown) return;
    const list = this.part("#versions-list");
    const drawn = JSON.stringify([shown, current(), made.map((version) => [version, this.acts.made(version.number, version.request)])]);
    if (list.dataset.drawn === drawn) return;
    list.dataset.drawn = drawn;
    list.replaceChildren(...made.map((version) => this.version(version)));
    this.part("#versions-none").hidden = made.length > 0;
  }

  /** @param {Wire.Version} version */
  version(version) {
    const { wish, film } = this.acts.made(version.number, version.request);
    const name = say("version.name", { number: version.number });
    const act = () => {
      this.close();
      if (film) this.acts.go(film);
      else this.acts.press(say("version.export", { number: version.number }), version.press);
    };
    return el(
      "li",
      {},
      el(
        "button",
        { class: "version", type: "button", title: version.timeline, on: { click: act } },
        el("span", { class: "thumb-box" }, icon(ICONS.video), film ? thumbnail(`/film/${encodeURIComponent(film)}`) : null),
        el(
          "span",
          { class: "version-text" },
          el("span", { class: "version-head" }, el("b", {}, name), el("time", {}, moment(version.at))),
          el("span", { class: "version-wish", dir: "auto" }, wish || version.timeline),
          el("span", { class: "version-act" }, say(film ? "version.film" : "version.make")),
        ),
      ),
    );
  }
}

/**
 * The time of day today, else the day.
 * @param {number} seconds since the epoch
 */
function moment(seconds) {
  const at = new Date(seconds * 1000);
  return at.toDateString() === new Date().toDateString() ? clockTime(at) : day(at);
}
