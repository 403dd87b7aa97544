"""bot/settings.py: every problem at once, and never the token."""

import pytest

from bot.errors import SettingsError
from bot.settings import Settings

MADE_UP = "MTE4MjYwNjE1MDQ2NzI4NTA0Mg.GxYzAb.s0mE_tH1ng-th4t-looks-l1ke-a-s1gnature"  # made up


def problems_of(env, **options):
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(env, **options)
    return caught.value.problems


def test_an_empty_environment_gives_the_defaults(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_env({})
    assert settings.discord_token is None
    assert settings.corpora_dir.name == "corpora"
    assert settings.log_level == "INFO"
    assert len(list(settings.seeds_dir.glob("*.txt"))) == 5


def test_an_empty_value_counts_as_not_set(tmp_path):
    settings = Settings.from_env({"CORPORA_DIR": str(tmp_path), "LOG_LEVEL": "", "DEMO_PORT": " "})
    assert settings.log_level == "INFO"
    assert settings.demo_port == 0


def test_every_problem_is_told_at_once(tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file")
    problems = problems_of(
        {
            "DISCORD_TOKEN": "abc",
            "CORPORA_DIR": str(taken / "corpora"),
            "SPACY_MODEL": "no_such_model",
            "LOG_LEVEL": "LOUD",
            "SEEDS_DIR": str(tmp_path / "nowhere"),
            "READER_THREADS": "many",
            "READ_TIMEOUT_S": "-1",
            "DEMO_PORT": "99999",
        }
    )
    named = [line.split()[0] for line in problems]
    assert named == [
        "DISCORD_TOKEN",
        "CORPORA_DIR",
        "SPACY_MODEL",
        "LOG_LEVEL",
        "SEEDS_DIR",
        "READER_THREADS",
        "READ_TIMEOUT_S",
        "DEMO_PORT",
    ]


def test_a_missing_token_says_what_to_do(tmp_path):
    (problem,) = problems_of({"CORPORA_DIR": str(tmp_path)}, needs_token=True)
    assert "discord.com/developers" in problem
    assert ".env" in problem


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Bot " + MADE_UP, "must not begin with"),
        (f'"{MADE_UP}"', "quotation marks"),
        ("0123456789abcdef0123456789abcdef", "client secret"),
        ("a.b.c", "three parts"),
    ],
    ids=["prefixed", "in marks", "another secret", "too short"],
)
def test_a_malformed_token_is_explained_without_being_shown(tmp_path, value, said):
    (problem,) = problems_of({"CORPORA_DIR": str(tmp_path), "DISCORD_TOKEN": value})
    assert said in problem
    assert value not in problem


def test_the_token_is_not_part_of_the_repr(tmp_path):
    settings = Settings.from_env({"CORPORA_DIR": str(tmp_path), "DISCORD_TOKEN": MADE_UP})
    assert settings.discord_token == MADE_UP
    assert MADE_UP not in repr(settings)


@pytest.mark.parametrize("model", ["spacy", "os", "../model", "en core", "__main__"])
def test_what_is_installed_but_no_model_is_refused(tmp_path, model):
    (problem,) = problems_of({"CORPORA_DIR": str(tmp_path), "SPACY_MODEL": model})
    assert "not an installed spaCy model" in problem


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    probe = closed / "probe"
    try:
        probe.touch()
    except OSError:
        (problem,) = problems_of({"CORPORA_DIR": str(closed / "corpora")})
        assert str(closed) in problem
    else:
        pytest.skip("this user may write everywhere")
