#include "core/slice.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tablattice {
namespace {

// Every text of the row must be other than that of the others; what the check was given is kept in `details`.
Status unique_text(const CheckInput& input) {
  Json others = Json::array();
  bool taken = false;
  input.each_other([&](const Json& other) {
    others.push_back(other);
    taken = taken || other.value("text", "") == input.row.value("text", "");
  });
  if (!taken) return {};
  return problem("check_failed", "This text is taken.", "text",
                 {{"op", operation_word(input.operation)},
                  {"row", input.row},
                  {"before", input.before},
                  {"changes", input.changes},
                  {"others", others}});
}

Slice good_slice(const std::string& name) {
  Slice slice;
  slice.name = name;
  slice.fields = {{"text", "string"}};
  slice.check = unique_text;
  slice.actions["clear"] = [](const Json& payload, const Json&) -> Result<std::vector<SliceWrite>> {
    return std::vector<SliceWrite>{{Operation::update, payload["id"], {{"text", ""}}}};
  };
  return slice;
}

const std::string& registered_name() {
  static const std::string name = [] {
    register_slice(good_slice("slice_test"));
    return "slice_test";
  }();
  return name;
}

TEST(Slice, IsFoundByName) {
  const Slice* slice = find_slice(registered_name());
  ASSERT_NE(slice, nullptr);
  EXPECT_EQ(slice->name, "slice_test");
  EXPECT_TRUE(slice->actions.contains("clear"));
  EXPECT_TRUE(slice_problem("slice_test").ok());
  const std::vector<std::string> names = slice_names();
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(std::count(names.begin(), names.end(), "slice_test"), 1);
}

TEST(Slice, AnUnknownOneIsAProblemThatListsThoseThereAre) {
  registered_name();
  EXPECT_EQ(find_slice("nowhere"), nullptr);
  const Status status = slice_problem("nowhere");
  EXPECT_EQ(status.code, "slice_unknown");
  EXPECT_EQ(status.where, "nowhere");
  EXPECT_NE(status.message.find("slice_test"), std::string::npos);
}

void expect_refused(const Slice& slice, const std::string& where) {
  register_slice(slice);
  EXPECT_EQ(find_slice(slice.name), nullptr);
  EXPECT_EQ(slice_problem(slice.name).code, "slice_invalid");
  EXPECT_EQ(slice_problem(slice.name).where, where);
  const std::vector<std::string> names = slice_names();
  EXPECT_EQ(std::count(names.begin(), names.end(), slice.name), 0);
}

TEST(Slice, AWrongOneIsNotFoundAndSaysWhy) {
  expect_refused(good_slice(""), "name");
  Slice slice = good_slice("slice_test_check");
  slice.check = nullptr;
  expect_refused(slice, "check");
  slice = good_slice("slice_test_type");
  slice.fields = {{"text", "varchar"}};
  expect_refused(slice, "fields/text");
  slice = good_slice("slice_test_twice");
  slice.fields = {{"text", "string"}, {"text", "number"}};
  expect_refused(slice, "fields/text");
  slice = good_slice("slice_test_field");
  slice.fields = {{"", "string"}};
  expect_refused(slice, "fields/");
  slice = good_slice("slice_test_lookup");
  slice.lookups = {{"text"}, {}};
  expect_refused(slice, "lookups");
  slice = good_slice("slice_test_lookup_field");
  slice.lookups = {{"text", "size"}};
  expect_refused(slice, "lookups/size");
  slice = good_slice("slice_test_action");
  slice.actions["none"] = nullptr;
  expect_refused(slice, "actions/none");
  slice = good_slice("slice_test_unnamed");
  slice.actions[""] = slice.actions["clear"];
  expect_refused(slice, "actions/");
  slice = good_slice("slice_test_taken");
  slice.actions["update"] = slice.actions["clear"];
  expect_refused(slice, "actions/update");
}

TEST(Slice, ANameThatIsRegisteredTwiceIsNobodys) {
  register_slice(good_slice("slice_test_double"));
  EXPECT_NE(find_slice("slice_test_double"), nullptr);
  expect_refused(good_slice("slice_test_double"), "name");
}

Json check(const std::string& input) { return check_rules(registered_name(), parse_json(input).value); }

TEST(CheckRules, IsNullWhereTheWriteIsGood) {
  EXPECT_TRUE(check(R"({"op":"create","row":{"text":"a"},"others":[{"text":"b"}]})").is_null());
  EXPECT_TRUE(check(R"({"op":"update","row":{"text":"a"},"changes":{"text":"c"},"others":[{"text":"b"}]})").is_null());
  EXPECT_TRUE(check(R"({"op":"delete","row":{"text":"a"}})").is_null());
  EXPECT_TRUE(check(R"({"op":"create","row":{"text":"a"},"changes":null,"others":[]})").is_null());
}

TEST(CheckRules, GivesTheCheckWhatItNeeds) {
  Json problem = check(R"({"op":"create","row":{"text":"b"},"others":[{"text":"a"},{"text":"b"}]})");
  EXPECT_EQ(problem["code"], "check_failed");
  EXPECT_EQ(problem["where"], "text");
  EXPECT_EQ(problem["details"], parse_json(R"({"op":"create","row":{"text":"b"},"before":null,"changes":null,
      "others":[{"text":"a"},{"text":"b"}]})")
                                    .value);
  problem = check(
      R"({"op":"update","row":{"text":"a","n":1,"m":2},"changes":{"text":"b","n":null},"others":[{"text":"b"}]})");
  EXPECT_EQ(problem["details"], parse_json(R"({"op":"update","row":{"text":"b","m":2},"before":{"text":"a","n":1,"m":2},
      "changes":{"text":"b","n":null},"others":[{"text":"b"}]})")
                                    .value);
  problem = check(R"({"op":"delete","row":{"text":"b"},"others":[{"text":"b"}]})");
  EXPECT_EQ(problem["details"], parse_json(R"({"op":"delete","row":{"text":"b"},"before":{"text":"b"},"changes":null,
      "others":[{"text":"b"}]})")
                                    .value);
}

