"""The news of an invented town, to draw pictures of: `write(folder)` makes its articles as files.

One job: enough articles, over enough weeks, that lines go up and down, people meet in paragraphs
and two of them speak on one topic. Every sentence is our own; the same call writes the same files.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Who speaks, and how he or she is introduced.
PEOPLE = {
    "Ada Verne": "the mayor of Port Verity",
    "Boris Okafor": "the harbour master",
    "Linda Marsh": "who leads the opposition in the City Council",
    "Tomas Reyes": "a spokesman for the Dockers' Union",
    "Priya Nair": "an economist at Northgate University",
    "Henrik Solberg": "director of the Coastal Railway",
    "Greta Lindqvist": "chief of the Fire Brigade",
}

# What the weeks are about: title, when it is at its height (weeks from the start), and what is
# said on it, by those who speak on it.
TOPICS = {
    "Old Bridge": (
        "Council argues over the Old Bridge",
        (3, 9),
        {
            "Ada Verne": [
                "The Old Bridge will be repaired before the winter storms, whatever it costs.",
                "Nobody will have to drive around the bay once the Old Bridge is open again.",
                "I have asked Northgate University to test every pillar of the Old Bridge.",
            ],
            "Linda Marsh": [
                "The mayor promised us a new Old Bridge three winters ago, and it still sways.",
                "Repairing the pillars of the Old Bridge will cost twice what Ada Verne tells us.",
                "We should close the Old Bridge to lorries before somebody is killed.",
            ],
            "Henrik Solberg": [
                "If the Old Bridge is closed, the Coastal Railway runs a train every ten minutes.",
                "Lorries on the Old Bridge shake our tracks more than any storm does.",
            ],
        },
    ),
    "ferry strike": (
        "Ferries stay in port as the strike goes on",
        (6, 7),
        {
            "Tomas Reyes": [
                "The ferry strike will end on the day the Harbour Authority pays the night shift.",
                "Our members did not choose this strike; Boris Okafor did.",
                "No ferry leaves Port Verity until the wages of the crews are agreed.",
            ],
            "Boris Okafor": [
                "The Harbour Authority cannot pay wages that the ferries do not earn.",
                "Every day of the ferry strike costs the harbour forty thousand crowns.",
                "I am ready to meet Tomas Reyes tonight, and so is my whole night shift.",
            ],
            "Priya Nair": [
                "A strike of two weeks costs the town more than the wages the crews ask for.",
                "The Harbour Authority could pay the crews out of last year's profit.",
            ],
        },
    ),
    "budget": (
        "Budget talks run late into the night",
        (10, 5),
        {
            "Ada Verne": [
                "This budget pays for schools first and for the harbour second.",
                "I will not sign a budget that closes a single school.",
            ],
            "Linda Marsh": [
                "The budget hides a hole of six million crowns behind new fees.",
                "Schools get less in this budget than the mayor spends on flowers.",
            ],
            "Priya Nair": [
                "The budget assumes that the ferry strike never happened.",
                "A hole of six million crowns can be closed without new fees.",
            ],
        },
    ),
    "night trains": (
        "Night trains to Eastholm from the spring",
        (1, 3),
        {
            "Henrik Solberg": [
                "From April the Coastal Railway runs night trains to Eastholm again.",
                "A ticket on the night train will cost less than the petrol.",
            ],
            "Ada Verne": [
                "Night trains will bring back the visitors that Port Verity lost to Eastholm.",
                "The City Council will pay a third of the night trains for two years.",
            ],
        },
    ),
    "flood": (
        "Water in the streets of Port Verity",
        (12, 9),
        {
            "Greta Lindqvist": [
                "The Fire Brigade pumped out ninety cellars between the flood and the morning.",
                "Nobody should drive through the flood to see whether the harbour still stands.",
                "We need another forty people to fill sandbags before the next tide.",
            ],
            "Boris Okafor": [
                "The flood came over the harbour wall at the place we wanted to raise.",
                "No ship was lost in the flood, and the sandbags held at the harbour.",
            ],
        },
    ),
}
FIRST = date(2025, 12, 1)  # a Monday
N_WEEKS = 13

_CUES = ("said", "told reporters", "said on {day}", "added", "warned", "said after the meeting")
_OPENINGS = (
    "PORT VERITY — The City Council met on {day} to speak of the {topic} until late.",
    "PORT VERITY — The quarrel over the {topic} went on in Port Verity on {day}.",
    "PORT VERITY — There was news of the {topic} on {day}, and most of it was loud.",
)
_CLOSINGS = (
    "The City Council votes next week. Until then everything in Port Verity stays as it is.",
    "The Harbour Authority had no comment. People in Eastholm watch with some pleasure.",
    "A decision is expected before the end of the month, officials in Northgate think.",
)
_SIDES = (
    "and nobody gives way", "again", "for another week", "while the town waits",
    "as tempers rise", "and both sides claim to have won", "behind closed doors",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def write(folder: Path, *, seed: int = 7) -> int:
    """Write the town's articles as text files; return how many."""
    dice = random.Random(seed)  # noqa: S311 — the same articles each time, no secret
    count = 0
    for week in range(N_WEEKS):
        for topic, (title, (height, weight), said) in TOPICS.items():
            wanted = weight * 0.75 ** abs(week - height) + dice.random() * 0.9
            for _ in range(int(wanted)):
                count += 1
                day = FIRST + timedelta(days=7 * week + dice.randrange(7))
                text = _article(dice, title, topic, said, day)
                (folder / f"{count:03d}.txt").write_text(text, encoding="utf-8")
    return count


def _article(
    dice: random.Random, title: str, topic: str, said: dict[str, list[str]], day: date
) -> str:
    weekday = _DAYS[day.weekday()]
    speakers = dice.sample(list(said), k=min(len(said), dice.choice((1, 2, 2, 3))))
    paragraphs = [dice.choice(_OPENINGS).format(day=weekday, topic=topic)]
    for speaker in speakers:
        cue = dice.choice(_CUES).format(day=weekday)
        words = dice.choice(said[speaker])
        paragraphs.append(f"“{words[:-1]},” {speaker}, {PEOPLE[speaker]}, {cue}.")
        if dice.random() < 0.6:
            other = dice.choice([name for name in PEOPLE if name != speaker])
            last = speaker.split()[-1]
            paragraphs.append(f"{last} had spoken with {other} the day before, over the {topic}.")
    paragraphs.append(dice.choice(_CLOSINGS))
    heading = title if dice.random() < 0.4 else f"{title}, {dice.choice(_SIDES)}"
    return "\n\n".join([heading, f"{day:%B} {day.day}, {day.year}", *paragraphs]) + "\n"
