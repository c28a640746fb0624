"""What deploy/ offers for watching names only what `/metrics` has, and the rules fire when they should."""

import json
import re
import shutil
import subprocess
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bots.metrics import Metrics
from core.model.requests import Outcome

DEPLOY = Path(__file__).parents[3] / "deploy"
BOARD = json.loads((DEPLOY / "grafana.json").read_text("utf-8"))
RULES = [
    rule for group in yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"] for rule in group["rules"]
]
OF_PROMETHEUS = {"up": set()}
TARGET_LABELS = {"job", "instance"}
SERIES = re.compile(r"\b(nemobot_\w+|process_\w+|python_\w+|up)\b(?:\{([^}]*)\})?")
MATCHER = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"([^\"]*)\"")
GROUPED = re.compile(r"\b(?:by|without|ignoring|on)\s*\(([^)]*)\)")
IN_LEGEND = re.compile(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}")


def exposed():
    """Every series that `/metrics` may show, with its labels and, where they are fixed, their values."""
    metrics = Metrics(("telegram", "discord", "web"))
    metrics.called("upload", "ok", 1.0)
    metrics.called("turn", "PlanRequired", 1.0)
    for kind in ("turn", "render"):
        metrics.took(kind, 1.0)
    metrics._checks.labels("database").set(1)
    for state in ("working", "waiting", "suspended"):
        metrics._open.labels(state).set(1)
    found = {}
    for family in text_string_to_metric_families(generate_latest(metrics.registry).decode()):
        for sample in family.samples:
            labels = found.setdefault(sample.name, {})
            for name, value in sample.labels.items():
                labels.setdefault(name, set()).add(value)
    return found


EXPOSED = exposed()
FIXED = {"outcome": {*map(str, Outcome), "refused"}, "platform": None, "check": None, "endpoint": None}


def expressions():
    of_rules = [(rule["alert"], rule["expr"], "") for rule in RULES]
    of_panels = [
        (panel["title"], target["expr"].replace("$__rate_interval", "5m"), target["legendFormat"])
        for panel in BOARD["panels"]
        for target in panel["targets"]
    ]
    variables = [(one["name"], one["definition"], "") for one in BOARD["templating"]["list"] if "definition" in one]
    return [*of_rules, *of_panels, *variables]


@pytest.mark.parametrize(("title", "expression", "legend"), expressions())
def test_a_rule_or_panel_names_only_series_and_labels_that_exist(title, expression, legend):
    found = SERIES.findall(expression)
    assert found
    known = set(TARGET_LABELS)
    for name, matchers in found:
        assert name in EXPOSED or name in OF_PROMETHEUS, name
        labels = EXPOSED.get(name, {})
        known |= labels.keys()
        for label, value in MATCHER.findall(matchers):
            assert label in {*labels, *TARGET_LABELS}, (name, label)
            values = FIXED.get(label, labels.get(label))
            assert label in TARGET_LABELS or values is None or value in values, (name, label, value)
    grouped = {name.strip() for names in GROUPED.findall(expression) for name in names.split(",")}
    assert grouped <= known
    assert set(IN_LEGEND.findall(legend)) <= known


def test_every_series_of_ours_is_on_the_dashboard():
    shown = {name for _, expression, _ in expressions() for name, _ in SERIES.findall(expression)}
    families = {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in EXPOSED if name.startswith("nemobot_")}
    assert {name for name in families if not any(one.startswith(name) for one in shown)} == set()


def test_each_rule_says_how_bad_it_is_what_is_wrong_and_what_to_do():
    for rule in RULES:
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert {"summary", "mend"} == rule["annotations"].keys()
    assert len({rule["alert"] for rule in RULES}) == len(RULES)


