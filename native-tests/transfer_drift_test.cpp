// Tabs that differ without knowing why: the leader's digest tells them.
#include "core/transfer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/event_rows.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::beat_ms;
using testing::no_poll;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

const std::vector<Kind> every_rung = {Kind::feed, Kind::versioned, Kind::plain};

void fill(World& world, std::size_t rows) {
  for (std::size_t index = 0; index < rows; ++index) world.server.put(slot("r" + std::to_string(index)));
}

int reads_of(World& world) { return world.server.count("list") + world.server.count("changes"); }

// Two tabs that show the same, until something is forged into one of them.
struct Drift {
  explicit Drift(Kind kind, const Json& more = no_poll) : world(kind, 2, Json::object(), more) {
    fill(world, 3);
    world.start();
    for (std::size_t index : {0U, 1U}) world[index].signal(testing::force);
    world.pass(2 * beat_ms);
  }
  // A message that only `to` hears, of a client that nobody else knows.
  void forge(Tab& to, const SyncEvent& event) {
    to.receive(encode_message({"z", 1, ++n, to.now_ms, {event}}));
    to.sent.clear();
  }
  RowsEvent rows(const std::vector<Json>& rows) {
    RowsEvent event;
    event.collection = "slots";
    event.stamp = {world[0].now_ms, 0, "z"};
    event.rows = rows_of(rows);
    return event;
  }

  World world;
  std::uint64_t n = 0;
};

void expect_row_healed(Kind kind, std::size_t from, std::size_t to) {
  Drift drift(kind);
  drift.forge(drift.world[from], drift.rows({slot("r0", {{"version", 99}, {"text", "newer"}})}));
  drift.world.pass(2 * beat_ms, 10);
  EXPECT_EQ(drift.world[to].row("r0")["text"], "newer");
  EXPECT_EQ(drift.world[to].counter("healed"), 1U);
}

TEST(TransferDrift, ARowThatOnlyTheLeaderHasIsHealedWithinTwoBeats) {
  for (const Kind kind : every_rung) expect_row_healed(kind, 0, 1);
}

TEST(TransferDrift, ARowThatOnlyTheFollowerHasIsHealedWithinTwoBeats) {
  for (const Kind kind : every_rung) expect_row_healed(kind, 1, 0);
}

TEST(TransferDrift, ATextThatDiffersUnderOneVersionIsSeen) {
  Drift drift(Kind::versioned);
  const Json version = drift.world[0].row("r0")["version"];
  drift.forge(drift.world[1], drift.rows({slot("r0", {{"version", version}, {"text", "zzz"}})}));
  drift.world.pass(2 * beat_ms, 10);
  EXPECT_EQ(drift.world[0].row("r0"), drift.world[1].row("r0"));
}

TEST(TransferDrift, AMutationThatOnlyOneKnowsIsHealedBothWays) {
  for (const std::size_t knowing : {0U, 1U}) {
    Drift drift(Kind::feed);
    MutationEvent change;
    change.mutation = {{"y", 1},          {drift.world[0].now_ms, 0, "y"}, "slots", "\"r0\"",
                       Operation::update, {{"text", "elsewhere"}}};
    change.stored = false;
    drift.forge(drift.world[knowing], change);
    // Its tab lives, so that nobody takes it over.
    drift.world[0].on_lock = [](Tab&, const std::string&, bool) {};
    drift.world.pass(2 * beat_ms, 10);
    for (const std::size_t index : {0U, 1U})
      EXPECT_EQ(drift.world[index].row("r0")["text"], "elsewhere") << knowing << " told " << index;
  }
}

TEST(TransferDrift, AnOutcomeThatOnlyOneHeardIsHealedBothWays) {
  for (const Kind kind : every_rung) {
    for (const std::size_t knowing : {0U, 1U}) {
      Drift drift(kind);
      MutationEvent change;
      change.mutation = {{"y", 1},          {drift.world[0].now_ms, 0, "y"}, "slots", "\"r0\"",
                         Operation::update, {{"text", "elsewhere"}}};
      drift.world[0].on_lock = [](Tab&, const std::string&, bool) {};
      for (const std::size_t index : {0U, 1U})
        drift.world[index].receive(encode_message({"y", 1, 1, drift.world[0].now_ms, {change}}));
      OutcomeEvent rejected =
          outcome_event(change.mutation, OutcomeEvent::Kind::rejected, {drift.world[0].now_ms, 1, "y"});
      rejected.problem = {{"code", "rejected"}};
      drift.world[knowing].receive(encode_message({"y", 1, 2, drift.world[0].now_ms, {rejected}}));
      drift.world.pass(3 * beat_ms, 10);
      for (const std::size_t index : {0U, 1U})
        EXPECT_EQ(drift.world[index].row("r0")["text"], "first") << knowing << " told " << index;
    }
  }
}

