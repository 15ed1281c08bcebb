// What a page shows, judged inside it. Returns plain data; config/audit/pages.py turns it into sentences.
() => {
  const japanese = /[\u3041-\u30ff\u3400-\u9fff\uff66-\uff9f]/;
  const english = /[A-Za-z][a-z]{2,}[ ,]+([A-Za-z][a-z']*[ ,]+)?[a-z]{3,}/;
  const page = document.documentElement.lang.slice(0, 2);
  const strange = page === "ja" ? english : japanese;
  const said = [];
  const judge = (text, element) => {
    // Nothing within an option can be marked, and names in it are as their people write them.
    if (element.tagName === "OPTION" && page === "en") return;
    const marked = element.closest("[lang]");
    const own = marked ? marked.lang.slice(0, 2) : page;
    if (own === page && strange.test(text)) said.push(text.trim().replace(/\s+/g, " ").slice(0, 90));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent || ["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"].includes(parent.tagName)) continue;
    judge(walker.currentNode.textContent, parent);
  }
  for (const element of document.querySelectorAll("[alt],[title],[aria-label],[placeholder]")) {
    for (const name of ["alt", "title", "aria-label", "placeholder"]) {
      const value = element.getAttribute(name);
      if (value) judge(value, element);
    }
  }
  judge(document.title, document.documentElement);
  return {
    strange: said,
    links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
  };
}
