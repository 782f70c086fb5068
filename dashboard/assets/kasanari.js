/* What happens in the browser alone: the address is changed here, and everything else follows the address. */
window.dash_clientside = window.dash_clientside || {};
(function () {
    const address = window.kasanariAddress;
    const {go} = address;
    // Closing the drawer takes the town out of the address. On 市町村カルテ the town is the page's own and none is open.
    address.bind({id: "town-drawer", name: "town", place: "html", prop: "opened", changes: () => ({town: ""}),
        before: () => leaveDrawer()});
    address.bind({id: "since", name: "since"});
    const grid = () => window.dash_ag_grid.getApi("towns-grid");
    /* Where the focus was when the drawer was opened. The drawer itself looks for it once it is drawn: on a busy PC its own
       button has the focus by then. */
    let opener = null;
    const leaveDrawer = () => {
        if (opener && opener.isConnected) {
            opener.focus({preventScroll: true});
        }
        opener = null;
    };

    const showTowns = (model) => {
        grid().setFilterModel(model);
        const towns = document.getElementById("towns");
        towns.scrollIntoView({block: "start"});
        towns.focus({preventScroll: true});
    };

    const WRITER = "_dash_persistence.written-by.value.true";
    document.addEventListener("change", (event) => {
        if (event.target.id === "figure-note-by" || event.target.id === "correct-writer") {
            window.localStorage.setItem(WRITER, JSON.stringify([event.target.value, null]));
            window.dash_clientside.set_props("writer", {data: event.target.value});
        }
    });

    window.dash_clientside.kasanari = {
        setTitle: (title) => {
            document.title = title ? title + "｜かさなり" : "かさなり";
        },
        /* Who writes: as it is typed, else as it was entered last on any page. */
        writer: (typed) => {
            if (typeof typed === "string") {
                return typed;
            }
            try {
                return String(JSON.parse(window.localStorage.getItem(WRITER) || "[]")[0] || "");
            } catch (_error) {
                return "";
            }
        },
        /* The line of an act that is done; above the page it is still told. */
        forgetDoneAct: (_pathname, shown) =>
            (/:done$|^lost$/.test(shown || "") ? "" : window.dash_clientside.no_update),
        openTownInTable: (cell) => {
            if (cell && cell.rowId) {
                go({town: cell.rowId});
                window.dash_clientside.set_props("towns-grid", {cellClicked: null});
            }
        },
        /* Let the browser save what an address gives out as a file; the page stays. */
        fetchFile: (href) => {
            if (href) {
                window.location.assign(href);
            }
        },
        closeNotice: (clicks) => (clicks ? null : window.dash_clientside.no_update),
        /* The drawer opens once the town that the address names has come. */
        openTown: (town) => {
            const isOpened = Boolean(town) && town === address.get("town");
            if (isOpened) {
                opener = opener || document.activeElement;
            } else {
                leaveDrawer();
            }
            address.draw("town-drawer", isOpened);
        },
        filterByGroup: (_clicks) => {
            const context = window.dash_clientside.callback_context;
            const pressed = context.triggered_id;
            const label = pressed && window.kasanariGroups[pressed.group];
            if (label && context.triggered[0].value) {
                showTowns({state: {filterType: "text", type: "endsWith", filter: " " + label}});
            }
        },
        /* A piece of a bar leads to the towns of that 振興局 in that state. */
        filterByBar: (click) => {
            const point = click && click.points && click.points[0];
            if (!point) {
                return;
            }
            const label = Object.values(window.kasanariGroups)[point.curveNumber];
            showTowns({
                short_name: {filterType: "text", type: "equals", filter: point.y},
                state: {filterType: "text", type: "endsWith", filter: " " + label},
            });
            window.dash_clientside.set_props("bars", {clickData: null});
        },
        quickFilter: (text) => {
            grid().setGridOption("quickFilterText", (text || "").split(/\s+/).map(window.kasanariGrids.fold).join(" "));
        },
        copyText: async (clicks, text) => {
            if (!clicks) {
                return "";
            }
            try {
                await navigator.clipboard.writeText(text);
            } catch (_error) {
                const pressed = document.activeElement;
                const area = document.createElement("textarea");
                area.value = text;
                document.body.append(area);
                area.select();
                const done = document.execCommand("copy");
                area.remove();
                pressed.focus();
                if (!done) {
                    return "コピーできませんでした。文を選んで Ctrl + C を押してください。";
                }
            }
            return "コピーしました";
        },
        clearFilters: () => {
            const api = grid();
            api.setFilterModel(null);
            api.setGridOption("quickFilterText", "");
            api.applyColumnState({defaultState: {sort: null}});
            window.dash_clientside.set_props("quick-filter", {value: ""});
        },
        downloadCsv: () => {
            window.kasanariRowsToCsv("towns-grid", "towns.csv");
        },
    };
    /* Escape leaves the town at any moment: the drawer itself hears it only once all of it stands, and one that is
       still on its way not at all. */
    window.addEventListener("keydown", (event) => {
        const isOfPage = window.location.pathname === "/town";
        const hasTown = new URLSearchParams(window.location.search).has("town");
        if (event.key === "Escape" && !event.isComposing && hasTown && !isOfPage) {
            address.draw("town-drawer", false);
            go({town: ""});
        }
    }, {capture: true});
    window.dashAgGridFunctions = window.dashAgGridFunctions || {};
    window.dashAgGridFunctions.openTownByKey = (params) => {
        if (params.event.key === "Enter") {
            go({town: params.node.id});
        }
    };
    window.kasanariGroups = {
        implementing: "実施",
        planned: "予定",
        considering: "検討",
        no_plan: "予定なし",
        no_data: "データなし",
    };
    // That an act is done is read by whoever goes on to another page; that it failed stays until it is closed.
    let pathname = window.location.pathname;
    ["popstate", "_dashprivate_pushstate"].forEach((name) => window.addEventListener(name, () => {
        if (pathname !== window.location.pathname && document.querySelector("#act-line .banner-note.banner-closable")) {
            window.dash_clientside.set_props("act", {data: ""});
        }
        pathname = window.location.pathname;
    }));
    // So is it by whoever presses something else: the line lies over the foot of the page.
    document.addEventListener("click", (event) => {
        const line = document.querySelector("#act-line .banner-note.banner-closable");
        if (event.isTrusted && line && !line.contains(event.target)) {
            window.dash_clientside.set_props("act", {data: ""});
        }
    });
    // A button that takes something away asks before anything else hears of the press.
    document.addEventListener("click", (event) => {
        const button = event.target.closest && event.target.closest("[data-confirm]");
        // where a field that it needs is empty, that is said instead
        const needs = button ? (button.dataset.confirmNeeds || "").split(" ").filter(Boolean) : [];
        const isReady = needs.every((id) => (document.getElementById(id) || {value: ""}).value.trim());
        // the second press of a double click is the same wish, asked once
        const isAgain = event.detail > 1;
        if (button && isReady && (isAgain || !window.confirm(button.dataset.confirm))) {
            event.preventDefault();
            event.stopPropagation();
        }
    }, {capture: true});
    // A refusal is no longer true once what it is about has been changed: the form's own field, or the name of who writes.
    // What tells the version of somebody else (it has an id) stands until it is answered.
    document.addEventListener("input", (event) => {
        const isWriter = event.target.id === "written-by";
        const form = isWriter ? document : event.target.closest && event.target.closest("section, details, .panel, .drawer-body");
        const told = form ? form.querySelectorAll(".form-result[id], .note-alert[id][role=alert]") : [];
        told.forEach((line) => {
            const isRefusal = line.matches(".note-alert") ? line.textContent : line.querySelector(".note-alert:not([id])");
            if (isRefusal && !line.id.startsWith("{")) {
                window.dash_clientside.set_props(line.id, {children: null});
            }
        });
    });
    // 「？」 opens the guide at the page that is shown.
    document.addEventListener("click", (event) => {
        const link = event.target.closest && event.target.closest("a.help-link");
        if (link) {
            link.href = link.pathname + "?of=" + encodeURIComponent(window.location.pathname);
        }
    });
})();
