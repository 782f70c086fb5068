/* 計画 in the browser: the chosen plan stands in the address. */
(function () {
    window.dash_clientside = window.dash_clientside || {};
    window.dash_clientside.kasanariPlan = {
        /* From a town of the plan to the form of a contact with it. */
        log: () => {
            const context = window.dash_clientside.callback_context;
            if (!context.triggered[0] || !context.triggered[0].value) {
                return window.dash_clientside.no_update;
            }
            document.getElementById("log").scrollIntoView({block: "start"});
            document.getElementById("log-contact-contacted_on").focus({preventScroll: true});
            return context.triggered_id.code;
        },
        choose: (plan, shown) => {
            if (plan && plan !== shown) {
                const query = new URLSearchParams(window.location.search);
                query.set("plan", plan);
                window.dash_clientside.set_props("url", {search: "?" + query.toString()});
            }
        },
    };
})();