TEST(TransferDrift, OnAFeedARowThatTheLeaderIsPastIsGone) {
  Drift drift(Kind::feed);
  // Of a version that the leader's cursor has passed: it was deleted, and this tab did not hear of it.
  drift.world.server.put(slot("x1"));
  const Json zombie = drift.world.server.rows().at("x1");
  drift.world.server.remove("x1");
  drift.world[0].signal(testing::force);
  drift.world.serve(drift.world[0]);
  drift.world[0].sent.clear();
  ASSERT_FALSE(drift.world[0].rows().contains("x1"));
  drift.forge(drift.world[1], drift.rows({zombie}));
  ASSERT_TRUE(drift.world[1].rows().contains("x1"));
  drift.world.pass(2 * beat_ms, 10);
  EXPECT_FALSE(drift.world[1].rows().contains("x1"));
  EXPECT_FALSE(drift.world[0].rows().contains("x1")) << "who answers takes no zombie";
}

// The leader's list was sent last and answered first: what the other tab learnt only after that may be the later word. It
// does not hear of the list but by comparing.
struct Crossing : Drift {
  explicit Crossing(Kind kind) : Drift(kind) {
    const std::int64_t sent_ms = world[0].now_ms;
    world[0].signal(testing::force);
    world.serve(world[0]);
    world[0].sent.clear();
    world.advance(50);
    before = {sent_ms - 1, 0, "z"};
  }
  void learn_late(const Json& row) {
    RowsEvent event = rows({row});
    event.stamp = before;
    forge(world[1], event);
  }
  Stamp before;  // when the read was sent that the list crossed
};

TEST(TransferDrift, AVersionThatCrossedALowerOneIsNoEarlierLife) {
  Crossing crossing(Kind::versioned);
  crossing.learn_late(slot("r0", {{"version", 99}, {"text", "newer"}}));
  crossing.world.pass(2 * beat_ms, 10);
  for (const std::size_t index : {0U, 1U}) EXPECT_EQ(crossing.world[index].row("r0")["text"], "newer") << index;
}

TEST(TransferDrift, ARowThatCrossedAListWithoutItWaitsForTheNext) {
  for (const Kind kind : {Kind::versioned, Kind::plain}) {
    for (const bool there : {true, false}) {
      Crossing crossing(kind);
      crossing.world.server.put(slot("x1"));
      crossing.learn_late(crossing.world.server.rows().at("x1"));
      if (!there) crossing.world.server.remove("x1");
      crossing.world.pass(2 * beat_ms, 10);
      EXPECT_TRUE(crossing.world[1].rows().contains("x1")) << "nothing proves that it is gone";
      crossing.world[0].signal(testing::force);
      crossing.world.pass(3 * beat_ms, 10);
      crossing.world.expect_all_equal_to_server();
    }
  }
}

// Only the follower heard with which version x1 was deleted; only the leader read that x1 is there, at a lower one.
struct Revival : Drift {
  Revival() : Drift(Kind::versioned) { world.server.put(slot("x1")); }
  void tell_deletion() {
    world.advance(10);
    const Mutation deletion = {{"y", 1}, {world[0].now_ms, 0, "y"}, "slots", "\"x1\"", Operation::remove, nullptr};
    OutcomeEvent outcome = outcome_event(deletion, OutcomeEvent::Kind::acked, {world[0].now_ms, 1, "y"});
    outcome.tombstone_version = 99;
    forge(world[1], outcome);
  }
  void list_unheard() {
    world.advance(10);
    world[0].signal(testing::force);
    world.serve(world[0]);
    world[0].sent.clear();
    ASSERT_TRUE(world[0].rows().contains("x1"));
  }
};

TEST(TransferDrift, ALowerVersionThatWasReadAfterADeletionIsANewLife) {
  Revival revival;
  revival.tell_deletion();
  revival.list_unheard();
  revival.world.pass(2 * beat_ms, 10);
  for (const std::size_t index : {0U, 1U}) EXPECT_TRUE(revival.world[index].rows().contains("x1")) << index;
}

