"use strict";
/* Small comforts. Every page works without this file. */
(() => {
  const account = () => document.querySelector(".account[open]");

  document.addEventListener("click", (event) => {
    const open = account();
    if (open && !open.contains(event.target)) open.open = false;
    if (event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("keydown", (event) => {
    const open = account();
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });

  /* Signing out leaves nothing behind on a shared computer; text that was never sent is told of once before it goes. */
  const isDraft = (key) => key.startsWith("samverka:draft:");
  document.addEventListener("submit", (event) => {
    if (!event.target.matches('form[action$="/logout/"]')) return;
    const drafts = Object.keys(localStorage).filter(isDraft);
    if (drafts.length && !document.querySelector('[data-from="unsent"]') && document.getElementById("unsent")) {
      event.preventDefault();
      notice("unsent");
      document.querySelector('[data-from="unsent"]').scrollIntoView({ block: "center" });
      return;
    }
    drafts.forEach((key) => localStorage.removeItem(key));
  });

  /* A request that never arrived must be seen: what was typed is still on the page. */
  const notice = (name) => {
    const template = document.getElementById(name);
    const place = document.getElementById("messages");
    if (!template || !place || place.querySelector(`[data-from="${name}"]`)) return;
    place.append(template.content.cloneNode(true));
  };
  /* The server has a question that needs a page of its own. */
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.xhr.getResponseHeader("X-Send-As-Page")) return;
    detail.shouldSwap = false;
    detail.requestConfig.elt.closest("form").submit();
  });
  document.addEventListener("htmx:sendError", () => notice("no-contact"));
  document.addEventListener("htmx:timeout", () => notice("no-contact"));
  document.addEventListener("htmx:responseError", () => notice("went-wrong"));
  document.addEventListener("htmx:afterOnLoad", () => {
    document.querySelectorAll('[data-from="no-contact"]').forEach((old) => old.remove());
  });
})();
