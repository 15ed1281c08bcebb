// <div data-plate> holds a picture: a box is drawn over it with finger, mouse or arrow keys, and the fields left, top, width
// and height of its form follow in percent. Without script squares of a grid are ticked instead.
const SIDES = ["left", "top", "width", "height"];
const STEP = 1;
const START = { left: 40, top: 60, width: 20, height: 8 };

function watch(place) {
  const form = place.closest("form");
  const fields = SIDES.map((side) => form.elements[side]);
  const squares = place.querySelector("[data-squares]");
  squares.remove();
  form.querySelector("[data-drawn]").hidden = false;
  const box = document.createElement("button");
  box.type = "button";
  box.className = "box";
  box.setAttribute("aria-label", place.dataset.box);
  place.append(box);

  const shown = () => Object.fromEntries(SIDES.map((side, at) => [side, Number(fields[at].value)]));
  const draw = () => {
    const chosen = shown();
    const none = !chosen.width || !chosen.height;
    // Nothing chosen yet: the whole picture can be reached by Tab.
    const part = none ? { left: 0, top: 0, width: 100, height: 100 } : chosen;
    box.classList.toggle("none", none);
    for (const side of SIDES) box.style[side] = `${part[side]}%`;
  };
  const set = ({ left, top, width, height }) => {
    const part = { left: within(left, 100), top: within(top, 100) };
    part.width = within(width, 100 - part.left);
    part.height = within(height, 100 - part.top);
    SIDES.forEach((side, at) => (fields[at].value = String(Math.round(part[side] * 10) / 10)));
    draw();
  };

  let from = null;
  const at = (event) => {
    const frame = place.getBoundingClientRect();
    return [(100 * (event.clientX - frame.left)) / frame.width, (100 * (event.clientY - frame.top)) / frame.height];
  };
  place.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    from = at(event);
    place.setPointerCapture(event.pointerId);
    box.focus({ preventScroll: true });
  });
  place.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = at(event).map((each) => within(each, 100));
    const [left, top] = [Math.min(x, from[0]), Math.min(y, from[1])];
    set({ left, top, width: Math.abs(x - from[0]), height: Math.abs(y - from[1]) });
  });
  for (const name of ["pointerup", "pointercancel"]) place.addEventListener(name, () => (from = null));

  box.addEventListener("keydown", (event) => {
    const [x, y] = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key] ?? [];
    if (x === undefined) return;
    event.preventDefault();
    const part = shown();
    if (!part.width || !part.height) return set(START);
    if (event.shiftKey) set({ ...part, width: part.width + x, height: part.height + y });
    else set({ ...part, left: Math.min(part.left + x, 100 - part.width), top: Math.min(part.top + y, 100 - part.height) });
  });
  fields.forEach((field) => field.addEventListener("input", draw));
  draw();
}

function within(value, most) {
  return Math.min(most, Math.max(0, value));
}

document.querySelectorAll("[data-plate]").forEach(watch);
