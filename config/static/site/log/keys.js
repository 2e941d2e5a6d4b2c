/* Single keys while no field is being written in; they can be switched off (WCAG 2.1.4), in this browser. */
const SWITCH = "samverka:single-keys";

export function startKeys(root) {
  const list = document.getElementById("keys");
  const box = document.getElementById("keys-on");
  if (!list) return;
  list.hidden = false;
  box.checked = localStorage.getItem(SWITCH) !== "off";
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));

  const line = () => root.querySelector("#id_line");
  const acts = {
    b: () => line()?.focus(),
    u: () => {
      const field = line();
      if (!field) return;
      field.focus();
      if (!field.value.includes("@")) field.setRangeText("@", 0, 0, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    a: () => root.querySelector("#id_notes")?.focus(),
    n: () => root.querySelector("#done")?.click(),
    "?": () => { list.open = true; list.querySelector("summary").focus(); },
  };
  const writing = (target) =>
    target.closest("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("#id_line, #id_notes")) {
      event.preventDefault();
      root.querySelector("#done")?.click();
      return;
    }
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
