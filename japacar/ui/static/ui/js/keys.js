// Keys of the desk: a button with data-key="a" is pressed by the letter, j and k walk through the queue. Never while typing.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
  const key = event.key.toLowerCase();
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
    return;
  }
  const links = [...document.querySelectorAll(".queue a")];
  const step = { j: 1, k: -1 }[key];
  if (!step || links.length === 0) return;
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  links[Math.min(Math.max(here + step, 0), links.length - 1)].click();
});
