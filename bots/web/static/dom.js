// Elements from values. Words only ever become text nodes: nothing here can be made to parse HTML.

/**
 * Attributes (null and false are left out), and listeners under `on`.
 * @typedef {{ [name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[name]) => void }} Listeners
 * @typedef {string | number | boolean | null | undefined} Value
 * @typedef {Record<string, Value | Listeners> & { on?: Listeners }} Attributes
 * @typedef {(Node | string | null | undefined)[]} Children
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes (null and false are left out), listeners under `on`, and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {Children} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/**
 * The same for SVG.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {Children} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * One of the line icons, by its path.
 * @param {string} path
 */
export function icon(path, kind = "") {
  return svg("svg", { class: `icon ${kind}`, viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: path }));
}

export const ICONS = {
  video: "M4 6.500h11v11H4zM15 10.500l5-3v9l-5-3",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9h.01",
  audio: "M9 18V6l10-2v12M9 18a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0ZM19 16a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0Z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  close: "M6 6l12 12M18 6 6 18",
  again: "M4 12a8 8 0 1 0 2.500-5.800M4 4v4.500h4.500",
  play: "M8 5.500v13l10.500-6.500z",
  save: "M12 4v11M7 10.500l5 5 5-5M5 20h14",
  link: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  down: "m6 10 6 6 6-6",
  compare: "M12 4v16M9 7H4v10h5M15 7h5v10h-5",
  grip: "m9 8-4 4 4 4M15 8l4 4-4 4",
  more: "M5.500 12h.01M12 12h.01M18.500 12h.01",
  pause: "M7 5h3.500v14H7zM13.500 5H17v14h-3.500z",
  undo: "M8 5 4 9l4 4M4.500 9H14a5.500 5.500 0 0 1 0 11h-3",
  check: "m5 12.500 4.500 4.500L19 7.500",
};

/**
 * @template {Element} Any
 * @param {Any} element
 * @param {Attributes} attributes
 * @param {Children} children
 * @returns {Any}
 */
function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "object") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, /** @type {EventListener} */ (listener));
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
