/* The log page with script: every change is saved by itself, survives a lost connection and an expired sign-in.
   All forms work without it; the server alone decides what a line means and whether two writers meet. */
import { draftsOf } from "./drafts.js";
import { Sender } from "./sending.js";
import { startCombobox } from "./combobox.js";
import { startKeys } from "./keys.js";
import { startPaste } from "./paste.js";

const PAUSE = 900;
const log = document.getElementById("log");
const drafts = draftsOf(log.dataset.person, log.dataset.meeting);
const sender = new Sender({ handle, lost: () => tell("notice-lost") });
const timers = new Map();
let leaving = false;

const byId = (id) => document.getElementById(id);
const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

/* Notices that stay until what they tell of is over */
function tell(name) {
  const place = byId("contact");
  unsaved(true);
  if (place.dataset.told === name) return;
  place.dataset.told = name;
  place.replaceChildren(byId(name).content.cloneNode(true));
  const link = place.querySelector("[data-again]");
  if (link) link.href += encodeURIComponent(location.search + location.hash);
}
const LASTING = ["notice-elsewhere", "notice-number"];
const contactIsBack = () => LASTING.includes(byId("contact").dataset.told) || untell();
function untell() {
  const place = byId("contact");
  if (place.dataset.told) place.replaceChildren();
  delete place.dataset.told;
}
function unsaved(is) { byId("saved").classList.toggle("waiting", is); }

/* What a form or one part of it holds */
const parts = () => [...document.querySelectorAll("[data-part]")];
const formOf = (part) => part.querySelector("input, textarea")?.form;
const fieldsIn = (part) => [...part.querySelectorAll("[name]")];
const keyOf = (part) => `${formOf(part).getAttribute("action")}#${part.dataset.part}`;
const partFor = (key) => parts().find((part) => formOf(part)?.dataset.autosave !== undefined && keyOf(part) === key);

function valuesOf(form, names) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrfmiddlewaretoken" && (!names || names.has(name))) values[name] = value;
  }
  return values;
}
function valuesIn(part) {
  const names = new Set(fieldsIn(part).map((field) => field.name));
  return { ...valuesOf(formOf(part), names), only: part.dataset.part };
}
const isMark = (name) => /^(seen|was|version|once)/.test(name);
const written = (values) => JSON.stringify(Object.entries(values).filter(([name]) => !isMark(name)));

/* Saving a part by itself */
function save(part, pause) {
  const key = keyOf(part);
  const url = formOf(part).getAttribute("action");
  drafts.keep(key, { url, values: valuesIn(part), where: here() });
  unsaved(true);
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(() => enqueuePart(key, url), pause));
}
function enqueuePart(key, url) {
  const stored = drafts.read(key)?.values;
  sender.add({ key, url, kind: "part", values: () => (partFor(key) ? valuesIn(partFor(key)) : stored) });
}
const here = () => {
  const open = document.querySelector(".item.open");
  return open ? `?item=${open.id.slice(5)}#${open.id}` : location.pathname;
};

/* Sending a whole form. A line that was typed but not entered goes before its point is left. */
function send(form, submitter) {
  const line = form.id === "line-form";
  if (form.id === "outcome-form" && byId("id_line").value.trim()) send(byId("line-form"));
  const values = valuesOf(form);
  if (submitter?.name) values[submitter.name] = submitter.value;
  if (line && !values.line.trim()) return;
  if (line) values.once = newKey();
  const key = `${form.getAttribute("action")}#${values.once || values.then || "form"}`;
  parts().filter((part) => formOf(part) === form).forEach((part) => clearTimeout(timers.get(keyOf(part))));
  drafts.keep(key, { url: form.getAttribute("action"), values, where: here() });
  if (line) clearLine(form);
  const later = () => (values.once || !form.isConnected ? values : { ...values, ...valuesOf(form) });
  sender.add({ key, url: form.getAttribute("action"), kind: line ? "line" : "form", form, values: later });
}
/* What the line asks is answered before its point is left. */
function stay(lineUrl) {
  if (byId("line-form")?.getAttribute("action") !== lineUrl) return;
  const form = byId("outcome-form"), url = form.getAttribute("action");
  const asked = drafts.all().filter((draft) => draft.url === url && draft.values.then);
  asked.forEach((draft) => { sender.drop(draft.key); drafts.forget(draft.key); });
  if (asked.length) parts().filter((part) => drafts.read(keyOf(part)) && formOf(part) === form).forEach((part) => enqueuePart(keyOf(part), url));
}
function clearLine(form) {
  drafts.forget(`${form.getAttribute("action")}#typed`);
  form.line.value = "";
  form.choice.value = "";
  form.dispatchEvent(new CustomEvent("line:sent"));
}

