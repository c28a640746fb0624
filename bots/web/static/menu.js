// A button that opens a short list of things to do.

import { el } from "./dom.js";

/** @type {(() => void) | null} */
let closeOpen = null;

addEventListener("pointerdown", ({ target }) => {
  if (!(target instanceof Element) || !target.closest(".menu")) closeOpen?.();
});

/** @typedef {{label: string, act?: () => void, href?: string}} Item */

/**
 * The button and its list, which is made each time it opens: by a press, or by the arrow keys.
 * @param {HTMLButtonElement} button
 * @param {() => Item[]} items
 */
export function menu(button, items) {
  const list = el("ul", { class: "menu-list", role: "menu", hidden: true, "aria-label": button.getAttribute("aria-label") ?? button.textContent });
  const close = () => {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    closeOpen = null;
  };
  const leave = () => {
    close();
    button.focus(); // what is chosen may take the focus on
  };
  const open = () => {
    closeOpen?.();
    list.replaceChildren(...items().map((item) => entry(item, leave)));
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    closeOpen = close;
    entries(list)[0]?.focus();
  };
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => (list.hidden ? open() : close()));
  const box = el("span", { class: "menu" }, button, list);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // not the sidebar's
      leave();
    } else if ((event.key === "Home" || event.key === "End") && !list.hidden) {
      event.preventDefault();
      entries(list).at(event.key === "Home" ? 0 : -1)?.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      else step(list, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Tab") {
      close();
    }
  });
  return box;
}

/**
 * @param {Item} item
 * @param {() => void} leave
 */
function entry({ label, act, href }, leave) {
  const attributes = { role: "menuitem", tabindex: "-1", class: "menu-item", on: { click: leave } };
  const item = href
    ? el("a", { ...attributes, href, target: "_blank", rel: "noopener noreferrer" }, label)
    : el("button", { ...attributes, type: "button" }, label);
  if (act) item.addEventListener("click", act);
  return el("li", { role: "none" }, item);
}

/**
 * @param {HTMLElement} list
 * @returns {HTMLElement[]}
 */
function entries(list) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(".menu-item"))];
}

/**
 * @param {HTMLElement} list
 * @param {1 | -1} by
 */
function step(list, by) {
  const all = entries(list);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  all[(at + by + all.length) % all.length].focus();
}
