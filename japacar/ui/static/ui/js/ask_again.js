// A page that waits for the worker asks for itself again and shows the new one when something has changed.
// Without this script a link and a refresh inside <noscript> do the same. The status line is announced politely.
const status = document.querySelector("[data-ask-again]");
const EVERY = 3000;

async function look() {
  if (document.hidden) return;
  const answer = await fetch(status.dataset.askAgain, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-ask-again]");
  if (now) {
    const words = now.textContent.trim();
    if (words !== status.textContent.trim()) status.querySelector("p").textContent = words;
    for (const part of page.querySelectorAll("[data-so-far]")) {
      const there = document.getElementById(part.id);
      if (there && there.innerHTML !== part.innerHTML) there.replaceChildren(...part.childNodes);
    }
    return;
  }
  clearInterval(timer);
  status.querySelector("p").textContent = status.dataset.ready;
  // Time to hear the sentence before the new page begins to speak.
  setTimeout(() => location.reload(), 900);
}

const timer = status ? setInterval(() => look().catch(() => {}), EVERY) : 0;
