"""Plain questions over the real data: understood, answered, or said why not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from citygraph import questions, store
from citygraph.questions import dates

ROOT = Path(__file__).resolve().parent.parent
NINE = {
    "denis-coderre", "parks-tau", "benoit-balmana", "arnaud-dion", "laurence-kwark",
    "christian-leyrit", "soon-young-yoon", "k-h-angela-kang", "kate-kim",
}  # fmt: skip


def asked(graph: store.Graph, phrase: str, lang: str = "en") -> dict[str, Any]:
    """
    The answer to a phrase as JSON.
    """
    return questions.ask(graph, phrase, lang).as_json()


def ids(answer: dict[str, Any]) -> list[str]:
    return [item["id"] for each in answer["answers"] for item in each["answers"]]


def examples() -> list[Any]:
    """
    Every stored question's worked example, read from its file.
    """
    found = []
    for path in sorted((ROOT / "ontology/questions").glob("*.rq")):
        head = path.read_text("utf-8")
        name = re.search(r"^#: id: (\S+)$", head, re.MULTILINE)
        assert name, path
        found.append(pytest.param(name[1], id=path.stem))
    return found


@pytest.mark.parametrize("name", examples())
def test_the_worked_example_of_a_question_is_understood_and_answered_in_both_languages(
    graph: store.Graph, name: str
) -> None:
    """
    Each question's example asks that very question, finds what it says, and finds the same in both languages.
    """
    question = next(each for each in graph.file("questions.json")["questions"] if each["id"] == name)

    english = asked(graph, question["example"]["en"])
    chinese = asked(graph, question["example"]["zh-Hant"], "zh-Hant")

    assert [each["question"] for each in english["answers"]] == [name]
    assert [each["question"] for each in chinese["answers"]] == [name]
    assert sorted(ids(english)) == sorted(ids(chinese))
    told = json.dumps(english, ensure_ascii=False)
    assert [wanted for wanted in question["example"]["finds"] if wanted not in told] == []


def test_who_did_we_meet_in_montreal_names_the_nine_and_marks_the_others(graph: store.Graph) -> None:
    """
    The nine people told of as met are named, each with the section; who is implied or only in a caption is marked.
    """
    [answer] = asked(graph, "who did we meet in Montreal")["answers"]

    sure = {item["id"] for item in answer["answers"] if not any(fact["caveats"] for fact in item["facts"])}
    marked = {item["id"]: item["facts"][0]["caveats"] for item in answer["answers"] if item["id"] not in sure}
    assert sure == NINE
    assert marked == {"nicolas-bohly": ["implied"], "mamadou-kano": ["photo caption only"]}
    for item in answer["answers"]:
        cited = {citation["section"] for fact in item["facts"] for citation in fact["citations"]}
        assert any(section.startswith("肆.三.") for section in cited), item["id"]


@pytest.mark.parametrize("name", ["trudeau", "hidalgo", "couillard", "leroux", "galipeau"])
def test_who_merely_spoke_in_montreal_was_not_met(graph: store.Graph, name: str) -> None:
    """
    Speaking or presiding at the congress is not an encounter.
    """
    text = questions.ask(graph, "who did we meet in Montreal", "en").as_text()

    assert name not in text.lower()


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("vancouver: who did we meet there", "anne-kang"),
        ("whom did our delegation see in Burnaby?", "paul-mcdonell"),
        ("can you please tell me who we met in Canada in 2017", "denis-coderre"),
        ("who did we meet at the XII Metropolis World Congress", "kate-kim"),
        ("who have we met from UCLG", "parks-tau"),
        ("which mayors did we meet in Montreal", "denis-coderre"),
        ("have we met anyone from Indonesia?", "mohamad-muraz"),
        ("coderre role", "denis-coderre"),
        ("who's the mayor of Winnipeg", "brian-bowman"),
        ("who was the president of Metropolis in 2015", "jean-paul-huchon"),
        ("strasburg who did we talk to", "jordi-pascual"),
        ("who did we meet in Montrael", "denis-coderre"),
        ("請問我們在溫哥華見過哪些人？", "anne-kang"),
        ("我們在加拿大見過誰", "denis-coderre"),
        ("民國106年我們見過誰", "denis-coderre"),
        ("我們2017年6月見過誰", "kate-kim"),
        ("請問UCLG主席是誰", "parks-tau"),
        ("陳葦蓁是誰", "katrina-chen"),
        ("我們在史特拉斯堡見過誰?", "jordi-pascual"),
        ("韓國市道知事協會我們認識哪些人", "sophia-park"),
        ("mayor of hamamatsu?", "yasutomo-suzuki"),
        ("who was UCLG secretary general before Emilia Saiz", "josep-roig"),
        ("whom did we meet both in Hangzhou and again in Strasbourg", "emilia-saiz"),
        ("who moderated the plenary with Trudeau and Hidalgo?", "celine-galipeau"),
        ("Which Taichung deputy mayor received Philip Lee in 2016?", "chang-kuang-yao"),
        ("尼泊爾跟不丹各見過哪位市長", "kinlay-dorjee"),
        ("who is Sofia Park", "sophia-park"),
        ("who is Kinlay Dorji?", "kinlay-dorjee"),
        ("For my thesis on city diplomacy: which persons did we meet in Montreal?", "kate-kim"),
        ("A journalist wants to know who the mayor of Winnipeg is", "brian-bowman"),
        ("Please give me the job title of Arnaud Dion for a letter", "arnaud-dion"),
        ("Councillor asks: name of the mayor of Thimphu in Bhutan", "kinlay-dorjee"),
        ("anyone from Sri Lanka we had a meeting with?", "priya-hemachandra"),
        ("Who was premier of Quebec when we visited Montreal?", "philippe-couillard"),
        ("我們訪問蒙特婁時，魁北克省長是誰", "philippe-couillard"),
        ("Which Japanese city was invited to the flora exposition in Taichung?", "yasutomo-suzuki"),
        ("CityNet first & second vice president 2018-2021", "kuala-lumpur-city-government"),
        ("CityNet 2018-2021 第一、第二副主席分別是哪個城市", "makati-city-government"),
        ("mayors invited to the 2018 Flora Expo on the Colombo trip", "seoul-metropolitan-government"),
        ("what connects 8D Technologies to Benoit Balmana?", "nicolas-bohly"),
        ("coderre", "denis-coderre"),
        ("de la varga = ?", "octavi-de-la-varga"),
        ("saiful ila met where", "colombo"),
        ("For a note: which representatives of UCLG (world body) has Taichung met?", "parks-tau"),
        ("Saiz上任前,UCLG的秘書長由誰擔任", "josep-roig"),
        ("who joined metropolis in 2015", "san-salvador-city-government"),
        ("2016年前省督李紹麟來市府時是哪位副市長接見", "chang-kuang-yao"),
        ("who did we meet at the CityNet congress", "priya-hemachandra"),
        ("which women did we meet in Montreal", "k-h-angela-kang"),
    ],
)  # fmt: skip
def test_a_question_in_a_users_own_words_finds_the_answer(graph: store.Graph, phrase: str, wanted: str) -> None:
    """
    Terse, polite, misspelt, by country, office, body or period: the one asked about is among the answers.
    """
    assert wanted in ids(asked(graph, phrase))


@pytest.mark.parametrize(
    ("phrase", "lang", "said"),
    [
        ("who did we meet in Tokyo", "en", "tokyo"),
        ("who did we meet in Montreal in 2003", "en", "Nothing recorded"),
        ("我們在倫敦見了誰", "zh-Hant", "查無"),
        ("我們2003年在蒙特婁見過誰", "zh-Hant", "沒有記載"),
        ("flibber wug the green sideways", "en", "Not understood"),
        ("which events did we not attend", "en", "'not'"),
        ("我們沒參加過哪些活動", "zh-Hant", "「沒」"),
        ("how tall is denis coderre", "en", "Not understood"),
        ("what was Parks Tau wearing", "en", "'wearing'"),
        ("which university did Parks Tau attend", "en", "'university'"),
        ("which city is home to the Louvre", "en", "'louvre'"),
        ("Osaka is lovely: who did we meet there", "en", "'osaka'"),
        ("in osaka it was, who did we meet there", "en", "'osaka'"),
        ("大阪那邊，我們認識了哪些人", "zh-Hant", "查無"),
        ("who did we meet in Montreal for the basketball", "en", "'basketball'"),
        ("", "en", "Not understood"),
        ('") } DROP ALL #', "en", "Not understood"),
        ("a" * 10_000, "en", "Not understood"),
    ],
)
def test_what_is_not_recorded_or_not_understood_is_said(graph: store.Graph, phrase: str, lang: str, said: str) -> None:
    """
    There is never a guess: nothing recorded says what was searched, not understood says which word.
    """
    found = questions.ask(graph, phrase, lang)

    assert not found.found
    assert said in found.as_text()


def test_what_is_said_by_the_way_is_left_aside_and_that_is_said(graph: store.Graph) -> None:
    """
    A clause that tells something and names nothing does not keep a question from its answer, which names the clause.
    """
    found = questions.ask(graph, "Winnipeg and we, that goes back a long way. When did we become sister cities?", "en")

    assert "1982" in found.as_text()
    assert "Not taken into account: “that goes back a long way”" in found.as_text()
    assert found.as_json()["left_aside"] == ["that goes back a long way"]


def test_a_year_is_no_answer_to_a_month(graph: store.Graph) -> None:
    """
    What is only known to be of 2016 is told after it is said that nothing is recorded for March 2016.
    """
    found = questions.ask(graph, "who did we meet in March 2016", "en")

    assert not found.found
    said, told = found.as_text().split("Recorded, with a date less exact:")
    assert said.startswith("Nothing recorded")
    assert "Philip S. Lee" in told
    assert questions.ask(graph, "who did we meet in 2016", "en").found


def test_what_is_named_inside_a_frame_counts(graph: store.Graph) -> None:
    """
    "For the speech" asks for nothing; "for the Montréal report" says where.
    """
    assert "brian-bowman" not in ids(asked(graph, "who did we meet for the Montreal report"))
    assert "kinlay-dorjee" not in ids(asked(graph, "who did we meet for the Montreal report"))
    assert "kate-kim" in ids(asked(graph, "for the mayor's speech: who did we meet in Montreal"))


def test_who_came_from_a_country_is_not_who_was_met_there(graph: store.Graph) -> None:
    """
    Of those met in Colombo only one is from Sri Lanka.
    """
    assert ids(asked(graph, "whom have we met from Sri Lanka")) == ["priya-hemachandra"]


def test_facts_are_found_by_other_words_that_mean_the_same(graph: store.Graph) -> None:
    """
    A recommendation on leaflets is one on handouts.
    """
    [answer] = questions.ask(graph, "any recommendation on handouts in 2015", "en").answers

    assert ["leaflets" in item.text for item in answer.items] == [True]


def test_who_is_asked_for_is_a_woman_where_that_is_said(graph: store.Graph) -> None:
    """
    "The women" keeps those who are addressed so.
    """
    women, everybody = (ids(asked(graph, f"which {who} did we meet in Montreal")) for who in ("women", "people"))

    assert "denis-coderre" in everybody
    assert "denis-coderre" not in women
    assert set(women) < set(everybody)


def test_only_those_who_joined_are_new_members(graph: store.Graph) -> None:
    """
    A word that asks for a value keeps the facts that have it.
    """
    new = ids(asked(graph, "who joined metropolis in 2015"))

    assert new == ["ramallah-city-government", "san-salvador-city-government"]


def test_a_withdrawn_date_is_told_with_its_correction(graph: store.Graph) -> None:
    """
    The date that holds comes first; one that a report states wrongly stands below it, corrected; alone it is told too.
    """
    council = questions.ask(graph, "when was the UCLG World Council in Hangzhou", "en").as_text()
    climate = questions.ask(graph, "when was COP21", "en").as_text()

    assert council.startswith("6–9 December 2017")
    assert council.index("5–10 December 2017") < council.index('! the report says "meetings of 5 to 10 December 2017"')
    assert climate.startswith("December 2015")
    assert 'correct is "30 November to 12 December 2015"' in climate


def test_two_things_that_no_fact_joins_are_connected_step_by_step(graph: store.Graph) -> None:
    """
    Each step has what joins its ends, with citations; what nobody connects is not connected.
    """
    [way] = questions.ask(graph, "how are Denis Coderre and Park Won-soon connected", "en").answers

    assert way.heading == "Connected in 2 steps:"
    assert [item.text.partition(" – ")[0] for item in way.items] == [
        "Denis Coderre",
        "Taichung City Government 臺中市政府",
    ]
    assert all(evidence.citations for item in way.items for evidence in item.evidence)
    assert not questions.ask(graph, "how is Osaka connected to Taichung", "en").found


def test_an_unknown_event_is_not_taken_for_that_of_another_body(graph: store.Graph) -> None:
    """
    There are world congresses of others, and none of ICLEI.
    """
    assert not questions.ask(graph, "who represented us at the ICLEI world congress", "en").found


def test_since_when_somebody_is_a_member_only_a_beginning_answers(graph: store.Graph) -> None:
    """
    That Kaohsiung was a member in 2017 says not when it joined: that is told after "nothing recorded".
    """
    found = questions.ask(graph, "高雄哪一年加入城市聯絡網", "zh-Hant")

    assert not found.found
    assert found.as_text().startswith("沒有記載")
    assert "2005" in questions.ask(graph, "when did Taichung join CityNet", "en").as_text()


def test_people_of_a_network_that_is_a_section_are_its_own(graph: store.Graph) -> None:
    """
    Metropolis is a section of UCLG with a name of its own; UCLG ASPAC bears the name of the whole.
    """
    met = ids(asked(graph, "who have we met from UCLG"))

    assert "denis-coderre" not in met
    assert "bernadia-irawati-tjandradewi" in met


def test_the_secretary_general_of_a_body_is_not_that_of_its_section(graph: store.Graph) -> None:
    """
    A name that is whole in a phrase is not part of a longer one.
    """
    assert ids(asked(graph, "UCLG secretary general now?")) == ["emilia-saiz"]


@pytest.mark.parametrize(
    ("phrase", "lang", "heading", "when"),
    [
        ("when did we last meet Parks Tau", "en", "The last of 3 recorded:", "23–26 May 2018"),
        ("我們第一次見到 Parks Tau 是什麼時候", "zh-Hant", "有記載的 3 筆中最早的：", "2015年5月18日至21日"),
    ],
)
def test_the_first_or_last_is_one_of_all_that_is_recorded(
    graph: store.Graph, phrase: str, lang: str, heading: str, when: str
) -> None:
    """
    One meeting is shown, under how many there are.
    """
    [answer] = questions.ask(graph, phrase, lang).answers

    assert answer.heading == heading
    assert [item.text for item in answer.items] == [when]


def test_a_corrected_statement_is_shown_with_its_correction(graph: store.Graph) -> None:
    """
    A wrong statement stays as stated, and what is right stands beside it with the reason.
    """
    text = questions.ask(graph, "who is Pierre Desrochers", "en").as_text()

    assert "Mayor of Montréal" in text
    assert "! the report says" in text


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("june 2017", "2017-06-01", "2017-06-30"),
        ("19 june 2017", "2017-06-19", "2017-06-19"),
        ("june 19th 2017", "2017-06-19", "2017-06-19"),
        ("2017 06 19", "2017-06-19", "2017-06-19"),
        ("feb 2016", "2016-02-01", "2016-02-29"),
        ("2017 年 6 月", "2017-06-01", "2017-06-30"),
        ("民 國 106 年 6 月 19 日", "2017-06-19", "2017-06-19"),
        ("106 年", "2017-01-01", "2017-12-31"),
        ("roc year 104", "2015-01-01", "2015-12-31"),
        ("minguo 106", "2017-01-01", "2017-12-31"),
    ],
)
def test_a_date_in_words_is_a_period_of_days(phrase: str, first: str, last: str) -> None:
    """
    Dates in English and Chinese, of the Republic too, become first and last day.
    """
    found = dates.periods(phrase.split())[0]

    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("phrase", ["12", "3000", "june", "19 june", "2017 13", "106"])
def test_a_number_alone_is_no_date(phrase: str) -> None:
    """
    What names no year that can be meant is not read as a date of that precision.
    """
    assert all(
        found.end - found.start < len(phrase.split()) or phrase == "2017 13" for found in dates.periods(phrase.split())
    )
