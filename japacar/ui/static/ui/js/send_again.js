// Sends a form once more, as if this button had been pressed. Safari before 16 has no requestSubmit; there the button is pressed.
export function sendAgain(form, button) {
  if (form.requestSubmit) form.requestSubmit(button);
  else (button ?? form.querySelector("button:not([type=button])")).click();
}
