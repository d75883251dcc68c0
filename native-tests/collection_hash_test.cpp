// The digest of a collection: kept along with every fact, it is what one would compute from the rows that stand.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/collection.hpp"
#include "core/hash.hpp"
#include "support/random_facts.hpp"

namespace tablattice {
namespace {

using testing::join_something;
using testing::slots_of;
using testing::some_key;
using testing::some_row;
using testing::some_stamp;
using testing::some_version;

struct Digest {
  std::uint64_t hash = 0;
  Buckets buckets{};
  std::uint64_t unsettled = 0;
};

Digest computed(const Collection& collection) {
  Digest digest;
  for (const std::string& key : collection.confirmed_keys()) {
    const std::uint64_t hash = row_hash(key, collection.confirmed(key)->text);
    digest.hash += hash;
    digest.buckets.at(bucket_of(key)) += hash;
  }
  for (const std::string& key : collection.unsettled_keys()) {
    for (const Mutation& mutation : collection.state(key)->mutations())
      digest.unsettled += text_hash(mutation.name.text());
  }
  return digest;
}

void expect_kept(const Collection& collection, const std::string& after) {
  const Digest digest = computed(collection);
  ASSERT_EQ(collection.hash(), digest.hash) << after;
  ASSERT_EQ(collection.buckets(), digest.buckets) << after;
  ASSERT_EQ(collection.unsettled_hash(), digest.unsettled) << after;
}

TEST(CollectionHash, EqualsWhatOneWouldComputeAfterEveryFact) {
  const std::uint64_t seed = announced_seed("CollectionHash.EqualsWhatOneWouldCompute");
  for (std::uint64_t run = 0; run < 60; ++run) {
    Chooser random(seed + run);
    SettledNames settled;
    Collection collection(slots_of(random.once_in(2) ? Rung::versioned : Rung::plain), settled);
    for (int step = 0; step < 150; ++step) {
      const std::string what = join_something(collection, settled, random);
      expect_kept(collection, "run " + std::to_string(run) + ", step " + std::to_string(step) + ": " + what);
      if (HasFatalFailure()) return;
    }
  }
}

// Two tabs that know the same have one digest, in whatever order they learnt it.
TEST(CollectionHash, IsTheSameHoweverTheSameWasLearnt) {
  const std::uint64_t seed = announced_seed("CollectionHash.IsTheSame");
  for (std::uint64_t run = 0; run < 60; ++run) {
    Chooser random(seed + run);
    std::vector<std::pair<RowText, Stamp>> facts;
    for (int count = 0; count < 30; ++count) {
      RowText row = some_row(random);
      if (random.once_in(5)) row.text.clear();
      facts.emplace_back(row, some_stamp(random));
    }
    SettledNames settled;
    Collection one(slots_of(Rung::versioned), settled);
    Collection other(slots_of(Rung::versioned), settled);
    for (const auto& [row, stamp] : facts) one.join_row(row, stamp, true);
    for (std::size_t index = facts.size(); index > 1; --index) std::swap(facts[index - 1], facts[random.below(index)]);
    for (const auto& [row, stamp] : facts) other.join_row(row, stamp, true);
    ASSERT_EQ(one.hash(), other.hash()) << "run " << run;
    ASSERT_EQ(one.buckets(), other.buckets()) << "run " << run;
  }
}

// What a state transfer brings makes the other one equal.
TEST(CollectionHash, AJoinedStateMakesItEqual) {
  const std::uint64_t seed = announced_seed("CollectionHash.AJoinedState");
  for (std::uint64_t run = 0; run < 60; ++run) {
    Chooser random(seed + run);
    SettledNames settled;
    Collection one(slots_of(Rung::versioned), settled);
    Collection other(slots_of(Rung::versioned), settled);
    for (int count = 0; count < 40; ++count) {
      Collection& some = random.once_in(2) ? one : other;
      switch (random.below(3)) {
        case 0:
          some.join_tombstone(some_key(random), some_version(random), some_stamp(random), true);
          break;
        case 1:
          some.join_gone(some_key(random), some_stamp(random));
          break;
        default:
          some.join_row(some_row(random), some_stamp(random), true);
      }
    }
    for (const std::string& key : one.known_keys()) other.join_state(key, *one.state(key));
    for (const std::string& key : other.known_keys()) one.join_state(key, *other.state(key));
    ASSERT_EQ(one.hash(), other.hash()) << "run " << run;
    ASSERT_EQ(one.buckets(), other.buckets()) << "run " << run;
    for (const std::string& key : one.known_keys()) {
      ASSERT_EQ(one.state(key)->gone(), other.state(key)->gone());
      ASSERT_EQ(one.visible_json(key), other.visible_json(key));
      EXPECT_FALSE(one.join_state(key, *other.state(key))) << "told again it teaches nothing";
    }
  }
}

TEST(Hash, SeesTheKeyAndTheText) {
  EXPECT_NE(row_hash("\"a\"", "{}"), row_hash("\"b\"", "{}"));
  EXPECT_NE(row_hash("\"a\"", "{}"), row_hash("\"a\"", "{ }"));
  EXPECT_EQ(text_hash(""), 14695981039346656037ULL) << "FNV-1a's offset basis";
  EXPECT_EQ(text_hash("a"), 0xaf63dc4c8601ec8cULL) << "its published test value";
  EXPECT_EQ(text_hash("foobar"), 0x85944171f73967e8ULL);
}

TEST(Hash, SpreadsKeysOverTheBuckets) {
  std::array<int, bucket_count> counts{};
  for (int number = 0; number < 25'600; ++number) ++counts.at(bucket_of("\"" + std::to_string(number) + "\""));
  for (const int count : counts) {
    EXPECT_GT(count, 10);
    EXPECT_LT(count, 400);
  }
}

}  // namespace
}  // namespace tablattice
