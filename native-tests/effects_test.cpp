#include "core/effects.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tablattice {
namespace {

MutationEvent change_of_bytes(std::size_t bytes) {
  MutationEvent event;
  event.mutation = {{"a", 1}, {1000, 0, "a"},    "slots",
                    "\"s1\"", Operation::update, {{"text", std::string(bytes, 'x')}}};
  return event;
}

Json take(Effects& effects) { return Json::parse(effects.take(1'000)); }

TEST(Effects, WhatWasQueuedTravelsAsOneMessageAndIsTakenOnce) {
  Effects effects("a", 3);
  EXPECT_FALSE(effects.waiting());
  effects.send(ForgetEvent{});
  effects.send(change_of_bytes(1));
  EXPECT_TRUE(effects.waiting());
  const Json taken = take(effects);
  ASSERT_EQ(taken.size(), 1U);
  const Result<Message> message = decode_message(taken[0]["text"].get<std::string>());
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(message.value.from, "a");
  EXPECT_EQ(message.value.life, 3U);
  EXPECT_EQ(message.value.n, 1U);
  EXPECT_EQ(message.value.events.size(), 2U);
  EXPECT_FALSE(effects.waiting());
  EXPECT_EQ(take(effects), Json::array());
}

TEST(Effects, MessagesAreNumberedWithoutAGap) {
  Effects effects("a", 1);
  for (std::uint64_t n = 1; n <= 3; ++n) {
    effects.send(ForgetEvent{});
    EXPECT_EQ(decode_message(take(effects)[0]["text"].get<std::string>()).value.n, n);
    EXPECT_EQ(effects.messages_sent(), n);
  }
}

TEST(Effects, MessagesComeFirstThenStorageThenTheRestThenTheTimer) {
  Effects effects("a", 1);
  effects.wake(5000);
  effects.push({{"kind", "request"}});
  effects.persist("outbox/a:1", "text");
  effects.send(ForgetEvent{});
  std::vector<std::string> kinds;
  for (const Json& effect : take(effects)) kinds.push_back(effect["kind"]);
  EXPECT_EQ(kinds, (std::vector<std::string>{"send", "persist", "request", "wake"}));
}

TEST(Effects, WhatIsKeptFirstIsWrittenBeforeAnythingIsTold) {
  Effects effects("a", 1);
  effects.persist("outbox/a:1", "one");
  effects.persist("outbox/a:2", "failed");
  effects.keep_first("outbox/a:2");
  effects.persist("outbox/a:3", "failed");
  effects.keep_first("outbox/a:3");
  effects.persist("outbox/a:3", std::nullopt);
  effects.keep_first("outbox/a:4");
  effects.send(ForgetEvent{});
  std::vector<std::string> order;
  for (const Json& effect : take(effects)) order.push_back(effect.value("key", "message"));
  EXPECT_EQ(order, (std::vector<std::string>{"outbox/a:2", "message", "outbox/a:1", "outbox/a:3"}))
      << "what was removed again goes after the news";
}

TEST(Effects, OfSeveralWritesToAKeyOnlyTheLastIsExecuted) {
  Effects effects("a", 1);
  effects.persist("k", "one");
  effects.persist("k", std::nullopt);
  effects.persist("other", "two");
  EXPECT_EQ(take(effects), Json({{{"kind", "persist"}, {"key", "k"}, {"text", nullptr}},
                                 {{"kind", "persist"}, {"key", "other"}, {"text", "two"}}}));
}

TEST(Effects, AWriteMayHoldOnlyForWhatStorageHolds) {
  Effects effects("a", 1);
  const Json removal = {{"kind", "persist"}, {"key", "k"}, {"text", nullptr}, {"held", {"mine", nullptr}}};
  effects.persist("k", std::nullopt, {"mine", std::nullopt});
  EXPECT_EQ(take(effects), Json({removal}));
  effects.persist("k", "next", {"mine", std::nullopt});
  effects.persist("k", std::nullopt, {"next"});
  EXPECT_EQ(take(effects), Json({removal})) << "the second one's text never was in storage";
}

TEST(Effects, ANewIncarnationNumbersItsMessagesAnew) {
  Effects effects("a", 3);
  effects.send(ForgetEvent{});
  take(effects);
  EXPECT_EQ(effects.mark(), (Mark{3, 1}));
  effects.begin_life();
  EXPECT_EQ(effects.mark(), (Mark{4, 0}));
  effects.send(ForgetEvent{});
  const Result<Message> message = decode_message(take(effects)[0]["text"].get<std::string>());
  EXPECT_EQ(message.value.life, 4U);
  EXPECT_EQ(message.value.n, 1U);
  EXPECT_EQ(message.value.at_ms, 1'000);
}

TEST(Effects, TheTimerIsToldOnlyWhenItMoves) {
  Effects effects("a", 1);
  effects.wake(std::nullopt);
  EXPECT_FALSE(effects.waiting());
  effects.wake(5000);
  EXPECT_EQ(take(effects), Json({{{"kind", "wake"}, {"at", 5000}}}));
  effects.wake(5000);
  EXPECT_FALSE(effects.waiting());
  effects.wake(std::nullopt);
  EXPECT_EQ(take(effects), Json({{{"kind", "wake"}, {"at", nullptr}}}));
}

TEST(Effects, ALongBatchIsCutSoThatEveryMessageCanBeHeard) {
  Effects effects("a", 1);
  for (int count = 0; count < 5; ++count) effects.send(change_of_bytes(message_bytes_wanted / 2));
  effects.send(change_of_bytes(3 * message_bytes_wanted));
  std::size_t events = 0;
  const Json taken = take(effects);
  EXPECT_GT(taken.size(), 3U);
  for (const Json& effect : taken) {
    const Result<Message> message = decode_message(effect["text"].get<std::string>());
    ASSERT_TRUE(message.ok()) << message.status.message;
    events += message.value.events.size();
  }
  EXPECT_EQ(events, 6U);
}

TEST(Effects, AnEventThatNobodyWouldTakeIsReportedInsteadOfSent) {
  Effects effects("a", 1);
  effects.send(change_of_bytes(message_bytes_max));
  const Json taken = take(effects);
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0]["kind"], "report");
  EXPECT_EQ(taken[0]["problem"]["code"], "message_too_long");
  EXPECT_EQ(effects.messages_sent(), 0U);
}

}  // namespace
}  // namespace tablattice