def test_no_panel_lies_over_another():
    places = [panel["gridPos"] for panel in BOARD["panels"]]
    for one, other in combinations(places, 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        below = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or below
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(places)


@pytest.fixture
def promtool(tmp_path):
    """Runs promtool; its part is skipped where there is none (Debian: apt install prometheus)."""
    path = shutil.which("promtool")
    if path is None:
        pytest.skip("SKIPPED: deploy/alerts.yml was not run by promtool; Debian: apt install prometheus")

    def run(*words):
        done = subprocess.run([path, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    return run


def test_promtool_takes_the_rules(promtool):
    promtool("check", "rules", "--lint=all", "--lint-fatal", str(DEPLOY / "alerts.yml"))


GROWS, STILL = "0+1x600", "5x600"
SERIES_OF_A_BAD_DAY = {
    'up{job="nemobot", instance="a"}': "0x600",
    'nemobot_ready{check="database"}': "0x600",
    'process_start_time_seconds{job="nemobot"}': "0+60x600",
    'nemobot_requests_ended_total{platform="web", outcome="parked"}': GROWS,
    'nemobot_requests_ended_total{platform="web", outcome="failed"}': GROWS,
    'nemobot_requests_ended_total{platform="web", outcome="undelivered"}': GROWS,
    'nemobot_requests_ended_total{platform="web", outcome="done"}': "0+0x600",
    'nemobot_requests_open{state="waiting"}': "51x600",
    "nemobot_requests_oldest_seconds": "0+60x600",
    'nemobot_backend_call_seconds_count{endpoint="turn", end="Unavailable"}': GROWS,
    'nemobot_turns_total{end="lost"}': GROWS,
    "nemobot_credits": "99x600",
    'nemobot_platform_wait_seconds_total{platform="telegram"}': "0+40x600",
    'process_open_fds{job="nemobot"}': "900x600",
    'process_max_fds{job="nemobot"}': "1024x600",
}
SERIES_OF_A_GOOD_DAY = {
    'up{job="nemobot", instance="a"}': "1x600",
    'nemobot_ready{check="database"}': "1x600",
    'process_start_time_seconds{job="nemobot"}': STILL,
    'nemobot_requests_ended_total{platform="web", outcome="parked"}': "0x600",
    'nemobot_requests_ended_total{platform="web", outcome="failed"}': "0+0.1x600",
    'nemobot_requests_ended_total{platform="web", outcome="done"}': GROWS,
    'nemobot_requests_open{state="waiting"}': STILL,
    "nemobot_requests_oldest_seconds": "60x600",
    'nemobot_backend_call_seconds_count{endpoint="turn", end="ok"}': GROWS,
    'nemobot_backend_call_seconds_count{endpoint="turn", end="Unavailable"}': "0+0.1x600",
    'nemobot_turns_total{end="answered"}': GROWS,
    'nemobot_turns_total{end="lost"}': "0+0.01x600",
    "nemobot_credits": " ".join(["NaN"] * 600),  # none was read yet
    'nemobot_platform_wait_seconds_total{platform="telegram"}': "0+1x600",
    'process_open_fds{job="nemobot"}': "40x600",
    'process_max_fds{job="nemobot"}': "1024x600",
}


@pytest.mark.parametrize(
    ("series", "fires"), [(SERIES_OF_A_BAD_DAY, True), (SERIES_OF_A_GOOD_DAY, False)], ids=["bad", "good"]
)
def test_on_a_bad_day_every_rule_fires_and_on_a_good_one_none(promtool, tmp_path, series, fires):
    # promtool compares whole alerts; counting those that fire says the same of each rule
    counted = [
        {
            "expr": f'count(ALERTS{{alertname="{rule["alert"]}", alertstate="firing"}}) > bool 0',
            "eval_time": "8h",
            "exp_samples": [{"labels": "{}", "value": 1}] if fires else [],
        }
        for rule in RULES
    ]
    case = {
        "rule_files": [str(DEPLOY / "alerts.yml")],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": name, "values": values} for name, values in series.items()],
                "promql_expr_test": counted,
            }
        ],
    }
    (tmp_path / "case.yml").write_text(yaml.safe_dump(case))
    promtool("test", "rules", str(tmp_path / "case.yml"))
