// The data of the file, what is chosen, and the counts that all views share: the same sums as page.py makes.
const data = JSON.parse(document.getElementById("data").textContent);
const asked = data.record.asked;
const groups = data.groups;
const areaNames = new Map(data.areas);
const sizeNames = new Map(data.sizes);
const groupOf = new Map(groups.map((group) => [group.code, group]));
const townOf = new Map(data.towns.map((town) => [town.code, town]));
const SMALL = 10;
const KNOWN_SO_FAR = "わかっている範囲";
const FICTION = "架空データ";

const chosen = {
  year: asked.fiscal_year,
  area: "",
  size: "",
  kind: "",
  groups: asked.groups.slice(),
  text: "",
};

const $ = (id) => document.getElementById(id);

// An element: attributes as they stand in HTML, on… as listeners, children as nodes or words.
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== ""));
  return element;
}

// A control under its label.
function field(label, control) {
  return h("span", { class: "field" }, h("label", { for: control.id }, label), control);
}

const count = (value) => value.toLocaleString("en-US");

// One decimal, halves up, in whole numbers so that no fraction is lost; ＊ where the whole is small.
function share(part, whole) {
  if (!whole) return "―";
  const tenths = Math.floor((2000 * part + whole) / (2 * whole));
  return `${Math.floor(tenths / 10)}.${tenths % 10}％${whole < SMALL ? "＊" : ""}`;
}

const yearRow = (year = chosen.year) => data.years.find((row) => row.year === year);
const stateOf = (town, year = chosen.year) => town.states[year];
const isSettled = (group, year = chosen.year) => yearRow(year).settled.includes(group);

// The municipalities that shares are of: all filters but 状態 and the search for a name.
function places() {
  return data.towns.filter(
    (town) =>
      (!chosen.area || town.area === chosen.area) &&
      (!chosen.size || town.size === chosen.size) &&
      (!chosen.kind || town.kind === chosen.kind),
  );
}

function isShown(town) {
  const text = chosen.text.trim();
  return (
    (!chosen.groups.length || chosen.groups.includes(stateOf(town).group)) &&
    (!text || town.name.includes(text) || town.kana.includes(text) || town.code.startsWith(text))
  );
}

const shown = () => places().filter(isShown);

function countGroups(towns, year = chosen.year) {
  const counts = Object.fromEntries(groups.map((group) => [group.code, 0]));
  for (const town of towns) counts[stateOf(town, year).group] += 1;
  return counts;
}

// 道内, or what the filters leave of it.
function placeName() {
  const kind = chosen.kind;
  const parts = [
    chosen.area ? areaNames.get(chosen.area) : data.about.place,
    chosen.size ? `人口${sizeNames.get(chosen.size)}` : "",
    kind,
  ];
  return parts.filter(Boolean).join("の");
}

function isFictional(towns, year = chosen.year) {
  return towns.some((town) => stateOf(town, year).fictional);
}
