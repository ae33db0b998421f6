"""Each rule of `tests.rules` can fail: a good page, and for every rule the change that breaks it."""

import pytest

from tests import rules

PAGE = """<!DOCTYPE html><html lang="en"><head><title>News – Involvement</title>
<link rel="canonical" href="https://example.org/news/"><link rel="stylesheet" href="/static/site.css"></head>
<body><script>document.body.className += ' js-enabled'</script><a href="#maincontent">Skip</a>
<main id="maincontent"><h1><span class="nhsuk-caption-l">All</span> News</h1><h2>May</h2><h3>Week</h3>
<img src="/a.png" alt=""><a href="/a.pdf">Report (PDF, 20 KB)</a></main>
<footer><h2>Links</h2><a href="/accessibility/">A</a><a href="/contact/">B</a><a href="/cookies/">C</a>
<a href="/privacy/">D</a></footer></body></html>"""

QUESTION = """<!DOCTYPE html><html lang="en"><head><title>Who is it for? – Book – Involvement</title></head>
<body><a href="#maincontent">Skip</a><a class="nhsuk-back-link" href="/">Back</a><main id="maincontent">
<form method="post" novalidate><input type="hidden" name="draft" value=""><div class="nhsuk-form-group"><fieldset>
<legend><h1>Who is it for?</h1></legend><div class="nhsuk-hint" id="who-hint">One</div>
<div class="nhsuk-radios nhsuk-radios--inline">
<input type="radio" name="who" id="who" value="me"><label for="who">Me</label>
<input type="radio" name="who" id="who-2" value="other"><label for="who-2">Other</label></div></fieldset></div>
<input type="email" name="email" id="email" autocomplete="email"><label for="email">Email (optional)</label>
<button>Continue</button></form></main>
<footer><a href="/accessibility/">A</a><a href="/contact/">B</a><a href="/cookies/">C</a><a href="/privacy/">D</a>
</footer></body></html>"""

SUMMARY = """<div class="nhsuk-error-summary"><h2>There is a problem</h2><ul><li><a href="#who">Select who it is for</a>
</li></ul></div>"""
MESSAGE = """<span class="nhsuk-error-message" id="who-error">
<span class="nhsuk-u-visually-hidden">Error:</span> Select who it is for</span>"""
ERROR = (
    QUESTION.replace("<title>", "<title>Error: ")
    .replace("<form", f"{SUMMARY}<form")
    .replace("<fieldset>", '<fieldset aria-describedby="who-hint who-error">')
    .replace('<div class="nhsuk-radios', f'{MESSAGE}<div class="nhsuk-radios')
)


def codes(html, kind):
    return {problem.partition(":")[0] for problem in rules.problems(html, kind=kind)}


