/* What happens in the browser alone: the address is changed here, and everything else follows the address. */
window.dash_clientside = window.dash_clientside || {};
(function () {
    const go = (changes) => window.kasanariAddress.go(changes);
    const grid = () => window.dash_ag_grid.getApi("towns-grid");

    window.dash_clientside.kasanari = {
        setTitle: (title) => {
            document.title = title ? title + "｜かさなり" : "かさなり";
        },
        openTownOnMap: (click) => {
            const code = click && click.points && click.points[0] && click.points[0].location;
            if (/^\d{5}$/.test(code || "")) {
                go({town: code});
                window.dash_clientside.set_props("map", {clickData: null});
            }
        },
        openTownInTable: (cell) => {
            if (cell && cell.rowId) {
                go({town: cell.rowId});
                window.dash_clientside.set_props("towns-grid", {cellClicked: null});
            }
        },
        closeTown: (opened) => {
            if (opened === false) {
                go({town: ""});
            }
        },
        filterByGroup: (_clicks) => {
            const pressed = window.dash_clientside.callback_context.triggered_id;
            const label = pressed && window.kasanariGroups[pressed.group];
            if (!label || !window.dash_clientside.callback_context.triggered[0].value) {
                return;
            }
            const api = grid();
            api.setFilterModel({state: {filterType: "text", type: "endsWith", filter: " " + label}});
            const towns = document.getElementById("towns");
            towns.scrollIntoView({block: "start"});
            towns.focus({preventScroll: true});
        },
        quickFilter: (text) => {
            grid().setGridOption("quickFilterText", (text || "").normalize("NFKC"));
        },
        clearFilters: () => {
            const api = grid();
            api.setFilterModel(null);
            api.setGridOption("quickFilterText", "");
            api.applyColumnState({defaultState: {sort: null}});
            window.dash_clientside.set_props("quick-filter", {value: ""});
        },
        downloadCsv: () => {
            window.dash_clientside.set_props("towns-grid", {exportDataAsCsv: true});
        },
    };
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
})();
