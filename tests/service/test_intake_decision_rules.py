"""Decision 6: rules are told apart by name, and a tool that is down fails nothing."""

from __future__ import annotations

from pathlib import Path

from lyrad.model.job import JobState
from tests.support.shoot import DOWN, Shoot

# 6. Rules.

RULE = (
    "name: {name}\nwhen: {{path: 'scenes/{{scene}}/{{shot}}/shot.yaml', with: [first]{more}}}\n"
    "do:\n  - render.between: {{backend: builtin}}\n  - publish.take\nfinal: {final}\n"
)


def with_rules(tmp_path: Path, *rules: str) -> Shoot:
    (tmp_path / "rules").mkdir()
    for number, text in enumerate(rules):
        (tmp_path / "rules" / f"{number}.yaml").write_text(text)
    return Shoot(tmp_path)


def test_two_rules_on_one_drop_are_two_jobs(tmp_path: Path) -> None:
    shoot = with_rules(tmp_path, RULE.format(name="also", more="", final="false"))
    shoot.drop()
    shoot.later()
    assert sorted(job.plan.rule for job in shoot.jobs()) == ["also", "render-shot"]
    shoot.make_all()
    assert shoot.card() == "DONE T02"
    shoot.ask("RETAKE")
    shoot.later()
    assert sorted(job.plan.rule for job in shoot.jobs(JobState.QUEUED)) == ["also", "render-shot"]
    shoot.close()


def test_a_final_rule_ends_the_search(tmp_path: Path) -> None:
    shoot = with_rules(tmp_path, RULE.format(name="also", more="", final="true"))
    shoot.drop()
    shoot.later()
    assert [job.plan.rule for job in shoot.jobs()] == ["also"]
    shoot.close()


def test_a_hosts_rule_replaces_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    shoot = with_rules(tmp_path, RULE.format(name="render-shot", more="", final="false"))
    shoot.drop()
    shoot.later()
    assert "rules/0.yaml" in shoot.job().plan.rule_source
    shoot.close()


def test_a_rules_own_quiet_time_is_kept(tmp_path: Path) -> None:
    text = RULE.format(name="render-shot", more=", quiet: 2m", final="false")
    shoot = with_rules(tmp_path, text)
    shoot.drop()
    shoot.later(119)
    assert not shoot.jobs()
    shoot.clock.advance(2)
    shoot.turn()
    assert len(shoot.jobs()) == 1
    shoot.close()


def test_a_tool_that_is_down_fails_nothing(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    job = shoot.job().plan.job
    shoot.engine.begin(job)
    shoot.engine.delay(job, DOWN)
    shoot.look_again()
    assert shoot.card() == "WAITING for builtin"
    assert "lyrad tries again by itself" in shoot.text()
