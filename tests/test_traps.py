"""What is usually got wrong about this subject, and where the tables have it right.

Each fact sheet from which the course was written ends in a list of traps. Every trap is a test here, by
sheet and number; the few that no table could fall into have their reason in `REASONS`.
"""

import datetime
import json
import re

import pytest

from course_utils import datasets

SHEETS = {"article5": 16, "budapest": 18, "treaties": 29, "law": 1}
REASONS = {
    "treaties 28": "It is about the columns of a data file of others that the course does not ship.",
}
TESTS = {}


def trap(*names):
    def note(check):
        for name in names:
            assert name not in TESTS
            TESTS[name] = check
        return check

    return note


def row(table, id):
    return datasets.row(table, id)


def by(table, **wanted):
    return [one for one in datasets.rows(table) if wanted.items() <= one.items()]


def value(instrument, code):
    return row("codes", f"{instrument}-{code}")["value"]


def text(*rows):
    return " ".join(str(cell) for one in rows for cell in one.values() if cell is not None)


def others(table, id, column):
    return {one["other"] for one in datasets.disputes(table) if (one["row"], one["column"]) == (id, column)}


@trap("article5 1", "article5 2", "article5 3")
def the_council_of_nineteen_invoked_it_in_two_steps_before_the_measures():
    (once,) = datasets.rows("invocations")
    assert once["date_conditional"] < once["date_confirmed"] < once["date_measures"]
    assert "Council" in once["invoked_by"]
    assert once["parties"] - 1 == 18


@trap("article5 4")
def article_5_obliges_nobody_to_use_armed_force():
    assert value("NAT1949", "f1_force") == 3
    assert json.loads(row("terms", "NAT1949-armed_force")["value"]) == "named"
    assert "neither required nor ruled out" in row("article5_phrases", "armed_force")["reading"]


@trap("article5 5")
def enduring_freedom_was_no_nato_operation_and_isaf_came_to_nato_in_2003():
    assert "not a NATO operation" in row("timeline_2001", "2001-10-07-enduring-freedom")["event"]
    assert row("timeline_2001", "2003-08-11-isaf-nato")["layer"] == "isaf"
    assert row("timeline_2001", "2001-12-20-un-1386")["actor_kind"] == "un"
    kept = {one["layer"] for one in datasets.rows("timeline_2001")}
    assert {"nato_article5", "enduring_freedom", "isaf"} <= kept


@trap("article5 6")
def the_830_of_eagle_assist_are_people_of_thirteen_nations():
    assert (row("operations", "ea-crew")["value_number"], row("operations", "ea-crew")["unit"]) == (
        830,
        "persons",
    )
    assert row("operations", "ea-nations")["value_number"] == 13
    assert row("operations", "ea-aircraft")["value_number"] == 7


@trap("article5 7")
def active_endeavour_has_as_many_starts_as_sources():
    starts = others("operations", "ae-start", "value_date") | {row("operations", "ae-start")["value_date"]}
    assert len(starts) >= 6
    assert all("2001-10-04" <= day <= "2001-10-26" for day in starts)


@trap("article5 8")
def the_brussels_clause_was_article_iv_in_1948_and_v_in_1954():
    assert row("clauses", "BRU1948-4")["article"] == "IV"
    assert {one["article"] for one in by("clauses", instrument="MBT1954")} >= {"V"}


@trap("article5 9")
def article_6_limits_the_attack_and_algeria_is_a_dead_letter():
    assert "no effect since Algeria" in row("clauses", "NAT1949-6")["note"]
    outside = text(*by("considered", in_area="outside"))
    assert "Falkland" in outside
    assert "Hawaii" in outside
    assert "not where the answer is given" in row("article5_phrases", "area")["reading"]


@trap("article5 10")
def article_4_nine_times_eight_states_in_2022():
    table = datasets.rows("article4")
    assert len(table) == 9
    assert max(len(one["states"].split()) for one in table) == 8


