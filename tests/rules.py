"""
The rules of the service manual that a machine can check, for the HTML of any state of any page.

`problems(html, kind="question")` gives a sentence for each rule that is broken, which begins with the rule's code; an
empty list is a good page. Kinds: "page" (any page), "question" (a question page as it is first met), "answered" (one
that was answered before), "error" (one that came back with errors).
"""

import re
from collections import Counter
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

KINDS = ("page", "question", "answered", "error")
MARKER = "document.body.className += ' js-enabled'"  # the only inline script
FOOTER = ("accessibility", "contact", "cookies", "privacy")
BANNED = re.compile(r"\b(please|sorry|valid|invalid|forgot|oops|this field is required|select an option)\b", re.I)
ERROR_STARTS = re.compile(
    r"^(Enter|Select|Choose|Upload|Add)\b| must \b|is empty|cannot be|do not match|does not match"
)
LONGEST_SENTENCE = 25  # words
LONGEST_HEADING = 65  # characters


def problems(html, *, kind, without=()):
    """What breaks a rule, in the order of the rules. `without` names codes that are not looked at, with a reason."""
    if kind not in KINDS:
        raise ValueError(f"{kind} is none of {KINDS}")
    soup = BeautifulSoup(html, "html.parser")
    checks = [*EVERY_PAGE]
    if kind != "page":
        checks += QUESTION_PAGE
    if kind == "question":
        checks.append(nothing_is_chosen_beforehand)
    checks += ERROR_PAGE if kind == "error" else [no_error_is_announced]
    found = [problem for check in checks for problem in check(soup)]
    return [problem for problem in found if problem.partition(":")[0] not in without]


def long_sentences(text):
    """The sentences of a text that have more than 25 words."""
    sentences = re.split(r"(?<=[.!?:])\s+|\n", text)
    return [sentence for sentence in sentences if len(sentence.split()) > LONGEST_SENTENCE]


def words(element):
    return " ".join(element.get_text(" ", strip=True).split())


def heading_text(soup):
    """The words of the h1 without the caption above it."""
    heading = BeautifulSoup(str(soup.h1 or ""), "html.parser")
    for caption in heading.select("[class*=nhsuk-caption]"):
        caption.decompose()
    return words(heading)


# --- T: every page


def language(soup):
    if not (soup.html and soup.html.get("lang")):
        yield "T1: the page does not say its language"


def headings(soup):
    if len(soup.find_all("h1")) != 1:
        yield f"T1: {len(soup.find_all('h1'))} headings of the first level"
        return
    text = heading_text(soup)
    if not text or len(text) > LONGEST_HEADING:
        yield f"T1: the heading has {len(text)} characters: {text}"
    levels = [int(each.name[1]) for each in [soup.h1, *soup.h1.find_all_next(re.compile("^h[1-6]$"))]]
    for before, after in zip(levels, levels[1:], strict=False):
        if after > before + 1:
            yield f"T1: a heading of level {after} follows one of level {before}"


def title(soup):
    said = words(soup.title) if soup.title else ""
    expected = heading_text(soup)
    if not said.removeprefix("Error: ").startswith(f"{expected} – "):
        yield f"T1: the title “{said}” is not “{expected} – (section –) site”"


def skip_link(soup):
    first = soup.body.find("a") if soup.body else None
    if first is None or first.get("href") != "#maincontent":
        yield "T2: the first link does not skip to the content"
    if not soup.select_one("main#maincontent"):
        yield "T2: the content has no id maincontent"


def footer(soup):
    links = soup.select("footer a")
    said = " ".join(f"{words(link)} {link.get('href')}".lower() for link in links)
    missing = [name for name in FOOTER if name not in said]
    if missing:
        yield f"T3: the footer does not lead to {', '.join(missing)}"
    if len(links) > 6:
        yield f"T3: the footer has {len(links)} links, more than fit on a line"


def requests_elsewhere(soup):
    loading = soup.select("script[src], img[src], iframe[src], source[src], video[src], audio[src], track[src]")
    addresses = [each["src"] for each in loading] + [each["action"] for each in soup.select("form[action]")]
    for link in soup.select("link[href]"):
        if not {"canonical", "alternate"} & set(link.get("rel", [])):
            addresses.append(link["href"])
    for address in addresses:
        if urlsplit(address).netloc:
            yield f"T4: something is asked of another host: {address}"


