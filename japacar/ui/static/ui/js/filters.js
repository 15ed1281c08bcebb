// A form with data-filters is sent when one of its boxes or lists changes; without this its button does it.
import { sendAgain } from "./send_again.js";

for (const form of document.querySelectorAll("form[data-filters]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], input[type=radio], select")) sendAgain(form);
  });
}
