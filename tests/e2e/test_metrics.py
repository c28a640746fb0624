"""A small mixed day in front of a bot of its own process: every way a request can end, and the figures add up."""

from pathlib import Path

from bench.metrics import mixed, total


async def test_what_the_metrics_show_of_a_mixed_day_adds_up(tmp_path: Path) -> None:
    figures = await mixed(tmp_path, 60)
    assert figures.faults() == []
    assert sum(figures.said.values()) >= 60
    assert figures.worst <= 3, "also while it went on, but for what happens during the scrape"
    for name in ("turns_total", "renders_total", "answers_delivered_total", "backend_call_seconds_count"):
        assert total(figures.found, f"nemobot_{name}") > 0
