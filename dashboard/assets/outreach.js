/* 働きかけ in the browser: sliders change the address after a short pause, and the candidates follow it. */
(function () {
    const PAUSE = 120;
    const DEFAULT = "balance";
    let waiting = null; // until the sliders have rested
    let moved = ""; // the weights of the sliders that the address does not have yet
    let wanted = null; // weights that the server has not answered yet
    let last = null; // the ranking that the server sent last
    let town = ""; // the one that is looked at

    const address = window.kasanariAddress;
    const given = () => address.get("preset") || DEFAULT;
    const text = (changed) =>
        Object.entries(changed)
            .map(([code, weight]) => `${code}:${weight}`)
            .join(",");
    const asked = (base) => {
        const weights = {...base};
        address.get("w").split(",").forEach((part) => {
            const [code, weight] = part.split(":");
            if (code in weights && weight !== "" && Number(weight) >= 0) {
                weights[code] = Number(weight);
            }
        });
        return weights;
    };
    const say = (codes, values) =>
        codes.forEach((code, at) => {
            const place = document.getElementById("weight-" + code);
            if (place) {
                place.textContent = String(values[at]);
            }
        });
    const sliders = () => address.group("weight");
    /* A slider answers late to being drawn, with a value of before. So it has been moved only if it was used since then. */
    const used = new Set();
    let pressed = ""; // the slider on which the mouse was pressed last; it is let go of wherever the mouse is by then
    const noteUse = ({type, target}) => {
        const row = target instanceof Element && target.closest(".weight");
        const code = row ? row.querySelector("output").id.replace("weight-", "") : "";
        if (["mousedown", "touchstart"].includes(type)) {
            pressed = code;
        }
        [code, pressed].filter(Boolean).forEach((name) => used.add(name));
        if (["mouseup", "touchend"].includes(type)) {
            pressed = "";
        }
    };
    ["keydown", "mousedown", "mouseup", "touchstart", "touchend"].forEach((name) =>
        window.addEventListener(name, noteUse, {capture: true}));
    const isOther = ({props}) => props.value !== props["data-agreed"];
    const isAhead = (slider) => isOther(slider) && used.has(slider.id.code);
    const standing = (slider) => (isAhead(slider) ? slider.props.value : slider.props["data-agreed"]);
    const draw = ({id}, value) => {
        if (id.code !== pressed) {
            used.delete(id.code);
        }
        address.set(id, {value: value, "data-agreed": value});
    };
    const presets = () => (address.propsOf("outreach-presets") || {}).data;
    /* The weights that the sliders stand at, where they are not those of the preset. */
    const changed = () => {
        const base = presets()[given()] || {};
        const other = sliders().filter((slider) => standing(slider) !== base[slider.id.code]);
        return Object.fromEntries(other.map((slider) => [slider.id.code, standing(slider)]));
    };

    const place = () => document.getElementById("ranking-rows");
    const shown = () => `${given()}|${address.get("w")}`;

    /* The bands are those of other weights until the server has drawn them anew. */
    const preview = (weights) => {
        if (last && place()) {
            place().setAttribute("aria-busy", "true");
            place().dataset.ordered = text(weights);
        }
    };
    /* Draw what the server sent last, unless the sliders have moved on since: then the newest answer is on its way. */
    const settle = () => {
        if (!last || !place() || waiting !== null) {
            return false;
        }
        if (wanted !== null && text(wanted) !== text(last.weights) && last.asked !== shown()) {
            return false;
        }
        wanted = null;
        window.kasanariRanking.draw(place(), last.rows, last.count, town, last.bands);
        place().setAttribute("aria-busy", "false");
        place().dataset.ordered = text(last.weights);
        place().dataset.drawn = last.key;
        return true;
    };

    const stopWaiting = () => {
        clearTimeout(waiting);
        [waiting, moved] = [null, ""];
    };
    const flush = () => {
        if (waiting === null) {
            return;
        }
        stopWaiting();
        const weights = text(changed());
        sliders().filter(isAhead).forEach(({id, props}) => address.set(id, {"data-agreed": props.value}));
        if (weights === address.get("w")) {
            settle();
        } else {
            address.go({w: weights});
        }
    };
    /* A preset, or the way back to one, says what all sliders are: what one of them was just moved to no longer counts. */
    const abandon = () => {
        sliders().filter(isAhead).forEach(({id, props}) => address.set(id, {"data-agreed": props.value}));
        stopWaiting();
    };
    const look = () => {
        sliders().filter((slider) => isOther(slider) && !isAhead(slider)).forEach((slider) => draw(slider, standing(slider)));
        const ahead = sliders().filter(isAhead).map(({id, props}) => `${id.code}:${props.value}`).join(",");
        if (ahead && ahead !== moved) {
            clearTimeout(waiting);
            [waiting, moved] = [setTimeout(flush, PAUSE), ahead];
        }
    };
    const drawSliders = () => {
        const base = presets() && presets()[given()];
        if (base && waiting === null) {
            const weights = asked(base);
            sliders()
                .filter((slider) => slider.props.value !== weights[slider.id.code] || isOther(slider))
                .forEach((slider) => draw(slider, weights[slider.id.code]));
        }
    };
    address.bind({
        id: "outreach-preset",
        name: "preset",
        before: abandon,
        changes: (preset) => ({preset: preset === DEFAULT ? "" : preset, w: ""}),
        parse: (preset, props) => (presets() && presets()[preset || DEFAULT] ? preset || DEFAULT : props.value),
    });
    address.bind({
        id: "outreach-order",
        name: "order",
        changes: (order) => ({order: order === "code" ? "" : order}),
        parse: (order) => (order === "route" ? order : "code"),
    });
    address.watch({
        look: look,
        flush: flush,
        draw: (names) => {
            if (!names || names.includes("preset") || names.includes("w")) {
                drawSliders();
            }
        },
    });
    document.addEventListener("click", (event) => {
        if (event.target.id === "weights-reset") {
            abandon();
            address.go({w: ""});
        }
    });

    window.dash_clientside = window.dash_clientside || {};
    window.dash_clientside.kasanariOutreach = {
        draw: (data, seen) => {
            last = data || last;
            town = seen && seen.town;
            return data && settle() ? data.key : window.dash_clientside.no_update;
        },
        /* The numbers beside the sliders follow every move at once. */
        showWeights: (values) => {
            const {inputs_list: inputs} = window.dash_clientside.callback_context;
            say(inputs[0].map((slider) => slider.id.code), values);
            const base = (presets() || {})[given()];
            if (!base) {
                return;
            }
            wanted = {...base, ...changed()};
            if (last && text(wanted) !== text(last.weights)) {
                preview(wanted);
            } else {
                settle();
            }
        },
        follow: (_search) => {
            drawSliders();
            return !address.get("w");
        },
    };
})();
