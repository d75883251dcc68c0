#include "core/row_fields.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/sort_key.hpp"
#include "core/value_order.hpp"
#include "support/seed.hpp"

namespace tablattice {
namespace {

// The values at these paths, and that their sort keys are theirs.
std::string values_at(const std::vector<std::string>& paths, const std::string& row) {
  RowFields fields;
  std::vector<RowFields::Place> places;
  places.reserve(paths.size());
  for (const std::string& path : paths) places.push_back(fields.use(path));
  fields.read(row);
  Json values = Json::array();
  for (const RowFields::Place place : places) {
    values.push_back(fields.value(place));
    EXPECT_EQ(fields.sort_key(place), sort_key_of(values.back())) << row;
  }
  return dump_json(values);
}

TEST(RowFields, ReadsTheFieldsThatAreAskedFor) {
  const std::string row = R"({"a":1,"b":{"a":[2,"}"],"c":"x\"y"},"c":"text","d":-1.5e3,"e":null,"f":true,"g":1e2})";
  EXPECT_EQ(values_at({"f", "c"}, row), R"([true,"text"])");
  EXPECT_EQ(values_at({"b", "zz"}, row), R"([{"a":[2,"}"],"c":"x\"y"},null])");
  EXPECT_EQ(values_at({"d", "e", "g", "a"}, row), R"([-1500,null,100,1])");
  EXPECT_EQ(values_at({}, row), "[]");
  EXPECT_EQ(values_at({"a"}, "{}"), "[null]");
}

TEST(RowFields, ReadsFieldsOfFields) {
  const std::string row = R"({"a":{"b":{"a":1,"c":[{"a":2}]},"a":"x"},"b":{"b":7},"c":"{\"a\":1}"})";
  EXPECT_EQ(values_at({"a.b.a", "a.a", "a.b", "b.b"}, row), R"([1,"x",{"a":1,"c":[{"a":2}]},7])");
  EXPECT_EQ(values_at({"a.b.c.a", "b.a", "b.b.b", "c.a", "d.a"}, row), "[null,null,null,null,null]");
  EXPECT_EQ(values_at({"list.0"}, R"({"list":[1,2]})"), "[null]");
  EXPECT_EQ(values_at({"a.\"", "a.é"}, R"({"a":{"\"":1,"\u00e9":2}})"), "[1,2]");
}

TEST(RowFields, ReadsNamesAndTextsWithEscapesAndSpace) {
  const std::string row = " { \"\\u0061\" : \"\\\\\" , \"b\\\"\" : [ ] , \"\" : \"é\" , \"z\" : \"\\u0000\" } ";
  EXPECT_EQ(values_at({"a", "b\"", "z"}, row), R"(["\\",[],"\u0000"])");
}

TEST(RowFields, ANameMayHaveDots) {
  RowFields fields;
  const RowFields::Place member = fields.use_member("a.b");
  const RowFields::Place path = fields.use("a.b");
  fields.read(R"({"a":{"b":1},"a.b":2})");
  EXPECT_EQ(fields.value(member), 2);
  EXPECT_EQ(fields.value(path), 1);
}

// One row's members are guessed from the last one's.
TEST(RowFields, RowsMayLookDifferent) {
  RowFields fields;
  const RowFields::Place a = fields.use("a");
  const RowFields::Place b = fields.use("b");
  const auto read = [&](const std::string& row) {
    fields.read(row);
    return dump_json(fields.value(a)) + " " + dump_json(fields.value(b));
  };
  for (int turn = 0; turn < 2; ++turn) {
    EXPECT_EQ(read(R"({"a":1,"b":2})"), "1 2");
    EXPECT_EQ(read(R"({"b":3,"a":4})"), "4 3");
    EXPECT_EQ(read(R"({"$pending":true,"a":5,"ab":6,"b":"x"})"), R"(5 "x")");
    EXPECT_EQ(read(R"({"a" : 7, "b":  8})"), "7 8");
    EXPECT_EQ(read(R"({"a":   9,"bb":1})"), "9 null");
    EXPECT_EQ(read(R"({"b":{"a":1}})"), R"(null {"a":1})");
    EXPECT_EQ(read("{}"), "null null");
  }
}

TEST(RowFields, AFieldIsReadUntilAllReleasedIt) {
  RowFields fields;
  const RowFields::Place a = fields.use("a");
  EXPECT_EQ(fields.use("a"), a);
  const RowFields::Place b = fields.use("b.c");
  fields.release(a);
  fields.read(R"({"a":1,"b":{"c":2}})");
  EXPECT_EQ(fields.value(a), 1);
  fields.release(a);
  EXPECT_EQ(fields.use("d"), a) << "its place is free";
  fields.read(R"({"a":1,"b":{"c":2},"d":3})");
  EXPECT_EQ(fields.value(a), 3);
  EXPECT_EQ(fields.value(b), 2);
}

Json any_value(Chooser& choose, int depth) {
  static const std::vector<Json> scalars = {nullptr, true, false, 0,    -7,  1.5,       1e300,
                                            "",      "a",  "\"",  "\\", "é", "}{,:[]\n"};
  if (depth == 0 || !choose.once_in(3)) return scalars[choose.below(scalars.size())];
  Json value = choose.once_in(2) ? Json::array() : Json::object();
  for (std::size_t count = choose.below(4); count > 0; --count) {
    if (value.is_array()) {
      value.push_back(any_value(choose, depth - 1));
    } else {
      value[scalars[7 + choose.below(6)].text()] = any_value(choose, depth - 1);
    }
  }
  return value;
}

Json value_at(const Json& row, const std::string& path) {
  const auto dot = path.find('.');
  const Json* member = row.member(path.substr(0, dot));
  if (member == nullptr || dot == std::string::npos) return member == nullptr ? Json() : *member;
  return value_at(*member, path.substr(dot + 1));
}

TEST(RowFields, AgreesWithTheParser) {
  Chooser choose(announced_seed("RowFields"));
  const std::vector<std::string> names = {"a", "a.a", "\"", "\\", "é", "}{,:[]\n", "a.é"};
  RowFields fields;
  std::vector<RowFields::Place> places;
  places.reserve(names.size());
  for (const std::string& name : names) places.push_back(fields.use(name));
  for (int step = 0; step < 5000; ++step) {
    Json row = Json::object();
    for (const std::string& name : names) {
      if (name.size() != 3 && choose.once_in(2)) row[name] = any_value(choose, 3);
    }
    const std::string text = dump_json(row);
    fields.read(text);
    for (std::size_t at = 0; at < names.size(); ++at) {
      const Json value = canonical_number(value_at(row, names[at]));
      ASSERT_EQ(dump_json(fields.value(places[at])), dump_json(value)) << text << " " << names[at];
      ASSERT_EQ(fields.sort_key(places[at]), sort_key_of(value)) << text << " " << names[at];
    }
  }
}

}  // namespace
}  // namespace tablattice
