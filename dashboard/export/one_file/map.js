// The map: real shapes or tiles, a layer and a year; each class has a colour, a sign and a word.
const SVG = "http://www.w3.org/2000/svg";
const OUTSIDE = "#E0E1E6";
const TILE = 100;
const mapState = { layer: "status", tiles: false };
const drawn = document.querySelector("#drawing svg");
const shapes = [...drawn.querySelectorAll(".drawn-towns path")];
const townOfShape = new Map(data.towns.map((town) => [town.shape, town]));
const signs = drawn.appendChild(svg("g", { class: "signs", "aria-hidden": "true" }));
const tileMap = drawTiles();

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const layerNow = () => data.layers.find((layer) => layer.code === mapState.layer);

// The number of the class of a municipality in a layer.
function classOf(town, layer, year = chosen.year) {
  const place = (code) => {
    const found = layer.classes.findIndex((one) => one.code === code);
    return found < 0 ? layer.classes.length - 1 : found;
  };
  const state = stateOf(town, year);
  if (layer.family === "status") return place(state.group);
  if (layer.family === "start") {
    if (state.group === "no_data") return place("no_data");
    const begins = ["implementing", "planned"].includes(state.group) ? state.start : null;
    if (begins === null) return place("none");
    const years = layer.classes.map((one) => Number(one.code)).filter(Boolean);
    return place(String(Math.min(Math.max(begins, years[0]), years[years.length - 1])));
  }
  if (layer.family === "figure") {
    const value = layer.code === "population" ? town.population : town.aging;
    return value === null ? place("no_data") : layer.edges.filter((edge) => value >= edge).length;
  }
  if (layer.family === "barrier") {
    const answer = town.barriers[year];
    if (!answer) return place("no_data");
    if (answer.state === "not_asked") return place("not_asked");
    if (!["answered", "none"].includes(answer.state)) return place("no_data");
    const rank = answer.stated[layer.code.slice("barrier_".length)];
    return place(rank === undefined ? "not_stated" : rank > 0 ? "top" : "stated");
  }
  return place((town.layers[layer.code] || {})[year]);
}

function classWords(town, layer) {
  const style = layer.classes[classOf(town, layer)];
  const value = { population: town.population, aging: town.aging }[layer.code];
  const number = value === undefined || value === null ? "" : `（${count(value)}${layer.code === "aging" ? "％" : "人"}）`;
  return `${style.symbol} ${style.label}${number}`;
}

function drawTiles() {
  const columns = Math.max(...data.towns.map((town) => town.column)) + 1;
  const rows = Math.max(...data.towns.map((town) => town.row)) + 1;
  const picture = svg("svg", { class: "drawn tiles", viewBox: `0 0 ${columns * TILE} ${rows * TILE}`, "aria-hidden": "true" });
  for (const town of data.towns) {
    const place = svg("g", { "data-c": town.code, transform: `translate(${town.column * TILE} ${town.row * TILE})` });
    place.append(svg("rect", { width: TILE - 4, height: TILE - 4, x: 2, y: 2, rx: 6 }));
    const name = svg("text", { x: TILE / 2, y: 42, "text-anchor": "middle", class: "tile-name" });
    name.textContent = town.name.slice(0, -1).slice(0, 3) || town.name;
    const sign = svg("text", { x: TILE / 2, y: 82, "text-anchor": "middle", class: "tile-sign" });
    place.append(name, sign);
    picture.append(place);
  }
  return picture;
}

function drawMap() {
  const layer = layerNow();
  const here = new Set(shown().map((town) => town.code));
  $("drawing").replaceChildren(mapState.tiles ? tileMap : drawn);
  signs.replaceChildren();
  shapes.forEach((shape, number) => {
    const town = townOfShape.get(number);
    const style = town && here.has(town.code) ? layer.classes[classOf(town, layer)] : null;
    shape.setAttribute("fill", style ? style.fill : OUTSIDE);
    if (style && !mapState.tiles && style.code !== "no_data") {
      const sign = svg("text", { x: town.x, y: town.y + 45, "text-anchor": "middle", fill: style.ink });
      sign.textContent = style.symbol;
      signs.append(sign);
    }
  });
  for (const place of tileMap.children) {
    const town = townOf.get(place.getAttribute("data-c"));
    const style = here.has(town.code) ? layer.classes[classOf(town, layer)] : null;
    const [box, name, sign] = place.children;
    box.setAttribute("fill", style ? style.fill : OUTSIDE);
    name.setAttribute("fill", style ? style.ink : "#4D4D52");
    sign.setAttribute("fill", style ? style.ink : "#4D4D52");
    sign.textContent = style ? style.symbol : "";
  }
  const label = layer.byYear ? `${yearRow().label}　${layer.label}` : layer.label;
  $("map-heading").textContent = label;
  $("drawing").setAttribute("aria-label", `${label}で塗り分けた地図。同じ内容は「市町村の一覧」と「市町村カルテ」にあります`);
  drawLegend(layer);
  $("map-note").textContent = layer.note;
}

function drawLegend(layer) {
  const numbers = layer.classes.map(() => 0);
  for (const town of shown()) numbers[classOf(town, layer)] += 1;
  $("legend").replaceChildren(
    ...layer.classes.map((style, place) => {
      const key = svg("svg", { viewBox: "0 0 20 20", class: "key", "aria-hidden": "true" });
      key.append(svg("rect", { width: 19, height: 19, x: 0.5, y: 0.5, fill: style.fill, stroke: "#76767B" }));
      const sign = svg("text", { x: 10, y: 15, "text-anchor": "middle", fill: style.ink });
      sign.textContent = style.symbol;
      key.append(sign);
      return h("li", {}, key, ` ${style.label} `, h("b", {}, count(numbers[place])));
    }),
  );
}

function sayTown(town) {
  $("map-said").textContent = town ? `${town.name}（${areaNames.get(town.area)}）　${classWords(town, layerNow())}` : "";
}

function townAt(event) {
  const shape = event.target.closest("path, [data-c]");
  const number = shapes.indexOf(shape);
  return number >= 0 ? townOfShape.get(number) : townOf.get(shape && shape.getAttribute("data-c"));
}

function beginMap() {
  const families = [...new Set(data.layers.map((layer) => layer.group))];
  const layers = h(
    "select",
    { onchange: (event) => ((mapState.layer = event.target.value), drawMap()) },
    families.map((family) =>
      h(
        "optgroup",
        { label: family },
        data.layers.filter((layer) => layer.group === family).map((layer) => h("option", { value: layer.code }, layer.label)),
      ),
    ),
  );
  layers.id = "map-layer";
  const tiles = h("input", { type: "checkbox", id: "map-tiles", onchange: (event) => ((mapState.tiles = event.target.checked), drawMap()) });
  const towns = h(
    "select",
    { id: "map-town", onchange: (event) => sayTown(townOf.get(event.target.value)) },
    h("option", { value: "" }, "選ぶ"),
    data.towns.map((town) => h("option", { value: town.code }, town.name)),
  );
  const open = h("button", { type: "button", onclick: () => towns.value && (location.hash = `#town-${towns.value}`) }, "カルテを開く");
  $("map-controls").append(
    field("表示するもの", layers),
    h("label", { class: "tick" }, tiles, "同じ大きさのタイルで見る"),
    field("市町村", towns),
    open,
  );
  $("map-controls").hidden = false;
  $("drawing").addEventListener("mouseover", (event) => sayTown(townAt(event)));
  $("drawing").addEventListener("click", (event) => {
    const town = townAt(event);
    if (town) location.hash = `#town-${town.code}`;
  });
}
