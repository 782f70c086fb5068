/* The names on the map that we draw (map_drawing.js): of the 振興局, of the towns that implement, or of all that are near. */
window.kasanariMapParts = window.kasanariMapParts || {};
(function () {
    const K = window.kasanariMapParts;
    const D = K.D;
    const NAMES_FROM = 1.9;
    const EM = 12.5, LINE = 15, GAP = 6;
    const MOST_NAMES = 18, MOST_IMPLEMENTING_NAMES = 40;
    /* Where a name lies from its point, in sizes of the text; the preferred first. */
    const SIDES = [[0, -0.5], [-1, -0.5], [-0.5, -1], [-0.5, 0], [0, -1], [-1, -1], [0, 0], [-1, 0]];

    const write = (x, y, lines, attributes) => {
        const text = K.make("text", {transform: `translate(${x} ${y})scale(${D.perDot})`, ...attributes}, D.parts.names);
        if (lines.length === 1) {
            text.textContent = lines[0];
            return;
        }
        lines.forEach((line, number) => {
            K.make("tspan", {x: 0, dy: number ? 14 : 0}, text).textContent = line;
        });
    };

    const writeNames = () => {
        const {towns, colours, areas, areaPlace} = D.shown.data;
        const soft = {fill: colours.soft};
        D.parts.names.replaceChildren();
        const [x, y] = D.svg.dataset.north.split(" ");
        write(x, y, ["北方領土", "（対象外）"], {...soft, "font-size": 11});
        if (D.whole[2] / D.view[2] >= NAMES_FROM) {
            const isIn = (town) => towns.x[town] > D.view[0] && towns.x[town] < D.view[0] + D.view[2] &&
                towns.y[town] > D.view[1] && towns.y[town] < D.view[1] + D.view[3];
            towns.name.forEach((said, town) => isIn(town) && write(towns.x[town], towns.y[town], [said], {"font-size": 11, dy: 18}));
        } else if (D.svg.parentNode.dataset.names === "adopters") {
            place(named()).forEach(([town, side]) => {
                const dots = [[GAP, -GAP, 0][side[0] === 0 ? 0 : side[0] === -1 ? 1 : 2], side[1] === -0.5 ? 4.5 : side[1] === 0 ? 16 : -GAP];
                write(towns.x[town], towns.y[town], [towns.name[town]], {
                    "text-anchor": side[0] === 0 ? "start" : side[0] === -1 ? "end" : "middle", dx: dots[0], dy: dots[1],
                });
            });
        } else {
            areas.forEach((area, number) => write(...areaPlace[number], [area], soft));
        }
    };

    /* The towns whose names are written: as many as can be read. */
    const named = () => {
        const code = (town) => D.shown.layer.classes[D.shown.places[town]].code;
        const kept = D.shown.places.map((_place, town) => town).filter((town) => D.shown.inside[town]);
        const implementing = kept.filter((town) => code(town) === "implementing");
        const both = kept.filter((town) => ["implementing", "planned"].includes(code(town)));
        return both.length <= MOST_NAMES ? both : implementing.length <= MOST_IMPLEMENTING_NAMES ? implementing : [];
    };

    /* A side for each name: greedy, north to south, the side that covers least (as figures/labels.py does for slides). */
    const place = (towns) => {
        const {x, y, name: names} = D.shown.data.towns;
        const at = (town) => [x[town] / D.perDot, y[town] / D.perDot];
        const taken = towns.map((town) => [town, at(town)]).map(([town, [left, top]]) => [town, left - 5, top - 5, left + 5, top + 5]);
        const overlap = (one, other) => Math.max(0, Math.min(one[3], other[3]) - Math.max(one[1], other[1])) *
            Math.max(0, Math.min(one[4], other[4]) - Math.max(one[2], other[2]));
        return towns.slice().sort((one, other) => y[one] - y[other]).map((town) => {
            let best = null, least = Infinity;
            SIDES.forEach((side) => {
                const [px, py] = at(town);
                const wide = names[town].length * EM;
                const left = px + side[0] * wide + (side[0] === 0 ? GAP : side[0] === -1 ? -GAP : 0);
                const top = py + side[1] * LINE + (side[1] === -0.5 ? 0 : side[1] === 0 ? GAP : -GAP);
                const box = [-1, left, top, left + wide, top + LINE];
                const cost = taken.reduce((sum, other) => sum + (other[0] === town ? 0 : overlap(box, other)), 0);
                if (cost < least) {
                    least = cost;
                    best = [side, box];
                }
            });
            taken.push(best[1]);
            return [town, best[0]];
        });
    };

    Object.assign(K, {writeNames});
})();
