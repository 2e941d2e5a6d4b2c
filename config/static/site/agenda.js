/* Moves points of an agenda without loading the page anew: by button, with the focus kept, and by dragging.
   Without this file the buttons are plain forms. */

const PARTS = ["messages", "agenda-part"];
const agenda = () => document.querySelector("[data-agenda]");
const points = () => [...agenda().querySelectorAll("[data-point]")];
let held = null;
let busy = false;

async function send(form, button) {
  if (busy) return;
  busy = true;
  const typed = new FormData(form, button);
  try {
    const answer = await fetch(form.action, { method: "POST", body: typed, credentials: "same-origin" });
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) { location.reload(); return; }
    take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    keepFocus(form, button);
  } catch {
    document.dispatchEvent(new Event("htmx:sendError"));
  } finally {
    busy = false;
  }
}

/* #messages is a live region: it stays, and what is said in it is read aloud. */
function take(page) {
  for (const name of PARTS) {
    const here = document.getElementById(name);
    const fresh = page.getElementById(name);
    if (here && fresh) here.replaceChildren(...fresh.childNodes);
  }
  const here = document.getElementById("changes");
  const fresh = page.getElementById("changes");
  if (fresh && here) here.replaceWith(fresh);
  else if (fresh) document.getElementById("agenda-part").before(fresh);
  else here?.remove();
  makeDraggable();
}

function keepFocus(form, button) {
  const id = new URL(form.action).pathname.match(/items\/([0-9a-f-]+)\//)?.[1];
  const wanted = button ? [button.id, `up-${id}`, `down-${id}`] : [`up-${id}`, `down-${id}`];
  const next = wanted.map((name) => document.getElementById(name)).find(Boolean);
  (next ?? document.getElementById("agenda"))?.focus();
}

function makeDraggable() {
  if (!agenda()) return;
  for (const point of points()) {
    if (point.querySelector("[data-handle]")) continue;
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.dataset.handle = "";
    handle.draggable = true;
    handle.setAttribute("aria-hidden", "true");
    point.querySelector(".tools").prepend(handle);
  }
}

/* Above a point's middle means before it, below it after. */
const after = (point, y) => { const box = point.getBoundingClientRect(); return y > box.top + box.height / 2; };
const unmark = () => document.querySelectorAll(".drop-before, .drop-after").forEach((one) => one.classList.remove("drop-before", "drop-after"));

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-move]") || !event.submitter) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

document.addEventListener("dragstart", (event) => {
  if (!event.target.closest?.("[data-handle]")) return;
  held = event.target.closest("[data-point]");
  held.classList.add("held");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  event.dataTransfer.setDragImage(held, 8, 8);
});

document.addEventListener("dragover", (event) => {
  const point = held && event.target.closest?.("[data-point]");
  if (!point) return;
  event.preventDefault();
  unmark();
  if (point !== held) point.classList.add(after(point, event.clientY) ? "drop-after" : "drop-before");
});

document.addEventListener("drop", (event) => {
  const point = held && event.target.closest?.("[data-point]");
  if (!point || point === held) return;
  event.preventDefault();
  const from = points().indexOf(held);
  const place = points().indexOf(point) + (after(point, event.clientY) ? 1 : 0);
  const to = place > from ? place : place + 1;
  if (to === from + 1) return;
  const form = held.querySelector("form[data-move]");
  form.elements.to.value = String(to);
  send(form, null);
});

document.addEventListener("dragend", () => {
  held?.classList.remove("held");
  held = null;
  unmark();
});

makeDraggable();