@trap("article5 11")
def three_incidents_without_even_article_4():
    for year, name in (("2022", "Przewod"), ("2026", "missile"), ("2026", "Gala")):
        found = [o for o in datasets.rows("considered") if o["date"].startswith(year) and name in text(o)]
        assert found, name
        assert all(one["article4"] == "not_used" for one in found if "Akrotiri" not in text(one)), name


@trap("article5 12")
def the_pacific_and_the_american_pact_have_their_own_days():
    days = {str(one["date"]) for one in by("timeline_2001", layer="other_pact")}
    assert days == {"2001-09-14", "2001-09-19", "2001-09-21"}


@trap("article5 13")
def lists_leave_out_other_commands_and_planned_is_not_deployed():
    kinds = {one["kind"] for one in datasets.rows("contributions")}
    assert {"planned", "offered", "listed", "deployed"} <= kinds
    assert row("troop_lists", "L1")["kind"] == "planned"
    assert row("troop_lists", "L2")["kind"] == "listed"
    assert {one["qualifier"] for one in by("contributions", list="L3", state="USA")} <= {"about"}


@trap("article5 14")
def deaths_where_sources_differ():
    assert others("deaths", "DNK", "deaths") == {"44"}
    assert "158" in others("deaths", "CAN", "deaths")
    assert {"2456", "2465"} <= others("deaths", "USA", "deaths")
    assert "62" in text(*by("deaths", state="ESP"))


@trap("article5 15")
def germany_joined_on_6_may_1955():
    assert row("members", "DEU")["since"] == datetime.date(1955, 5, 6)
    assert others("members", "DEU", "since") == {"1955-05-09"}


@trap("article5 16")
def resolution_1368_authorised_no_force():
    (vote,) = [one for one in datasets.rows("votes") if "1368" in one["symbol"]]
    event = row("timeline_2001", "2001-09-12-un-1368")
    assert "authoris" not in vote["subject"]
    assert (
        "authoris" not in event["event"] or "not authoris" in event["event"] or "no force" in event["event"]
    )
    assert "self-defence" in event["event"]


@trap("budapest 1")
def one_title_in_three_languages():
    titles = {one["id"]: one["words"] for one in datasets.rows("budapest_facts") if one["item"] == "title"}
    assert "Assurances" in titles["title_en"]
    assert "гарантії" in titles["title_uk"]
    assert "гарантиях" in titles["title_ru"]


@trap("budapest 2")
def kravchuk_signed_in_january_and_kuchma_in_december():
    (january,) = [o for o in datasets.rows("timeline_ukraine") if str(o["date"]) == "1994-01-14"]
    assert "Kravchuk" in text(january)
    assert "Kuchma" in row("budapest_facts", "signer_names")["value"]


@trap("budapest 3")
def csce_not_osce():
    assert "(CSCE)" in row("budapest_facts", "occasion")["value"]
    for one in datasets.rows("timeline_ukraine"):
        if str(one["date"]) < "1995":
            assert "OSCE" not in text(one)


@trap("budapest 4")
def france_and_china_did_not_sign():
    assert row("budapest_facts", "china")["date"] < row("budapest_facts", "signing")["date"]
    for state in ("china", "france"):
        assert "no signatory" in row("budapest_facts", state)["value"]
    parties = row("instruments", "BUDAPEST1994")["parties"]
    assert "France" not in parties
    assert "China" not in parties


@trap("budapest 5")
def ukraine_could_not_launch():
    assert "could not launch" in row("budapest_facts", "control")["value"]


@trap("budapest 6", "treaties 19")
def what_paragraphs_4_to_6_do_not_say():
    assert others("budapest", "p4", "promises") or others("codes", "BUDAPEST1994-t1_trigger", "value")
    assert "not the threat" in row("budapest", "p5")["is_not"]
    assert "no deadline" in row("budapest", "p6")["is_not"]
    assert row("clauses", "BUDAPEST1994-4")["words"].endswith("in which nuclear weapons are used;")


