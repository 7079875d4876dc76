/* Dragging a card to a column does the verb that leads there: at once when nothing is asked, else in the dialog.
   The buttons on the cards do the same without dragging. */
(function () {
  "use strict";
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const form = document.querySelector("[data-board-form]");
  let card = null;

  /** {target state: {verb, direct}} from "in_progress:take:1 assigned:dispatch: ". */
  function ways(one) {
    const found = {};
    one.dataset.ways.trim().split(/\s+/).forEach((text) => {
      const parts = text.split(":");
      if (parts.length === 3) found[parts[0]] = { verb: parts[1], direct: parts[2] === "1" };
    });
    return found;
  }

  function perform(one, way) {
    if (way.direct) {
      form.action = one.dataset.url + "do/";
      form.querySelector("[name=move]").value = way.verb;
      form.submit();
      return;
    }
    const link = document.createElement("a");
    link.href = one.dataset.url + "do/" + way.verb + "/?back=" + encodeURIComponent(form.querySelector("[name=back]").value);
    link.setAttribute("data-dialog", "");
    link.hidden = true;
    board.appendChild(link);
    link.click();
    link.remove();
  }

  const column = (event) => (event.target.closest ? event.target.closest(".board-column") : null);
  const all = (css, how) => board.querySelectorAll("." + css).forEach((one) => one.classList.remove(how || css));

  board.addEventListener("dragstart", (event) => {
    card = event.target.closest(".board-card");
    if (!card) return;
    card.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.url);
    const open = ways(card);
    board.querySelectorAll(".board-column").forEach((one) => {
      const own = one.contains(card);
      one.classList.toggle("barred", !own && !open[one.dataset.state]);
    });
  });
  board.addEventListener("dragover", (event) => {
    const over = column(event);
    if (!card || !over || !ways(card)[over.dataset.state]) return;
    event.preventDefault();
    all("over");
    over.classList.add("over");
  });
  board.addEventListener("drop", (event) => {
    const over = column(event);
    const way = card && over ? ways(card)[over.dataset.state] : null;
    if (!way) return;
    event.preventDefault();
    perform(card, way);
  });
  board.addEventListener("dragend", () => {
    all("over");
    all("barred");
    all("dragged");
    card = null;
  });

  document.addEventListener("change", (event) => {
    const filters = event.target.closest("[data-submit-on-change]");
    if (filters) filters.submit();
  });
})();
