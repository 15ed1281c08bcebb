// Empties the page's first form that has a filled button and sends it, so that its page of problems is seen.
() => {
  const forms = [...document.querySelectorAll("main form[method=post]")];
  const form = forms.find((each) => each.querySelector("button.btn:not(.line)"));
  for (const field of form.elements) {
    if (field.type === "hidden" || field.tagName === "BUTTON" || field.tagName === "FIELDSET") continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.type !== "file") field.value = "";
  }
  form.noValidate = true;
  form.requestSubmit(form.querySelector("button[value=publish]") ?? form.querySelector("button.btn:not(.line)"));
}
