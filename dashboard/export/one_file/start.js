// Filters, the view that the address names, and the first drawing.
function draw() {
  drawOverview();
  drawMap();
  drawBarriers();
  drawList();
  drawTown();
  const year = yearRow();
  $("round").textContent = `${year.label}の調査: ${year.round}`;
  const parts = [
    year.label,
    placeName(),
    chosen.groups.length ? `状態 ${chosen.groups.map((code) => groupOf.get(code).label).join("・")}` : "",
    chosen.text.trim() ? `市町村名「${chosen.text.trim()}」` : "",
    `一覧と地図 ${count(shown().length)}市町村`,
    year.newest ? `${year.newest}` : "資料なし",
    isFictional(places()) ? `${FICTION}を含みます` : "",
  ];
  $("chosen").textContent = `表示中: ${parts.filter(Boolean).join("　")}`;
}

function select(id, label, values, now, change) {
  const choice = h("select", { id, onchange: (event) => (change(event.target.value), draw()) }, values.map(([value, text]) => h("option", { value, selected: value === now }, text)));
  return field(label, choice);
}

function beginFilters() {
  const any = ["", "すべて"];
  const sizes = data.sizes.filter(([code]) => data.towns.some((town) => town.size === code));
  const kinds = ["市", "町", "村"].filter((kind) => data.towns.some((town) => town.kind === kind));
  const state = chosen.groups.length > 1 ? [[chosen.groups.join(","), chosen.groups.map((code) => groupOf.get(code).label).join("・")]] : [];
  const form = $("filters");
  form.append(
    select("f-year", "年度", data.years.map((year) => [String(year.year), year.label]), String(chosen.year), (value) => (chosen.year = Number(value))),
    select("f-area", "振興局", [any, ...data.areas], "", (value) => (chosen.area = value)),
    select("f-size", "人口規模", [any, ...sizes], "", (value) => (chosen.size = value)),
    select("f-kind", "市・町・村", [any, ...kinds.map((kind) => [kind, kind])], "", (value) => (chosen.kind = value)),
    select("f-group", "状態", [any, ...state, ...groups.map((group) => [group.code, `${group.symbol} ${group.label}`])], chosen.groups.join(","), (value) => (chosen.groups = value ? value.split(",") : [])),
    field("市町村名", h("input", { type: "search", id: "f-text", autocomplete: "off", oninput: (event) => ((chosen.text = event.target.value), draw()) })),
    h("button", { type: "reset" }, "条件を外す"),
    h("button", { type: "button", onclick: () => window.print() }, "印刷"),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    Object.assign(chosen, { area: "", size: "", kind: "", groups: [], text: "" });
    for (const id of ["f-area", "f-size", "f-kind", "f-group", "f-text"]) $(id).value = "";
    draw();
  });
  form.hidden = false;
}

// #map, #list … and #town-01581: one view at a time, and the focus goes to it.
function show(isFirst) {
  const name = decodeURIComponent(location.hash.slice(1));
  const [view, code] = name.split("-");
  const views = [...document.querySelectorAll("section.view")];
  const now = views.some((one) => one.id === view) ? view : "overview";
  if (now === "town" && townOf.has(code)) townNow = code;
  drawTown();
  for (const one of views) one.hidden = one.id !== now;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#${now}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!isFirst) {
    window.scrollTo(0, 0);
    $(now).focus({ preventScroll: true });
  }
}

document.documentElement.classList.add("alive");
beginFilters();
beginMap();
draw();
show(true);
window.addEventListener("hashchange", () => {
  if (location.hash !== "#content") show(false);
});
