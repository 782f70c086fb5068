/* The address is the one home of what a page shows. A choice goes into it at once, the controls are drawn from it, and an
   answer of the server that is older than the newest choice changes nothing.

   A bound control carries two values: `value`, which its user changes, and `data-agreed`, which stands in the address.
   Where they differ the user has chosen, whatever the server is doing at that moment. Dash itself would lose such a choice:
   a callback waits while one of its inputs is an output of a request under way, and then reads what the answer wrote. So no
   callback of the server writes a bound control; it sends what the address means (show), and the browser draws it. */
window.dash_clientside = window.dash_clientside || {};
window.kasanariAddress = (function () {
    const AGREED = "data-agreed";
    const controls = []; // see bind
    const watchers = []; // see watch
    let seen = null; // the layout in which choices were last looked for
    let isTelling = false;
    let pressed = []; // the controls on which the mouse was pressed last

    const search = () => window.location.search;
    /* What Dash knows; nothing while it is on its way: the first picture can be used before it has come. */
    const state = () => (window.dash_stores || []).slice(0, 1).map((store) => store.getState())[0] || {};
    const set = (id, props) => window.dash_clientside.set_props(id, props);
    const text = (value) => {
        if (Array.isArray(value)) {
            return [...value].sort().join(",");
        }
        return value === null || value === undefined ? "" : String(value);
    };
    const get = (name) => new URLSearchParams(search()).get(name) || "";
    /* While a page is replaced its layout is new and the paths are still of the old one: the id has to be the right one. */
    const propsAt = (path, isRight) => {
        const node = path && path.reduce((part, key) => (part ? part[key] : part), state().layout);
        return node && node.props && isRight(node.props.id) ? node.props : undefined;
    };
    /* The properties of a component as Dash knows them now; none where it is not on the page. */
    const propsOf = (id) => propsAt((state().paths || {strs: {}}).strs[id], (found) => found === id);
    /* Of components with ids {type, code}: the properties, in their order on the page. */
    const group = (type) =>
        ((state().paths || {objs: {}}).objs["code,type"] || [])
            .map(({path, values: [code]}) => ({
                id: {code: code, type: type},
                props: propsAt(path, (found) => Boolean(found) && found.type === type && found.code === code),
            }))
            .filter(({props}) => props);

    const isOther = (control, props) => {
        const value = props[control.prop];
        const isValue = control.mayBeEmpty ? value !== undefined : value !== null && value !== undefined && value !== "";
        return isValue && text(value) !== text(props[AGREED]);
    };
    /* A control answers late to being drawn, with a value of before. So another value is a choice only if the control itself
       was used since it was drawn: what is done elsewhere meanwhile proves nothing. */
    const isChosen = (control, props) => isOther(control, props) && control.isUsed;
    /* Where a control is used: its place, by default its field with all around it, and its list while that is open. */
    const isAt = (control, target) => {
        const field = document.querySelector(control.place || `#react-entry-point [id="${control.id}"]`);
        const list = field && document.getElementById(field.getAttribute("aria-controls"));
        return [field && (field.closest(".mantine-InputWrapper-root") || field), list].some((box) => box && box.contains(target));
    };
    /* Whether an element is of a bound control; the drawer, which may be closed from anywhere, has no element of its own. */
    const isBound = (target) => controls.some((control) => control.place !== "html" && isAt(control, target));
    const noteUse = ({type, target}) => {
        const used = target instanceof Node ? controls.filter((control) => isAt(control, target)) : [];
        if (type === "mousedown") {
            pressed = used;
        }
        // a slider is let go of wherever the mouse is by then
        const released = ["mouseup", "pointerup"].includes(type) ? pressed : [];
        [...used, ...released].forEach((control) => {
            control.isUsed = true;
        });
    };

    /* Take into the address whatever was chosen and is not in it yet. */
    const take = () => {
        const {layout} = state();
        if (layout === seen) {
            return;
        }
        seen = layout;
        controls.forEach((control) => {
            const props = propsOf(control.id);
            if (props && isChosen(control, props)) {
                const value = props[control.prop];
                set(control.id, {[AGREED]: value});
                (control.before || (() => {}))();
                go(control.changes(value), {by: control.id});
            } else if (props && isOther(control, props)) {
                set(control.id, {[control.prop]: props[AGREED]});
            }
        });
        watchers.forEach((watcher) => watcher.look());
    };

    /* Show in a control what stands in the address; what its user has just chosen stays. */
    const draw = (id, value, more) => {
        const control = controls.find((known) => known.id === id);
        const props = propsOf(id);
        if (!props || isChosen(control, props)) {
            return;
        }
        const isDrawn = text(props[control.prop]) === text(value) && text(props[AGREED]) === text(value);
        if (!isDrawn || more) {
            control.isUsed = false;
            set(id, {...more, [control.prop]: value, [AGREED]: value});
        }
    };
    /* Draw what the address alone says; names: of its parts, all by default. The rest follows with the server's answer. */
    const drawNamed = (names, by) => {
        controls.forEach((control) => {
            const props = control.parse && control.id !== by && (!names || names.includes(control.name)) && propsOf(control.id);
            const value = props ? control.parse(get(control.name), props) : undefined;
            if (value !== undefined) {
                draw(control.id, value);
            }
        });
        watchers.forEach((watcher) => watcher.draw(names));
    };

    /* Dash learns of the address when a map, if there is one, has been seen as it is to be. */
    const tell = () => {
        const map = window.kasanariMapParts || {};
        const isAhead = Boolean(map.ahead) && map.ahead(search());
        if (isTelling) {
            return;
        }
        isTelling = true;
        const inform = () => {
            isTelling = false;
            const {href, hash, pathname} = window.location;
            const now = {pathname, search: search(), hash, href};
            const told = propsOf("url"); // where Dash has not come yet, it will look at the address by itself
            const changed = told ? Object.entries(now).filter(([name, value]) => (told[name] || "") !== value) : [];
            if (changed.length) {
                set("url", Object.fromEntries(changed));
            }
        };
        if (isAhead) {
            map.whenSeen(inform);
        } else {
            inform();
        }
    };
    const visit = (pathname, wanted) => {
        const isHere = pathname === window.location.pathname;
        if (isHere && wanted === search()) {
            return;
        }
        window.history.pushState({}, "", pathname + wanted + (isHere ? window.location.hash : ""));
        tell();
    };
    const written = (query) => {
        const plain = query.toString().replaceAll("%2C", ",");
        return plain ? "?" + plain : "";
    };
    /* Change parts of the address; an empty one goes. how: pathname (another page), by (the control that was used). */
    const go = (changes, how = {}) => {
        watchers.forEach((watcher) => watcher.flush());
        const wanted = new URLSearchParams(search());
        Object.entries(changes).forEach(([name, value]) => {
            if (value) {
                wanted.set(name, value);
            } else {
                wanted.delete(name);
            }
        });
        visit(how.pathname || window.location.pathname, written(wanted));
        drawNamed(Object.keys(changes), how.by);
    };
    /* The address as another page is to have it. */
    const without = (names) => {
        const kept = new URLSearchParams(search());
        names.forEach((name) => kept.delete(name));
        return written(kept);
    };

    /* Bind a control to a part of the address. id; name: of the part; changes(value): of the address; parse(text, props):
       the value that a text of the address means, undefined where the server alone knows; prop: that its user changes;
       mayBeEmpty: nothing is a choice too; isTyped: its value rests a while in the field; before: done before a choice is taken;
       place: a selector of where it is used, if that is not the element of the id. */
    const bind = (control) =>
        controls.push({prop: "value", changes: (value) => ({[control.name]: text(value)}), ...control});
    /* A group of controls that decides by itself. look: something changed; flush: what waits goes into the address now;
       draw(names): the address changed. */
    const watch = (watcher) => watchers.push(watcher);

    const partOf = (parts, id, property) =>
        (parts || []).flat().find((part) => part.id === id && part.property === property);
    /* What is typed but still at rest in its field would be lost with the part of the page that an answer replaces. */
    const takeTyped = (answer) =>
        controls.filter((control) => control.isTyped).forEach(({id}) => {
            const field = document.getElementById(id);
            const isIn = (part) => Boolean(part) && part.contains(field);
            const isReplaced = field && Object.keys(answer).some((part) =>
                "children" in answer[part] && isIn(document.getElementById(part)));
            const props = isReplaced && propsOf(id);
            if (props && text(props.value) !== field.value) {
                set(id, {value: field.value});
            }
        });
    /* Called by Dash with every answer before it is applied. */
    const answered = (asked, answer) => {
        take();
        const view = partOf(asked.inputs, "url", "search");
        if (!answer) {
            return;
        }
        takeTyped(answer);
        if (view && (view.value || "") !== search()) { // the newer address is asked for already, or about to be
            Object.keys(answer).forEach((id) => delete answer[id]);
            return;
        }
        const page = partOf(asked.state, "url", "search");
        if (answer.page && page && (page.value || "") !== search()) { // a page of an older view: it has to follow
            window.setTimeout(() => set("url", {search: search()}));
        }
        // a field that an answer empties or fills keeps what was typed since
        (asked.state || []).flat().forEach(({id, property, value}) => {
            const props = property === "value" && typeof id === "string" && answer[id] && propsOf(id);
            if (props && property in answer[id] && text(props[property]) !== text(value)) {
                delete answer[id][property];
            }
        });
        window.kasanariDrafts.keep(asked, answer);
    };
    /* Called by Dash once its layout has come. */
    const begin = () => {
        seen = null;
        window.dash_stores[0].subscribe(take);
    };

    ["click", "input", "keydown", "mousedown", "mouseup", "pointerup", "touchend"].forEach((name) =>
        window.addEventListener(name, noteUse, {capture: true}));
    ["popstate", "_dashprivate_pushstate"].forEach((name) =>
        window.addEventListener(name, () => drawNamed(null, null)));

    window.dash_clientside.kasanariAddress = {
        /* view: what the address means, by the server: search, controls (by id: value and perhaps data). */
        show: (view) => {
            if (!view || view.search !== search()) {
                return;
            }
            Object.entries(view.controls).forEach(([id, {value, data}]) => {
                const props = propsOf(id);
                const isOther = props && data && JSON.stringify(data) !== JSON.stringify(props.data);
                draw(id, value, isOther ? {data: data} : undefined);
            });
        },
        go: (changes) => {
            if (changes) {
                go(changes);
            }
        },
    };
    return {answered, begin, bind, draw, get, go, group, isBound, propsOf, set, text, visit, watch, without};
})();