def test_good_pages_have_no_problems():
    assert rules.problems(PAGE, kind="page") == []
    assert rules.problems(QUESTION, kind="question") == []
    assert rules.problems(ERROR, kind="error") == []


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("T1", ' lang="en"', ""),
        ("T1", "<h2>May</h2>", "<h1>May</h1>"),
        ("T1", "</span> News", f"</span> {'x' * 66}"),
        ("T1", "<h2>May</h2>", ""),
        ("T1", "News – Inv", "News - Inv"),
        ("T1", "News – Inv", "Events – Inv"),
        ("T2", 'href="#maincontent"', 'href="/"'),
        ("T2", 'id="maincontent"', ""),
        ("T3", 'href="/cookies/"', 'href="/"'),
        ("T3", "</footer>", '<a href="/1">1</a><a href="/2">2</a><a href="/3">3</a></footer>'),
        ("T4", 'href="/static/site.css"', 'href="https://cdn.example/site.css"'),
        ("T4", '<img src="/a.png"', '<img src="//cdn.example/a.png"'),
        ("T4", "<h2>May", '<h2 style="color:red">May'),
        ("T4", "</head>", "<style></style></head>"),
        ("T4", "<h2>May", '<h2 onclick="x()">May'),
        ("T4", "<main", "<script>x()</script><main"),
        ("T5", "<h3>Week", "<h3><em>Week</em>"),
        ("T5", ' alt=""', ""),
        ("T5", "Report (PDF, 20 KB)", "Report"),
        ("T6", "<h2>May", '<h2 id="maincontent">May'),
        ("T6", "<h2>May", '<h2 aria-labelledby="nothing">May'),
        ("E1", "<title>", "<title>Error: "),
        ("E2", "<h2>May", '<h2 class="nhsuk-error-message">May'),
    ],
)
def test_a_rule_of_every_page_can_fail(code, old, new):
    assert old in PAGE
    assert code in codes(PAGE.replace(old, new, 1), "page")


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("Q1", "nhsuk-back-link", "back"),
        ("Q1", '<a class="nhsuk-back-link" href="/">Back</a>', ""),
        ("Q2", "Continue", "Next"),
        ("Q3", 'value="me"', 'value="me" checked'),
        ("Q4", "<legend><h1>Who is it for?</h1></legend>", "<h1>Who is it for?</h1>"),
        ("Q4", 'value="me">', 'value="me"><input type="radio" name="who" value="us">'),
        ("Q5", "Me<", "Me *<"),
        ("Q5", "Email (optional)", "Optional email"),
        ("Q5", 'value="me"', 'value="me" required'),
        ("Q5", " novalidate", ""),
        ("Q6", ' autocomplete="email"', ""),
        ("Q7", "nhsuk-hint", "nhsuk-radios__conditional"),
        ("Q7", 'type="email"', 'type="range"'),
        ("Q7", 'type="email"', 'type="email" title="Help"'),
        ("Q7", 'type="email"', 'type="email" placeholder="you@example.org"'),
        ("Q9", ">Me<", ">Mrs<"),
    ],
)
def test_a_rule_of_question_pages_can_fail(code, old, new):
    assert old in QUESTION
    assert code in codes(QUESTION.replace(old, new, 1), "question")


def test_a_single_question_is_the_heading_of_its_page():
    single = QUESTION.replace("<legend><h1>Who is it for?</h1></legend>", "<legend>Who?</legend>")
    single = single.replace("<form", "<h1>Who is it for?</h1><form").replace('name="email"', 'name="who"')
    assert "Q1" in codes(single, "question")


def test_what_was_answered_before_may_be_chosen():
    assert codes(QUESTION.replace('value="me"', 'value="me" checked'), "answered") == set()


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("E1", "Error: ", ""),
        ("E2", "nhsuk-error-summary", "summary"),
        ("E2", "There is a problem", "Oh no"),
        ("E2", '<main id="maincontent">', '<main id="maincontent"><h1>Who is it for?</h1>'),
        ("E3", 'href="#who"', 'href="#nothing"'),
        ("E3", 'href="#who"', 'href="#maincontent"'),
        ("E4", "Select who it is for</a>", "Select somebody</a>"),
        ("E4", '<span class="nhsuk-u-visually-hidden">Error:</span>', ""),
        ("E4", "who-hint who-error", "who-hint"),
        ("E4", "who-hint who-error", "who-error"),
        ("E7", "</span> Select who", "</span> Please select who"),
        ("E8", "</span> Select who", "</span> Nobody chose who"),
    ],
)
def test_a_rule_of_errors_can_fail(code, old, new):
    assert old in ERROR
    assert code in codes(ERROR.replace(old, new, 1), "error")


def test_a_rule_can_be_left_out_by_its_code_alone():
    broken = PAGE.replace(' lang="en"', "").replace('href="/cookies/"', 'href="/"')
    assert [each[:2] for each in rules.problems(broken, kind="page", without=["T1"])] == ["T3"]


def test_an_unknown_kind_of_page_is_a_mistake():
    with pytest.raises(ValueError, match="poster"):
        rules.problems(PAGE, kind="poster")


def test_sentences_of_more_than_25_words_are_found():
    short, long = " ".join(["word"] * 25) + ".", " ".join(["word"] * 26) + "."
    assert rules.long_sentences(f"{short} {long} {short}") == [long]