def inline_code(soup):
    for element in soup.find_all(True):
        if element.get("style") is not None or element.name == "style":
            yield f"T4: inline style in {element.name}"
        for name in element.attrs:
            if name.startswith("on"):
                yield f"T4: inline script in {element.name} {name}"
    for script in soup.select("script:not([src])"):
        is_data = script.get("type") in ("application/json", "application/ld+json")
        if not is_data and not script.get_text().startswith(MARKER):
            yield "T4: inline script"


def plain_text(soup):
    for element in soup.find_all(["i", "em", "u"]):
        yield f"T5: italics or underline: {words(element)}"
    for image in soup.find_all("img"):
        if image.get("alt") is None:
            yield f"T5: a picture without text alternative: {image.get('src')}"
    for link in soup.select("a[href]"):
        is_pdf = link["href"].partition("?")[0].lower().endswith(".pdf")
        if is_pdf and not re.search(r"PDF.*\d\s*(KB|MB)", link.get_text(), re.S):
            yield f"T5: a link to a PDF does not say so, with its size: {words(link)}"


def references(soup):
    counted = Counter(element["id"] for element in soup.select("[id]"))
    for identifier, times in counted.items():
        if times > 1:
            yield f"T6: the id {identifier} is there {times} times"
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "headers"):
        for element in soup.select(f"[{attribute}]"):
            for identifier in BeautifulSoup.get_attribute_list(element, attribute):
                for each in identifier.split() or [""]:
                    if each not in counted:
                        yield f"T6: {attribute} of {element.name} leads nowhere: “{each}”"


EVERY_PAGE = [language, headings, title, skip_link, footer, requests_elsewhere, inline_code, plain_text, references]


# --- Q: question pages


def visible_inputs(soup):
    hidden = {"hidden", "submit", "button"}
    inputs = soup.select("main input, main select, main textarea")
    return [each for each in inputs if each.get("type") not in hidden and not each.find_parent(class_="app-trap")]


def question_names(soup):
    """The names of what is asked: the three inputs of a date are one question."""
    return {re.sub(r"_[012]$", "", each.get("name", "")) for each in visible_inputs(soup)}


def back_link(soup):
    links = soup.select(".nhsuk-back-link")
    if not [link for link in links if not link.find_parent("main") and not link.find_parent("nav")]:
        yield "Q1: no back link before the content"


def heading_asks(soup):
    if soup.h1 is None:
        return
    is_question = soup.h1.find_parent("legend") or soup.h1.find("label")
    if not is_question and len(question_names(soup)) < 2 and not soup.select("main input[type=checkbox]"):
        yield "Q1: the only question is not the heading of the page"


def button(soup):
    texts = [words(each) for each in soup.select("main form[method=post] button") if each.get("type") != "button"]
    if texts[:1] != ["Continue"]:
        yield f"Q2: the button says {texts[:1]}, not “Continue”"


def groups(soup):
    for kind in ("radios", "checkboxes", "date-input"):
        for group in soup.select(f".nhsuk-{kind}"):
            fieldset = group.find_parent("fieldset")
            is_one_tick = kind == "checkboxes" and len(group.select("input")) == 1
            if not is_one_tick and not (fieldset and fieldset.legend and words(fieldset.legend)):
                yield f"Q4: {kind} without fieldset and legend"
    for group in soup.select(".nhsuk-radios--inline"):
        if len(group.select("input")) != 2:
            yield "Q4: more than two answers stand beside each other"


def optional_and_required(soup):
    for element in soup.select("main label, main legend"):
        text = words(element)
        if "*" in text:
            yield f"Q5: an asterisk in “{text}”"
        if "optional" in text.lower() and not text.endswith("(optional)"):
            yield f"Q5: “{text}” does not end with (optional)"
    if soup.select("main [required], main [aria-required]"):
        yield "Q5: an input is marked as required"
    if soup.select("main form[method=post]:not([novalidate])"):
        yield "Q5: the browser checks the form with its own words"


