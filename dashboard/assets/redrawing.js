/* Each component on a page is told of each change of Dash's store, and looks whether it is its own. But most changes are of
   what no component sees: which callbacks run, and one per new component, which forgets a state that it never had. A page of
   a thousand components would look a million times when it is drawn. Here components are told only of what one of them can
   see. Dash's callbacks hear of everything as before: they listen before a store comes here. */
(function () {
    const UNSEEN = ["callbacks", "callbackJobs", "changed", "paths", "profile"];
    const isSame = (one, other) => {
        const names = Object.keys(one);
        return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
    };
    /* The hashes are copied at every change of one of them; a component sees its own. */
    const isSeen = (before, now) => Object.keys(now).some((name) => now[name] !== before[name] && !UNSEEN.includes(name) &&
        !(name === "layoutHashes" && isSame(before[name], now[name])));

    const stores = (window.dash_stores = window.dash_stores || []);
    stores.push = (store) => {
        const {getState, subscribe} = store;
        store.subscribe = (listener) => {
            let told = getState();
            return subscribe(() => {
                const now = getState();
                if (now !== told && isSeen(told, now)) {
                    told = now;
                    listener();
                }
            });
        };
        return Array.prototype.push.call(stores, store);
    };
})();
