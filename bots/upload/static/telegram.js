// The page as a Mini App, without Telegram's script: the client puts its word for the person behind the `#`, and
// listens for a few events.

const launch = new URLSearchParams(location.hash.slice(1));

/** What Telegram signed about who opened the page; "" outside Telegram. */
export const initData = launch.get("tgWebAppData") ?? "";

/** Whether the chat that opened the page can be asked to close it. */
export const inTelegram = initData !== "";

/** Be shown, at full height, in the colours of the chat. */
export function begin() {
  if (!inTelegram) return;
  const ground = colours().bg_color;
  if (ground) document.documentElement.dataset.theme = isDark(ground) ? "dark" : "light";
  post("web_app_ready");
  post("web_app_expand");
}

/** Go back to the chat. */
export function close() {
  post("web_app_close");
}

/**
 * Ask before the person closes the page by a stroke, while `on`.
 * @param {boolean} on
 */
export function guard(on) {
  if (inTelegram) post("web_app_setup_closing_behavior", { need_confirmation: on });
}

/** @param {string} name */
function post(name, data = {}) {
  const text = JSON.stringify(data);
  if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(name, text);
  else if (window.external?.notify) window.external.notify(JSON.stringify({ eventType: name, eventData: data }));
  else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType: name, eventData: data }), "https://web.telegram.org");
}

function colours() {
  try {
    return JSON.parse(launch.get("tgWebAppThemeParams") ?? "{}");
  } catch {
    return {};
  }
}

/** @param {string} colour as #rrggbb */
function isDark(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