@trap("budapest 7")
def lavrov_signed_the_letter_of_1994():
    letter, denial = row("budapest_facts", "letter"), row("budapest_facts", "denied_2016")
    assert "Lavrov" in letter["value"]
    assert "Lavrov" in denial["value"]
    assert letter["date"] < denial["date"]


@trap("budapest 8")
def the_border_treaty_has_four_dates_and_a_land_border():
    days = {
        str(one["date"])
        for one in datasets.rows("timeline_ukraine")
        if "order Treaty" in text(one) or "border treaty" in text(one)
    }
    assert {"2003-01-28", "2004-04-20", "2004-04-22", "2004-04-23"} <= days
    (promise,) = [one for one in datasets.rows("promises") if str(one["signed"]) == "2003-01-28"]
    assert "land border" in text(promise)


@trap("budapest 9")
def votes_that_are_mixed_up():
    figures = {
        one["date"].isoformat(): (one["in_favour"], one["against"], one["abstained"])
        for one in datasets.rows("votes")
    }
    assert figures["2014-03-27"] == (100, 11, 58)
    assert figures["2022-03-02"] == (141, 5, 35)
    assert figures["2022-10-12"] == (143, 5, 35)
    assert figures["2022-09-30"] == (10, 1, 4)


@trap("budapest 10")
def witkoff_said_could_offer_and_game_changing():
    assert "game-changing" in row("claims", "c02")["words"]
    assert "could effectively offer" in row("claims", "c03")["words"]
    assert row("claims", "c05")["finding"] == "unconfirmed"


@trap("budapest 11")
def a_porcupine_since_march():
    said = [one for one in datasets.rows("statements") if "porcupine" in text(one)]
    assert min(str(one["date"]) for one in said) == "2025-03-02"
    quoted = " ".join(str(o["words"]) for name in ("statements", "claims") for o in datasets.rows(name))
    assert "hedgehog" not in quoted


@trap("budapest 12")
def twenty_six_states_are_not_twenty_six_contingents():
    offer = text(row("proposals", "coalition-26"))
    assert "26" in offer
    assert re.search(r"outside|air|sea", offer)


@trap("budapest 13")
def what_voids_stands_in_the_plan():
    assert row("proposals", "plan-28")["voids"]
    assert row("proposals", "side-document")["voids"] is None
    assert row("proposals", "side-document")["duration_years"] == 10
    assert row("proposals", "us-offer-15-years")["duration_years"] == 15


@trap("budapest 14")
def the_united_states_did_not_sign_in_paris():
    paris = row("proposals", "paris-declaration")
    assert "United States" not in str(paris["signed_by"] or "").split("not")[0]
    assert re.search(r"United States .*(not|no) ", text(paris)) or "not a signatory" in text(paris)


@trap("budapest 15")
def the_agreements_promise_talks():
    assert "threat of armed attack" in text(*by("clauses", instrument="USUA2024"))
    assert not re.search(
        r"\b24\b|hours", " ".join(str(o["words"]) for o in by("clauses", instrument="G7_2023"))
    )
    assert value("USUA2024", "o1_oblig") == 1


@trap("budapest 16")
def twenty_seven_eight_or_nine_agreements():
    assert {one["count"] for one in datasets.rows("agreement_counts")} == {27, 28, 29}
    assert all(one["rule"] for one in datasets.rows("agreement_counts"))


@trap("budapest 17")
def releases_and_currencies_stay_apart():
    pairs = {(one["release"], one["currency"]) for one in datasets.rows("support")}
    assert {("kiel_28", "EUR"), ("kiel_30v2", "USD")} <= pairs
    assert len(pairs) == len({release for release, _ in pairs})
    assert all(one["counting"] for one in datasets.rows("support"))


@trap("budapest 18")
def the_phrase_is_older_than_witkoff():
    assert row("proposals", "meloni-idea")["date"] == "2025-03-06"
    assert row("proposals", "april-2025-paper")["date"] < row("proposals", "witkoff-formula")["date"]