TEST(TransferDrift, ALowerVersionThatWasReadBeforeADeletionIsDeleted) {
  Revival revival;
  revival.list_unheard();
  revival.tell_deletion();
  revival.world.pass(2 * beat_ms, 10);
  for (const std::size_t index : {0U, 1U}) EXPECT_FALSE(revival.world[index].rows().contains("x1")) << index;
}

// Both show the same, so nobody is told of its rows' stamps.
TEST(TransferDrift, WhatIsReadAfterTheHelloOfATabWhoseClockIsAheadIsNewerThanItsRows) {
  Drift drift(Kind::plain, Json::object());
  Tab& ahead = drift.world.add();
  ahead.now_ms += 60'000;
  ahead.signal({{"type", "start"}});
  ahead.advance(testing::hello_ms);  // nobody hears it, so it reads by itself
  drift.world.serve(ahead);
  ahead.sent.clear();
  ASSERT_EQ(ahead.rows().size(), 3U);
  ahead.signal({{"type", "suspend"}});
  ahead.signal({{"type", "start"}});
  drift.world.settle();
  drift.world.server.put(slot("r0", {{"text", "newer"}}));
  drift.world.leader().signal(testing::force);
  drift.world.settle();
  for (const std::size_t index : {0U, 1U, 2U}) EXPECT_EQ(drift.world[index].row("r0")["text"], "newer") << index;
}

TEST(TransferDrift, WhatIsEqualIsLeftAlone) {
  Drift drift(Kind::feed);
  const std::uint64_t sent = drift.world[1].counter("sent");
  drift.world.pass(20 * beat_ms);
  EXPECT_EQ(drift.world[1].counter("sent"), sent) << "a follower that agrees says nothing";
  for (const std::size_t index : {0U, 1U}) EXPECT_EQ(drift.world[index].counter("healed"), 0U);
}

TEST(TransferDrift, WhereNobodyAnswersTheServerIsAsked) {
  Drift drift(Kind::versioned, Json::object());
  drift.forge(drift.world[1], drift.rows({slot("r0", {{"version", 99}, {"text", "nonsense"}})}));
  // The leader never hears this tab, so its hellos stay unanswered.
  for (int step = 0; step < 2'000; ++step) {
    drift.world.advance(10);
    drift.world[1].sent.clear();
    drift.world.exchange();
    for (const std::size_t index : {0U, 1U}) drift.world.serve(drift.world[index]);
  }
  drift.world.expect_all_equal_to_server();
  EXPECT_EQ(drift.world[1].counter("reads"), 1U);
}

TEST(TransferDrift, WhatOthersCouldTellAfterAllIsNotReadAlone) {
  Drift drift(Kind::versioned, Json::object());
  Tab& follower = drift.world[1];
  follower.signal({{"type", "online"}, {"online", false}});
  drift.world.server.put(slot("r0", {{"text", "newer"}}));
  drift.forge(drift.world[0], drift.rows({drift.world.server.rows().at("r0")}));
  // The leader never hears this tab, which gives up, and is offline: it cannot read now.
  for (int step = 0; step < 2'000; ++step) {
    drift.world.advance(10);
    follower.sent.clear();
    drift.world.exchange();
    drift.world.serve(drift.world[0]);
  }
  ASSERT_NE(follower.row("r0")["text"], "newer");
  drift.world.pass(2 * beat_ms, 10);
  ASSERT_EQ(follower.row("r0"), drift.world[0].row("r0"));
  follower.signal({{"type", "online"}, {"online", true}});
  drift.world.pass(60'000);
  EXPECT_EQ(follower.counter("reads"), 0U) << "the leader reads for it";
}

TEST(TransferDrift, WithoutPollingNothingIsReadUnasked) {
  Drift drift(Kind::versioned);
  const int reads = reads_of(drift.world);
  drift.forge(drift.world[1], drift.rows({slot("r0", {{"version", 99}, {"text", "nonsense"}})}));
  for (int step = 0; step < 2'000; ++step) {
    drift.world.advance(10);
    drift.world[1].sent.clear();
    drift.world.exchange();
    for (const std::size_t index : {0U, 1U}) drift.world.serve(drift.world[index]);
  }
  EXPECT_EQ(reads_of(drift.world), reads);
}

}  // namespace
}  // namespace tablattice
