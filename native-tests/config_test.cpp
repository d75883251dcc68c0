#include "core/config.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "availability/availability.hpp"
#include "support/json.hpp"

namespace tablattice {
namespace {

Json least() {
  return {{"client", "a"},
          {"seed", std::string(64, '1')},
          {"scope", "clinic:user-42"},
          {"collections", {{"slots", Json::object()}}}};
}

Status refusal_of(const Json& config) { return read_config(dump_json(config)).status; }

TEST(Config, HasTheStatedDefaults) {
  const Result<Config> read = read_config(dump_json(least()));
  ASSERT_TRUE(read.ok()) << read.status.message;
  const Config& config = read.value;
  EXPECT_EQ(config.life, 1U);
  EXPECT_TRUE(config.visible && config.online && config.poll.enabled);
  EXPECT_EQ(config.poll.active_ms, 5'000);
  EXPECT_EQ(config.poll.idle_ms, 30'000);
  EXPECT_EQ(config.poll.idle_after_ms, 60'000);
  EXPECT_EQ(config.poll.stale_ms, 2'000);
  EXPECT_EQ(config.poll.deadline_ms, 15'000);
  EXPECT_EQ(config.poll.backoff_min_ms, 1'000);
  EXPECT_EQ(config.poll.backoff_max_ms, 60'000);
  EXPECT_EQ(config.outbox.concurrency, 4);
  EXPECT_EQ(config.outbox.attempts_max, 10);
  EXPECT_EQ(config.outbox.queue_max, 1'000);
  EXPECT_EQ(config.outbox.key_memory_ms, 86'400'000);
  EXPECT_EQ(config.tabs.beat_ms, 2'000);
  EXPECT_EQ(config.tabs.beats_missed, 3);
  EXPECT_EQ(config.tabs.hello_ms, 100);
  EXPECT_EQ(config.tabs.gap_ms, 50);
  EXPECT_EQ(config.tabs.steal_ms, 60'000);
  EXPECT_EQ(config.tabs.memory_ms, 86'400'000);
  EXPECT_FALSE(config.locks);
  EXPECT_EQ(config.identity, "");
  EXPECT_EQ(config.unauthorized, (std::set<int>{401, 419}));
}

TEST(Config, TakesEveryMember) {
  register_availability();
  Json json = least();
  json.update(Json::parse(R"({"life":3,"visible":false,"online":false,"unauthorized":[401,403],
    "collections":{"availability":{"slice":"availability","feed":true},"notes":{"version":null}},
    "poll":{"activeMs":1,"idleMs":2,"idleAfterMs":3,"staleMs":0,"deadlineMs":5,"backoffMinMs":6,"backoffMaxMs":7},
    "outbox":{"concurrency":1,"attemptsMax":2,"queueMax":3,"deadlineMs":4,"backoffMinMs":5,"backoffMaxMs":6,
              "keyMemoryMs":7},
    "tabs":{"beatMs":1,"beatsMissed":2,"helloMs":3,"gapMs":4,"stealMs":5,"memoryMs":60000},
    "locks":true,"identity":"ann"})"));
  const Result<Config> read = read_config(dump_json(json));
  ASSERT_TRUE(read.ok()) << read.status.message << read.status.where;
  const Config& config = read.value;
  EXPECT_EQ(config.life, 3U);
  EXPECT_FALSE(config.visible || config.online);
  EXPECT_EQ(config.unauthorized, (std::set<int>{401, 403}));
  ASSERT_EQ(config.collections.size(), 2U);
  EXPECT_EQ(config.collections[0].slice, "availability");
  EXPECT_TRUE(config.locks);
  EXPECT_EQ(config.identity, "ann");
  const TabsOptions& tabs = config.tabs;
  EXPECT_EQ((std::vector{tabs.beat_ms, tabs.beats_missed, tabs.hello_ms, tabs.gap_ms, tabs.steal_ms, tabs.memory_ms}),
            (std::vector<std::int64_t>{1, 2, 3, 4, 5, 60'000}));
  const PollOptions& poll = config.poll;
  EXPECT_EQ((std::vector{poll.active_ms, poll.idle_ms, poll.idle_after_ms, poll.stale_ms, poll.deadline_ms,
                         poll.backoff_min_ms, poll.backoff_max_ms}),
            (std::vector<std::int64_t>{1, 2, 3, 0, 5, 6, 7}));
  const OutboxOptions& outbox = config.outbox;
  EXPECT_EQ((std::vector{outbox.concurrency, outbox.attempts_max, outbox.queue_max, outbox.deadline_ms,
                         outbox.backoff_min_ms, outbox.backoff_max_ms, outbox.key_memory_ms}),
            (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7}));
}

TEST(Config, PollFalseSwitchesPollingOff) {
  Json json = least();
  json["poll"] = false;
  EXPECT_FALSE(read_config(dump_json(json)).value.poll.enabled);
}

struct Wrong {
  const char* pointer;
  const char* value;
  const char* where;
};

TEST(Config, EachErrorIsNamed) {
  const std::vector<Wrong> wrongs = {{"/client", "7", "client"},
                                     {"/client", "\"\"", "client"},
                                     {"/client", "\"a:b\"", "client"},
                                     {"/client", "\"a b\"", "client"},
                                     {"/client", "\"ä\"", "client"},
                                     {"/seed", "null", "seed"},
                                     {"/scope", "{}", "scope"},
                                     {"/scope", "\"\"", "scope"},
                                     {"/life", "0", "config/life"},
                                     {"/life", "1.5", "config/life"},
                                     {"/visible", "1", "visible"},
                                     {"/online", "\"yes\"", "online"},
                                     {"/collections", "{}", "collections"},
                                     {"/collections", "[]", "collections"},
                                     {"/collections", R"({"a/b":{}})", "collections/a/b"},
                                     {"/collections", R"({"":{}})", "collections/"},
                                     {"/collections/slots", "7", "collections/slots"},
                                     {"/collections/slots/kee", "\"id\"", "collections/slots/kee"},
                                     {"/collections/slots/ids", "\"mine\"", "collections/slots/ids"},
                                     {"/poll", "true", "poll"},
                                     {"/poll", "5000", "poll"},
                                     {"/poll/activeMs", "0", "poll/activeMs"},
                                     {"/poll/idleMs", "-1", "poll/idleMs"},
                                     {"/poll/staleMs", "\"2000\"", "poll/staleMs"},
                                     {"/poll/deadlineMs", "1e30", "poll/deadlineMs"},
                                     {"/poll/backoffMaxMs", "18446744073709551615", "poll/backoffMaxMs"},
                                     {"/poll/everyMs", "1", "poll/everyMs"},
                                     {"/outbox", "false", "outbox"},
                                     {"/outbox/concurrency", "0", "outbox/concurrency"},
                                     {"/outbox/attemptsMax", "0.5", "outbox/attemptsMax"},
                                     {"/outbox/queueMax", "0", "outbox/queueMax"},
                                     {"/outbox/keyMemoryMs", "null", "outbox/keyMemoryMs"},
                                     {"/outbox/retries", "3", "outbox/retries"},
                                     {"/tabs", "false", "tabs"},
                                     {"/tabs/beatMs", "0", "tabs/beatMs"},
                                     {"/tabs/beatsMissed", "0", "tabs/beatsMissed"},
                                     {"/tabs/helloMs", "1.5", "tabs/helloMs"},
                                     {"/tabs/gapMs", "\"50\"", "tabs/gapMs"},
                                     {"/tabs/stealMs", "-1", "tabs/stealMs"},
                                     {"/tabs/memoryMs", "0", "tabs/memoryMs"},
                                     {"/tabs/beat", "1", "tabs/beat"},
                                     {"/locks", "1", "locks"},
                                     {"/identity", "\"\"", "identity"},
                                     {"/identity", "7", "identity"},
                                     {"/unauthorized", "401", "unauthorized"},
                                     {"/unauthorized", "[399]", "unauthorized"},
                                     {"/unauthorized", "[500]", "unauthorized"},
                                     {"/unauthorized", "[\"401\"]", "unauthorized"},
                                     {"/colections", "{}", "config/colections"}};
  for (const Wrong& wrong : wrongs) {
    Json json = least();
    pointed(json, wrong.pointer) = Json::parse(wrong.value);
    const Status status = refusal_of(json);
    EXPECT_EQ(status.code, "config_invalid") << wrong.pointer << " = " << wrong.value;
    EXPECT_EQ(status.where, wrong.where) << wrong.value;
    EXPECT_FALSE(status.message.empty());
  }
}

TEST(Config, WhatIsForgottenMustOutliveEveryRequest) {
  Json json = least();
  json["tabs"]["memoryMs"] = 80'000;
  json["outbox"]["deadlineMs"] = 40'000;
  EXPECT_TRUE(read_config(dump_json(json)).ok());
  json["outbox"]["deadlineMs"] = 40'001;
  EXPECT_EQ(refusal_of(json).where, "tabs/memoryMs");
}

TEST(Config, WhatMustBeThereIsMissed) {
  for (const char* name : {"client", "seed", "scope", "collections"}) {
    Json json = least();
    json.erase(name);
    EXPECT_EQ(refusal_of(json).where, name);
  }
}

TEST(Config, AnUnknownSliceIsNamed) {
  Json json = least();
  json["collections"]["slots"]["slice"] = "nowhere";
  const Status status = refusal_of(json);
  EXPECT_EQ(status.code, "slice_unknown");
  EXPECT_EQ(status.where, "collections/slots/slice");
}

TEST(Config, BadTextIsRefused) {
  EXPECT_EQ(read_config("{\"client\":").status.code, "json_invalid");
  EXPECT_EQ(read_config("").status.code, "json_invalid");
  EXPECT_EQ(read_config("[]").status.code, "config_invalid");
}

}  // namespace
}  // namespace tablattice
