"""`annotate` follows its contract: the schema, the offsets, linking across a call."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.store.cli.conftest import SEEDS

pytestmark = pytest.mark.model

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "docs/annotate.schema.json").read_text(encoding="utf-8")
)
SEED_FILES = sorted(SEEDS.glob("*.txt"))


def spans(record):
    """Yield everything in a record that has offsets."""
    for quotation in record["quotations"]:
        yield quotation
        yield from quotation["quoted"]
        yield from filter(None, (quotation["cue"], quotation["speaker_mention"]))
    for entity in record["entities"]:
        yield from entity["mentions"]


@pytest.fixture(params=[(), ("--verbatim",)], ids=["clean", "verbatim"])
def annotated(request, run_store):
    ran = run_store("annotate", "--jsonl", *request.param, *SEED_FILES)
    assert (ran.status, ran.err) == (0, "")
    return ran.lines


def test_each_line_follows_the_schema(annotated):
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    assert [e.message for line in annotated for e in validator.iter_errors(line)] == []
    assert [line["id"] for line in annotated] == [path.name for path in SEED_FILES]


def test_each_offset_cuts_out_its_text(annotated):
    for record in annotated:
        for span in spans(record):
            assert record["text"][span["start"] : span["end"]] == span["text"]


def test_quotations_and_mentions_are_in_reading_order(annotated):
    for record in annotated:
        starts = [quotation["start"] for quotation in record["quotations"]]
        assert starts == sorted(starts)
        for entity in record["entities"]:
            starts = [mention["start"] for mention in entity["mentions"]]
            assert starts == sorted(starts)


def test_an_entity_stands_once_in_an_article_and_under_one_name_in_all(annotated):
    for record in annotated:
        names = [(entity["name"], entity["type"]) for entity in record["entities"]]
        assert len(names) == len(set(names))
    everywhere = [{entity["name"] for entity in record["entities"]} for record in annotated]
    assert sum("Xi Jinping" in names for names in everywhere) == 4
    assert not any("Xi" in names for names in everywhere)


def test_verbatim_text_is_the_input_as_given(run_store, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Share\r\n“Yes,” she\u00a0said.\r\n\r\nAFP".encode())
    (record,) = run_store("annotate", "--jsonl", "--verbatim", path).lines
    assert record["text"] == "Share\r\n“Yes,” she\u00a0said.\r\n\r\nAFP"
    assert record["dropped"] == []


def test_hostile_characters_are_printed_as_json(run_store, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "He said \ud800 \x00 \u2028 so.\n“Yes."}) + "\n")
    ran = run_store("annotate", "--jsonl", "--verbatim", path)
    assert ran.status == 0
    assert ran.out.count("\n") == 1
    assert json.loads(ran.out)["text"] == "He said \ufffd \x00 \u2028 so.\n“Yes."


def test_records_keep_their_ids_and_what_they_say(run_store, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": "x1", "title": "T", "published_on": "2022-03-03", "text": "Xi Jinping said so."}\n'
    )
    (record,) = run_store("annotate", "--jsonl", path).lines
    assert (record["id"], record["title"], record["published_on"]) == ("x1", "T", "2022-03-03")


def test_what_fails_is_named_and_the_rest_is_printed(run_store, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "german.txt").write_text(
        "Der Minister sagte am Montag, dass die Gespräche weitergehen würden.", encoding="utf-8"
    )
    (tmp_path / "good.txt").write_text("The minister said so on Monday.")
    ran = run_store("annotate", "--jsonl", tmp_path, tmp_path / "missing.txt")
    assert ran.status == 1
    assert [line["id"] for line in ran.lines] == ["good.txt"]
    for name, reason in [
        ("bad.txt", "picture"),
        ("empty.txt", "no text"),
        ("german.txt", "German"),
        ("missing.txt", "no such file"),
    ]:
        assert any(name in line and reason in line for line in ran.err.splitlines())


def test_articles_come_in_the_order_they_were_given_in(run_store, tmp_path):
    (tmp_path / "a.txt").write_text("The minister said so on Monday.")
    (tmp_path / "b.jsonl").write_text('{"id": "b", "text": "The minister said so on Tuesday."}\n')
    (tmp_path / "c.txt").write_text("The minister said so on Wednesday.")
    given = [tmp_path / name for name in ("b.jsonl", "c.txt", "a.txt", "b.jsonl")]
    ran = run_store("annotate", "--jsonl", *given)
    assert [line["id"] for line in ran.lines] == ["b", "c.txt", "a.txt", "b"]


@pytest.mark.crash
def test_a_file_that_ends_its_process_is_named_and_the_rest_is_printed(tmp_path):
    """It is read in a process of its own, as by `add`: the command itself goes on."""
    (tmp_path / "a.txt").write_text("The minister said so on Monday.")
    (tmp_path / "fatal.txt").write_text("The minister said so on Tuesday.")
    ran = subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-m", "tests.fakes.fatal_reading", "annotate", "--jsonl", tmp_path],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 1
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == ["a.txt"]
    assert "fatal.txt: the process that read it was ended twice" in ran.stderr


def test_a_page_can_be_annotated(run_store, pages):
    words = "The minister said on Monday that “talks” would go on for as long as needed. " * 9
    pages["https://x.example/a"] = f"<html><body><article><p>{words}</p></article></body></html>"
    (record,) = run_store("annotate", "--jsonl", "https://x.example/a").lines
    assert record["id"] == "https://x.example/a"


def test_the_format_must_be_named(run_store):
    assert run_store("annotate", SEED_FILES[0]).status == 2
