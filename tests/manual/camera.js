// What a picture shows of a page, and the marks on it; everything in pixels of the page.
({ marks, last }) => {
  const AIR = 18; // around what is shown
  const TALL = 1060; // no more of a page than this, if it can be
  const LOW = 460; // no less, if there is more
  const INK = "#b3124f"; // no colour of the office's own
  const DISC = 28;
  const main = document.querySelector("main");
  const box = (element) => element.getBoundingClientRect();
  const seen = (rect) => rect.width > 1 && rect.height > 1;
  const folded = (element) => element.closest("details:not([open]) > :not(summary)");

  // what must not be cut through, and where a disc must not lie: lines of text, fields, signs
  const lines = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || folded(element)) continue;
    range.selectNodeContents(walker.currentNode);
    lines.push(...[...range.getClientRects()].filter(seen));
  }
  const things = [...main.querySelectorAll("input, select, textarea, button, .btn, .badge, svg")];
  lines.push(...things.filter((thing) => thing.checkVisibility() && !folded(thing)).map(box).filter(seen));
  const whole = [...main.querySelectorAll("tr, li, p, dt, dd, label, article, details")].filter((one) => !folded(one)).map(box);
  const blocks = [...lines, ...whole].filter((rect) => seen(rect) && rect.height < 150);
  const cards = [...main.querySelectorAll(".card, .tile, table, fieldset")].map(box).filter(seen);

  const spots = marks.flatMap(([elements, number]) => elements.map((element) => ({ rect: box(element), number })));
  const head = box(main.querySelector(".page-head, .acts, h1"));
  const lowest = Math.max(head.bottom, ...spots.map((spot) => spot.rect.bottom));
  const end = Math.max(...lines.map((line) => line.bottom), ...cards.map((card) => card.bottom)) + AIR;
  let top = head.top - AIR;
  if (lowest - top > TALL) top = Math.min(...spots.map((spot) => spot.rect.top)) - 2 * AIR;
  let bottom = last ? box(last).bottom : Math.max(lowest + 2 * AIR, top + LOW);
  const cut = (place) => blocks.filter((block) => block.top < place - 1 && block.bottom > place + 1);
  for (let through; (through = cut(top)).length; ) top = Math.min(...through.map((block) => block.top));
  for (let through; (through = cut(bottom)).length; ) bottom = Math.max(...through.map((block) => block.bottom));
  top = Math.max(top, 0);
  bottom = Math.min(bottom + 2, end);

  const inside = (rect) => rect.bottom > top && rect.top < bottom;
  const shown = [...lines, ...cards].filter(inside);
  let left = Math.min(...shown.map((rect) => rect.left)) - AIR;
  let right = Math.max(...shown.map((rect) => rect.right)) + AIR;

  const layer = document.createElement("div");
  Object.assign(layer.style, { position: "absolute", inset: "0", zIndex: 99, pointerEvents: "none" });
  const add = (rect, style, text = "") => {
    const mark = document.createElement("div");
    const place = { left: `${rect.left}px`, top: `${rect.top}px`, width: `${rect.width}px`, height: `${rect.height}px` };
    Object.assign(mark.style, { position: "absolute", boxSizing: "border-box" }, place, style);
    mark.textContent = text;
    layer.append(mark);
  };
  const frames = spots.map(({ rect }) => new DOMRect(rect.left - 4, rect.top - 4, rect.width + 8, rect.height + 8));
  for (const frame of frames) add(frame, { border: `3px solid ${INK}`, borderRadius: "8px", boxShadow: "0 0 0 1px #fff" });
  const covered = (disc, rects) =>
    rects.reduce((sum, rect) => {
      const wide = Math.min(rect.right, disc.right) - Math.max(rect.left, disc.left);
      const high = Math.min(rect.bottom, disc.bottom) - Math.max(rect.top, disc.top);
      return sum + Math.max(wide, 0) * Math.max(high, 0);
    }, 0);
  const discs = [];
  spots.forEach(({ number }, place) => {
    if (!number) return;
    const frame = frames[place];
    const middle = frame.top + Math.min(frame.height - DISC, 12) / 2;
    const ends = [frame.left - DISC - 2, frame.right + 2, frame.left - DISC / 2, frame.right - DISC / 2];
    const rows = [middle, frame.top - DISC / 2, frame.bottom - DISC / 2, frame.top - DISC, frame.bottom];
    const places = rows.flatMap((y) => ends.map((x) => new DOMRect(x, y, DISC, DISC)));
    const fits = places.filter((disc) => disc.left > box(main).left && disc.right < box(main).right && disc.top > 0);
    const others = [...lines, ...frames.filter((_, other) => other !== place), ...discs];
    const disc = fits.reduce((best, one) => (covered(one, others) < covered(best, others) ? one : best));
    discs.push(disc);
    left = Math.min(left, disc.left - 6);
    right = Math.max(right, disc.right + 6);
    top = Math.min(top, disc.top - 6);
    const face = { background: INK, color: "#fff", borderRadius: "50%", boxShadow: "0 0 0 2px #fff" };
    add(disc, { ...face, font: `600 17px/${DISC}px "Be Vietnam Pro"`, textAlign: "center" }, `${number}`);
  });
  document.body.append(layer);
  left = Math.max(left, box(main).left);
  right = Math.min(right, box(main).right);
  top = Math.max(top, 0);
  const [x, y] = [Math.floor(left), Math.floor(top)];
  return { x, y, width: Math.ceil(right) - x, height: Math.ceil(bottom) - y };
}
