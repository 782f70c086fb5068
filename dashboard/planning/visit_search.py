"""The two searches of OR-Tools: CP-SAT over all sets that a day can hold, and routing where those are too many."""

from __future__ import annotations

from typing import Any

from dashboard.planning.day_sets import DaySets, Problem, members

SEED = 20230401
DETERMINISTIC_SECONDS = 20.0
SOLUTIONS = 250


def choose(
    problem: Problem, towns: list[int], listed: DaySets, days: int
) -> tuple[list[tuple[int, ...]], bool]:
    """At most `days` sets with the most prize, then with the shortest days; and whether that is proven."""
    model, taken = _model(), {}
    used = {bits: model.new_bool_var(f"day{bits}") for bits in listed.largest}
    holding: dict[int, list[Any]] = {town: [] for town in towns}
    for bits, variable in used.items():
        for town in members(bits):
            holding[town].append(variable)
    for town in towns:
        taken[town] = model.new_bool_var(f"town{town}")
        model.add(sum(holding[town]) >= taken[town])
    model.add(sum(used.values()) <= days)
    model.maximize(sum(problem.prizes[town] * taken[town] for town in towns))
    solver, proved = _solved(model)
    reached = sum(1 << town for town in towns if solver.value(taken[town]))
    rough = [bits & reached for bits, variable in used.items() if solver.value(variable)]
    return _shortest(listed, reached, days, _apart(rough)), proved


def search(problem: Problem, towns: list[int], days: int) -> list[tuple[int, ...]]:
    """Members of each day by routing search: a town left out costs its prize, driving costs little."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    count = len(towns)
    manager = pywrapcp.RoutingIndexManager(count + 1, days, count)
    model = pywrapcp.RoutingModel(manager)

    transit = model.RegisterTransitMatrix(_matrix(problem, towns))
    model.SetArcCostEvaluatorOfAllVehicles(transit)
    model.AddDimension(transit, 0, problem.limit, True, "minutes")
    weight = problem.limit * days + 1
    for number, town in enumerate(towns):
        model.AddDisjunction([manager.NodeToIndex(number)], problem.prizes[town] * weight)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.solution_limit = SOLUTIONS
    solution = model.SolveWithParameters(parameters)
    if solution is None:
        return []
    found = []
    for day in range(days):
        index, stops = model.Start(day), []
        while not model.IsEnd(index):
            node = manager.IndexToNode(index)
            if node < count:
                stops.append(towns[node])
            index = solution.Value(model.NextVar(index))
        if stops:
            found.append(tuple(stops))
    return found


def _matrix(problem: Problem, towns: list[int]) -> list[list[int]]:
    """Minutes from place to place, the visit at the first one included; the office is the last row and column."""
    rows = [
        [
            *(0 if a == b else problem.visit + problem.between[a][b] for b in towns),
            problem.visit + problem.back[a],
        ]
        for a in towns
    ]
    return [*rows, [*(problem.out[town] for town in towns), 0]]


def _shortest(listed: DaySets, reached: int, days: int, rough: list[int]) -> list[tuple[int, ...]]:
    """The towns that are reached, parted into days so that least time is spent."""
    within = [bits for bits in listed.minutes if bits & ~reached == 0]
    model = _model()
    used = {bits: model.new_bool_var(f"day{bits}") for bits in within}
    holding: dict[int, list[Any]] = {town: [] for town in members(reached)}
    for bits, variable in used.items():
        for town in members(bits):
            holding[town].append(variable)
    for variables in holding.values():
        model.add_exactly_one(variables)
    model.add(sum(used.values()) <= days)
    for bits in used:
        model.add_hint(used[bits], bits in rough)
    model.minimize(sum(listed.minutes[bits] * variable for bits, variable in used.items()))
    solver, _ = _solved(model)
    return [tuple(members(bits)) for bits, variable in used.items() if solver.value(variable)]


def _apart(rough: list[int]) -> list[int]:
    """Each town on one day alone: what an earlier day has is taken from the later ones."""
    seen, parted = 0, []
    for bits in rough:
        rest = bits & ~seen
        seen |= bits
        if rest:
            parted.append(rest)
    return parted


def _model() -> Any:
    from ortools.sat.python import cp_model

    return cp_model.CpModel()


def _solved(model: Any) -> tuple[Any, bool]:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = DETERMINISTIC_SECONDS
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise RuntimeError(f"no route found: {solver.status_name(status)}")
    return solver, status == cp_model.OPTIMAL
