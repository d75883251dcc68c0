#include "core/json_value.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/json.hpp"
#include "core/status.hpp"
#include "support/seed.hpp"

namespace tablattice {
namespace {

TEST(Json, ListsInBracesAreObjectsWhereAllArePairs) {
  EXPECT_EQ(Json({{"a", 1}, {"b", {1, 2}}}).dump(), R"({"a":1,"b":[1,2]})");
  EXPECT_EQ(Json::array({{"a", 1}, {"b", 2}}).dump(), R"([["a",1],["b",2]])");
  EXPECT_EQ(Json::array({1, "a", nullptr, true, 1.5}).dump(), R"([1,"a",null,true,1.5])");
  EXPECT_EQ(Json({{"a", 1}, {"a", 2}}).dump(), R"({"a":1})") << "the first of equal names counts";
}

TEST(Json, MembersStandInTheOrderOfTheirNames) {
  Json object;
  for (const char* name : {"m", "z", "a", "é", "", "Z", "aa"}) object[name] = name;
  EXPECT_EQ(object.dump(), R"({"":"","Z":"Z","a":"a","aa":"aa","m":"m","z":"z","é":"é"})");
  EXPECT_EQ(object.erase("m"), 1U);
  EXPECT_EQ(object.erase("m"), 0U);
  EXPECT_FALSE(object.contains("m"));
  EXPECT_EQ(object.size(), 6U);
}

TEST(Json, MissingMembersOfAConstantAreNull) {
  const Json object = {{"a", 1}};
  EXPECT_TRUE(object["b"].is_null());
  EXPECT_EQ(object.value("b", 7), 7);
  EXPECT_EQ(object.value("a", 7), 1);
  EXPECT_EQ(object.value("b", "none"), "none");
  EXPECT_EQ(object.find("b"), object.end());
  EXPECT_EQ(Json(5).find("a"), Json(5).end());
  EXPECT_EQ(Json(5).member("a"), nullptr);
}

TEST(Json, NullBecomesWhatIsPutIntoIt) {
  Json object;
  object["a"]["b"] = 1;
  Json array;
  array.push_back("x");
  array[2] = "z";
  EXPECT_EQ(object.dump(), R"({"a":{"b":1}})");
  EXPECT_EQ(array.dump(), R"(["x",null,"z"])");
}

TEST(Json, WalksOverElementsAndOverMembersValues) {
  std::vector<int> seen;
  for (const Json& value : Json::array({3, 1})) seen.push_back(value.get<int>());
  for (const Json& value : Json({{"b", 20}, {"a", 10}})) seen.push_back(value.get<int>());
  for (const Json& value : Json("ab")) seen.push_back(value.get<int>());
  EXPECT_EQ(seen, (std::vector<int>{3, 1, 10, 20}));
  Json object = {{"a", 1}, {"b", 2}};
  for (Json& value : object) value = value.get<int>() + 1;
  EXPECT_EQ(object.dump(), R"({"a":2,"b":3})");
  EXPECT_EQ(object.find("b").key(), "b");
}

TEST(Json, UpdateReplacesMembersOfTheSameName) {
  Json target = {{"a", {{"x", 1}}}, {"b", 2}};
  target.update({{"a", 5}, {"c", nullptr}});
  EXPECT_EQ(target.dump(), R"({"a":5,"b":2,"c":null})");
}

TEST(Json, IsOrderedByTypeAndThenByValue) {
  const Json ascending[] = {nullptr,    false,
                            true,       std::numeric_limits<std::int64_t>::min(),
                            -1,         -0.5,
                            0,          0.5,
                            1,          std::numeric_limits<std::uint64_t>::max(),
                            1e300,      Json::object(),
                            {{"a", 1}}, {{"a", 1}, {"b", 0}},
                            {{"a", 2}}, Json::array(),
                            {1},        {1, 1},
                            {2},        "",
                            "a",        "aa",
                            "b",        "é"};
  for (std::size_t left = 0; left < std::size(ascending); ++left) {
    for (std::size_t right = 0; right < std::size(ascending); ++right) {
      EXPECT_EQ(ascending[left] < ascending[right], left < right) << ascending[left] << " " << ascending[right];
      EXPECT_EQ(ascending[left] == ascending[right], left == right) << ascending[left] << " " << ascending[right];
    }
  }
}

TEST(Json, NumbersAreEqualByValueWhateverTheirTypes) {
  EXPECT_EQ(Json(17), Json(17U));
  EXPECT_EQ(Json(17), Json(17.0));
  EXPECT_NE(Json(-1), Json(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_EQ(Json(1), 1);
  EXPECT_EQ(Json("a"), "a");
  EXPECT_NE(Json("1"), 1);
  EXPECT_EQ(Json(), nullptr);
}

TEST(DumpJson, WritesDoublesAsTheFewestDigitsThatGiveThemBack) {
  const std::pair<double, const char*> cases[] = {{0.1, "0.1"},
                                                  {-0.0, "-0.0"},
                                                  {17.0, "17.0"},
                                                  {1.5, "1.5"},
                                                  {1e15, "1e+15"},
                                                  {1e14, "100000000000000.0"},
                                                  {123456789012345680.0, "1.2345678901234568e+17"},
                                                  {0.001, "0.001"},
                                                  {0.0001, "0.0001"},
                                                  {0.00001, "1e-05"},
                                                  {1e300, "1e+300"},
                                                  {1.0 / 3, "0.3333333333333333"},
                                                  {std::numeric_limits<double>::max(), "1.7976931348623157e+308"},
                                                  {std::numeric_limits<double>::infinity(), "null"},
                                                  {std::nan(""), "null"}};
  for (const auto& [number, text] : cases) EXPECT_EQ(Json(number).dump(), text);
}

TEST(DumpJson, GivesEveryDoubleBack) {
  Chooser random(announced_seed("DumpJson.GivesEveryDoubleBack"));
  for (int round = 0; round < 20'000; ++round) {
    const auto number = std::bit_cast<double>(random.bits());
    if (!std::isfinite(number)) continue;
    const Json read = parse_json(Json(number).dump()).value;
    ASSERT_TRUE(read.is_number_float()) << Json(number);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(read.get<double>()), std::bit_cast<std::uint64_t>(number)) << Json(number);
  }
}

TEST(DumpJson, EscapesWhatMustBeAndKeepsTheRest) {
  EXPECT_EQ(Json("\"\\/\b\f\n\r\t\x01\x1f\x7f é 😀").dump(), "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f é 😀\"");
}

TEST(DumpJson, PutsOneReplacementForEachByteThatIsNoUtf8) {
  EXPECT_EQ(Json("\xc3(\xed\xa0\x80|\xf5").dump(), "\"\uFFFD(\uFFFD\uFFFD\uFFFD|\uFFFD\"");
}

TEST(ParseJson, ReadsEscapesOfEveryLength) {
  EXPECT_EQ(parse_json(R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\uD83D\uDE00")").value, "\"\\/\b\f\n\r\tAé€😀");
  for (const char* text : {R"("\x")", R"("\u12")", R"("\u12g4")", R"("\)", R"("\ud800\n")", R"("\u)"}) {
    EXPECT_EQ(parse_json(text).status.code, "json_invalid") << text;
  }
}

TEST(ParseJson, TakesOnlyShortestFormsOfUtf8) {
  for (const char* text : {"\"\xc0\x80\"", "\"\xe0\x80\x80\"", "\"\xf0\x80\x80\x80\"", "\"\xf4\x90\x80\x80\"",
                           "\"\x80\"", "\"\xe2\x82\"", "\"\xf0\x9f\x98\""}) {
    EXPECT_EQ(parse_json(text).status.code, "json_invalid") << text;
  }
  EXPECT_EQ(parse_json("\"\xf4\x8f\xbf\xbf\xee\x80\x80\xed\x9f\xbf\"").value,
            "\xf4\x8f\xbf\xbf\xee\x80\x80\xed\x9f\xbf");
}

TEST(ParseJson, TakesNumbersOnlyInTheGrammarsForms) {
  for (const char* text : {"+1", "01", "-", "1.", ".5", "1e", "1e+", "0x1", "-01", "1.e3", "NaN", "Infinity", "--1"}) {
    EXPECT_EQ(parse_json(text).status.code, "json_invalid") << text;
  }
  EXPECT_EQ(parse_json("-0").value.dump(), "0");
  EXPECT_EQ(parse_json("-0.0").value.dump(), "-0.0");
  EXPECT_EQ(parse_json("1E+2").value, 100);
  EXPECT_TRUE(parse_json("18446744073709551616").value.is_number_float());
  EXPECT_TRUE(parse_json("-9223372036854775809").value.is_number_float());
}

}  // namespace
}  // namespace tablattice
