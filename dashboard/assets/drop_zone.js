/* Files that are dropped or chosen go up as they are (no base64); the id of what came goes into the zone's store. */
(function () {
    const byId = (id) => document.getElementById(id);
    const say = (text, isTrouble) => {
        const line = byId("upload-line");
        if (line) {
            line.textContent = text;
            line.classList.toggle("note-alert", Boolean(isTrouble));
        }
    };
    const bar = (share) => {
        const track = byId("upload-track");
        if (track) {
            track.hidden = share === null;
            byId("upload-bar").style.width = Math.round(100 * (share || 0)) + "%";
        }
    };

    const zone = () => document.querySelector(".drop-zone[data-address]");
    /* The address with the year of the page's head, where the zone names that head; null where it has none. */
    const addressOf = (where) => {
        const head = where.dataset.yearOf;
        const year = head && byId(head) ? byId(head).dataset.fy : "";
        return !head ? where.dataset.address : year ? where.dataset.address + "?fy=" + encodeURIComponent(year) : null;
    };

    const send = (files) => {
        const where = zone();
        const most = Number(where.dataset.most);
        const size = files.reduce((sum, entry) => sum + entry.file.size, 0);
        if (where.dataset.busy) {
            say("前のファイルを送っています。終わってから入れてください。", true);
        } else if (!addressOf(where)) {
            say("調査票の様式がないため、受け取れません。", true);
        } else if (!files.length) {
            say("ファイルがありません。", true);
        } else if (size > most) {
            say(`合わせて ${Math.ceil(size / 1048576)} MB あり、上限の ${most / 1048576} MB を超えます。分けて入れてください。`, true);
        } else {
            where.dataset.busy = "1";
            upload(where, files);
        }
    };

    const upload = (where, files) => {
        const form = new FormData();
        files.forEach(({file, path}) => {
            form.append("file", file, path);
            form.append("changed", String(file.lastModified));
        });
        const request = new XMLHttpRequest();
        const end = (text) => {
            delete where.dataset.busy;
            bar(null);
            say(text, Boolean(text));
        };
        request.open("POST", addressOf(where));
        request.setRequestHeader("X-Kasanari", "intake");
        request.responseType = "json";
        request.upload.onprogress = (event) => {
            if (event.lengthComputable) {
                bar(event.loaded / event.total);
            }
        };
        request.onload = () => {
            const answer = request.response || {};
            if (request.status === 200 && answer.batch) {
                end("");
                window.dash_clientside.set_props(where.dataset.store, {data: {id: answer.batch}});
            } else {
                end(answer.message || `受け付けられませんでした（${request.status}）。もう一度入れてください。`);
            }
        };
        request.onerror = () => end("送れませんでした。かさなりが動いているか確かめて、もう一度入れてください。");
        say(`${files.length}ファイルを送っています`);
        bar(0);
        request.send(form);
    };

    /* A dropped folder gives its files; readEntries hands them out a hundred at a time. */
    const within = async (entry, path) => {
        if (entry.isFile) {
            const file = await new Promise((done, fail) => entry.file(done, fail));
            return [{file, path: path + file.name}];
        }
        const reader = entry.createReader();
        const found = [];
        for (;;) {
            const some = await new Promise((done, fail) => reader.readEntries(done, fail));
            if (!some.length) {
                return found;
            }
            for (const inner of some) {
                found.push(...(await within(inner, path + entry.name + "/")));
            }
        }
    };

    const choose = window.kasanariFiles.chooser({multiple: true}, (files) =>
        send(files.map((file) => ({file, path: file.webkitRelativePath || file.name}))));

    const zoneOf = (event) => event.target.closest && event.target.closest(".drop-zone[data-address]");
    document.addEventListener("click", (event) => {
        const button = event.target.closest(".drop-zone[data-address] .drop-buttons button");
        if (button) {
            choose({webkitdirectory: button.id.endsWith("-folder")});
        }
    });
    ["dragenter", "dragover"].forEach((name) =>
        document.addEventListener(name, (event) => {
            const page = zone();
            if (page) {
                event.preventDefault();
                page.classList.toggle("is-over", Boolean(zoneOf(event)));
            }
        }));
    document.addEventListener("dragleave", (event) => {
        if (zone() && !event.relatedTarget) {
            zone().classList.remove("is-over");
        }
    });
    document.addEventListener("drop", async (event) => {
        const page = zone();
        if (!page) {
            return;
        }
        event.preventDefault();
        page.classList.remove("is-over");
        if (!zoneOf(event)) {
            return;
        }
        const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
        const plain = [...event.dataTransfer.files].map((file) => ({file, path: file.name}));
        try {
            const found = entries.length ? (await Promise.all(entries.map((entry) => within(entry, "")))).flat() : plain;
            send(found);
        } catch (error) {
            say("ファイルを読めませんでした。開いているときは閉じて、もう一度入れてください。", true);
        }
    });
})();
