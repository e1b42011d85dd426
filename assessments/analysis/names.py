"""A search for possible names of people in plain text.

A name is looked for where the text says that one follows ("Ms Smith", "a girl called
Ruby"), where people are usually shortened ("YP AB", "J.B."), and among first names
that are common in the United Kingdom and mean nothing else. Better to miss a name
than to cry wolf: names that are also words, months, places or virtues ("Mark",
"April", "Chelsea", "Hope") count only before a surname that is common too.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

# A capital, then small letters; "O'Neil", "Anne-Marie", "McKay" and "Sam's" are one.
# Patterns begin with a letter and look back after it: that is several times as fast.
UPPER, LOWER = "[A-ZÀ-ÖØ-Þ]", "[a-zß-öø-ÿ]"
REST = rf"(?:['’]{UPPER})?{LOWER}+(?:-?{UPPER}{LOWER}+)*"
WORDS = re.compile(rf"{UPPER}(?<![\w@./-].){REST}(?:['’]s)?(?![\w@-]|\.\w)")
TITLE = r"(?:Mrs?|Ms|Mx|Miss|Dr)\b\.?"
TITLED = re.compile(
    rf"[MD](?<!\w.)(?:(?<=M)(?:rs?|s|x|iss)|(?<=D)r)\b\.?[ \t]{{1,3}}"
    rf"(?:[A-Z]\.? )?(?!{TITLE}){UPPER}{REST}(?: (?!{TITLE}){UPPER}{REST})?(?!\w)"
)
CALLED = re.compile(rf"[cn](?<!\w.)(?:alled|amed)\s{{1,3}}({UPPER}{REST})(?!\w)")
PERSON = re.compile(
    r"\b(?:young\s(?:person|man|woman|mum|dad|parent)|care\sleaver|child|girl|boy|lad|"
    r"man|woman|mother|father|mum|dad|brother|sister|worker|advis[eo]r|carer|"
    r"colleague|manager|yp|pa)\s(?:is\s|was\s)?$",
    re.IGNORECASE,
)
LONGEST_PERSON = 24  # characters
SHORT = re.compile(
    r"[YyCc](?<!\w.)(?:(?<=Y)P|oung [Pp]erson|are [Ll]eaver)[ \t]{1,3}"
    r"([A-Z]\.? ?[A-Z]\b\.?)(?![\w/&-])"
)
# "J. Smith", "J.B. Harrow"; at the head of a line it may be the letter of a list.
INITIALLED = re.compile(rf"([A-Z])(?<![\w.].)\. ?(?:[A-Z]\. ?)?({UPPER}{REST})(?!\w)")
# "J Smith", "Smith, J": only before or after a common surname. "A" and "I" are words.
BARE_INITIAL = re.compile(rf"[B-HJ-Z](?<![\w.&/'’-].) ({UPPER}{REST})(?!\w)")
SURNAME_FIRST = re.compile(
    rf"({UPPER}(?<![\w.].){REST}), (?:[B-HJ-Z]\b\.?|[AI]\.)(?![\w&/-])"
)
DOTTED = re.compile(r"([A-Z](?<![\w.].)\. ?[A-Z]\.)(?![\w.]|[ \t]{1,3}[A-Z]\.)")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


NOT_INITIALS = _set(
    "AM AP AS AT BC CE CP CV DV EH EU GP HE HR IT JC LA LO MP NB NI NO OK PA PC PM "
    "PP PS QA QC RO SP SW TA TB TV UC UK UN US VP VS YP"
)

# Written down for this purpose. Names that are ordinary words as well stand below.
FIRST_NAMES = _set(
    """
    aaliyah aaron abbie abdul abdullah abigail adam adrian agnieszka ahmed aidan
    aisha alan albert aleksandra alex alexander alexandra alexandru alfie alice
    alison aliyah amanda amelia amina amir amy ana andreea andrew andrzej angela
    anita anna anne annette anthony antonia arthur asha ashley ayesha barbara barry
    beatrice becky ben benjamin bernadette beth bethany beverley billy bogdan
    brandon brenda brian bridget bryan callum cameron carla carly caroline carolyn
    cath catherine cathy cerys charles charlie charlotte cheryl chloe chris
    christina christine christopher ciara claire clare colin connor conor courtney
    craig curtis damian daniel danielle danny darren dave david debbie deborah
    declan demi denise derek diane dominic donna dorothy duncan dylan ebony eddie
    edward eileen elaine eleanor elena elias elijah elizabeth ella ellen ellie
    elliot emily emma emmanuel erin esther ethan eva evie ewan faisal farah fatima
    felicity fiona fran frances francesca francis freddie freya gabriel gabriella
    gareth gary gavin gemma geoff geoffrey georgie gerald gillian gina gordon graham
    greg gwen hamza hannah harriet harry hassan hayley helen henry hilary hugh
    hussain ian ibrahim imogen imran ioana irene isaac isabel isabella isabelle isla
    ismail isobel jackie jacob jacqueline jake jakub james jamie jane janet janice
    jasmin jasmine jason javed jayden jayne jean jeff jemma jennifer jenny jeremy
    jermaine jess jessica jill jim jo joan joanna joanne jodie joe joel john johnny
    jon jonathan jose joseph josephine josh joshua joyce juan jude judith julia
    julian julie juliet justin kai kamil karen karl kate katherine kathleen kathryn
    kathy katie kayla kayleigh keiran keith kelly kelsey ken kenneth kerry kevin
    khadija kieran kim kirsty krzysztof kwame kyle lara laura lauren leah leanne lee
    leo leon leroy lesley liam libby linda lindsay lisa liz logan lorraine
    louis louise luca lucas lucy luke lydia lynn lynne maciej maddie madison
    magdalena maisie malcolm malgorzata malik marcus margaret maria mariam marie
    marion martha martyn mary maryam mateusz matt matthew maureen megan mehmet
    melanie melissa mia michael michal michelle mike mohamed mohammad mohammed moira
    molly monika morgan moses muhammad mustafa nadia naomi natalie natasha nathan
    neil niall nicholas nick nicky nicola nicole nigel nikki noah nora oliver olivia
    olu omar oscar owen pamela patricia patrick paul paula pauline peter phil philip
    phillip phoebe piotr priya rachael rachel rahul raj ralph raymond rebecca rhian
    rhys richard rita robert robin roger ron ronald rory rosemary rosie ross roxanne
    roy ruth ryan sabrina sadia saira salma sam samantha samira samuel sandra sanjay
    sara sarah scott sean sebastian shannon sharon shaun shauna sheila shirley sian
    siobhan sofia sonia sophia sophie stacey stella stephanie stephen steve steven
    stewart stuart susan susanna suzanne sylvia tamara tamsin tania tanya tara tariq
    taylor terence teresa terry thea theo theresa thomas tia tiffany tim timothy
    tina toby tom tomasz toni tony tracey tracy trevor tyler tyrone valerie vanessa
    vera vicky victor vincent wayne wendy wesley wiktoria william xavier yasmin
    yasmine yusuf yvonne zac zach zachary zahra zainab zara zoe zuzanna
    """
)
ALSO_WORDS = _set(
    """
    amber angel april archie aurora austin autumn bill blessing bob brooke brooklyn
    carol chase chelsea chester christian christy crystal daisy dale dawn dean devon
    don drew eden eve faith florence frank gail gene george georgia glen grace grant
    guy hazel heather holly hope hunter iris ivy jack jade jan jasper jay jordan joy
    june kay kent lacey lance lewis lily lincoln mark martin mason max may melody miles
    millie misty nell nina norman olive paris parker pat pearl penny poppy ray reece
    reed rob rocky rose ruby rusty sandy sidney sky skye stan sue summer sydney ted
    tiger troy val victoria violet warren will willow
    """
)
SURNAMES = _set(
    """
    adams ahmed akhtar ali allen anderson bailey barker barnes begum bell bennett
    brown campbell carter chapman clark clarke collins cook cooper cox davies davis
    dixon edwards ellis evans fisher foster graham gray griffiths harris harrison
    harvey hughes hunt hussain jackson jenkins johnson jones kaur kelly khan king
    knight lloyd marshall martin mason matthews miller mills mitchell moore morgan
    morris murphy murray nowak owen palmer parker patel phillips powell price reid
    richards richardson roberts robinson rogers russell scott shah sharma shaw
    simpson singh smith stevens stewart taylor thomas thompson turner walker ward
    watson webb wilkinson williams williamson wilson wright
    """
)
# Before a name: a saint, a building or a royal. After one: a place or a law.
HONOURS = _set("st saint king queen prince princess duke lord lady sir")
NAMESAKES = _set(
    """
    academy act ambulance association avenue award awards building campus centre
    charity church clinic close club college court day drive farm fellowship
    foundation foyer fund gardens grove hall home homes hospital hostel house
    inquiry institute law lewis lodge mews model park place prize programme project
    report review road room rooms row rule scheme school service services square
    street surgery team terrace theatre tool trust unit university ward way
    """
)


def possible_names(text: str) -> list[tuple[int, str]]:
    """Return [(position, words)] for each possible name in `text`, in order."""
    found: dict[int, str] = {}  # by where it begins
    covered: set[int] = set()
    for start, words in _candidates(text):
        if start not in covered:
            found[start] = words
            covered.update(range(start, start + len(words)))
    return sorted(found.items())


def _candidates(text: str) -> Iterator[tuple[int, str]]:
    """Yield (position, words), the most certain first; some overlap."""
    for match in TITLED.finditer(text):
        yield match.start(), match[0]
    for match in CALLED.finditer(text):
        at = match.start()
        if PERSON.search(text, max(at - LONGEST_PERSON, 0), at):
            yield match.start(1), match[1]
    for match in INITIALLED.finditer(text):
        before = text[max(match.start() - 3, 0) : match.start()].rstrip(" \t")
        is_head = not before or before[-1] in ".:;!?\n•-–("
        if _key(match[2]) in SURNAMES or not is_head:
            yield match.start(), match[0]
    for pattern in (BARE_INITIAL, SURNAME_FIRST):
        for match in pattern.finditer(text):
            if _key(match[1]) in SURNAMES:
                yield match.start(), match[0]
    for pattern in (SHORT, DOTTED):
        for match in pattern.finditer(text):
            if match[1].replace(".", "").replace(" ", "") not in NOT_INITIALS:
                yield match.start(), match[0]
    yield from _first_names(text)


def _first_names(text: str) -> Iterator[tuple[int, str]]:
    """Yield (position, words) of first names, with a common surname if one follows."""
    words = list(WORDS.finditer(text))
    for place, match in enumerate(words):
        key = _key(match)
        if key not in FIRST_NAMES and key not in ALSO_WORDS:
            continue
        near = words[max(place - 1, 0) : place + 3]
        before, after = _neighbours(text, near, near.index(match))
        if _key(before) in HONOURS or any(_key(word) in NAMESAKES for word in after):
            continue
        has_surname = bool(after) and _key(after[0]) in SURNAMES
        if key in FIRST_NAMES or has_surname:
            last = after[0] if has_surname else match
            yield match.start(), text[match.start() : last.end()]


def _key(word: re.Match[str] | str | None) -> str:
    """Return the first part of a word in lower case: "Anne-Marie’s" gives "anne"."""
    written = word if isinstance(word, str) else word[0] if word else ""
    return re.split(r"['’-]", written, maxsplit=1)[0].casefold()


def _neighbours(
    text: str, words: list[re.Match[str]], place: int
) -> tuple[re.Match[str] | None, list[re.Match[str]]]:
    """Return the capitalised word just before, or None, and up to two just after."""
    gaps = [text[first.end() : second.start()] for first, second in pairwise(words)]
    before = words[place - 1] if place and gaps[place - 1] in {" ", ". "} else None
    after = []
    for gap, word in zip(gaps[place:], words[place + 1 :], strict=True):
        if gap != " ":
            break
        after.append(word)
    return before, after
