/* A chart in its box: drawn again when the box gets another size, with words under the pointer, and pressed as a point. */
(function () {
    const {linesOf} = window.kasanariChartParts;
    const Drawing = window.kasanariChartDrawing;

    const under = (map, target) => {
        let node = target;
        while (node && node.nodeName !== "svg" && !map.has(node)) {
            node = node.parentNode;
        }
        return map.get(node);
    };
    // Beside the pointer, within the box.
    const tip = (box) => {
        const label = document.createElement("div");
        label.className = "chart-tip";
        label.hidden = true;
        box.appendChild(label);
        return (text, event) => {
            label.hidden = !text;
            if (!text) {
                return;
            }
            label.replaceChildren(...linesOf(text).map((runs) => {
                const line = document.createElement("div");
                line.append(...runs.map((run) => {
                    const part = document.createElement(run.bold ? "b" : "span");
                    part.textContent = run.text;
                    return part;
                }));
                return line;
            }));
            const {left, top, width, height} = box.getBoundingClientRect();
            const [x, y] = [event.clientX - left, event.clientY - top];
            label.style.left = `${Math.max(0, Math.min(x + 12, width - label.offsetWidth))}px`;
            label.style.top = `${Math.max(0, y + 14 + label.offsetHeight > height ? y - label.offsetHeight - 8 : y + 14)}px`;
        };
    };

    /* A chart in a box: show(figure) draws it, now and whenever the box gets another size; leave() ends that. */
    const mount = (box, onPress) => {
        let figure = null;
        let drawing = null;
        let size = [0, 0];
        const say = tip(box);
        const draw = () => {
            if (!figure || !size[0] || !size[1]) {
                return;
            }
            const next = new Drawing(figure, ...size, box.id || "chart");
            if (!next.hasRoom) {
                return;
            }
            next.draw();
            say("");
            if (drawing) {
                drawing.svg.replaceWith(next.svg);
            } else {
                box.prepend(next.svg);
            }
            drawing = next;
        };
        const watcher = new ResizeObserver(([{contentRect}]) => {
            const now = [Math.round(contentRect.width), Math.round(contentRect.height)];
            if (now.join() !== size.join()) {
                size = now;
                draw();
            }
        });
        watcher.observe(box);
        box.addEventListener("pointermove", (event) => drawing && say(under(drawing.tips, event.target), event));
        box.addEventListener("pointerleave", () => say(""));
        box.addEventListener("click", (event) => {
            const point = drawing && under(drawing.points, event.target);
            if (point) {
                onPress(point);
            }
        });
        return {
            show: (next) => {
                figure = next;
                draw();
            },
            leave: () => watcher.disconnect(),
        };
    };

    window.kasanariChart = {mount};
    const React = window.React;
    // Dash's side of it: the component ChartBox of dashboard/components/chart.py.
    window.kasanari_components = {
        ...window.kasanari_components,
        ChartBox: ({id, className, figure, setProps}) => {
            const box = React.useRef(null);
            const chart = React.useRef(null);
            const press = React.useRef(null);
            press.current = (point) => setProps({clickData: {points: [point]}});
            React.useEffect(() => {
                chart.current = mount(box.current, (point) => press.current(point));
                return chart.current.leave;
            }, []);
            React.useEffect(() => chart.current.show(figure), [figure]);
            return React.createElement("div", {id, className, ref: box});
        },
    };
})();
