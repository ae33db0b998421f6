"""The same invented answers for our tables and the peer's: twelve questions, nine closed and three in words."""

import random

CHOICES = {f"choice_{number}": [f"option {letter}" for letter in "abcde"] for number in range(1, 5)}
SEVERAL = {f"several_{number}": [f"reason {letter}" for letter in "abcdef"] for number in range(1, 3)}
SCALES = ["scale_1", "scale_2"]  # 1 to 5
NUMBERS = ["number_1"]  # 0 to 10
WORDS = ["words_1", "words_2", "words_3"]
NAMES = [*CHOICES, *SEVERAL, *SCALES, *NUMBERS, *WORDS]
PHRASES = [
    "The appointment was easy to reach by bus.",
    "I would like the letter in larger print.",
    "Nobody told me how long the results would take.",
    "The nurse explained what the test is for, and that helped.",
    "My mother cannot use the app, so she rings the practice.",
]


def documents(count, seed=1):
    """`count` documents of all twelve answers: texts, lists of texts, whole numbers."""
    dice = random.Random(seed)
    for _ in range(count):
        yield {
            **{name: dice.choice(options) for name, options in CHOICES.items()},
            **{name: dice.sample(options, dice.randint(1, 3)) for name, options in SEVERAL.items()},
            **{name: dice.randint(1, 5) for name in SCALES},
            **{name: dice.randint(0, 10) for name in NUMBERS},
            **{name: " ".join(dice.choices(PHRASES, k=dice.randint(1, 4))) for name in WORDS},
        }
