// Forms with data-once are sent once. The server's receipt is what guards; this only spares the reader a second wait.
// Listening on the document lets the scripts of the form itself (shrinking, progress) have their say first.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  // aria-disabled, not disabled: a disabled button loses its name and value from the form and its focus from the reader.
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.setAttribute("aria-disabled", "true");
  }
});

function release(form) {
  form.removeAttribute("aria-busy");
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
}

// A page that comes back from the back button must work again.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-once]").forEach(release);
});
