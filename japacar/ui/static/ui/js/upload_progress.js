// A form with a place for it shows how much of an upload has travelled: <p data-progress-state data-progress="Sent {percent} %"
// data-failed="The link dropped. Your files are still chosen: send again.">
// Without script the browser waits in silence. Loaded before submit_once.js, which leaves alone what is sent here.
function show(answer) {
  // The answer replaces the page as a whole: asking for it again would lose the messages that it carries.
  history.pushState(null, "", answer.responseURL);
  // A module runs once for each address in the life of a window, which this stays; so the new page names its own anew.
  const page = answer.responseText.replace(/(<script type="module" src="[^"#]+)/g, `$1#${Date.now()}`);
  document.open();
  document.write(page);
  document.close();
}

function send(form, submitter, state) {
  const words = state.dataset;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    state.textContent = words.progress.replace("{percent}", Math.round((100 * loaded) / total));
  });
  request.addEventListener("load", () => show(request));
  request.addEventListener("error", () => {
    delete form.dataset.sending;
    state.classList.add("error");
    state.textContent = words.failed;
  });
  request.send(new FormData(form, submitter));
}

// On the document, so that photo_shrink.js, which listens on the form, is done before.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const state = form.querySelector("[data-progress-state]");
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  if (event.defaultPrevented || !state || files.length === 0) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  state.classList.remove("error");
  send(form, event.submitter, state);
});
