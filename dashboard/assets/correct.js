/* 訂正: a button beside a value, or in a table, asks the server for the drawer of that value. */
(function () {
    const ask = (key) => window.dash_clientside.set_props("correct-asked", {data: {key, at: Date.now()}});
    document.addEventListener("click", (event) => {
        const pressed = event.target.closest && event.target.closest("[data-correct]");
        if (pressed) {
            event.preventDefault();
            event.stopPropagation();
            ask(pressed.dataset.correct);
        }
    }, {capture: true});
    // Who goes back to another page leaves the value that was being corrected.
    let pathname = window.location.pathname;
    ["popstate", "_dashprivate_pushstate"].forEach((name) => window.addEventListener(name, () => {
        if (pathname !== window.location.pathname) {
            pathname = window.location.pathname;
            if (document.getElementById("correct-body")) { // it is open
                window.dash_clientside.set_props("correct-drawer", {opened: false});
            }
        }
    }));
    // Enter in a cell of a table presses the button in it.
    document.addEventListener("keydown", (event) => {
        const cell = event.key === "Enter" && event.target.matches && event.target.matches(".ag-cell") && event.target;
        const button = cell && cell.querySelector("[data-correct]");
        if (button) {
            event.preventDefault();
            event.stopPropagation();
            ask(button.dataset.correct);
        }
    }, {capture: true});
    window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
    window.dashAgGridComponentFunctions.CorrectButton = (props) => props.value
        ? window.React.createElement("button", {
            type: "button",
            className: "correct-button",
            "data-correct": props.value,
            "aria-label": "訂正: " + (props.data.name || props.data.town || ""),
            tabIndex: -1,
        }, "訂正")
        : null;
})();
