// The server's word tree as elements. The tree is small on purpose; what is unknown is shown as nothing.

import { el } from "./dom.js";

/** @param {Wire.Block[]} blocks */
export function words(blocks) {
  return el("div", { class: "words", dir: "auto" }, ...blocks.map(block));
}

/**
 * The same words without any mark-up, on one line, and "…" for what is hidden.
 * @param {Wire.Block[]} blocks
 */
export function plain(blocks) {
  return blocks.map((node) => (node.is === "list" ? node.items.map(text).join(" ") : text(node))).join(" ").trim();
}

/**
 * What a person said, without what is hidden in it.
 * @param {Wire.Span[]} nodes
 */
export function unhidden(nodes) {
  return nodes.map(text).join("");
}

/**
 * @param {Wire.Span | Wire.Item | Exclude<Wire.Block, { is: "list" }>} node
 * @returns {string}
 */
function text(node) {
  if (typeof node === "string") return node;
  if ("is" in node && node.is === "spoiler") return "…";
  return "text" in node ? node.text : (node.in ?? []).map(text).join("");
}

/** @param {Wire.Block} node */
function block(node) {
  switch (node.is) {
    case "heading":
      return el("p", { class: "heading", dir: "auto" }, ...spans(node.in));
    case "code":
      return el("pre", { tabindex: "0" }, el("code", {}, node.text));
    case "quote":
      return el("blockquote", { dir: "auto" }, ...spans(node.in));
    case "list":
      return el("ul", { class: "items" }, ...node.items.map(item));
    default:
      return el("p", { dir: "auto" }, ...spans(node.in ?? []));
  }
}

/** @param {Wire.Item} node */
function item(node) {
  return el(
    "li",
    { class: `depth-${node.depth}`, dir: "auto" },
    el("span", { class: "marker" }, `${node.marker} `),
    el("span", {}, ...spans(node.in)),
  );
}

/**
 * @param {Wire.Span[]} nodes
 * @returns {(Node | string | null)[]}
 */
export function spans(nodes) {
  return nodes.map((node) => (typeof node === "string" ? node : span(node)));
}

/** @param {Exclude<Wire.Span, string>} node */
function span(node) {
  switch (node.is) {
    case "bold":
      return el("strong", {}, ...spans(node.in));
    case "italic":
      return el("em", {}, ...spans(node.in));
    case "struck":
      return el("s", {}, ...spans(node.in));
    case "spoiler": // shown by a click, a touch or the keyboard
      return el("span", { class: "spoiler", tabindex: "0" }, ...spans(node.in));
    case "code":
      return el("code", {}, node.text);
    case "link":
      return el("a", { href: node.url, target: "_blank", rel: "noopener noreferrer" }, ...spans(node.in));
    default:
      return null;
  }
}
