// A button that copies the text of the field it names, and says so.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  const said = () => button.replaceChildren("Đã chép");
  if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(said);
  else if (document.execCommand("copy")) said();
});
