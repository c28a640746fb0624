// Single pictures of a video, taken by a player that nobody sees: one video at a time, so that those on screen come first.

import { el } from "./dom.js";

const PATIENCE = 15000; // milliseconds for one picture
const FIRST = 0.02; // seconds: in the first picture of any film, and far enough from its start to be looked up
const DARK = 24; // of 255: what is darker everywhere is taken for black

let queue = Promise.resolve();

/**
 * Take pictures at shares of a video's length, 0 to 1, and draw each as soon as it is there. Resolves when all are, and
 * also where the video cannot be read: a picture is never needed.
 * @param {string} source
 * @param {number[]} shares
 * @param {(picture: HTMLVideoElement, number: number) => void} draw
 */
export function frames(source, shares, draw) {
  queue = queue.then(() => take(source, shares, draw)).catch(() => {});
  return queue;
}

/**
 * Draw a picture so that it fills the place, cut at its edges.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLVideoElement} picture
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
export function cover(canvas, picture, x, y, width, height) {
  const scale = Math.max(width / picture.videoWidth, height / picture.videoHeight);
  const [w, h] = [width / scale, height / scale];
  const [left, top] = [(picture.videoWidth - w) / 2, (picture.videoHeight - h) / 2];
  canvas.getContext("2d")?.drawImage(picture, left, top, w, h, x, y, width, height);
}

/**
 * Give a player whose film begins black, as one that fades in, another picture until it plays.
 * @param {HTMLVideoElement} video
 */
export function brighten(video) {
  const canvas = el("canvas");
  let begins = "";
  frames(video.dataset.source ?? "", [FIRST / video.duration, 0.25], (picture) => {
    begins ||= dark(picture) ? "dark" : "bright";
    if (begins === "bright" || dark(picture)) return;
    [canvas.width, canvas.height] = [picture.videoWidth, picture.videoHeight];
    cover(canvas, picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => {
      if (blob && video.currentTime === 0 && video.paused) video.poster = URL.createObjectURL(blob);
    }, "image/jpeg");
  });
}

/**
 * Whether a picture is nearly black everywhere.
 * @param {HTMLVideoElement} picture
 */
function dark(picture) {
  const context = el("canvas", { width: 16, height: 9 }).getContext("2d");
  if (!context) return false;
  context.drawImage(picture, 0, 0, 16, 9);
  return !context.getImageData(0, 0, 16, 9).data.some((value, at) => at % 4 < 3 && value > DARK);
}

/**
 * A small picture of a video, taken when it comes into view; `done` is called when the source is not needed any more.
 * @param {string} source
 */
export function thumbnail(source, done = () => {}) {
  const canvas = el("canvas", { class: "thumb", width: 96, height: 96, "aria-hidden": "true" });
  const seen = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    seen.disconnect();
    frames(source, [0.1], (picture) => {
      cover(canvas, picture, 0, 0, 96, 96);
      canvas.classList.add("drawn");
    }).then(done);
  });
  seen.observe(canvas);
  return canvas;
}

/** @type {typeof frames} */
async function take(source, shares, draw) {
  const video = el("video", { playsinline: true, preload: "auto" });
  video.muted = true;
  video.src = source;
  try {
    await event(video, "loadeddata");
    for (const [number, share] of shares.entries()) {
      const at = Math.max(0, Math.min(share * video.duration, video.duration - 0.05));
      if (Number.isFinite(at) && Math.abs(video.currentTime - at) > 0.01) {
        video.currentTime = at;
        await event(video, "seeked");
      }
      draw(video, number);
    }
  } finally {
    video.removeAttribute("src");
    video.load();
  }
}

/**
 * @param {HTMLVideoElement} video
 * @param {string} name
 * @returns {Promise<void>}
 */
function event(video, name) {
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const timer = setTimeout(() => end(reject), PATIENCE);
    const end = (/** @type {() => void} */ settle) => {
      clearTimeout(timer);
      stop.abort();
      settle();
    };
    video.addEventListener(name, () => end(resolve), { signal: stop.signal });
    video.addEventListener("error", () => end(reject), { signal: stop.signal });
  });
}
