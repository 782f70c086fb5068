/* The filter bar: a choice changes the address; the server sets the controls from the address.

   A value that a control has because the server set it is nobody's choice: it is the one of the view that is shown
   (filter-shown) while the address is still that of the view. Anything else is a choice, and goes to the address. */
window.dash_clientside = window.dash_clientside || {};
(function () {
    const NEWEST = "newest";
    const NAMES = ["fy", "asof", "sub", "size", "kind", "group"];
    let coming = null; // the address that will be gone to when the map of it has been seen
    const query = () => new URLSearchParams(coming === null ? window.location.search : coming);
    const text = (value) => (Array.isArray(value) ? [...value].sort().join(",") : value === NEWEST ? "" : value || "");
    const given = (name) => text((query().get(name) || "").split(",").filter(Boolean));

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
        const arrive = () => {
            if (coming !== null) {
                const wished = coming;
                coming = null;
                window.dash_clientside.set_props("url", {search: wished});
            }
        };
        const isOnItsWay = coming !== null;
        if (search === (isOnItsWay ? coming : window.location.search)) {
            return;
        }
        coming = search;
        if (!window.kasanariMapParts.ahead(search)) {
            arrive();
        } else if (!isOnItsWay) {
            window.kasanariMapParts.whenSeen(arrive);
        }
    };

    window.kasanariAddress = {go: go};
    window.dash_clientside.kasanariFilters = {
        choose: (...values) => {
            const shown = values[NAMES.length] || {};
            const name = window.dash_clientside.callback_context.triggered_id;
            if (!NAMES.includes(name) || !shown.values) {
                return;
            }
            const value = text(values[NAMES.indexOf(name)]);
            const isOfServer = shown.search === window.location.search && text(shown.values[name]) === value;
            if (!isOfServer && given(name) !== value) {
                go({[name]: value});
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
