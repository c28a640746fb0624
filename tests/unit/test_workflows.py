"""What the workflows may do, and that what they run is what was looked at."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = {file.name: file.read_text("utf-8") for file in (ROOT / ".github" / "workflows").glob("*.yml")}
WORKFLOWS = {name: yaml.safe_load(text) for name, text in FILES.items()}
JOBS = [(name, job, said) for name, workflow in WORKFLOWS.items() for job, said in workflow["jobs"].items()]
STEPS = [(name, job, step) for name, job, said in JOBS for step in said.get("steps", ())]
USES = re.compile(r"uses: (\S+)(.*)$", re.MULTILINE)
# Whatever a job may do beside reading the repository, and what for.
WRITES = {
    ("release.yml", "build"): {"id-token", "attestations"},
    ("release.yml", "image"): {"packages", "id-token", "attestations"},
    ("release.yml", "pypi"): {"id-token"},
    ("release.yml", "page"): {"contents"},
}


@pytest.mark.parametrize("name", FILES)
def test_every_action_is_pinned_by_its_commit_with_its_version_beside(name):
    foreign = [(action, rest) for action, rest in USES.findall(FILES[name]) if not action.startswith("./")]
    assert foreign
    for action, rest in foreign:
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", rest), action


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_reads_the_repository_and_no_more(name):
    assert WORKFLOWS[name]["permissions"] == {"contents": "read"}


def test_a_job_writes_only_what_it_is_there_for():
    writes = {
        (name, job): {scope for scope, right in said.get("permissions", {}).items() if right == "write"}
        for name, job, said in JOBS
    }
    assert {job: scopes for job, scopes in writes.items() if scopes} == WRITES


def test_no_workflow_runs_with_more_rights_for_a_stranger_s_change():
    for text in FILES.values():
        assert "pull_request_target" not in text
        assert "secrets." not in text


def test_no_checkout_leaves_a_credential_behind():
    checkouts = [step for _, _, step in STEPS if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_no_script_has_an_expression_put_into_it():
    assert [step["run"] for _, _, step in STEPS if "${{" in step.get("run", "")] == []


def test_every_job_ends_by_itself():
    assert [job for _, job, said in JOBS if "uses" not in said and "timeout-minutes" not in said] == []


def test_a_called_workflow_does_not_wait_for_its_caller():
    groups = [workflow["concurrency"]["group"].partition("-")[0] for workflow in WORKFLOWS.values()]
    assert len(set(groups)) == len(groups)
    assert "${{" not in "".join(groups)


def test_the_tests_run_on_every_python_that_the_package_names():
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["classifiers"]
    named = [match[1] for line in classifiers if (match := re.fullmatch(r".* :: (3\.\d+)", line))]
    assert WORKFLOWS["tests.yml"]["jobs"]["tests"]["strategy"]["matrix"]["python"] == named
