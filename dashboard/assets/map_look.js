/* The map that we draw (map_drawing.js) brought closer, moved, walked by pointer and by keys. */
window.kasanariMapParts = window.kasanariMapParts || {};
(function () {
    const K = window.kasanariMapParts;
    const D = K.D;
    const MOST = 12, STEP = 1.5, MOVED = 4;
    const ARROWS = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]};
    let dragged = false;

    const look = (left, top, wide) => {
        const high = wide * D.whole[3] / D.whole[2];
        const within = (value, size, all) => Math.min(Math.max(value, -size / 4), all - size * 3 / 4);
        D.view = wide >= D.whole[2] ? D.whole.slice() : [within(left, wide, D.whole[2]), within(top, high, D.whole[3]), wide, high];
        D.svg.setAttribute("viewBox", D.view.map(Math.round).join(" "));
        K.fit(false);
    };
    const zoom = (factor, spot) => {
        const [x, y] = spot || [D.view[0] + D.view[2] / 2, D.view[1] + D.view[3] / 2];
        const wide = Math.min(D.whole[2], Math.max(D.whole[2] / MOST, D.view[2] / factor));
        const share = wide / D.view[2];
        look(x - (x - D.view[0]) * share, y - (y - D.view[1]) * share, wide);
    };
    const zooms = {in: () => zoom(STEP), out: () => zoom(1 / STEP), reset: () => look(0, 0, D.whole[2])};

    /* ---- pointer and keys ---- */

    const townOf = (event) => (D.parts.order.has(event.target) ? D.parts.order.get(event.target) : -1);

    const listenToMap = () => {
        let from = null;
        D.svg.addEventListener("mouseover", (event) => K.hover(from && dragged ? -1 : townOf(event)));
        D.svg.addEventListener("mouseleave", () => K.hover(-1));
        D.svg.addEventListener("focusin", (event) => K.hover(townOf(event), event.target));
        D.svg.addEventListener("focusout", () => K.hover(-1));
        D.svg.addEventListener("click", (event) => !dragged && K.open(townOf(event)));
        D.svg.addEventListener("pointerdown", (event) => {
            dragged = false;
            from = event.button ? null : [event.clientX, event.clientY, D.view[0], D.view[1]];
        });
        window.addEventListener("pointermove", (event) => {
            if (!from || !event.buttons) {
                from = null;
                return;
            }
            const [right, down] = [event.clientX - from[0], event.clientY - from[1]];
            dragged = dragged || Math.hypot(right, down) > MOVED;
            if (dragged && D.view[2] < D.whole[2]) {
                look(from[2] - right * D.perDot, from[3] - down * D.perDot, D.view[2]);
            }
        });
        window.addEventListener("pointerup", () => {
            from = null;
        });
        D.svg.addEventListener("wheel", (event) => {
            if (event.ctrlKey || event.metaKey) { // the wheel alone moves the page
                event.preventDefault();
                const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(D.svg.getScreenCTM().inverse());
                zoom(event.deltaY < 0 ? STEP : 1 / STEP, [spot.x, spot.y]);
            }
        }, {passive: false});
        D.svg.addEventListener("keydown", (event) => {
            const town = townOf(event);
            const key = {"+": "in", ";": "in", "-": "out", "0": "reset"}[event.key];
            if (town < 0 || event.ctrlKey || event.altKey || event.metaKey) {
                return;
            }
            if (event.key === "Enter" || event.key === " ") {
                K.open(town);
            } else if (ARROWS[event.key]) {
                focus(beyond(town, ARROWS[event.key]));
            } else if (event.key === "Home" || event.key === "End") {
                focus(event.key === "Home" ? 0 : D.parts.towns.length - 1);
            } else if (key) {
                zooms[key]();
            } else {
                return;
            }
            event.preventDefault();
        });
    };

    /* The town that lies nearest in a direction. */
    const beyond = (town, [dx, dy]) => {
        const {x, y} = D.shown.data.towns;
        let best = town, least = Infinity;
        x.forEach((_x, other) => {
            const ahead = (x[other] - x[town]) * dx + (y[other] - y[town]) * dy;
            const aside = Math.abs((x[other] - x[town]) * dy) + Math.abs((y[other] - y[town]) * dx);
            if (ahead > 0 && aside <= 2 * ahead && ahead + 2 * aside < least) {
                best = other;
                least = ahead + 2 * aside;
            }
        });
        return best;
    };

    const focus = (town) => {
        D.parts.towns.forEach((path, number) => path.setAttribute("tabindex", number === town ? 0 : -1));
        const {x, y} = D.shown.data.towns;
        if (x[town] < D.view[0] || y[town] < D.view[1] || x[town] > D.view[0] + D.view[2] || y[town] > D.view[1] + D.view[3]) {
            look(x[town] - D.view[2] / 2, y[town] - D.view[3] / 2, D.view[2]);
        }
        D.parts.towns[town].focus({preventScroll: true});
    };

    document.addEventListener("click", (event) => {
        const button = event.target.closest && event.target.closest("[data-zoom]");
        if (button && D.svg) {
            zooms[button.dataset.zoom]();
        }
    });

    Object.assign(K, {listenToMap});
})();
