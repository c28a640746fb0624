// Files dropped anywhere on the page.

/**
 * Show the sheet while files hover over the page; `take` gets what is dropped, Escape calls it off.
 * @param {HTMLElement} sheet
 * @param {(files: File[]) => void} take
 */
export function dropAnywhere(sheet, take) {
  let depth = 0;
  const show = (/** @type {boolean} */ shown) => {
    if (!shown) depth = 0;
    sheet.hidden = !shown;
  };
  addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth += 1;
    show(true);
  });
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = sheet.hidden ? "none" : "copy";
  });
  addEventListener("dragleave", (event) => {
    if (!carriesFiles(event)) return;
    depth -= 1;
    if (depth <= 0) show(false);
  });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const wanted = !sheet.hidden;
    show(false);
    if (wanted) take([...(event.dataTransfer?.files ?? [])]);
  });
  addEventListener("keydown", (event) => event.key === "Escape" && show(false));
}

/** @param {DragEvent} event */
function carriesFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}
