/* The intake page with less waiting: rows without a round trip, pickers for times, position and MGRS kept alike.
 * Without this script every field and button still works; the server decides in every case. */
(function () {
  "use strict";

  const form = document.querySelector("[data-intake]");
  if (!form) {
    return;
  }
  const PAUSE_MS = 400;
  const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

  // Times: a picker, unless what stands there is no time a picker could show.
  function offerPickers(root) {
    root.querySelectorAll("[data-moment]").forEach((input) => {
      if (input.value === "" || MOMENT.test(input.value)) {
        input.type = "datetime-local";
      }
    });
  }

  // Rows
  function addRow(rows) {
    const total = rows.querySelector("[name$='-TOTAL_FORMS']");
    const source = rows.querySelector("[data-rows-template]");
    const copy = source.content.cloneNode(true);
    copy.querySelectorAll("*").forEach((element) => numberAttributes(element, total.value));
    total.value = String(Number(total.value) + 1);
    offerPickers(copy);
    const list = rows.querySelector("[data-rows-list]");
    list.append(copy);
    const first = list.lastElementChild.querySelector("input:not([type=hidden]), select, textarea");
    if (first) {
      first.focus();
    }
  }

  function numberAttributes(element, number) {
    Array.from(element.attributes).forEach((attribute) => {
      if (attribute.value.includes("__prefix__")) {
        attribute.value = attribute.value.replaceAll("__prefix__", number);
      }
    });
  }

  form.querySelectorAll("[data-rows]").forEach((rows) => {
    rows.querySelector("[data-rows-add]").addEventListener("click", (event) => {
      event.preventDefault();
      addRow(rows);
    });
  });

  // Where: the position field is what is sent; the map's two fields and the MGRS field follow it
  const position = form.elements.position;
  const mgrs = form.elements.mgrs;
  const latitude = document.getElementById("map-latitude");
  const longitude = document.getElementById("map-longitude");
  const words = form.querySelector("[data-proposal]");
  const far = form.querySelector("[data-far]");
  let waiting;
  let asked = 0;
  let isRepeating = false;

  function showOnMap(text) {
    const found = /^(-?\d+(?:\.\d+)?), (-?\d+(?:\.\d+)?)$/.exec(text.trim());
    isRepeating = true;
    latitude.value = found ? found[1] : "";
    longitude.value = found ? found[2] : "";
    [latitude, longitude].forEach((input) => input.dispatchEvent(new Event("change", { bubbles: true })));
    isRepeating = false;
  }

  function takeFromMap() {
    if (!isRepeating && latitude.value && longitude.value) {
      position.value = latitude.value + ", " + longitude.value;
      ask("position");
    }
  }

  function askSoon(name) {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(name), PAUSE_MS);
  }

  function ask(name) {
    const text = form.elements[name].value.trim();
    const number = ++asked;
    if (text === "") {
      return;
    }
    fetch(form.dataset.proposalUrl + "?" + new URLSearchParams({ [name]: text }), { credentials: "same-origin" })
      .then((answer) => answer.json().then((said) => number === asked && show(name, answer.ok, said)))
      .catch(() => { words.textContent = ""; }); // without an answer the fields stand as they were typed
  }

  function show(name, isRead, said) {
    if (!isRead) {
      words.textContent = said.refusal || "";
      return;
    }
    if (name === "position") {
      mgrs.value = said.mgrs;
    } else {
      position.value = said.position;
    }
    showOnMap(said.position);
    far.hidden = !said.is_far;
    showSector(said);
  }

  function showSector(said) {
    words.textContent = said.sector ? form.dataset.proposalWords + " " + said.sector : form.dataset.noneWords;
    const earlier = form.querySelector("[data-take-sector]");
    if (earlier) {
      earlier.parentElement.remove();
    }
    if (said.sector && form.elements.sector.value !== String(said.sector_key)) {
      words.append(" ", sectorButton(said));
    }
  }

  // A proposal: nothing is chosen until a person presses it.
  function sectorButton(said) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-primary btn-sm";
    button.textContent = form.dataset.takeWords.replace("{code}", said.sector);
    button.addEventListener("click", () => {
      form.elements.sector.value = String(said.sector_key);
      button.remove();
    });
    return button;
  }

  position.addEventListener("input", () => askSoon("position"));
  mgrs.addEventListener("input", () => askSoon("mgrs"));
  [latitude, longitude].forEach((input) => input.addEventListener("change", takeFromMap));
  offerPickers(form);
  showOnMap(position.value);
})();
