"""Each public write is one statement or one transaction: that is whole or not there, whoever is cancelled at any await.

What each of them leaves behind when it is cancelled, `tests/contract/test_store_writes.py` tries at every await.
"""

import ast
from functools import cache
from pathlib import Path

STORAGE = Path(__file__).parents[3] / "storage"
_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp)
WRITERS = {"writing_at", "write_rule", "settle", "hand_over", "release_free_pages"}  # given the database

# Written in parts, each by itself whole, and all of them safe to repeat: what is left of them is done the next time.
IN_PARTS = {
    "Housekeeping.run": "old rows, few at a time",
    "Housekeeping.sweep": "the same",
    "Retention.sweep": "the same",
    "SecretRows.settle": "each a compare-and-set; who comes after the first finds what that has written",
    "InboxRows.handled": "a hundred updates at a time; one that is not marked is handled again, as a repeated one",
    "RequestRows.delete_forgotten": "a person's rows, few at a time, which were marked all together",
}


@cache
def classes():
    found = {}
    for path in sorted(STORAGE.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = {
                    one.name: one for one in node.body if isinstance(one, ast.AsyncFunctionDef | ast.FunctionDef)
                }
    return found


def is_read(call):
    """Whether the statement of a call begins with `select`."""
    statement = call.args[0] if call.args else None
    if isinstance(statement, ast.JoinedStr):
        statement = statement.values[0]
    return isinstance(statement, ast.Constant) and str(statement.value).startswith(("select", "pragma"))


def writes(method, others, *, seen=()):
    """How many commits a method makes at most; one in a loop counts as two."""
    return sum(_writes_in(node, others, seen) for node in method.body)


def _writes_in(node, others, seen):
    if isinstance(node, ast.If):  # one of both
        branches = (sum(_writes_in(one, others, seen) for one in side) for side in (node.body, node.orelse))
        return _writes_in(node.test, others, seen) + max(branches)
    inner = sum(_writes_in(one, others, seen) for one in ast.iter_child_nodes(node))
    if isinstance(node, ast.Call):
        inner += _writes_by(node, others, seen)
    return 2 * inner if isinstance(node, _LOOPS) else inner


def _writes_by(call, others, seen):
    """How many commits a call makes: of the database, or of the class itself."""
    called = ast.unparse(call.func)
    if called == "self._database.all":
        return int(not is_read(call))
    if called == "self._database.transaction" or called in WRITERS:
        return 1
    own = called.removeprefix("self.")
    inside = called.startswith("self.") and own in others and own not in seen
    return writes(others[own], others, seen=(*seen, own)) if inside else 0


def test_a_public_write_is_one_statement_or_one_transaction():
    several = {
        f"{name}.{method}"
        for name, methods in classes().items()
        for method, node in methods.items()
        if name.endswith(("Rows", "Queue")) or name in {"Housekeeping", "Retention"}
        if not method.startswith("_") and writes(node, methods) > 1
    }
    assert several == IN_PARTS.keys()


def test_and_most_of_them_are_found():
    of_each = ((name, methods, method) for name, methods in classes().items() for method in methods)
    found = {f"{name}.{method}" for name, methods, method in of_each if writes(methods[method], methods)}
    assert len(found) > 60
    assert {"RequestRows.accept", "EntryRows.record", "MessageRows.sent", "Queue.begin", "LoginRows.begin"} <= found
