// 市町村カルテ: what the file holds of one municipality.
const ANSWER_STATES = { blank: "未回答", unknown_if_asked: "未回答", undecided: "未定", none: "特になし", not_asked: "対象外（実施中）", unreadable: "読めない" };
let townNow = "";

function facts(town) {
  const figure = (value, unit) => (value === null ? "秘匿・不明" : `${count(value)}${unit}`);
  return [
    ["コード", town.code],
    ["振興局", areaNames.get(town.area)],
    ["人口", figure(town.population, "人")],
    ["人口規模", sizeNames.get(town.size) || "不明"],
    ["65歳以上の割合", town.aging === null ? "秘匿・不明" : `${town.aging.toFixed(1)}％`],
    ["面積", town.km2 === null ? "不明" : `${town.km2.toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 })}km²`],
  ];
}

function statesTable(town) {
  const rows = data.years.map((year) => {
    const state = stateOf(town, year.year);
    const group = groupOf.get(state.group);
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, year.label),
      td(`${group.symbol} ${state.label}`),
      td(state.start === null ? "" : data.yearLabels[state.start]),
      td(data.basis[state.basis] || ""),
      td(state.source === null ? "" : data.sources[state.source]),
      td(year.round),
      td(state.fictional ? FICTION : ""),
    );
  });
  return h("table", {}, h("thead", {}, h("tr", {}, ["年度", "状態", "開始年度", "根拠", "出典", "調査", "架空"].map((label) => th(label)))), h("tbody", {}, rows));
}

function barrierWords(town) {
  return data.barriers.map((survey) => {
    const answer = town.barriers[survey.year];
    if (!answer) return h("li", {}, `${survey.label}　回答なし`);
    const labels = survey.items.filter(([code]) => code in answer.stated).map(([code, label]) => (answer.stated[code] ? `${label}（${answer.stated[code]}番目に大きい）` : label));
    return h("li", {}, `${survey.label}　${labels.length ? labels.join("、") : ANSWER_STATES[answer.state] || "挙げていない"}`);
  });
}

function functionRows(town) {
  return data.layers
    .filter((layer) => layer.family === "function" && town.layers[layer.code])
    .map((layer) => {
      const years = Object.keys(town.layers[layer.code]).sort();
      const newest = years[years.length - 1];
      const style = layer.classes[classOf(town, layer, newest)];
      return h("tr", {}, h("th", { scope: "row" }, layer.label), td(`${style.symbol} ${style.label}`), td(yearRow(Number(newest)).label));
    });
}

function drawTown() {
  const town = townOf.get(townNow);
  const choice = h(
    "select",
    { id: "town-choice", onchange: (event) => event.target.value && (location.hash = `#town-${event.target.value}`) },
    h("option", { value: "" }, "選ぶ"),
    data.towns.map((one) => h("option", { value: one.code, selected: one.code === townNow }, `${one.name}（${areaNames.get(one.area)}）`)),
  );
  const parts = [h("p", { class: "no-print" }, field("市町村", choice))];
  if (!town) parts.push(h("p", { class: "note" }, "上で選ぶか、一覧や地図で市町村を選ぶと、その市町村のことがここに出ます。"));
  else {
    const functions = functionRows(town);
    parts.push(
      h("h3", {}, town.name, h("small", {}, `　${town.kana}`)),
      town.fictional ? h("p", { class: "fictional" }, `${FICTION}を含みます`) : "",
      h("dl", { class: "facts" }, facts(town).map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value)))),
      h("h4", {}, "年度ごとの状態"),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "年度ごとの状態" }, statesTable(town)),
      h("h4", {}, "挙げた課題"),
      h("ul", {}, data.barriers.length ? barrierWords(town) : h("li", {}, "調査なし")),
      h("h4", {}, "機能（法第106条の4第2項）"),
      functions.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "機能" }, h("table", {}, h("thead", {}, h("tr", {}, ["機能", "いまの状態", "回答の年度"].map((label) => th(label)))), h("tbody", {}, functions))) : h("p", {}, "回答なし"),
    );
  }
  $("town").replaceChildren($("town-title"), ...parts.filter((part) => part !== ""));
}