TEST(CheckRules, LooksUpTheOthersByFields) {
  Slice slice = good_slice("slice_test_lookups");
  slice.check = [](const CheckInput& input) {
    Json like = Json::array();
    input.each_other_with({"text", "day"}, [&](const Json& other) { like.push_back(other); });
    return problem("check_failed", "", "", like);
  };
  register_slice(slice);
  const auto found = [&](const char* input) { return check_rules(slice.name, parse_json(input).value)["details"]; };
  EXPECT_EQ(
      found(R"({"op":"create","row":{"text":"a"},"others":[{"text":"a","n":1},{"text":"b"},{"text":"a","day":2}]})"),
      parse_json(R"([{"text":"a","n":1}])").value);
  EXPECT_EQ(
      found(R"({"op":"update","row":{"text":"a"},"changes":{"day":2},"others":[{"text":"a"},{"text":"a","day":2}]})"),
      parse_json(R"([{"text":"a","day":2}])").value)
      << "the values are those of the row as it would stand";
}

TEST(CheckRules, RefusesMalformedInput) {
  const std::pair<const char*, const char*> refusals[] = {
      {"[]", ""},
      {"{}", "op"},
      {R"({"op":"put","row":{},"others":[]})", "op"},
      {R"({"op":1,"row":{},"others":[]})", "op"},
      {R"({"op":"create","others":[]})", "row"},
      {R"({"op":"create","row":[],"others":[]})", "row"},
      {R"({"op":"create","row":{}})", "others"},
      {R"({"op":"create","row":{},"others":{}})", "others"},
      {R"({"op":"create","row":{},"others":[{},null]})", "others/1"},
      {R"({"op":"create","row":{},"changes":{},"others":[]})", "changes"},
      {R"({"op":"delete","row":{},"changes":{},"others":[]})", "changes"},
      {R"({"op":"delete","row":{},"others":"x"})", "others"},
      {R"({"op":"update","row":{},"others":[]})", "changes"},
      {R"({"op":"update","row":{},"changes":[],"others":[]})", "changes"},
      {R"({"op":"update","row":{},"changes":{}})", "others"},
      {R"({"op":"create","row":{},"others":[],"rows":[]})", "rows"},
  };
  for (const auto& [input, where] : refusals) {
    const Json problem = check(input);
    ASSERT_TRUE(problem.is_object()) << input;
    EXPECT_EQ(problem["code"], "check_input_invalid") << input;
    EXPECT_EQ(problem["where"], where) << input;
  }
}

TEST(CheckRules, RefusesAnUnknownSlice) {
  EXPECT_EQ(check_rules("nowhere", {{"op", "create"}})["code"], "slice_unknown");
  Slice slice = good_slice("slice_test_wrong");
  slice.check = nullptr;
  register_slice(slice);
  EXPECT_EQ(check_rules("slice_test_wrong", {{"op", "create"}})["code"], "slice_invalid");
}

}  // namespace
}  // namespace tablattice
