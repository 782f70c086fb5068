/* 登録 in the browser: the button of a row, by mouse and by key. */
(function () {
    const press = (props) => props.setData({at: Date.now()});
    window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
    window.dashAgGridComponentFunctions.RegisterAct = (props) =>
        window.React.createElement(
            "button",
            {type: "button", className: "small-button", tabIndex: -1, onClick: () => press(props)},
            props.value,
        );
    window.dashAgGridFunctions = window.dashAgGridFunctions || {};
    window.dashAgGridFunctions.registerKey = (params) => {
        const button = params.event.key === "Enter" && params.event.target.querySelector && params.event.target.querySelector("button");
        if (button) {
            button.click();
        }
    };
})();
