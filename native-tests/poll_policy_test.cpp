#include "core/poll_policy.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tablattice {
namespace {

constexpr std::int64_t now = 1'700'000'000'000;

Random some_random() { return Random::from_seed(std::string(63, '0') + '1').value; }

// A tab whose user is active and whose state was read just now.
PollPolicy fresh_policy(const PollOptions& options = {}) {
  PollPolicy policy(options, true, true);
  policy.activity(now);
  policy.sent();
  policy.succeeded(now, now);
  return policy;
}

TEST(PollPolicy, IsActiveThenIdle) {
  const PollPolicy policy = fresh_policy();
  EXPECT_EQ(policy.mode(now), PollMode::active);
  EXPECT_EQ(policy.due_at(now, true), now + 5'000);
  EXPECT_EQ(policy.mode(now + 59'999), PollMode::active);
  EXPECT_EQ(policy.mode(now + 60'000), PollMode::idle);
  EXPECT_EQ(policy.due_at(now + 60'000, true), now + 60'000) << "30 s after the last read, which is over";
  PollPolicy idle(PollOptions(), true, true);
  idle.succeeded(now, now);
  EXPECT_EQ(idle.due_at(now, true), now + 30'000);
}

TEST(PollPolicy, ActivityQuickensAnIdleTab) {
  PollPolicy policy(PollOptions(), true, true);
  policy.succeeded(now, now);
  policy.activity(now + 1'000);
  EXPECT_EQ(policy.due_at(now + 1'000, true), now + 5'000);
}

TEST(PollPolicy, RestsWhileHiddenAndReadsAtOnceWhenShown) {
  PollPolicy policy = fresh_policy();
  policy.visibility(false, now);
  EXPECT_EQ(policy.mode(now), PollMode::hidden);
  EXPECT_FALSE(policy.due_at(now + 3'600'000, false));
  policy.visibility(true, now + 3'600'000);
  EXPECT_EQ(policy.mode(now + 3'600'000), PollMode::active);
  EXPECT_EQ(policy.due_at(now + 3'600'000, true), now + 3'600'000);
}

TEST(PollPolicy, AHiddenLeaderReadsAsForAnIdleUserSinceNoTabIsSeen) {
  PollPolicy policy = fresh_policy();
  policy.visibility(false, now);
  EXPECT_EQ(policy.due_at(now, true), now + 30'000);
  EXPECT_FALSE(policy.due_at(now, false));
}

TEST(PollPolicy, FocusAfterAbsenceReadsAtOnceUnlessTheStateIsFresh) {
  PollPolicy policy = fresh_policy();
  policy.focus(now + 1'999);
  EXPECT_EQ(policy.due_at(now + 1'999, true), now + 5'000);
  policy.focus(now + 2'000);
  EXPECT_EQ(policy.due_at(now + 2'000, true), now + 2'000);
}

TEST(PollPolicy, RestsOfflineAndReadsAtOnceWhenOnline) {
  PollPolicy policy = fresh_policy();
  policy.online(false, true);
  EXPECT_EQ(policy.mode(now), PollMode::offline);
  policy.request_now();
  EXPECT_FALSE(policy.due_at(now, true));
  policy.online(true, true);
  EXPECT_EQ(policy.due_at(now + 1, true), now + 1);
}

TEST(PollPolicy, OnlineAgainOnlyTheTabThatReadsAsks) {
  PollPolicy policy = fresh_policy();
  policy.online(false, false);
  policy.online(true, false);
  EXPECT_FALSE(policy.wanted());
  policy.online(false, true);
  policy.online(true, true);
  EXPECT_TRUE(policy.wanted());
}

TEST(PollPolicy, WhatAnotherTabsStateGaveIsNoLongerWanted) {
  PollPolicy policy = fresh_policy();
  policy.request_now();
  policy.satisfied();
  EXPECT_EQ(policy.due_at(now, true), now + 5'000);
}

TEST(PollPolicy, AWishIsGrantedWhileHiddenOrOff) {
  PollPolicy hidden = fresh_policy();
  hidden.visibility(false, now);
  hidden.request_now();
  EXPECT_EQ(hidden.due_at(now + 1, true), now + 1);
  PollOptions options;
  options.enabled = false;
  PollPolicy off = fresh_policy(options);
  EXPECT_EQ(off.mode(now), PollMode::off);
  EXPECT_FALSE(off.due_at(now + 3'600'000, true));
  off.focus(now + 3'600'000);
  off.online(false, true);
  off.online(true, true);
  EXPECT_FALSE(off.due_at(now + 3'600'000, true)) << "without polling, neither focus nor the network asks";
  off.request_now();
  EXPECT_EQ(off.due_at(now + 3'600'000, true), now + 3'600'000);
}

TEST(PollPolicy, FailuresBackOffWithJitterAndEndWithASuccess) {
  PollPolicy policy = fresh_policy();
  Random random = some_random();
  const std::int64_t later = now + 100'000;
  for (unsigned failures = 1; failures <= 20; ++failures) {
    policy.sent();
    policy.failed(later, 0, random);
    EXPECT_EQ(policy.failures(), failures);
    const std::int64_t ceiling = std::min<std::int64_t>(60'000, 1'000LL << std::min(failures - 1, 20U));
    ASSERT_TRUE(policy.due_at(later, true));
    EXPECT_LE(*policy.due_at(later, true), later + ceiling) << failures;
  }
  policy.succeeded(later, later);
  EXPECT_EQ(policy.failures(), 0U);
  EXPECT_EQ(policy.due_at(later, true), later + 30'000);
}

TEST(PollPolicy, HoldsToRetryAfterEvenForAWish) {
  PollPolicy policy = fresh_policy();
  Random random = some_random();
  policy.failed(now, 120'000, random);
  policy.request_now();
  EXPECT_EQ(policy.due_at(now + 1, true), now + 120'000);
  policy.online(false, true);
  policy.online(true, true);
  EXPECT_EQ(policy.due_at(now + 1, true), now + 1) << "another network is another try";
}

TEST(PollPolicy, AFailedWishIsStillOneAndAFailedPollRestsWhileHidden) {
  Random random = some_random();
  PollPolicy wished = fresh_policy();
  wished.visibility(false, now);
  wished.request_now();
  wished.sent();
  wished.failed(now, 0, random);
  EXPECT_TRUE(wished.due_at(now, true));
  PollPolicy polled = fresh_policy();
  polled.sent();
  polled.visibility(false, now);
  polled.failed(now, 0, random);
  EXPECT_FALSE(polled.due_at(now, false));
}

TEST(PollPolicy, AnotherTabsReadIsFreshNewsAndOlderNewsIsNone) {
  PollPolicy policy = fresh_policy();
  policy.news(now + 4'000);
  EXPECT_EQ(policy.due_at(now + 4'000, true), now + 9'000);
  policy.news(now + 1'000);
  EXPECT_EQ(policy.due_at(now + 4'000, true), now + 9'000);
  EXPECT_TRUE(policy.fresh(now + 5'999));
  EXPECT_FALSE(policy.fresh(now + 6'000));
}

TEST(PollPolicy, AnAnswerConfirmsWhatStoodWhenItsRequestWasSent) {
  PollPolicy policy = fresh_policy();
  policy.sent();
  policy.succeeded(now + 5'000, now + 12'000);
  EXPECT_FALSE(policy.fresh(now + 12'000));
}

TEST(PollPolicy, EveryModeHasItsWord) {
  EXPECT_STREQ(poll_mode_word(PollMode::active), "active");
  EXPECT_STREQ(poll_mode_word(PollMode::idle), "idle");
  EXPECT_STREQ(poll_mode_word(PollMode::hidden), "hidden");
  EXPECT_STREQ(poll_mode_word(PollMode::offline), "offline");
  EXPECT_STREQ(poll_mode_word(PollMode::off), "off");
}

}  // namespace
}  // namespace tablattice
