#include "core/answer.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace tablattice {
namespace {

const std::set<int> signed_out = {401, 419};

struct Line {
  const char* says;
  int status;
  Meaning meaning;
  Operation operation = Operation::update;
  bool keys = false;
  bool client_id = true;
  bool fate_unknown = false;
  bool body_good = true;
  bool key_in_progress = false;
  Conflict conflict = Conflict::merge;
};

// Design §6, line by line.
const std::vector<Line>& table() {
  using M = Meaning;
  using O = Operation;
  static const std::vector<Line> lines = {
      {.says = "no answer", .status = 0, .meaning = M::unanswered},
      {.says = "request timeout", .status = 408, .meaning = M::unanswered},
      {.says = "too early", .status = 425, .meaning = M::unanswered},
      {.says = "too many requests", .status = 429, .meaning = M::unanswered},
      {.says = "server error", .status = 500, .meaning = M::unanswered},
      {.says = "bad gateway", .status = 502, .meaning = M::unanswered},
      {.says = "unavailable", .status = 503, .meaning = M::unanswered},
      {.says = "a redirect that fetch did not follow", .status = 302, .meaning = M::unanswered},
      {.says = "key in progress", .status = 409, .meaning = M::unanswered, .keys = true, .key_in_progress = true},
      {.says = "a login page", .status = 200, .meaning = M::unanswered, .body_good = false},
      {.says = "done", .status = 200, .meaning = M::acked},
      {.says = "created", .status = 201, .meaning = M::acked, .operation = O::create},
      {.says = "done without a body", .status = 204, .meaning = M::acked, .operation = O::remove},
      {.says = "signed out", .status = 401, .meaning = M::unauthorized},
      {.says = "session expired", .status = 419, .meaning = M::unauthorized},
      {.says = "forbidden, not configured", .status = 403, .meaning = M::rejected},
      {.says = "already deleted", .status = 404, .meaning = M::acked, .operation = O::remove},
      {.says = "deleted for good", .status = 410, .meaning = M::acked, .operation = O::remove},
      {.says = "deleted, after a lost answer",
       .status = 404,
       .meaning = M::acked,
       .operation = O::remove,
       .fate_unknown = true},
      {.says = "nothing to change", .status = 404, .meaning = M::rejected_gone},
      {.says = "gone", .status = 410, .meaning = M::rejected_gone},
      {.says = "a create's endpoint is missing", .status = 404, .meaning = M::rejected, .operation = O::create},
      {.says = "conflict, merged", .status = 412, .meaning = M::conflict},
      {.says = "conflict of a delete, merged", .status = 412, .meaning = M::conflict, .operation = O::remove},
      {.says = "conflict, refused", .status = 412, .meaning = M::rejected, .conflict = Conflict::reject},
      {.says = "a create has nothing to merge with", .status = 412, .meaning = M::rejected, .operation = O::create},
      {.says = "maybe ours, 404", .status = 404, .meaning = M::unknown, .fate_unknown = true},
      {.says = "maybe ours, 409", .status = 409, .meaning = M::unknown, .operation = O::create, .fate_unknown = true},
      {.says = "maybe ours, 412", .status = 412, .meaning = M::unknown, .fate_unknown = true},
      {.says = "maybe ours, 412 under reject",
       .status = 412,
       .meaning = M::unknown,
       .fate_unknown = true,
       .conflict = Conflict::reject},
      {.says = "keys know better, 404", .status = 404, .meaning = M::rejected_gone, .keys = true, .fate_unknown = true},
      {.says = "keys know better, 409",
       .status = 409,
       .meaning = M::rejected,
       .operation = O::create,
       .keys = true,
       .fate_unknown = true},
      {.says = "keys know better, 412", .status = 412, .meaning = M::conflict, .keys = true, .fate_unknown = true},
      {.says = "another refusal says that it was not applied",
       .status = 422,
       .meaning = M::rejected,
       .fate_unknown = true},
      {.says = "a 409 that is no key's", .status = 409, .meaning = M::rejected},
      {.says = "bad request", .status = 400, .meaning = M::rejected},
      {.says = "invalid", .status = 422, .meaning = M::rejected, .operation = O::create},
      {.says = "a lost create without key and id",
       .status = 0,
       .meaning = M::unknown,
       .operation = O::create,
       .client_id = false},
      {.says = "a failed create without key and id",
       .status = 503,
       .meaning = M::unknown,
       .operation = O::create,
       .client_id = false},
      {.says = "a create answered with HTML",
       .status = 200,
       .meaning = M::unknown,
       .operation = O::create,
       .client_id = false,
       .body_good = false},
      {.says = "a create that was not looked at",
       .status = 429,
       .meaning = M::unanswered,
       .operation = O::create,
       .client_id = false},
      {.says = "a lost create with a key",
       .status = 0,
       .meaning = M::unanswered,
       .operation = O::create,
       .keys = true,
       .client_id = false},
      {.says = "a lost create with its own id", .status = 0, .meaning = M::unanswered, .operation = O::create}};
  return lines;
}

TEST(Answer, MeansWhatTheTableSays) {
  for (const Line& line : table()) {
    AnswerContext context;
    context.operation = line.operation;
    context.keys = line.keys;
    context.client_id = line.client_id;
    context.fate_unknown = line.fate_unknown;
    context.body_good = line.body_good;
    context.key_in_progress = line.key_in_progress;
    context.conflict = line.conflict;
    context.unauthorized = &signed_out;
    EXPECT_EQ(meaning_of(line.status, context), line.meaning) << line.says;
  }
}

TEST(Answer, ForbiddenMeansSignedOutWhereSoConfigured) {
  const std::set<int> configured = {401, 403};
  AnswerContext context;
  context.unauthorized = &configured;
  EXPECT_EQ(meaning_of(403, context), Meaning::unauthorized);
  EXPECT_EQ(meaning_of(419, context), Meaning::rejected);
}

TEST(Answer, OnlySomeUnansweredRequestsMayHaveBeenApplied) {
  for (const int status : {408, 425, 429}) EXPECT_FALSE(fate_unknown_after(status)) << status;
  for (const int status : {0, 200, 409, 500, 503}) EXPECT_TRUE(fate_unknown_after(status)) << status;
}

TEST(RetryAfter, ReadsSecondsAndDates) {
  constexpr std::int64_t now_ms = 784'111'777'000;  // Sun, 06 Nov 1994 08:49:37 GMT
  EXPECT_EQ(retry_after_ms("0", now_ms), 0);
  EXPECT_EQ(retry_after_ms("120", now_ms), 120'000);
  EXPECT_EQ(retry_after_ms("Sun, 06 Nov 1994 08:50:00 GMT", now_ms), 23'000);
  EXPECT_EQ(retry_after_ms("Sun, 06 Nov 1994 08:49:37 GMT", now_ms), 0);
  EXPECT_EQ(retry_after_ms("Sun, 06 Nov 1994 08:00:00 GMT", now_ms), 0) << "a date in the past is now";
}

TEST(RetryAfter, IsAtMostADay) {
  constexpr std::int64_t day_ms = 86'400'000;
  EXPECT_EQ(retry_after_ms("86400", 0), day_ms);
  EXPECT_EQ(retry_after_ms("86401", 0), day_ms);
  EXPECT_EQ(retry_after_ms("9223372036854775807", 0), day_ms);
  EXPECT_EQ(retry_after_ms("Sun, 06 Nov 1994 08:49:37 GMT", 0), day_ms);
}

TEST(RetryAfter, WhatCannotBeReadSaysNothing) {
  for (const char* header :
       {"", "soon", "-5", "1.5", "12 ", "99999999999999999999", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 31 Feb 2094 08:49:37 GMT", "Sun, xx Nov 2094 08:49:37 GMT"}) {
    EXPECT_EQ(retry_after_ms(header, 0), 0) << header;
  }
}

}  // namespace
}  // namespace tablattice
