// 概況, 課題 and the list: the same words and tables as page.py writes, of what is chosen.
const sorts = {};
const td = (value, isNumber = false) => h("td", isNumber ? { class: "number" } : {}, value);

function numbered(table, head, rows) {
  table.replaceChildren(h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows));
  makeSortable(table);
}

const th = (label, isNumber = false) => h("th", { scope: "col", class: isNumber ? "number" : null }, label);
const groupHeads = () => groups.map((group) => th(`${group.symbol} ${group.label}`, true));

// Headings that sort: first press upwards (numbers downwards), the next the other way.
function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    const button = h("button", { type: "button", class: "sort" }, ...head.childNodes);
    button.addEventListener("click", () => {
      const now = sorts[table.id];
      const isNumber = head.classList.contains("number");
      const isSame = now && now.place === place;
      sorts[table.id] = { place, isUp: isSame ? !now.isUp : !isNumber };
      sortRows(table);
    });
    head.replaceChildren(button);
  });
  if (sorts[table.id]) sortRows(table);
}

function sortRows(table) {
  const { place, isUp } = sorts[table.id];
  const heads = [...table.tHead.rows[0].cells];
  const isNumber = heads[place].classList.contains("number");
  heads.forEach((head, number) => {
    if (number === place) head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
  });
  const key = (row) => {
    const cell = row.cells[place];
    const text = cell.dataset.v || cell.textContent;
    if (!isNumber) return text;
    const value = parseFloat(text.replace(/[,％]/g, ""));
    return Number.isNaN(value) ? null : value;
  };
  const rows = [...table.tBodies[0].rows].map((row) => [key(row), row]);
  const compare = (a, b) => (isNumber ? a - b : a.localeCompare(b, "ja"));
  // what has no value stands last, whichever way
  rows.sort(([a], [b]) => {
    const empty = (value) => value === null || value === "";
    if (empty(a) || empty(b)) return Number(empty(a)) - Number(empty(b));
    return isUp ? compare(a, b) : compare(b, a);
  });
  table.tBodies[0].append(...rows.map(([, row]) => row));
}

function drawSentence(towns, counts) {
  const b = (value) => h("b", {}, value);
  const year = yearRow().label;
  const number = counts.implementing;
  const whole = towns.length;
  const said = isSettled("implementing")
    ? [`${year}に重層的支援体制整備事業を実施している市町村は、${placeName()}の`, b(count(whole)), "のうち", b(count(number)), "（", b(share(number, whole)), "）です。"]
    : [`${year}に重層的支援体制整備事業を実施していることがわかっている市町村は、${placeName()}の`, b(count(whole)), "のうち", b(count(number)), `です（${KNOWN_SO_FAR}。合計ではありません）。`];
  const rest = groups
    .filter((group) => group.code !== "implementing")
    .flatMap((group, place) => [place ? "、" : "", `${group.label}は`, b(count(counts[group.code]))])
    .filter((part) => part !== "");
  $("sentence").replaceChildren(...said, ...rest, "です。");
}

function drawOverview() {
  const towns = places();
  const counts = countGroups(towns);
  drawSentence(towns, counts);
  $("cards").replaceChildren(
    ...groups.map((group) =>
      h(
        "li",
        { class: `card ${group.code}` },
        h("span", { class: "card-label" }, h("i", { "aria-hidden": "true" }, group.symbol), ` ${group.label}`),
        h("span", { class: "card-number" }, h("b", {}, count(counts[group.code])), h("small", {}, ` / ${count(towns.length)}`)),
        h("span", { class: "card-share" }, isSettled(group.code) ? h("b", {}, share(counts[group.code], towns.length)) : KNOWN_SO_FAR),
      ),
    ),
  );
  numbered(
    $("years-table"),
    [th("年度"), ...groupHeads(), th("調査"), th("実施の数の範囲")],
    data.years.map((year) => {
      const numbers = countGroups(towns, year.year);
      return h(
        "tr",
        {},
        h("th", { scope: "row", "data-v": String(year.year) }, year.label),
        groups.map((group) => td(h("b", {}, count(numbers[group.code])), true)),
        h("td", { class: "short" }, year.round),
        h("td", { class: "short" }, isSettled("implementing", year.year) ? "" : KNOWN_SO_FAR),
      );
    }),
  );
  document.querySelector(".of-year").textContent = `（${yearRow().label}）`;
  numbered(
    $("areas-table"),
    [th("振興局"), th("市町村", true), ...groupHeads()],
    data.areas.flatMap(([code, name]) => {
      const here = towns.filter((town) => town.area === code);
      if (!here.length) return [];
      const numbers = countGroups(here);
      return [h("tr", {}, h("th", { scope: "row", "data-v": code }, name), td(count(here.length), true), groups.map((group) => td(h("b", {}, count(numbers[group.code])), true)))];
    }),
  );
}

// The newest survey up to the year that is chosen; the first there was where it is older than all.
function surveyNow() {
  const known = data.barriers.filter((survey) => survey.year <= chosen.year);
  return known[known.length - 1] || data.barriers[0];
}

function drawBarriers() {
  if (!data.barriers.length) return;
  const survey = surveyNow();
  const answers = places()
    .map((town) => town.barriers[survey.year])
    .filter((answer) => answer && ["answered", "none"].includes(answer.state));
  const table = h("table", { id: "barriers-table" });
  numbered(
    table,
    [th("課題"), th("挙げた市町村", true), th("割合", true), th("特に大きい課題とした", true)],
    survey.items.map(([code, label]) => {
      const stated = answers.filter((answer) => code in answer.stated).length;
      const top = answers.filter((answer) => answer.stated[code] > 0).length;
      return h("tr", {}, h("th", { scope: "row" }, label), ...[count(stated), share(stated, answers.length), count(top)].map((text) => td(h("b", {}, text), true)));
    }),
  );
  $("barrier-table").replaceChildren(
    h("h3", {}, `${survey.label}の調査で挙げられた課題（答えた`, h("b", {}, count(answers.length)), "市町村）"),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "課題" }, table),
  );
  makeCurrent(table);
}

// A table that was made apart is sorted once it is in the page.
function makeCurrent(table) {
  if (sorts[table.id]) sortRows(table);
}

function drawList() {
  const towns = shown();
  $("list-note").textContent = `${yearRow().label}の状態。${count(towns.length)}市町村。`;
  numbered(
    $("list-table"),
    [th("市町村"), th("振興局"), th("状態"), th("開始年度"), th("人口（人）", true), th("人口規模"), th("根拠"), th("架空")],
    towns.map((town) => {
      const state = stateOf(town);
      const group = groupOf.get(state.group);
      const order = String(groups.indexOf(group));
      return h(
        "tr",
        { "data-c": town.code },
        h("th", { scope: "row", "data-v": town.kana }, h("a", { href: `#town-${town.code}` }, town.name)),
        h("td", { "data-v": town.area }, areaNames.get(town.area)),
        h("td", { "data-v": order }, `${group.symbol} ${state.label}`),
        h("td", { "data-v": state.start === null ? "" : String(state.start) }, state.start === null ? "" : data.yearLabels[state.start]),
        td(town.population === null ? "―" : count(town.population), true),
        h("td", { "data-v": String([...sizeNames.keys()].indexOf(town.size)) }, sizeNames.get(town.size) || ""),
        td(data.basis[state.basis] || ""),
        td(state.fictional ? FICTION : ""),
      );
    }),
  );
}
