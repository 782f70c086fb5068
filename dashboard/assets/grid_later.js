/* Tables come when the first of them is drawn: their script is a third of what a page fetches, and pages without a table
   never ask for it. Dash finds its component here at once and draws through it; the box of the table holds its place. */
(function () {
    const React = window.React;
    const NAME = "dash_ag_grid";
    let coming = null;

    const load = () => {
        coming = coming || new Promise((done, failed) => {
            const script = document.createElement("script");
            script.src = window.kasanariLater[NAME];
            script.onload = () => {
                const real = window[NAME];
                window[NAME] = {...real, AgGrid: Table};
                done({default: real.AgGrid});
            };
            script.onerror = () => {
                coming = null; // whoever draws the page again asks again
                failed(new Error("the script of the tables did not come"));
            };
            document.head.append(script);
            // what that script asks for next, at the same time
            const next = Object.assign(document.createElement("link"), {rel: "preload", as: "script"});
            next.href = new URL("async-community.js", script.src).pathname;
            document.head.append(next);
        });
        return coming;
    };
    const Later = React.lazy(load);
    const Table = (props) => React.createElement(
        React.Suspense,
        {fallback: React.createElement("div", {id: props.id, className: props.className, style: props.style})},
        React.createElement(Later, props),
    );
    window[NAME] = {AgGrid: Table, getApi: () => undefined};
})();
