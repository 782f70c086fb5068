/* 発出 in the browser: an Excel list of addresses goes up as it is, and the page shows what came of it. */
(function () {
    const tell = (message, kept) =>
        window.dash_clientside.set_props("addresses-came", {data: {message, kept, at: Date.now()}});

    const send = (file) => {
        const by = document.getElementById("written-by");
        const form = new FormData();
        form.append("file", file, file.name);
        form.append("by", by ? by.value : "");
        const request = new XMLHttpRequest();
        request.open("POST", "/sending/addresses");
        request.setRequestHeader("X-Kasanari", "intake");
        request.responseType = "json";
        request.onload = () => {
            const answer = request.response || {};
            tell(answer.message || `受け付けられませんでした（${request.status}）。もう一度入れてください。`, request.status === 200);
        };
        request.onerror = () => tell("送れませんでした。かさなりが動いているか確かめて、もう一度入れてください。", false);
        request.send(form);
    };

    const choose = window.kasanariFiles.chooser({accept: ".xlsx,.xlsm,.xls,.csv"}, ([file]) => send(file));
    document.addEventListener("click", (event) => {
        if (event.target.closest("#addresses-choose")) {
            choose();
        }
    });
})();
