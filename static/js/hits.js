// Hits of the search box: down and up go from the box to the hits and back.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const box = document.querySelector("#tim input[type=search]");
  const here = document.activeElement;
  if (!box || (here !== box && !here.matches("[data-hit]"))) return;
  const stops = [box, ...document.querySelectorAll("[data-hit]")];
  const next = stops[stops.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
