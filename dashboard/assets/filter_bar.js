/* The filter bar: a choice changes the address; the server sets the controls from the address.

   A value that a control has because the server set it is nobody's choice: it is the one of the view that is shown
   (filter-shown) while the address is still that of the view. Anything else is a choice, and goes to the address. */
window.dash_clientside = window.dash_clientside || {};
(function () {
    const NEWEST = "newest";
    const NAMES = ["fy", "asof", "sub", "size", "kind", "group"];
    const LOOK_MILLISECONDS = 30, LOST_MILLISECONDS = 1500, MOST_TIMES = 5;
    let coming = null; // the address that is wished, until the browser has it
    let sent = null; // the one that was handed on last: search, at (time), times
    const query = () => new URLSearchParams(coming === null ? window.location.search : coming);
    const text = (value) => (Array.isArray(value) ? [...value].sort().join(",") : value === NEWEST ? "" : value || "");
    const given = (name) => text((query().get(name) || "").split(",").filter(Boolean));

    /* Hand the wished address on, one at a time: of two on their way at once the browser may lose the later. */
    const send = () => {
        const here = window.location.search;
        if (coming === here && (sent === null || sent.search === here)) {
            coming = null;
            return;
        }
        const isLost = sent !== null && performance.now() - sent.at > LOST_MILLISECONDS;
        if (isLost && sent.times === MOST_TIMES) { // the browser will not have it: what it has is shown
            coming = null;
            return;
        }
        if (sent === null || isLost || (sent.search === here && sent.search !== coming)) {
            sent = {search: coming, at: performance.now(), times: isLost ? sent.times + 1 : 1};
            window.dash_clientside.set_props("url", {search: coming});
        }
        window.setTimeout(send, LOOK_MILLISECONDS);
    };

    const go = (changes) => {
        const wanted = query();
        Object.entries(changes).forEach(([name, value]) => {
            if (value) {
                wanted.set(name, value);
            } else {
                wanted.delete(name);
            }
        });
        const said = wanted.toString().replaceAll("%2C", ",");
        const search = said ? "?" + said : "";
        const isOnItsWay = coming !== null;
        if (search === (isOnItsWay ? coming : window.location.search)) {
            return;
        }
        coming = search;
        const isSeenAhead = window.kasanariMapParts.ahead(search);
        if (!isOnItsWay) {
            sent = null;
            if (isSeenAhead) {
                window.kasanariMapParts.whenSeen(send);
            } else {
                send();
            }
        }
    };

    window.kasanariAddress = {go: go};
    window.dash_clientside.kasanariFilters = {
        choose: (...values) => {
            const shown = values[NAMES.length] || {};
            if (!shown.values) {
                return;
            }
            // what the server set and what somebody chose may come in one call
            const touched = window.dash_clientside.callback_context.triggered.map((one) => one.prop_id.split(".")[0]);
            const chosen = {};
            NAMES.filter((name) => touched.includes(name)).forEach((name) => {
                const value = text(values[NAMES.indexOf(name)]);
                const isOfServer = shown.search === window.location.search && text(shown.values[name]) === value;
                if (!isOfServer && given(name) !== value) {
                    chosen[name] = value;
                }
            });
            if (Object.keys(chosen).length) {
                go(chosen);
            }
        },
        removeChip: (_clicks) => {
            const context = window.dash_clientside.callback_context;
            const pressed = context.triggered_id;
            if (!pressed || !context.triggered[0].value) {
                return;
            }
            const left = (query().get(pressed.name) || "").split(",").filter((code) => code && code !== pressed.code);
            go({[pressed.name]: pressed.code ? left.join(",") : ""});
            document.getElementById("filter-clear").focus();
        },
        clear: (clicks) => {
            if (clicks) {
                go({asof: "", sub: "", size: "", kind: "", group: ""});
            }
        },
        /* Links between the pages keep the view; the town stays behind, except on the page of a town. */
        links: (search, pathname, paths) => {
            const kept = query();
            ["town", "add", "log"].forEach((name) => kept.delete(name));
            const said = kept.toString().replaceAll("%2C", ",");
            document.querySelectorAll(".nav-link").forEach((link) => {
                const isHere = new URL(link.href).pathname === (pathname || "/");
                link.toggleAttribute("aria-current", isHere);
                if (isHere) {
                    link.setAttribute("aria-current", "page");
                }
            });
            return paths.map((path) => path.split("?")[0] + (said ? "?" + said : ""));
        },
    };
})();
