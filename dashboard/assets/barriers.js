/* 課題 in the browser: a number that is pressed goes to the address, and the table below follows the address. */
window.dash_clientside = window.dash_clientside || {};
(function () {
    const address = window.kasanariAddress;
    const {go} = address;
    const ALL = "all", GROUP = "group";
    const offered = (value, props) => ((props.data || []).some((choice) => choice.value === value) ? value : undefined);
    address.bind({
        id: "barriers-by",
        name: "by",
        changes: (by) => ({by: by === GROUP ? "" : by}),
        parse: (text, props) => offered(text || GROUP, props),
    });
    address.bind({
        id: "barriers-q",
        name: "q",
        mayBeEmpty: true,
        isTyped: true,
        changes: (typed) => ({q: (typed || "").trim().slice(0, 80)}),
        parse: (text) => text,
    });
    address.bind({
        id: "barriers-ask",
        name: "ask",
        changes: (question) => ({ask: question === ALL ? "" : question}),
        parse: (text, props) => offered(text || ALL, props),
    });
    const grid = () => window.dash_ag_grid.getApi("barriers-grid");
    const isHere = () => window.location.pathname === "/barriers";

    const show = (name) => {
        go({show: name});
        const towns = document.getElementById("barriers-behind");
        if (towns) {
            grid().setFilterModel(null);
            towns.scrollIntoView({block: "start"});
            towns.focus({preventScroll: true});
        }
    };

    document.addEventListener("click", (event) => {
        const pressed = isHere() && event.target.closest && event.target.closest("[data-show]");
        if (pressed) {
            show(pressed.dataset.show);
        }
    });

    const press = (graph, click) => {
        const point = click && click.points && click.points[0];
        if (point && point.customdata) {
            show(String(point.customdata));
            window.dash_clientside.set_props(graph, {clickData: null});
        }
    };

    window.dash_clientside.kasanariBarriers = {
        pressBar: (click) => press("barrier-bars", click),
        pressChange: (click) => press("change-bars", click),
        showAll: (clicks) => {
            if (clicks) {
                grid().setFilterModel(null);
                go({show: ""});
            }
        },
        downloadCsv: (clicks) => {
            if (clicks) {
                window.kasanariRowsToCsv("barriers-grid", "barriers.csv");
            }
        },
    };

    window.dashAgGridFunctions = window.dashAgGridFunctions || {};
    window.dashAgGridFunctions.barriersKey = (params) => {
        if (params.event.key === "Enter" && params.column.getColId() === "name") {
            window.location.href = "/town?town=" + encodeURIComponent(params.data.municipality_code);
        }
    };
    window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
    window.dashAgGridComponentFunctions.BarriersTown = (params) =>
        window.React.createElement(
            "a",
            {href: "/town?town=" + encodeURIComponent(params.data.municipality_code), className: "cell-link"},
            params.value,
        );
})();
