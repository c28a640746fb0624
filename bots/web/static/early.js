// Runs before the first paint, so that a chosen theme or language never flashes into place.
const theme = localStorage.getItem("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
const language = localStorage.getItem("language");
if (language === "en" || language === "zh") document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
