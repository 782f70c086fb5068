/* 発出 in the browser: an Excel list of addresses goes up as it is, and the page shows what it would change. */
(function () {
    let last = null; // the file that was chosen, for another look
    const tell = (came) => window.dash_clientside.set_props("addresses-came", {data: {...came, at: Date.now()}});

    const send = (file, headings) => {
        last = file;
        tell({message: `「${file.name}」を読んでいます…`});
        const by = document.getElementById("written-by");
        const form = new FormData();
        form.append("file", file, file.name);
        form.append("by", by ? by.value : "");
        form.append("headings", JSON.stringify(headings));
        const request = new XMLHttpRequest();
        request.open("POST", "/sending/addresses");
        request.setRequestHeader("X-Kasanari", "intake");
        request.responseType = "json";
        request.onload = () => {
            const answer = request.response || {};
            tell(request.status === 200
                ? {look: answer}
                : {refused: answer.message || `受け付けられませんでした（${request.status}）。もう一度入れてください。`});
        };
        request.onerror = () => tell({refused: "送れませんでした。かさなりが動いているか確かめて、もう一度入れてください。"});
        request.send(form);
    };

    const choose = window.kasanariFiles.chooser({accept: ".xlsx,.xlsm,.xls,.csv"}, ([file]) => send(file, {}));
    document.addEventListener("click", (event) => {
        if (event.target.closest("#addresses-choose")) {
            choose();
        }
    });
    window.dash_clientside = window.dash_clientside || {};
    window.dash_clientside.kasanariSending = {
        /* The same file once more, with what its headings mean. */
        readAgain: (clicks, meanings, ids) => {
            const chosen = ids.map((id, place) => [id.heading, meanings[place]]).filter(([, column]) => column);
            if (clicks && last && chosen.length) {
                send(last, Object.fromEntries(chosen));
            }
            return window.dash_clientside.no_update;
        },
    };
})();
