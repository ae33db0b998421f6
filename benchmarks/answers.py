"""The same invented answers for our tables and the peer's: twelve questions, nine closed and three in words."""

import random

SINGLE = ["choice_1", "choice_2", "choice_3", "choice_4"]
SEVERAL = ["several_1", "several_2"]
SCALES = ["scale_1", "scale_2"]
TENS = ["ten_1"]
WORDS = ["words_1", "words_2", "words_3"]
NAMES = [*SINGLE, *SEVERAL, *SCALES, *TENS, *WORDS]
OPTIONS = ["hospital", "practice", "pharmacy", "community_centre", "at_home", "elsewhere"]
AGREEMENT = ["strongly_agree", "agree", "neither", "disagree", "strongly_disagree"]
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
            **{name: dice.choice(OPTIONS) for name in SINGLE},
            **{name: dice.sample(OPTIONS, dice.randint(1, 3)) for name in SEVERAL},
            **{name: dice.choice(AGREEMENT) for name in SCALES},
            **{name: dice.randint(0, 10) for name in TENS},
            **{name: " ".join(dice.choices(PHRASES, k=dice.randint(1, 4))) for name in WORDS},
        }