@trap("treaties 1")
def the_order_on_qatar_is_of_29_september():
    assert row("instruments", "QATAR_EO2025")["signed"] == datetime.date(2025, 9, 29)


@trap("treaties 2")
def kensington_article_2_3():
    assert "2(3)" in row("instruments", "KENSINGTON2025")["article"]


@trap("treaties 3")
def leeds_2003_has_two_papers():
    titles = text(*(o for o in datasets.rows("sources") if "LEEDS" in o["id"] and "2003" in o["id"]))
    assert "International Organization" in titles
    assert "International Studies Quarterly" not in text(*datasets.rows("sources"))


@trap("treaties 4")
def no_time_word_in_brussels_and_nothing_automatic_in_washington():
    assert value("BRU1948", "s1_speed") == value("MBT1954", "s1_speed") == 0
    assert value("NAT1949", "s1_speed") == 3
    assert value("NAT1949", "a1_auto") == 3
    assert "automatic" not in json.loads(row("terms", "NAT1949-obligations")["value"])


@trap("treaties 5")
def the_union_clause_binds_states():
    assert "not the Union" in row("codes", "TEU42_7-w1_bind")["note"]
    assert value("TEU42_7", "s1_speed") == 0


@trap("treaties 6")
def rio_compels_nobody_to_fight_and_two_thirds_decide():
    assert "without its consent" in row("clauses", "RIO1947-20")["words"]
    assert "two thirds" in row("codes", "RIO1947-v1_noveto")["note"]


@trap("treaties 7")
def to_act_is_not_to_assist():
    for pact in ("ANZUS1951", "USPH1951", "USROK1953", "USJP1960", "USROC1954", "SEATO1954"):
        assert value(pact, "o1_oblig") == 2
    assert "common dangers" in text(*by("clauses", instrument="USPH1951"))


@trap("treaties 8")
def japan_1951_owed_nothing():
    assert value("USJP1951", "o1_oblig") == value("USJP1951", "a1_auto") == 0


@trap("treaties 9")
def the_pact_with_taiwan_ended_with_the_year_1979():
    assert str(row("atop_rows", "atop-3270")["ends"]) == "1980-01-01"
    assert row("tests", "t08")["verdict_note"]
    said = text(row("tests", "t08"), row("cases", "t08"), *by("clauses", instrument="USROC1954"))
    assert re.search(r"[Ii]sland", said)


@trap("treaties 10")
def the_organisation_died_and_the_pact_did_not():
    assert row("atop_rows", "atop-3260")["in_force_at_end"]
    assert "1977" in text(row("atop_rows", "atop-3260"))


@trap("treaties 11")
def the_baghdad_pact_promised_no_defence():
    assert not row("atop_rows", "atop-3275")["defence"]
    assert value("BAGHDAD1955", "o1_oblig") == 1


@trap("treaties 12")
def the_five_powers_protect_two():
    said = text(
        row("instruments", "FPDA1971"),
        *by("clauses", instrument="FPDA1971"),
        *by("codes", instrument="FPDA1971"),
    )
    assert "Malaysia" in said
    assert "Singapore" in said
    assert value("FPDA1971", "o1_oblig") == 1


@trap("treaties 13")
def one_treaty_two_texts():
    assert value("CST1992", "s1_speed") == 0
    assert value("CST2010", "s1_speed") == 3
    assert row("codes", "CST2010-s1_speed")["status"] in {"recalled", "disputed"}


@trap("treaties 14")
def troops_before_the_treaty_was_in_force():
    assert row("instruments", "RUSDPRK2024")["in_force"] == datetime.date(2024, 12, 4)
    assert (
        row("tests", "t27")["days_material"] < (datetime.date(2024, 12, 4) - datetime.date(2024, 8, 6)).days
    )


