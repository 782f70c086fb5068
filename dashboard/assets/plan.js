/* 計画 in the browser: the chosen plan stands in the address. */
(function () {
    window.dash_clientside = window.dash_clientside || {};
    const known = (plan, props) => (props.data.some((choice) => choice.value === plan) ? plan : undefined);
    window.kasanariAddress.bind({id: "plan-choice", name: "plan", parse: known});
    window.dash_clientside.kasanariPlan = {
        /* From a town of the plan to the form of a contact with it; what was begun for another town stays that town's. */
        log: (_clicks, town, ...said) => {
            const context = window.dash_clientside.callback_context;
            if (!context.triggered[0] || !context.triggered[0].value) {
                return [window.dash_clientside.no_update, window.dash_clientside.no_update];
            }
            document.getElementById("log").open = true;
            document.getElementById("log").scrollIntoView({block: "start"});
            const code = context.triggered_id.code;
            if (town && town !== code && said.some((text) => text && text.trim())) {
                document.getElementById("log-save").focus({preventScroll: true});
                const begun = document.getElementById("log-town").value;
                return [window.dash_clientside.no_update, `${begun} の書きかけがあります。先に「記録する」か「書きかけを消す」を押してください。`];
            }
            document.getElementById("log-contact-contacted_on").focus({preventScroll: true});
            return [code, ""];
        },
        /* What was begun before, and is back again with the tab, is not left behind a closed heading. */
        openBegun: (...said) =>
            said.some((text) => text && text.trim()) ? true : window.dash_clientside.no_update,
        /* Whether the editor shows what is not saved yet: begun before, and back again with the tab. */
        unsaved: (values, ids, state) => {
            const known = (state || {}).values || {};
            const text = (value) => String(value === undefined || value === null ? "" : value).trim();
            const same = (one, other) => text(one) === text(other) || (text(one) !== "" && Number(one) === Number(other));
            return values.some((value, place) => !same(value, known[ids[place].name])) ? "まだ保存していない内容があります。" : "";
        },
    };
})();
