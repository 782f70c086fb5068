/* What is typed into a part marked data-live reaches what is drawn beside it a moment after the last key, not only when the
   field is left. A word that is still being composed waits until it stands. */
window.kasanariLive = (function () {
    const PAUSE = 500;
    const waiting = new Map(); // by field: the timer until it is told
    const FIELDS = "input[type=text]:not([aria-haspopup=listbox]):not([inputmode]), input[type=date], textarea";
    const isTyped = (field) => field.matches(FIELDS);
    // a day of which a part is missing has no value yet, and would lose what is there of it
    const isWhole = (field) => field.type !== "date" || Boolean(field.value);
    const nameOf = (field) => (field.id.startsWith("{") ? JSON.parse(field.id) : field.id);

    const tell = (field) => {
        waiting.delete(field);
        if (field.isConnected && isWhole(field)) {
            window.dash_clientside.set_props(nameOf(field), {value: field.value});
        }
    };
    const wait = (event) => {
        const field = event.target;
        if (!event.isTrusted || event.isComposing || !field.closest("[data-live]") || !isTyped(field)) {
            return;
        }
        window.clearTimeout(waiting.get(field));
        waiting.set(field, window.setTimeout(tell, PAUSE, field));
    };
    document.addEventListener("input", wait, {capture: true});
    document.addEventListener("compositionend", wait, {capture: true});
    // whoever leaves the field has it told by the field itself
    document.addEventListener("focusout", (event) => {
        window.clearTimeout(waiting.get(event.target));
        waiting.delete(event.target);
    }, {capture: true});

    /* Is something typed that nobody has been told yet? */
    const isWaiting = () => [...waiting.keys()].some((field) => field.isConnected);
    return {isWaiting};
})();
