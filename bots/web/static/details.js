// What stands behind an answer: why, what changed, the timeline in words and as a strip, in one card that opens.

import { ICONS, el, icon } from "./dom.js";
import { words } from "./markup.js";
import { timeline } from "./timeline.js";
import { say, span } from "./words.js";

/**
 * @param {Wire.Block[]} blocks
 * @param {Wire.Picture | null} picture
 * @param {{video: HTMLVideoElement | null, open: boolean, suggest: (words: string) => void}} more
 */
export function details(blocks, picture, { video, open, suggest }) {
  const inside = el("div", { class: "details-in" });
  const facts = picture ? say(picture.rows.length === 1 ? "details.facts_one" : "details.facts", { count: picture.rows.length, length: span(picture.seconds) }) : "";
  const head = el("summary", {}, el("span", {}, say(blocks.length ? "details.head" : "timeline.head")), el("span", { class: "details-facts" }, facts), icon(ICONS.down));
  const card = el("details", { class: "details" }, head, inside);
  const fill = () => {
    if (!card.open || inside.firstChild) return;
    if (picture) inside.append(timeline(picture, video, suggest)); // made when it is looked at: it loads pictures
    if (blocks.length) inside.append(words(blocks));
  };
  card.addEventListener("toggle", fill);
  head.addEventListener("click", () => setTimeout(() => {
    fill();
    if (card.open) card.closest(".has-film")?.scrollIntoView({ block: "start" }); // the film that the strip moves stays in view
  }));
  card.open = open;
  fill();
  return card;
}
