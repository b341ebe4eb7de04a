/* Small comforts for every page; without this script everything still works. */
(function () {
  "use strict";

  // A second click on a sent form does nothing. (The server answers a repeat once anyway.)
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-submit-once]")) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });

  // Coming back with the browser's own button opens the form again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  });

  // What must be mended is read first.
  const summary = document.querySelector("[data-focus-first]");
  if (summary) {
    summary.focus();
  }
})();
