// Forms with data-once are sent once. The server's receipt is what guards; this only spares the reader a second wait.
// Where the device knows that it has no connection nothing is sent: the words of the form's key stand above the button and everything
// typed stays, where a browser would show its own page. Whether a line that is there carries is not asked first: it would cost every
// form a way to the server and back, and whoever goes on at once would lose what he sent. Back leads to the form then, as it was.
// Listening on the document lets the scripts of the form itself (shrinking, progress) have their say first.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.querySelector("[data-no-link-words]")?.remove();
  const words = form.elements.form_key?.dataset.noLink;
  if (!navigator.onLine && words) {
    event.preventDefault();
    say(words, event.submitter ?? form.querySelector("button:not([type=button])"));
    return;
  }
  hold(form);
});

function say(words, button) {
  const text = document.createElement("p");
  text.className = "error";
  text.dataset.noLinkWords = "";
  text.setAttribute("role", "alert");
  text.textContent = words;
  (button?.closest(".acts") ?? button)?.before(text);
}

function hold(form) {
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  // aria-disabled, not disabled: a disabled button loses its name and value from the form and its focus from the reader.
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.setAttribute("aria-disabled", "true");
  }
}

function release(form) {
  form.removeAttribute("aria-busy");
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
}

// A page that comes back from the back button must work again.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-once]").forEach(release);
});
