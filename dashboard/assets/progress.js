/* 経過 in the browser: a band that is pressed goes into the address; names of towns lead to their pages. */
(function () {
    window.dash_clientside = window.dash_clientside || {};
    const address = window.kasanariAddress;
    const townAddress = (code) => {
        const rest = address.without(["flow", "town"]);
        return (rest ? rest + "&" : "?") + "town=" + encodeURIComponent(code);
    };
    window.dash_clientside.kasanariProgress = {
        openBand: (click, figure) => {
            const point = click && click.points && click.points[0];
            const trace = point && figure && figure.data[point.curveNumber];
            if (!trace || !trace.meta) {
                return;
            }
            window.dash_clientside.set_props("progress-flow", {clickData: null});
            address.go({flow: trace.meta});
        },
    };
    window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
    window.dashAgGridComponentFunctions.ProgressTown = (props) => {
        const code = props.data && props.data.municipality_code;
        if (!code) {
            return props.value || "―";
        }
        const search = townAddress(code);
        const open = (event) => {
            if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
                event.preventDefault();
                address.visit("/town", townAddress(code));
            }
        };
        return window.React.createElement("a", {href: "/town" + search, onClick: open, tabIndex: -1}, props.value);
    };
    window.dashAgGridFunctions = window.dashAgGridFunctions || {};
    window.dashAgGridFunctions.progressKey = (params) => {
        const link = params.event.key === "Enter" && params.event.target.querySelector
            ? params.event.target.querySelector("a[href]")
            : null;
        if (link) {
            link.click();
        }
    };
})();
