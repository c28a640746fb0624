// Light and dark: the system's until somebody chooses, then theirs.

import { say } from "./words.js";

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

export function dark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
}

/**
 * Make a button the switch; the returned function says its name again after a change of language.
 * @param {HTMLElement} button
 */
export function themeSwitch(button) {
  const name = () => {
    button.setAttribute("aria-label", say(dark() ? "top.theme.light" : "top.theme.dark"));
    button.classList.toggle("is-dark", dark());
  };
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
    name();
  });
  system.addEventListener("change", name);
  name();
  return name;
}
