/* A piece of a page that nothing asks about again comes as HTML (dashboard/web/plain_html.py). When it changes, only what
   has changed is written: whoever has opened a part of it, or stands on a link in it, stays there, as with Dash's own. */
(function () {
    const React = window.React;
    const read = (tag, html) => {
        const box = document.createElement(tag);
        box.innerHTML = html;
        return box;
    };
    /* Writes into node what tells next from before; all three were read from the server's HTML in the same way. */
    const change = (node, before, next) => {
        if (before.isEqualNode(next)) {
            return;
        }
        if (node.nodeName !== next.nodeName) {
            node.replaceWith(next.cloneNode(true));
            return;
        }
        if (next.nodeType === Node.TEXT_NODE) {
            node.data = next.data;
            return;
        }
        [...before.attributes].filter(({name}) => !next.hasAttribute(name)).forEach(({name}) => node.removeAttribute(name));
        [...next.attributes].filter(({name, value}) => before.getAttribute(name) !== value)
            .forEach(({name, value}) => node.setAttribute(name, value));
        const [mine, old, wanted] = [node, before, next].map((one) => [...one.childNodes]);
        if (mine.length !== old.length) { // somebody else has written here
            node.replaceChildren(...wanted.map((one) => one.cloneNode(true)));
            return;
        }
        wanted.forEach((one, place) => {
            if (place < old.length) {
                change(mine[place], old[place], one);
            } else {
                node.append(one.cloneNode(true));
            }
        });
        mine.slice(wanted.length).forEach((one) => one.remove());
    };

    window.kasanariPlain = {change, read};
    const Plain = ({tag, attributes, html}) => {
        const box = React.useRef(null);
        const shown = React.useRef(null);
        React.useLayoutEffect(() => {
            if (shown.current === null) {
                box.current.innerHTML = html;
            } else if (shown.current !== html) {
                change(box.current, read(tag, shown.current), read(tag, html));
            }
            shown.current = html;
        }, [html]);
        return React.createElement(tag, {...attributes, ref: box});
    };
    // Another root is another piece.
    window.kasanari_components = {...window.kasanari_components, Plain: (props) => React.createElement(Plain, {key: props.tag, ...props})};

    // Links to pages of ours are followed without leaving, as dcc.Link does.
    document.addEventListener("click", (event) => {
        const link = event.target.closest && event.target.closest("a[data-within]");
        if (!link || event.defaultPrevented || event.metaKey || event.shiftKey || event.altKey || event.ctrlKey) {
            return;
        }
        event.preventDefault();
        window.history.pushState({}, "", link.getAttribute("href"));
        window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
        window.scrollTo(0, 0);
    });
})();
