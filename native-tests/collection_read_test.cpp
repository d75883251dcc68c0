// Rows as they come from a backend: their keys, versions and canonical text, and what is wrong with bad ones.
#include <gtest/gtest.h>

#include <tuple>

#include "core/collection.hpp"

namespace tablattice {
namespace {

class CollectionRead : public ::testing::Test {
 protected:
  static CollectionOptions options_of_slots() {
    CollectionOptions options;
    options.name = "slots";
    options.rung = Rung::versioned;
    return options;
  }

  SettledNames settled;
  Collection slots{options_of_slots(), settled};
};

TEST_F(CollectionRead, ReadsARowAsItsCanonicalText) {
  const auto row =
      slots.read_row(parse_json(R"({"version": 3, "id": "a", "$pending": true, "x": {"$y": 1}})").value, "rows/0");
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(row.value.key, "\"a\"");
  EXPECT_EQ(row.value.version, *Version::from_json(Json(3)));
  EXPECT_EQ(row.value.text, R"({"id":"a","version":3,"x":{"$y":1}})");
}

TEST_F(CollectionRead, RefusesBadRowsAndNamesTheField) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"[]", "row_invalid", "rows/3"},
      {"null", "row_invalid", "rows/3"},
      {R"({"version":1})", "key_invalid", "rows/3/id"},
      {R"({"id":null,"version":1})", "key_invalid", "rows/3/id"},
      {R"({"id":"","version":1})", "key_invalid", "rows/3/id"},
      {R"({"id":{},"version":1})", "key_invalid", "rows/3/id"},
      {R"({"id":9007199254740992,"version":1})", "key_invalid", "rows/3/id"},
      {R"({"id":1})", "version_missing", "rows/3/version"},
      {R"({"id":1,"version":null})", "version_missing", "rows/3/version"},
      {R"({"id":1,"version":"v1"})", "version_form", "rows/3/version"},
      {R"({"id":1,"version":-1})", "version_form", "rows/3/version"},
  };
  for (const auto& [text, code, place] : cases) {
    const auto row = slots.read_row(parse_json(text).value, "rows/3");
    EXPECT_EQ(row.status.code, code) << text;
    EXPECT_EQ(row.status.where, place) << text;
  }
}

TEST_F(CollectionRead, EscapesAFieldThatWouldSplitThePlace) {
  CollectionOptions options = options_of_slots();
  options.key_field = "a/b~c";
  const Collection odd(options, settled);
  EXPECT_EQ(odd.read_row(parse_json("{}").value, "row").status.where, "row/a~1b~0c");
}

TEST_F(CollectionRead, NeedsNoVersionButKeepsAGoodOne) {
  slots.become_plain();
  const auto bare = slots.read_row(parse_json(R"({"id":1})").value, "row");
  ASSERT_TRUE(bare.ok());
  EXPECT_TRUE(bare.value.version.none());
  EXPECT_TRUE(slots.read_row(parse_json(R"({"id":1,"version":"v1"})").value, "row").value.version.none());
  EXPECT_FALSE(slots.read_row(parse_json(R"({"id":1,"version":4})").value, "row").value.version.none());
}

}  // namespace
}  // namespace tablattice
