"use strict";
/* Tables of text boxes: one more row, rows pasted from Excel. Without this script three empty rows are there. */
(() => {
  const rename = (box, row) => {
    box.name = box.name.replace(/-\d+-(\d+)$/, `-${row}-$1`);
    box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/^第\d+行/, `第${row + 1}行`));
    box.value = "";
  };
  const addRow = (body) => {
    const row = body.rows[body.rows.length - 1].cloneNode(true);
    row.querySelectorAll("input, textarea").forEach((box) => rename(box, body.rows.length));
    body.append(row);
    return row;
  };
  const boxes = (row) => [...row.querySelectorAll("input, textarea")];
  const paste = (event, body) => {
    const text = (event.clipboardData || window.clipboardData).getData("text");
    if (!text.includes("\t") && !text.trim().includes("\n")) return;
    event.preventDefault();
    const start = event.target.closest("tr");
    const first = boxes(start).indexOf(event.target);
    let row = start;
    text.replace(/[\r\n]+$/, "").split(/\r?\n/).forEach((line, index) => {
      if (index) row = row.nextElementSibling || addRow(body);
      line.split("\t").forEach((cell, offset) => {
        const box = boxes(row)[first + offset];
        if (box) box.value = cell.trim();
      });
    });
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.querySelectorAll("[data-grid]").forEach((grid) => {
    const body = grid.querySelector("tbody");
    const more = grid.querySelector("[data-grid-more]");
    more.hidden = false;
    more.addEventListener("click", () => boxes(addRow(body))[0].focus());
    body.addEventListener("paste", (event) => paste(event, body));
  });
})();
