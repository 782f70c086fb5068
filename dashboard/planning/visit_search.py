"""The two searches of OR-Tools: SCIP over all sets that a day can hold, and routing where those are too many."""

from __future__ import annotations

from typing import Any

from dashboard.planning.day_sets import DaySets, Problem, members

# Nodes of the search tree after which the best that was found is taken without proof; the root mostly is enough.
MOST_NODES = 500
HALF = 0.5
SOLUTIONS = 250


def choose(
    problem: Problem, towns: list[int], listed: DaySets, days: int
) -> tuple[list[tuple[int, ...]], bool]:
    """At most `days` sets with the most prize, then with the shortest days; and whether that is proven."""
    solver = _solver()
    used = {bits: solver.BoolVar("") for bits in listed.largest}
    taken = {town: solver.NumVar(0, 1, "") for town in towns}  # whole by itself, since sets are
    holding = _holding(used, towns)
    for town in towns:
        solver.Add(solver.Sum(holding[town]) >= taken[town])
    solver.Add(solver.Sum([*used.values()]) <= days)
    solver.Maximize(solver.Sum([problem.prizes[town] * taken[town] for town in towns]))
    is_solved, proved = _solve(solver)
    if not is_solved:
        return search(problem, towns, days), False
    chosen = [bits for bits, variable in used.items() if variable.solution_value() > HALF]
    reached = 0
    for bits in chosen:
        reached |= bits
    return _shortest(listed, reached, days, _apart(chosen)), proved


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
    """The towns that are reached, parted into days so that least time is spent; rough: one way to part them."""
    within = [bits for bits in listed.minutes if bits & ~reached == 0]
    solver = _solver()
    used = {bits: solver.BoolVar("") for bits in within}
    for variables in _holding(used, members(reached)).values():
        solver.Add(solver.Sum(variables) == 1)
    solver.Add(solver.Sum([*used.values()]) <= days)
    solver.SetHint([*used.values()], [float(bits in rough) for bits in used])
    solver.Minimize(solver.Sum([listed.minutes[bits] * variable for bits, variable in used.items()]))
    if not _solve(solver)[0]:
        return [tuple(members(bits)) for bits in rough]
    return [tuple(members(bits)) for bits, variable in used.items() if variable.solution_value() > HALF]


def _holding(used: dict[int, Any], towns: list[int]) -> dict[int, list[Any]]:
    """By town the variables of the sets that hold it."""
    holding: dict[int, list[Any]] = {town: [] for town in towns}
    for bits, variable in used.items():
        for town in members(bits):
            holding[town].append(variable)
    return holding


def _apart(rough: list[int]) -> list[int]:
    """Each town on one day alone: what an earlier day has is taken from the later ones."""
    seen, parted = 0, []
    for bits in rough:
        rest = bits & ~seen
        seen |= bits
        if rest:
            parted.append(rest)
    return parted


def _solver() -> Any:
    from ortools.linear_solver import pywraplp

    return pywraplp.Solver.CreateSolver("SCIP")


def _solve(solver: Any) -> tuple[bool, bool]:
    """Whether a solution was found, and whether it is proven the best. Counts nodes, not seconds."""
    from ortools.linear_solver import pywraplp

    exact = pywraplp.MPSolverParameters()
    exact.SetDoubleParam(exact.RELATIVE_MIP_GAP, 0.0)
    solver.SetSolverSpecificParametersAsString(f"limits/totalnodes = {MOST_NODES}")
    status = solver.Solve(exact)
    return status in (solver.OPTIMAL, solver.FEASIBLE), status == solver.OPTIMAL
