/* The browser's own window for choosing files, opened by a button. */
(function () {
    window.kasanariFiles = {
        /* Make a function that opens it; chosen(files) is called with what its user chose. properties: of the field; those
           given to the function count for once. The field is held for good: the browser may collect one that nothing holds
           while its user still looks for files, and then they go nowhere. */
        chooser: (properties, chosen) => {
            const field = Object.assign(document.createElement("input"), {type: "file"}, properties);
            field.onchange = () => {
                const files = [...field.files];
                field.value = ""; // so that the same file can be chosen again
                if (files.length) {
                    chosen(files);
                }
            };
            return (now) => {
                Object.assign(field, now);
                field.click();
            };
        },
    };
})();
