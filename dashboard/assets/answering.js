/* Whether the program answers. While it does not, or where it refuses a question, the page says so; once it answers again,
   the words go by themselves and a page that could not be shown meanwhile is asked for again. */
(function () {
    const ASKING = "/_dash-update-component";
    const LINE = "no-answer";
    const props = (id) => window.kasanariAddress.propsOf(id);
    const set = (id, changes) => window.dash_clientside.set_props(id, changes);
    let isLeaving = false; // a page that is left drops its questions
    let hasMissed = false; // whether more than a look for newer data went unanswered
    window.addEventListener("pagehide", () => {
        isLeaving = true;
    });
    window.addEventListener("pageshow", () => {
        isLeaving = false;
    });

    const asked = (body) => (typeof body === "string" ? JSON.parse(body).changedPropIds || [] : []);
    const isLook = (body) => asked(body).every((changed) => ["poll.n_intervals", "act-tick.n_intervals"].includes(changed));
    const isSaid = () => {
        const line = props(LINE);
        return Boolean(line) && !line.hidden;
    };
    const missed = (body) => {
        if (isLeaving || !props(LINE)) {
            return;
        }
        hasMissed = hasMissed || !isLook(body);
        if (!isSaid()) {
            set(LINE, {hidden: false});
        }
    };
    const answers = () => {
        if (!isSaid()) {
            return;
        }
        set(LINE, {hidden: true});
        if (hasMissed) { // "!" marks a page that could not be shown (FAILED in web/shell_callbacks.py)
            hasMissed = false;
            set("shown-warehouse", {data: "!" + (props("shown-warehouse").data || "").replace("!", "")});
            set("version", {data: {...props("version").data, looked: Date.now()}});
        }
    };
    const refused = async (answer) => {
        const words = (await answer.text()).slice(0, 400);
        const div = (children, more) => ({namespace: "dash_html_components", type: "Div", props: {children, ...more}});
        const close = {namespace: "dash_html_components", type: "Button", props: {
            children: "閉じる", id: {type: "notice-close", of: "fault"}, className: "small-button", type: "button"}};
        const line = div([div(words), close], {className: "banner banner-warning banner-closable", role: "alert"});
        set("fault-notice", {children: line});
    };

    const ask = window.fetch;
    window.fetch = async (resource, options) => {
        const isOfPage = String(resource.url || resource).includes(ASKING);
        let answer;
        try {
            answer = await ask(resource, options);
        } catch (trouble) {
            if (isOfPage && trouble.name !== "AbortError") {
                missed(options && options.body);
            }
            throw trouble;
        }
        if (isOfPage) {
            answers();
            if (answer.status >= 400) {
                await refused(answer.clone());
            }
        }
        return answer;
    };
})();
