// A select that offers its guess and "another one" gets the whole list, which the page carries once, when another one is wanted.
const all = document.querySelector("template[data-meanings]");

document.addEventListener("change", (event) => {
  const select = event.target;
  if (!all || !select.matches("select[data-meaning]") || select.value !== "other") return;
  select.replaceChildren(all.content.cloneNode(true));
  delete select.dataset.meaning;
  // Browsers open a list by program only while the reader's own act is fresh; where they refuse, it is one more tap.
  try {
    select.showPicker();
  } catch {
    select.focus();
  }
});
