// Rows found without a pass over all: by the values of fields, and by bucket.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "core/collection.hpp"
#include "core/field_index.hpp"
#include "support/random_facts.hpp"

namespace tablattice {
namespace {

using Keys = std::vector<std::string>;
const Keys by_text = {"text"};

// By a look at every row.
Keys keys_like(const Collection& collection, const Keys& fields, const Json& row) {
  Keys keys = collection.keys();
  std::erase_if(keys, [&](const std::string& key) {
    const Json other = collection.visible_json(key);
    return std::any_of(fields.begin(), fields.end(), [&](const std::string& field) {
      return other.value(field, Json()) != row.value(field, Json());
    });
  });
  return keys;
}

Keys keys_in(const Collection& collection, std::size_t bucket) {
  Keys keys = collection.known_keys();
  std::erase_if(keys, [&](const std::string& key) { return bucket_of(key) != bucket; });
  return keys;
}

void expect_found(const Collection& collection, const std::string& after) {
  for (const Json& text : {Json("0"), Json("1"), Json("2"), Json(), Json("nobody's")}) {
    const Json row = {{"text", text}};
    ASSERT_EQ(collection.keys_like(by_text, row), keys_like(collection, by_text, row)) << after;
    ASSERT_EQ(collection.keys_like({"id", "text"}, row), Keys()) << after << ": not indexed";
  }
  for (std::size_t bucket = 0; bucket < bucket_count; ++bucket)
    ASSERT_EQ(collection.keys_in(bucket), keys_in(collection, bucket)) << after;
}

// Pending mutations included: what is found is what users see.
TEST(CollectionLookup, FindsWhatALookAtEveryRowFindsAfterEveryFact) {
  const std::uint64_t seed = announced_seed("CollectionLookup.FindsWhatALookAtEveryRowFinds");
  for (std::uint64_t run = 0; run < 60; ++run) {
    Chooser random(seed + run);
    SettledNames settled;
    Collection collection(testing::slots_of(random.once_in(2) ? Rung::versioned : Rung::plain), settled);
    const std::size_t indexed_at = random.below(50);
    for (std::size_t step = 0; step < 150; ++step) {
      if (step == indexed_at) collection.index_by(by_text);
      const std::string what = testing::join_something(collection, settled, random);
      if (random.once_in(3)) collection.take_changed();
      expect_found(collection, "run " + std::to_string(run) + ", step " + std::to_string(step) + ": " + what);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(CollectionLookup, TakesEqualValuesForEqualAndWhatIsMissingForNull) {
  SettledNames settled;
  Collection collection(testing::slots_of(Rung::plain), settled);
  collection.index_by({"room", "day"});
  collection.join_row({"\"a\"", {}, R"({"id":"a","room":1})"}, {1, 0, "x"}, true);
  collection.join_row({"\"b\"", {}, R"({"id":"b","room":1.0,"day":null})"}, {1, 0, "x"}, true);
  collection.join_row({"\"c\"", {}, R"({"id":"c","room":"1","day":null})"}, {1, 0, "x"}, true);
  for (const char* room : {"1", "1.0"}) {
    const Json row = parse_json(R"({"room":)" + std::string(room) + "}").value;
    EXPECT_EQ(collection.keys_like({"room", "day"}, row), (Keys{"\"a\"", "\"b\""})) << room;
    EXPECT_EQ(collection.keys_like({"day", "room"}, row), (Keys{"\"a\"", "\"b\""})) << room << ", without an index";
  }
}

TEST(FieldIndex, ForgetsWhatIsErased) {
  FieldIndex index(by_text);
  const Keys keys = {"\"c\"", "\"a\"", "\"b\""};
  const std::string text = R"({"text":"x"})";
  for (const std::string& key : keys) index.insert(key, text);
  const std::string values = values_of(by_text, parse_json(text).value);
  EXPECT_EQ(index.find(values), (Keys{"\"a\"", "\"b\"", "\"c\""})) << "in order";
  index.erase(keys[0], text);
  EXPECT_EQ(index.find(values), (Keys{"\"a\"", "\"b\""}));
  index.erase(keys[2], text);
  index.erase(keys[1], text);
  EXPECT_EQ(index.find(values), Keys());
}

}  // namespace
}  // namespace tablattice
