/* 計画 in the browser: the chosen plan stands in the address. */
(function () {
    window.dash_clientside = window.dash_clientside || {};
    window.dash_clientside.kasanariPlan = {
        choose: (plan, shown) => {
            if (plan && plan !== shown) {
                const query = new URLSearchParams(window.location.search);
                query.set("plan", plan);
                window.dash_clientside.set_props("url", {search: "?" + query.toString()});
            }
        },
    };
})();
