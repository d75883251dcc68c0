#include "core/row_fields.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/seed.hpp"

namespace tablattice {
namespace {

FieldNames names_of(const std::vector<std::string>& names) {
  FieldNames fields;
  for (const std::string& name : names) fields[name] = 1;
  return fields;
}

TEST(RowFields, ReadsTheMembersThatAreAskedFor) {
  const std::string row = R"({"a":1,"b":{"a":[2,"}"],"c":"x\"y"},"c":"text","d":-1.5e3,"e":null,"f":true})";
  EXPECT_EQ(dump_json(read_fields(row, names_of({"c", "f"}))), R"({"c":"text","f":true})");
  EXPECT_EQ(dump_json(read_fields(row, names_of({"b", "zz"}))), R"({"b":{"a":[2,"}"],"c":"x\"y"}})");
  EXPECT_EQ(dump_json(read_fields(row, names_of({"d", "e"}))), R"({"d":-1500.0,"e":null})");
  EXPECT_EQ(dump_json(read_fields(row, {})), "{}");
  EXPECT_EQ(dump_json(read_fields("{}", names_of({"a"}))), "{}");
}

TEST(RowFields, ReadsNamesAndTextsWithEscapesAndSpace) {
  const std::string row = " { \"\\u0061\" : \"\\\\\" , \"b\\\"\" : [ ] , \"\" : \"é\" } ";
  EXPECT_EQ(dump_json(read_fields(row, names_of({"a", "b\"", ""}))), R"({"":"é","a":"\\","b\"":[]})");
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

TEST(RowFields, AgreesWithTheParser) {
  Chooser choose(announced_seed("RowFields"));
  const std::vector<std::string> names = {"", "a", "\"", "\\", "é", "}{,:[]\n"};
  for (int step = 0; step < 5000; ++step) {
    Json row = Json::object();
    for (const std::string& name : names) {
      if (choose.once_in(2)) row[name] = any_value(choose, 3);
    }
    Json expected = Json::object();
    FieldNames wanted;
    for (const std::string& name : names) {
      if (!choose.once_in(2)) continue;
      wanted[name] = 1;
      if (row.contains(name)) expected[name] = row.at(name);
    }
    ASSERT_EQ(dump_json(read_fields(dump_json(row), wanted)), dump_json(expected)) << dump_json(row);
  }
}

}  // namespace
}  // namespace tablattice
