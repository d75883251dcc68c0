#include "core/sort_place.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/sort_key.hpp"
#include "support/seed.hpp"

namespace tablattice {
namespace {

// The place as an entry keeps it: a plain key stays out of its bytes.
struct Kept {
  Kept(const Json& field, const std::string& key) : key(key), bytes(sort_key_of(field)) {
    whole = bytes;
    append_key_order(key, whole);
    if (!is_plain_key(key)) bytes = whole;
  }
  [[nodiscard]] SortPlace place() const { return {bytes, is_plain_key(key) ? &key : nullptr}; }
  // As it is kept of a row that may be gone.
  [[nodiscard]] SortPlace old_place() const { return {whole, nullptr}; }

  std::string key;
  std::string bytes;
  std::string whole;
};

const std::vector<std::string> keys = {"-7",      "1",      "1.0",      "2",      "10",           R"("")",
                                       R"("\"")", R"("1")", R"("\n")",  R"("a")", R"("a\u0000")", R"("a\u0000b")",
                                       R"("ab")", R"("b")", R"("b\\")", R"("é")", R"("😀")"};

TEST(SortPlace, KeysAreOrderedByTypeThenValueThenText) {
  const std::vector<std::string> ordered = {"-7", "1", "1.0", "2", "10", R"("")", R"("\n")", R"("\"")", R"("1")"};
  for (std::size_t left = 0; left < ordered.size(); ++left) {
    for (std::size_t right = 0; right < ordered.size(); ++right) {
      const Kept one(nullptr, ordered[left]);
      const Kept other(nullptr, ordered[right]);
      EXPECT_EQ(one.place() < other.place(), left < right) << ordered[left] << " " << ordered[right];
    }
  }
}

TEST(SortPlace, AgreesWithTheWholeBytesHoweverItIsKept) {
  Chooser choose(announced_seed("SortPlace"));
  const std::vector<Json> fields = {nullptr, false, 1, 1.5, "", "a", "aa", std::string("a\0", 2), "b"};
  const auto any = [&] { return Kept(fields[choose.below(fields.size())], keys[choose.below(keys.size())]); };
  for (int step = 0; step < 20000; ++step) {
    const Kept left = any();
    const Kept right = any();
    const bool before = left.whole < right.whole;
    const SortHead head(left.place());
    const SortHead other(right.place());
    ASSERT_TRUE(head.same(other) || head.before(other) == before) << left.key << " " << right.key;
    ASSERT_TRUE(head.same(SortHead(left.old_place())));
    ASSERT_EQ(left.place() < right.place(), before) << left.key << " " << right.key;
    ASSERT_EQ(left.place() < right.old_place(), before) << left.key << " " << right.key;
    ASSERT_EQ(left.old_place() < right.place(), before) << left.key << " " << right.key;
    ASSERT_EQ(left.old_place() < right.old_place(), before) << left.key << " " << right.key;
  }
}

}  // namespace
}  // namespace tablattice