@trap("treaties 15")
def three_layers_of_a_promise_to_poland():
    assert row("instruments", "UKPL_MAR39")["signed"] < datetime.date(1939, 4, 6)
    assert str(row("atop_rows", "atop-2440")["begins"]) == "1939-04-06"
    assert row("atop_rows", "atop-2440")["offence"]
    assert value("UKPL_MAR39", "t1_trigger") == 4
    assert value("UKPL_AUG39", "t1_trigger") == 2


@trap("treaties 16")
def the_pact_of_1921_did_not_begin_with_its_signature():
    assert row("instruments", "FRPL1921")["in_force"] is None


@trap("treaties 17")
def the_guarantee_of_1839_says_nothing_of_fighting():
    assert value("LONDON1839", "o1_oblig") == 1
    assert value("LONDON1839", "f1_force") == 1


@trap("treaties 18")
def cyprus_a_duty_to_talk_and_a_right_to_act():
    assert "right_to_act" in json.loads(row("terms", "CYPRUS1960-obligations")["value"])
    assert value("CYPRUS1960", "o1_oblig") == 1


@trap("treaties 20")
def the_hours_are_for_a_meeting():
    for text_ in ("USUA2024", "UKUA2024"):
        assert value(text_, "s1_speed") == 2
        assert json.loads(row("terms", f"{text_}-consult_within_hours")["value"]) == 24


@trap("treaties 21")
def greece_and_france_must_both_find_it():
    assert value("FRGR2021", "a1_auto") == 1
    assert row("instruments", "FRGR2021")["status"] == "disputed"
    assert json.loads(row("terms", "FRGR2021-decider")["value"]) == "joint_finding"


@trap("treaties 22")
def one_public_sentence():
    assert len(by("clauses", instrument="SAPK2025")) == 1
    assert value("SAPK2025", "c1_cond") is None
    assert value("SAPK2025", "v1_noveto") is None


@trap("treaties 23")
def a_rate_is_no_probability_of_a_named_pact():
    counts = text(*datasets.rows("reliability_counts"))
    assert "NATO" in counts
    (nato,) = [o for o in datasets.rows("reliability_counts") if o["count"] == 0 and "NATO" in o["what"]]
    assert nato["of"] == 146


@trap("treaties 24")
def wars_that_did_not_happen_are_in_no_data():
    yielded = by("tests", victim_yielded=True)
    assert {one["id"] for one in yielded} >= {"t04", "t05"}
    assert {one["bf_code"] for one in yielded} <= {"not_in_data", "mixed", "cfna"}


@trap("treaties 25")
def like_words_two_types():
    assert row("atop_rows", "atop-3180")["benson"] == "cond_det"
    assert row("atop_rows", "atop-3285")["benson"] == "prob_det"


@trap("treaties 26")
def twelve_pacts_are_called_bilateral_by_mistake():
    (slips,) = [one for one in datasets.rows("atop_counts") if one["id"].startswith("bilateral")]
    assert slips["count"] == 12


@trap("treaties 27")
def the_data_end_before_the_proposals():
    assert max(str(one["begins"]) for one in datasets.rows("atop_rows")) < "2019"


@trap("treaties 29")
def one_pact_several_ends():
    assert "1979" in text(row("atop_rows", "atop-3275"), row("instruments", "BAGHDAD1955"))


@trap("law 1")
def the_order_of_2022_is_provisional():
    orders = [one for one in datasets.rows("judgments") if str(one["date"]) == "2022-03-16"]
    assert orders
    for one in orders:
        assert "provisional" in one["binding_note"]
        assert "Genocide Convention" in one["binding_note"]
        assert "Budapest" not in text(one)


def test_every_trap_is_a_test_or_has_a_reason():
    traps = {f"{sheet} {number}" for sheet, count in SHEETS.items() for number in range(1, count + 1)}
    assert TESTS.keys() | REASONS.keys() == traps
    assert not TESTS.keys() & REASONS.keys()


@pytest.mark.parametrize("name", TESTS)
def test_trap(name):
    TESTS[name]()
