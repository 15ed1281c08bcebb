// Keys of the desk: what carries data-key="a" is pressed by the letter, j and k walk through the queue. Never while typing, and
// not after the button of the page turned them off (kept for this tab only).
const OFF = "desk-keys-off";
const toggle = document.querySelector("[data-keys-off]");
const isOff = () => sessionStorage.getItem(OFF) !== null;
const show = () => {
  toggle.textContent = isOff() ? toggle.dataset.on : toggle.dataset.off;
};
if (toggle) {
  toggle.hidden = false;
  show();
  toggle.addEventListener("click", () => {
    if (isOff()) sessionStorage.removeItem(OFF);
    else sessionStorage.setItem(OFF, "");
    show();
  });
}

addEventListener("keydown", (event) => {
  if (isOff() || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const key = event.key.toLowerCase();
  const pressed = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (pressed) {
    event.preventDefault();
    pressed.click();
    // A disclosure opens on its first field.
    if (pressed.matches("summary")) pressed.parentElement.querySelector("textarea, input:not([type=hidden])")?.focus();
    return;
  }
  const links = [...document.querySelectorAll(".queue a")];
  const step = { j: 1, k: -1 }[key];
  if (!step || links.length === 0) return;
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  links[Math.min(Math.max(here + step, 0), links.length - 1)].click();
});
