// Runs before the first paint, so that a chosen theme or language never flashes into place.
// A script that does not load leaves a page without words: then the ones that stand in the document are shown.
addEventListener("error", ({ target }) => {
  if (target instanceof HTMLScriptElement) document.documentElement.dataset.offline = "";
}, true);
const theme = localStorage.getItem("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
const language = localStorage.getItem("language");
if (language === "en" || language === "zh") document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