/* Every answer comes here; false stops the queue until the page is opened anew. */
function handle(job, status, html, headers) {
  if (job.kind === "line" && (headers.has("X-Send-As-Page") || status === 409 || status === 422)) stay(job.url);
  if (headers.has("X-Send-As-Page")) return asked(job);
  if (status === 401) return tell("notice-signed-out"), false;
  if (status >= 400 && status !== 409 && status !== 422) return tell("notice-reload"), false;
  contactIsBack();
  const known = job.kind === "part" ? partFor(job.key) : null;
  if (status < 400) return saved(job, html, known);
  if (job.kind === "form" && job.form.isConnected && job.form.id !== "outcome-form" && job.form.id !== "attendance-form") {
    drafts.forget(job.key);
    return job.form.submit(), false;
  }
  return refused(job, status, html, known);
}
/* The server has a question that needs a page of its own; who is still writing is told first. */
function asked(job) {
  if (job.kind !== "part") return asPage(job), false;
  tell("notice-number");
  byId("contact").dataset.about = job.key;
  byId("contact").querySelector("[data-answer]").onclick = () => asPage({ ...job, sent: drafts.read(job.key).values });
}
function asPage(job) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: job.url, hidden: true });
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of Object.entries({ ...job.sent, csrfmiddlewaretoken: token })) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  drafts.forget(job.key);
  document.body.append(form);
  form.submit();
}
function saved(job, html, known) {
  swap(html);
  const part = known && partFor(job.key);
  if (part && written(valuesIn(part)) !== written(job.sent)) save(part, 0);
  else drafts.forget(job.key);
  if (job.kind === "form") finished(job);
  if (byId("contact").dataset.told === "notice-number" && byId("contact").dataset.about === job.key) untell();
  unsaved(isWaiting());
  if (leaving && !isWaiting()) byId("finish").click();
}
const isWaiting = () => sender.waiting || drafts.all().some((draft) => !draft.key.endsWith("#typed"));
function finished(job) {
  if (job.form.id === "outcome-form") {
    ["answer", "notes"].forEach((name) => drafts.forget(`${job.url}#${name}`));
    const goal = byId("id_line");
    const moved = goal && !goal.form.getAttribute("action").startsWith(job.url);
    (moved ? goal : byId("finish")).focus();
    if (moved) document.querySelector(".item.open").scrollIntoView({ block: "start" });
  } else if (job.form.isConnected && job.form.id !== "attendance-form") {
    job.form.reset();
    job.form.closest("details")?.removeAttribute("open");
    byId("id_line")?.focus();
  }
}
function refused(job, status, html, known) {
  const shown = known || job.kind !== "part";
  if (job.kind === "line") {
    drafts.forget(job.key);
    drafts.keep(`${job.url}#typed`, { url: job.url, values: { line: job.sent.line }, where: here() });
  }
  swap(html);
  unsaved(true);
  if (job.kind === "line" && byId("id_line") && !byId("id_line").value) byId("id_line").value = job.sent.line;
  if (job.kind === "line") byId("ask")?.querySelector("select")?.focus();
  if (!shown) {
    tell("notice-elsewhere");
    byId("contact").querySelector("[data-where]").href = drafts.read(job.key)?.where || location.pathname;
  }
}
function swap(html) {
  const open = document.querySelector(".item.open")?.id;
  window.htmx.swap(document.body, html, { swapStyle: "none", swapDelay: 0, settleDelay: 0 });
  if (document.querySelector(".item.open")?.id !== open) prepare();
  else ownLine();
}

/* What was kept goes back to its field and is sent with the marks of what its writer saw then. */
function restore() {
  const kept = drafts.all();
  kept.forEach((draft) => {
    const { key, url, values } = draft;
    const part = partFor(key);
    if (key.endsWith("#typed")) return typedBack(draft);
    if (part) fill(part, values);
    return part ? enqueuePart(key, url) : sender.add({ key, url, kind: kindOf(draft), form: document.createElement("form"), values: () => values });
  });
  if (kept.length) byId("contact").replaceChildren(byId("notice-restored").content.cloneNode(true));
}
const kindOf = (draft) => (draft.values.line === undefined ? "part" : "line");
function typedBack(draft) {
  const field = byId("id_line");
  if (field && !field.value && field.form.getAttribute("action") === draft.url) field.value = draft.values.line;
}
function fill(part, values) {
  fieldsIn(part).forEach((field) => {
    if (values[field.name] === undefined) return;
    if (field.type === "radio") field.checked = field.value === values[field.name];
    else field.value = values[field.name];
  });
}

/* Without script the line goes with the whole point; with it the line is a form of its own. */
const ownLine = () => document.querySelectorAll("#line-form [form]").forEach((field) => field.removeAttribute("form"));
function prepare() {
  ownLine();
  document.querySelectorAll("[data-unscripted]").forEach((shown) => { shown.hidden = true; });
  document.querySelectorAll("#add-decision form, #add-action form, #ask-form").forEach((form) => { form.dataset.send = ""; });
}

log.addEventListener("input", (event) => {
  leaving = false;
  const part = event.target.closest("[data-part]");
  if (part) save(part, PAUSE);
  else if (event.target.id === "id_line") {
    const url = event.target.form.getAttribute("action");
    drafts.keep(`${url}#typed`, { url, values: { line: event.target.value }, where: here() });
  }
});
log.addEventListener("change", (event) => {
  const part = event.target.closest("[data-part]");
  if (part) save(part, 0);
});
log.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.closest("#ask")) clearLine(byId("line-form"));
  const ours = form.id === "line-form" || form.dataset.autosave !== undefined || form.dataset.send !== undefined;
  if (!ours) return;
  if (submitter?.dataset.plain !== undefined) {
    parts().filter((part) => formOf(part) === form).forEach((part) => drafts.forget(keyOf(part)));
    return;
  }
  event.preventDefault();
  send(form, submitter);
});
/* What is being written is saved before the draft is drawn up from it; who presses again goes at once. */
byId("way-on").addEventListener("click", (event) => {
  if (!event.target.closest("#finish") || leaving) return;
  if (byId("id_line")?.value.trim()) send(byId("line-form"));
  parts().filter((part) => drafts.read(keyOf(part))).forEach((part) => save(part, 0));
  leaving = isWaiting();
  if (leaving) event.preventDefault();
});

prepare(); restore();
startCombobox(log);
startKeys(log);
startPaste(log);
