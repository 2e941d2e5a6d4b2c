/* The line as an editable combobox with list autocomplete (ARIA Authoring Practices). The list comes from the server,
   which alone reads lines; here are only keys, focus and which row is chosen. */
const PAUSE = 120;

export function startCombobox(root) {
  let timer = 0;
  let readFor = null;

  const field = () => root.querySelector("#id_line");
  const list = () => root.querySelector("#line-options");
  const rows = () => [...list().querySelectorAll("[role=option]")];
  const active = () => list().querySelector("[aria-selected=true]");
  const isOpen = () => !list().hidden;

  function dress(input) {
    if (!input || input.getAttribute("role") === "combobox") return;
    const facts = { role: "combobox", "aria-expanded": "false", "aria-controls": "line-options", "aria-autocomplete": "list", enterkeyhint: "done" };
    Object.entries(facts).forEach(([name, value]) => input.setAttribute(name, value));
  }
  function open() {
    const shown = rows().length > 0 && document.activeElement === field() && readFor === field().value;
    list().hidden = !shown;
    field().setAttribute("aria-expanded", String(shown));
    mark(shown ? active() : null);
  }
  function close() {
    if (!field()) return;
    list().hidden = true;
    field().setAttribute("aria-expanded", "false");
    field().removeAttribute("aria-activedescendant");
  }
  function mark(row) {
    rows().forEach((other) => other.setAttribute("aria-selected", String(other === row)));
    if (row) field().setAttribute("aria-activedescendant", row.id);
    else field().removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }
  function move(step) {
    const all = rows();
    if (!isOpen()) { open(); return isOpen() && mark(all[step > 0 ? 0 : all.length - 1]); }
    const at = all.indexOf(active());
    return mark(all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
  }
  function read(pause) {
    clearTimeout(timer);
    if (!field().value.trim()) { list().replaceChildren(); return close(); }
    timer = setTimeout(() => window.htmx.trigger(field(), "reading"), pause);
  }
  function take(row) {
    if (row.dataset.line) {
      field().value = row.dataset.line;
      field().setSelectionRange(Number(row.dataset.caret), Number(row.dataset.caret));
      field().dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    field().form.choice.value = row.dataset.choice;
    field().form.requestSubmit();
  }
  function enter(event) {
    const row = isOpen() && readFor === field().value ? active() : null;
    event.preventDefault();
    if (row) take(row);
    else field().form.requestSubmit();
  }

  root.addEventListener("focusin", (event) => { if (event.target.id === "id_line") dress(event.target); });
  root.addEventListener("focusout", (event) => { if (event.target.id === "id_line") close(); });
  root.addEventListener("input", (event) => {
    if (event.target.id !== "id_line") return;
    event.target.form.choice.value = "";
    read(PAUSE);
  });
  root.addEventListener("line:sent", () => { clearTimeout(timer); readFor = null; list().replaceChildren(); close(); }, true);
  root.addEventListener("keydown", (event) => {
    if (event.target.id !== "id_line" || event.isComposing) return;
    const acts = {
      ArrowDown: () => (event.altKey ? open() : move(1)),
      ArrowUp: () => (event.altKey ? close() : move(-1)),
      Enter: () => !(event.ctrlKey || event.metaKey) && enter(event),
      Escape: () => close(),
    };
    if (!acts[event.key]) return;
    if (event.key.startsWith("Arrow")) event.preventDefault();
    acts[event.key]();
  });
  root.addEventListener("mousedown", (event) => { if (event.target.closest("#line-options")) event.preventDefault(); });
  root.addEventListener("click", (event) => {
    const row = event.target.closest("#line-options [role=option]");
    if (row) take(row);
  });
  root.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id === "id_line") event.detail.parameters.caret = String(field().selectionStart);
  });
  root.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail?.requestConfig?.elt?.id !== "id_line") return;
    readFor = event.detail.requestConfig.parameters.line ?? event.detail.requestConfig.formData?.get("line");
    open();
  });
  dress(field());
}
