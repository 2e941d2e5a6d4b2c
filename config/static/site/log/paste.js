/* Several lines pasted into the one-line field go on in the field for several lines, so that a list stays a list.
   Left-overs of Word are cleaned by the server when the text is saved. */
export function startPaste(root) {
  root.addEventListener("paste", (event) => {
    if (event.target.id !== "id_line") return;
    const text = (event.clipboardData?.getData("text/plain") ?? "").replace(/\r\n?/g, "\n").trim();
    const fold = root.querySelector("#add-decision");
    if (!text.includes("\n") || !fold) return;
    event.preventDefault();
    fold.open = true;
    const long = fold.querySelector("textarea");
    const before = event.target.value.trim();
    long.value = [long.value, before, text].filter(Boolean).join("\n");
    event.target.value = "";
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    long.focus();
    long.setSelectionRange(long.value.length, long.value.length);
  });
}
