#include "core/json.hpp"

#include <gtest/gtest.h>

#include "core/status.hpp"

namespace tablattice {
namespace {

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

Status refused(std::string_view text) { return parse_json(text).status; }

TEST(ParseJson, ReadsEveryKindOfValue) {
  const auto value = parse_json(R"( {"b": [1, -2, 3.5, "x\u00e9\ud83d\ude00", true, false, null], "a": {"c": {}}} )");
  ASSERT_TRUE(value.ok()) << value.status.message;
  EXPECT_EQ(dump_json(value.value), R"({"a":{"c":{}},"b":[1,-2,3.5,"xé😀",true,false,null]})");
}

TEST(ParseJson, ReadsBareValues) {
  EXPECT_EQ(parse_json("17").value, Json(17));
  EXPECT_EQ(parse_json("\"a\"").value, Json("a"));
  EXPECT_TRUE(parse_json("null").ok());
}

TEST(ParseJson, KeepsIntegersOf64BitsExactly) {
  EXPECT_EQ(dump_json(parse_json("18446744073709551615").value), "18446744073709551615");
  EXPECT_EQ(dump_json(parse_json("-9223372036854775808").value), "-9223372036854775808");
}

TEST(ParseJson, TakesProtoForAName) { EXPECT_EQ(parse_json(R"({"__proto__": 1})").value["__proto__"], Json(1)); }

TEST(ParseJson, RefusesMalformedTextAndNamesTheByte) {
  const std::pair<std::string_view, std::string> cases[] = {
      {"", "byte 0"},
      {"{\"a\": 1", "byte 7"},
      {"[1,]", "byte 3"},
      {"[1] x", "byte 4"},
      {"{a: 1}", "byte 1"},
      {"tru", "byte 3"},
      {"<!doctype html>", "byte 0"},
      {"[1, 01]", "byte 5"},
      {"[\"a\nb\"]", "byte 3"},
      {std::string_view("[1]\0[2]", 7), "byte 3"},
  };
  for (const auto& [text, place] : cases) {
    EXPECT_EQ(refused(text).code, "json_invalid") << text;
    EXPECT_EQ(refused(text).where, place) << text;
  }
}

TEST(ParseJson, RefusesBadUtf8AndLoneSurrogates) {
  for (const char* text :
       {"\"\xff\"", "\"\xc3\"", "\"\xed\xa0\x80\"", R"("\ud800")", R"("\udc00")", R"("\ud800\u0041")"}) {
    EXPECT_EQ(refused(text).code, "json_invalid") << text;
  }
}

TEST(ParseJson, RefusesNumbersBeyondADouble) {
  EXPECT_EQ(refused("[1e999]").code, "json_invalid");
  EXPECT_EQ(refused("[-1e999]").code, "json_invalid");
  EXPECT_TRUE(parse_json("[1e308, 1e-999]").ok());
}

TEST(ParseJson, RefusesDuplicateMembersAnywhere) {
  EXPECT_EQ(refused(R"({"a": 1, "a": 1})").code, "json_duplicate_key");
  EXPECT_EQ(refused(R"({"a": 1, "a": 1})").where, "byte 12");
  EXPECT_EQ(refused(R"([{"b": {"a": 1, "\u0061": 2}}])").code, "json_duplicate_key");
  EXPECT_TRUE(parse_json(R"([{"a": 1}, {"a": 1}])").ok());
}

TEST(ParseJson, PutsAnyNumberOfMembersInOrderAndFindsEachDuplicate) {
  for (int count = 1; count <= 40; ++count) {
    std::string text;
    Json expected = Json::object();
    for (int member = 0; member < count; ++member) {
      const std::string name = "m" + std::to_string(member * 7 % 41);
      text += (text.empty() ? "{\"" : ",\"") + name + "\":" + std::to_string(member);
      expected[name] = static_cast<std::uint64_t>(member);
    }
    const Result<Json> read = parse_json(text + "}");
    ASSERT_TRUE(read.ok()) << text;
    ASSERT_EQ(dump_json(read.value), dump_json(expected));
    for (int member = 0; member < count; ++member) {
      const std::string again = ",\"m" + std::to_string(member * 7 % 41) + "\":0}";
      ASSERT_EQ(refused(text + again).code, "json_duplicate_key") << text << again;
    }
  }
}

TEST(ParseJson, BoundsTheDepthAtTheLimitAndOnePastIt) {
  EXPECT_TRUE(parse_json(nested(json_depth_max)).ok());
  const Status status = refused(nested(json_depth_max + 1));
  EXPECT_EQ(status.code, "json_too_deep");
  EXPECT_EQ(status.where, "byte " + std::to_string(json_depth_max));
  std::string objects;
  for (std::size_t level = 0; level <= json_depth_max; ++level) objects += "{\"a\":";
  EXPECT_EQ(refused(objects).code, "json_too_deep");
  EXPECT_EQ(refused(nested(5'000'000)).code, "json_too_deep");
}

TEST(ParseJson, PutsTheCallersPlaceInFront) { EXPECT_EQ(parse_json("[", "body").status.where, "body byte 1"); }

TEST(ParseJson, DoesNotRepeatLongTextInItsMessages) {
  const std::string long_text(100'000, 'a');
  EXPECT_LT(refused("\"" + long_text).message.size(), 300U);
  EXPECT_LT(refused("{\"" + long_text + "\": 1, \"" + long_text + "\": 2}").message.size(), 300U);
  EXPECT_LT(refused(std::string(100'000, '9') + "e9999").message.size(), 300U);
}

TEST(DumpJson, SurvivesBadUtf8) { EXPECT_EQ(dump_json(Json("a\xff")), "\"a\xef\xbf\xbd\""); }

TEST(MergePatch, FollowsRfc7396) {
  // The examples of the RFC's appendix A: target, patch, result.
  const char* cases[][3] = {
      {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
      {R"({"a":"b"})", R"({"a":null})", R"({})"},
      {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
      {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
      {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
      {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
      {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
      {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
      {R"({"a":"foo"})", R"(null)", R"(null)"},
      {R"({"a":"foo"})", R"("bar")", R"("bar")"},
      {R"({"e":null})", R"({"a":1})", R"({"a":1,"e":null})"},
      {R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
      {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
  };
  for (const auto& [target, patch, result] : cases) {
    Json merged = parse_json(target).value;
    merge_patch(merged, parse_json(patch).value);
    EXPECT_EQ(dump_json(merged), result) << target << " with " << patch;
  }
}

TEST(AssignMembers, ReplacesMembersWholeAndKeepsNull) {
  Json target = {{"a", {{"x", 1}}}, {"b", 2}};
  assign_members(target, {{"a", {{"y", 2}}}, {"b", nullptr}});
  EXPECT_EQ(dump_json(target), R"({"a":{"y":2},"b":null})");
}

TEST(AssignMembers, LeavesTheTargetWhereEitherIsNoObject) {
  Json target = {{"a", 1}};
  assign_members(target, 5);
  EXPECT_EQ(dump_json(target), R"({"a":1})");
  Json list = Json::array({1});
  assign_members(list, {{"a", 1}});
  EXPECT_EQ(dump_json(list), "[1]");
}

TEST(StringMember, IsThereOnlyForStrings) {
  const Json object = {{"a", "x"}, {"b", 1}};
  EXPECT_EQ(string_member(object, "a"), "x");
  EXPECT_EQ(string_member(object, "b"), std::nullopt);
  EXPECT_EQ(string_member(object, "c"), std::nullopt);
  EXPECT_EQ(string_member(Json::array(), "a"), std::nullopt);
}

TEST(WholeNumber, TakesEitherKindOfIntegerUpToItsLimit) {
  EXPECT_EQ(whole_number(Json(7), 7), 7U);
  EXPECT_EQ(whole_number(Json(7U), 7), 7U);
  EXPECT_EQ(whole_number(Json(8), 7), std::nullopt);
  EXPECT_EQ(whole_number(parse_json("18446744073709551615").value, UINT64_MAX), UINT64_MAX);
  for (const Json& value : {Json(-1), Json(1.0), Json("1"), Json(nullptr), Json(true)}) {
    EXPECT_EQ(whole_number(value, 100), std::nullopt) << value;
  }
}

TEST(DropEngineMembers, RemovesTheTopLevelOnly) {
  Json row = {{"$pending", true}, {"$", 1}, {"a$", 2}, {"b", {{"$c", 3}}}};
  drop_engine_members(row);
  EXPECT_EQ(dump_json(row), R"({"a$":2,"b":{"$c":3}})");
}

TEST(KeyText, KeepsTypeAndText) {
  EXPECT_EQ(key_text("abc", "").value, "\"abc\"");
  EXPECT_EQ(key_text("17", "").value, "\"17\"");
  EXPECT_EQ(key_text(17, "").value, "17");
  EXPECT_EQ(key_text(-3, "").value, "-3");
  EXPECT_EQ(key_text(1.5, "").value, "1.5");
  EXPECT_EQ(key_text("__proto__", "").value, "\"__proto__\"");
}

TEST(KeyText, GivesOneTextToWhatIsOneNumberInJavaScript) {
  EXPECT_EQ(key_text(17.0, "").value, "17");
  EXPECT_EQ(key_text(-0.0, "").value, "0");
  EXPECT_EQ(key_text(1e15, "").value, "1000000000000000");
}

TEST(KeyText, RefusesAllElseAndNamesThePlace) {
  for (const Json& key : {Json(nullptr), Json(true), Json::array(), Json::object(), Json("")}) {
    const auto text = key_text(key, "rows/3/id");
    EXPECT_EQ(text.status.code, "key_invalid") << key;
    EXPECT_EQ(text.status.where, "rows/3/id");
  }
}

TEST(KeyText, BoundsIntegersAtTheSafeOneAndOnePastIt) {
  EXPECT_EQ(key_text(safe_integer_max, "").value, "9007199254740991");
  EXPECT_EQ(key_text(-safe_integer_max, "").value, "-9007199254740991");
  for (const char* text :
       {"9007199254740992", "-9007199254740992", "9007199254740993", "18446744073709551615", "1e300"}) {
    EXPECT_EQ(key_text(parse_json(text).value, "").status.code, "key_invalid") << text;
  }
}

}  // namespace
}  // namespace tablattice
