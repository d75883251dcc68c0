#include "core/outbox.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tablattice {
namespace {

OutboxEntry entry(const std::string& client, std::uint64_t n, std::int64_t ms) {
  OutboxEntry entry;
  entry.mutation = {{client, n}, {ms, 0, client}, "slots", "\"s1\"", Operation::update, {{"text", "x"}}};
  return entry;
}

class OutboxTest : public ::testing::Test {
 protected:
  Json take() { return Json::parse(effects.take(1'000)); }
  std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const OutboxEntry& item : outbox.entries()) names.push_back(item.mutation.name.text());
    return names;
  }

  Effects effects{"a", 2};
  Outbox outbox{effects, "a", 2};
};

TEST_F(OutboxTest, KeepsEntriesInFoldOrder) {
  outbox.add(entry("a", 2, 2'000));
  outbox.add(entry("b", 9, 1'000));
  outbox.add(entry("a", 1, 2'000));
  outbox.add(entry("a", 3, 3'000));
  EXPECT_EQ(names(), (std::vector<std::string>{"b:9", "a:1", "a:2", "a:3"}));
  EXPECT_EQ(outbox.find({"a", 2})->mutation.stamp.ms, 2'000);
  EXPECT_EQ(outbox.find({"a", 7}), nullptr);
}

TEST_F(OutboxTest, AStoredEntryIsAMessageThatAnyTabCanReceive) {
  OutboxEntry& added = outbox.add(entry("b", 1, 1'000));
  added.attempts = 3;
  added.if_match = "\"7\"";
  outbox.store(added);
  const Json effect = take()[0];
  EXPECT_EQ(effect["kind"], "persist");
  EXPECT_EQ(effect["key"], "outbox/b:1");
  const Result<Message> message = decode_message(effect["text"].get<std::string>());
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(message.value.from, "a") << "whoever stores it sends it: the owner, or who took it over";
  EXPECT_EQ(message.value.life, 2U);
  EXPECT_EQ(message.value.n, 0U);
  const auto& event = std::get<MutationEvent>(message.value.events.at(0));
  EXPECT_EQ(event.mutation.name.text(), "b:1");
  EXPECT_EQ(event.attempts, 3U);
  EXPECT_EQ(event.if_match, "\"7\"");
  EXPECT_TRUE(event.stored);
  EXPECT_TRUE(event.problem.is_null());
}

TEST_F(OutboxTest, TakingAnEntryOutLeavesItsKeyUntilItIsErased) {
  outbox.store(outbox.add(entry("a", 1, 1'000)));
  const Json text = take()[0]["text"];
  EXPECT_EQ(outbox.take({"a", 1}).mutation.name.n, 1U);
  EXPECT_TRUE(outbox.entries().empty());
  EXPECT_FALSE(effects.waiting());
  outbox.erase_key({"a", 1});
  EXPECT_EQ(take(), Json({{{"kind", "persist"}, {"key", "outbox/a:1"}, {"text", nullptr}, {"held", {text}}}}));
}

TEST_F(OutboxTest, AKeyIsErasedWhicheverOfItsTextsGotThere) {
  OutboxEntry& added = outbox.add(entry("a", 1, 1'000));
  outbox.store(added);
  added.attempts = 1;
  const Json guard = outbox.advance(added);
  take();
  outbox.take({"a", 1});
  outbox.erase_key({"a", 1});
  EXPECT_EQ(take()[0]["held"], Json({guard["text"], guard["next"]})) << "the request may have been given up before";
}

TEST_F(OutboxTest, WhatStandsInAnEntrysPlaceIsWrittenOverItAlone) {
  OutboxEntry& added = outbox.add(entry("a", 1, 1'000));
  outbox.store(added);
  const Json text = take()[0]["text"];
  const Mutation mutation = outbox.take({"a", 1}).mutation;
  outbox.keep({mutation, {{"code", "rejected"}}, 5'000});
  EXPECT_EQ(take()[0]["held"], Json({text, nullptr}));
}

TEST_F(OutboxTest, AKeyThatIsAnothersIsLeftAlone) {
  outbox.store(outbox.add(entry("a", 1, 1'000)));
  take();
  outbox.take({"a", 1});
  outbox.disown_key({"a", 1});
  outbox.erase_key({"a", 1});
  EXPECT_FALSE(effects.waiting());
}

TEST_F(OutboxTest, WhatStorageRefusedIsErasedWhetherItIsThereOrNot) {
  OutboxEntry& added = outbox.add(entry("a", 1, 1'000));
  outbox.store(added);
  const Json text = take()[0]["text"];
  EXPECT_TRUE(outbox.unstored(added));
  EXPECT_FALSE(outbox.unstored(added)) << "told once";
  outbox.take({"a", 1});
  outbox.erase_key({"a", 1});
  EXPECT_EQ(take()[0]["held"], Json({text, nullptr}));
}

TEST_F(OutboxTest, ADeadTabsKeyIsWrittenOverAsItWasFound) {
  outbox.adopt_key({"b", 1}, "theirs");
  OutboxEntry& added = outbox.add(entry("b", 1, 1'000));
  outbox.store(added);
  EXPECT_EQ(take()[0]["held"], Json({"theirs", nullptr}));
  outbox.unstored(added);
  outbox.erase_key({"b", 1});
  EXPECT_EQ(take()[0]["held"][0], "theirs") << "where storage refuses the new text, the old one is to go";
}

TEST_F(OutboxTest, AFailureIsStoredWithItsProblemUntilItIsTaken) {
  outbox.keep({entry("a", 1, 1'000).mutation, {{"code", "rejected"}}, 5'000});
  const auto message = decode_message(take()[0]["text"].get<std::string>());
  EXPECT_EQ(std::get<MutationEvent>(message.value.events.at(0)).problem["code"], "rejected");
  EXPECT_EQ(outbox.failures().at({"a", 1}).at_ms, 5'000);
  EXPECT_FALSE(outbox.take_failure({"a", 2}));
  EXPECT_EQ(outbox.take_failure({"a", 1})->problem["code"], "rejected");
  outbox.erase_key({"a", 1});
  EXPECT_TRUE(take()[0]["text"].is_null());
  EXPECT_FALSE(outbox.take_failure({"a", 1}));
}

TEST_F(OutboxTest, WhatIsOnlyAwaitedHereIsWhoseStorageSays) {
  const auto mutation = [](std::uint64_t n) { return entry("a", n, 1'000).mutation; };
  outbox.add(entry("a", 1, 1'000));
  outbox.keep({mutation(2), {{"code", "rejected"}}, 5'000});
  outbox.keep_unknown({mutation(3), {2'000, 0, "a"}, false});
  for (const std::uint64_t n : {1U, 2U, 3U}) EXPECT_TRUE(outbox.keeps({"a", n})) << n;
  outbox.await(mutation(4));
  EXPECT_FALSE(outbox.keeps({"a", 4})) << "another tab sends it";
  EXPECT_FALSE(outbox.keeps({"a", 5}));
}

TEST_F(OutboxTest, ForgettingLeavesStorageToTheHost) {
  outbox.add(entry("a", 1, 1'000));
  outbox.keep({entry("a", 2, 1'000).mutation, {{"code", "rejected"}}, 5'000});
  take();
  outbox.clear();
  EXPECT_TRUE(outbox.entries().empty() && outbox.failures().empty());
  EXPECT_FALSE(effects.waiting());
}

}  // namespace
}  // namespace tablattice
