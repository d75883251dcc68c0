// The digest of a collection: kept along with every fact, it is what one would compute from the rows that stand.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/collection.hpp"
#include "core/hash.hpp"
#include "support/seed.hpp"

namespace tablattice {
namespace {

CollectionOptions options_of(Rung rung) {
  CollectionOptions options;
  options.name = "slots";
  options.rung = rung;
  return options;
}

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

std::string some_key(Chooser& random) { return "\"k" + std::to_string(random.below(12)) + "\""; }

Version some_version(Chooser& random) { return *Version::from_json(1 + random.below(6)); }

Stamp some_stamp(Chooser& random) { return {1 + static_cast<std::int64_t>(random.below(40)), 0, "x"}; }

RowText some_row(Chooser& random) {
  const std::string key = some_key(random);
  const Json row = {{"id", Json::parse(key)}, {"text", std::to_string(random.below(3))}};
  return {key, some_version(random), dump_json(row)};
}

Mutation some_mutation(Chooser& random) {
  return {{"c", 1 + random.below(20)}, some_stamp(random), "slots", some_key(random),
          Operation::update,           {{"text", "mine"}}};
}

// One random fact; returns what it was.
std::string join_something(Collection& collection, SettledNames& settled, Chooser& random) {
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
      collection.join_row(some_row(random), some_stamp(random), random.once_in(2));
      return "row";
    case 3:
      collection.join_tombstone(some_key(random), some_version(random), some_stamp(random), true);
      return "tombstone";
    case 4:
      collection.join_gone(some_key(random), some_stamp(random));
      return "gone";
    case 5:
      collection.join_complete(some_stamp(random));
      return "complete";
    case 6:
    case 7:
      collection.join_mutation(some_mutation(random));
      return "mutation";
    case 8:
      collection.join_answered({"c", 1 + random.below(20)}, some_key(random), some_stamp(random));
      return "answer";
    case 9:
      collection.join_settled({"c", 1 + random.below(20)}, some_key(random));
      return "settled";
    case 10:
      collection.join_alias(some_key(random), some_key(random));
      return "alias";
    default:
      settled.add({"c", 1 + random.below(20)});
      collection.drop_settled();
      return "settled names";
  }
}

TEST(CollectionHash, EqualsWhatOneWouldComputeAfterEveryFact) {
  const std::uint64_t seed = announced_seed("CollectionHash.EqualsWhatOneWouldCompute");
  for (std::uint64_t run = 0; run < 60; ++run) {
    Chooser random(seed + run);
    SettledNames settled;
    Collection collection(options_of(random.once_in(2) ? Rung::versioned : Rung::plain), settled);
    for (int step = 0; step < 150; ++step) {
      std::string what = join_something(collection, settled, random);
      if (random.once_in(40)) {
        collection.become_plain();
        what += ", then plain";
      }
      if (random.once_in(40)) {
        collection.forget(some_stamp(random));
        what += ", then forgotten";
      }
      if (random.once_in(80)) {
        collection.reset(collection.unanswered());
        what += ", then reset";
      }
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
    Collection one(options_of(Rung::versioned), settled);
    Collection other(options_of(Rung::versioned), settled);
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
    Collection one(options_of(Rung::versioned), settled);
    Collection other(options_of(Rung::versioned), settled);
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