def autocomplete(soup):
    for element in soup.select("main input[type=email], main input[type=tel]"):
        if not element.get("autocomplete"):
            yield f"Q6: {element.get('name')} does not say what may complete it"


def no_traps(soup):
    if soup.select("[class*=__conditional], [data-aria-controls]"):
        yield "Q7: an answer reveals something"
    if soup.select("main input[type=range]"):
        yield "Q7: a slider"
    if soup.select("main input[title], main textarea[title], main select[title], [data-tooltip]"):
        yield "Q7: a tooltip"
    if soup.select("main [placeholder]"):
        yield "Q7: a placeholder stands where an answer belongs"


def courtesy_titles(soup):
    for element in soup.select("main label, main legend, main option"):
        if re.fullmatch(r"(Title|Mr|Mrs|Miss|Ms)( \(optional\))?", words(element)):
            yield f"Q9: asks for a title: {words(element)}"


QUESTION_PAGE = [
    back_link,
    heading_asks,
    button,
    groups,
    optional_and_required,
    autocomplete,
    no_traps,
    courtesy_titles,
]


def nothing_is_chosen_beforehand(soup):
    if soup.select("main input[type=radio][checked]"):
        yield "Q3: an answer is chosen beforehand"


# --- E: errors


def no_error_is_announced(soup):
    if soup.title and words(soup.title).startswith("Error:"):
        yield "E1: the title speaks of an error where there is none"
    if soup.select(".nhsuk-error-message, .nhsuk-error-summary"):
        yield "E2: an error where none was expected"


def error_title(soup):
    if not (soup.title and words(soup.title).startswith("Error: ")):
        yield "E1: the title does not start with “Error: ”"


def error_summary(soup):
    summary = soup.select_one("main .nhsuk-error-summary")
    if summary is None:
        yield "E2: no error summary in the content"
        return
    if not summary.h2 or words(summary.h2) != "There is a problem":
        yield "E2: the summary is not headed “There is a problem”"
    if soup.h1 and soup.h1 in summary.find_all_previous("h1"):
        yield "E2: the summary stands below the heading"
    if not summary.select("a"):
        yield "E3: the summary leads to no field"
    for link in summary.select("a"):
        field = soup.find(id=link.get("href", "").removeprefix("#"))
        if field is None or field.name not in ("input", "select", "textarea"):
            yield f"E3: “{words(link)}” does not lead to a field"


def messages(soup):
    """The error messages beside fields, without the hidden prefix: (element, text)."""
    for element in soup.select(".nhsuk-error-message"):
        yield element, words(element).removeprefix("Error:").strip()


def same_words(soup):
    linked = [words(each) for each in soup.select(".nhsuk-error-summary li")]
    beside = [text for _element, text in messages(soup)]
    for text in beside:
        if linked.count(text) != 1:
            yield f"E4: “{text}” stands beside its field and {linked.count(text)} times in the summary"
    for element, text in messages(soup):
        prefix = element.select_one(".nhsuk-u-visually-hidden")
        if prefix is None or words(prefix) != "Error:":
            yield f"E4: “{text}” has no hidden prefix"
        yield from described(soup, element, text)


def described(soup, element, text):
    group = element.find_parent(class_="nhsuk-form-group")
    owners = [each.get("aria-describedby", "").split() for each in group.select("[aria-describedby]")]
    owner = next((ids for ids in owners if element.get("id") in ids), None)
    if owner is None:
        yield f"E4: no field is described by “{text}”"
        return
    hint = next((each for each in group.select(".nhsuk-hint[id$=-hint]") if not each["id"].endswith("item-hint")), None)
    if hint and hint["id"] not in owner:
        yield f"E4: the field of “{text}” is not described by its hint"


def error_words(soup):
    for _element, text in messages(soup):
        if BANNED.search(text):
            yield f"E7: a word that helps nobody in “{text}”"
        if not ERROR_STARTS.search(text):
            yield f"E8: “{text}” does not say what to do"


ERROR_PAGE = [error_title, error_summary, same_words, error_words]
