/* 回収・点検 in the browser: rows open towns, cells give letters. */
(function () {
    document.addEventListener("click", (event) => {
        if (event.target.closest("#intake-close")) {
            window.dash_clientside.set_props("intake-batch", {data: null});
            document.getElementById("intake-choose").focus();
        }
    });

    const openTown = (code) => window.kasanariAddress.go({town: code});
    const isOffered = (year, props) => props.data.some((choice) => choice.value === year);
    window.kasanariAddress.bind({
        id: "returns-fy",
        name: "round",
        parse: (text, props) => (isOffered(text, props) ? text : undefined),
    });
    const isTown = (params) => params.column.getColId() === "name" && /^\d{5}$/.test(params.node.id || "");

    window.dashAgGridFunctions = window.dashAgGridFunctions || {};
    window.dashAgGridFunctions.returnsClick = (params) => {
        if (isTown(params)) {
            openTown(params.node.id);
        }
    };
    window.dashAgGridFunctions.returnsKey = (params) => {
        if (params.event.key !== "Enter") {
            return;
        }
        const link = params.event.target.querySelector && params.event.target.querySelector("a[href]");
        if (link) {
            link.click();
        } else if (isTown(params)) {
            openTown(params.node.id);
        }
    };
    window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
    window.dashAgGridComponentFunctions.ReturnsLink = (props) =>
        props.value
            ? window.React.createElement("a", {href: props.value, tabIndex: -1}, props.label)
            : "―";
})();
