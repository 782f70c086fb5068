/* In the page of test_quick_choices*.py: a server that answers late and out of order, and a user of any speed. */
(() => {
    const plainFetch = window.fetch;
    const QUIET_FRAMES = 3, MOST_MILLISECONDS = 20000;
    let waits = () => 0; // how long the next answer is held back
    let underWay = 0;

    const pause = (milliseconds) => new Promise((done) => window.setTimeout(done, milliseconds));
    const frame = () => new Promise((done) => window.requestAnimationFrame(done));
    window.fetch = async (address, how) => {
        if (!String(address).includes("_dash-update-component") || String(how.body).includes("poll.n_intervals")) {
            return plainFetch(address, how);
        }
        underWay += 1;
        const wait = waits();
        try {
            const answer = await plainFetch(address, how);
            const whole = new Response(answer.status === 204 ? null : await answer.arrayBuffer(), answer);
            await pause(wait);
            return whole;
        } finally {
            window.setTimeout(() => {
                underWay -= 1;
            });
        }
    };
    /* The same delays for the same seed (mulberry32). */
    const seeded = (seed, choices) => {
        let state = seed;
        return () => {
            state = (state + 0x6d2b79f5) | 0;
            let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
            mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
            return choices[((mixed ^ (mixed >>> 14)) >>> 0) % choices.length];
        };
    };
    const until = async (what, condition) => {
        const began = performance.now();
        while (!condition()) {
            if (performance.now() - began > MOST_MILLISECONDS) {
                throw new Error("never seen: " + what);
            }
            await frame();
        }
    };
    /* Every answer has come, and nothing that they started is under way either. */
    const settled = async () => {
        for (let quiet = 0; quiet < QUIET_FRAMES; quiet += 1) {
            await frame();
            quiet = underWay ? -1 : quiet;
        }
    };

    const find = (selector) => document.querySelector("#react-entry-point " + selector);
    const prop = (id, name) => {
        const node = window.dash_component_api.getLayout(id);
        return node && node.props[name];
    };
    const press = (slider, key) => {
        slider.focus();
        slider.dispatchEvent(new KeyboardEvent("keydown", {key: key, bubbles: true, cancelable: true}));
    };
    const weight = (code) => document.getElementById("weight-" + code).closest(".weight").querySelector("[role=slider]");
    const acts = {
        tick: (list, code) => document.querySelector(`#options-${list} input[value="${code}"]`).click(),
        select: async (id, value) => {
            document.getElementById(id).click();
            const option = () => document.querySelector(`[data-combobox-option][value="${value}"]`);
            await until(`${value} in the list of ${id}`, option);
            option().click();
        },
        radio: (id, value) => find(`#${id} input[value="${value}"]`).click(),
        type: (id, text) => {
            const field = document.getElementById(id);
            Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
            field.dispatchEvent(new Event("input", {bubbles: true}));
        },
        slide: (code, key) => press(weight(code), key),
        year: (key) => press(find("#map-years [role=slider]"), key),
        chip: async (name, code) => {
            const chip = () => document.querySelector(`.chip[data-name="${name}"][data-code="${code}"]`);
            await until(`the chip of ${code}`, chip);
            chip().click();
        },
        clear: async () => {
            const button = document.getElementById("filter-clear");
            await until("a condition to take away", () => !button.disabled);
            button.click();
        },
        /* What is typed or slid goes into the address after a short rest. */
        rested: async (id) => {
            const field = () => document.getElementById(id);
            await until(`${id} at rest`, () => prop(id, "value") === field().value);
        },
        slidersRested: async (...codes) => {
            const isTaken = (id) => prop(id, "value") === prop(id, "data-agreed");
            await until("sliders at rest", () => codes.every((code) => isTaken({type: "weight", code: code})));
        },
        page: (path) => find(`.nav-link[href^="${path}"]`).click(),
    };

    const read = () => ({
        address: Object.fromEntries(new URLSearchParams(window.location.search)),
        path: window.location.pathname,
        lists: Object.fromEntries(["sub", "size", "kind", "group"].map((name) =>
            [name, [...document.querySelectorAll(`#options-${name} input:checked`)].map((box) => box.value).sort()])),
        values: Object.fromEntries(["fy", "asof", "map-layer", "map-year", "barriers-by", "barriers-q", "outreach-preset",
            "plan-choice", "returns-fy", "town-choice"]
            .filter((id) => document.querySelector(`#react-entry-point [id="${id}"]`)).map((id) => [id, prop(id, "value")])),
        typed: (document.getElementById("barriers-q") || {}).value,
        weights: Object.fromEntries([...document.querySelectorAll("#react-entry-point .weight")].map((row) =>
            [row.querySelector("output").id.replace("weight-", ""),
                Number(row.querySelector("[role=slider]").getAttribute("aria-valuenow"))])),
    });

    window.quick = {
        /* Go back to an address as the browser's own button does, and wait until all of it is shown. */
        reset: async (search) => {
            waits = () => 0;
            await settled();
            window.history.pushState({}, "", window.location.pathname + search);
            window.dispatchEvent(new PopStateEvent("popstate"));
            await frame();
            await settled();
            return read();
        },
        /* Act, with a pause in milliseconds after each act (null: in the same task); then read what has become of it. */
        play: async (seed, delays, steps) => {
            waits = seeded(seed, delays);
            for (const [act, gap] of steps) {
                const [name, ...given] = act;
                const done = acts[name](...given);
                if (done && done.then) {
                    await done;
                }
                if (gap !== null) {
                    await pause(gap);
                }
            }
            await frame();
            await settled();
            return read();
        },
        settled: async () => {
            await settled();
            return read();
        },
        /* The values that a control offers. */
        offered: (id) => prop(id, "data").flatMap((choice) => choice.items || [choice]).map((choice) => choice.value || choice),
    };
})();
