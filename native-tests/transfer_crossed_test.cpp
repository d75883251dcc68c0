// Reads that crossed each other on their way: two tabs' requests were under way at the same time, and the one that was sent
// first was answered last. Their stamps tell when they were sent, so of what came with them neither outranks the other.
#include "core/transfer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::beat_ms;
using testing::no_poll;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

// Where only the stamps of reads tell what is later: a feed's versions tell it themselves.
const std::vector<Kind> stamped_rungs = {Kind::versioned, Kind::plain};

// A leader and a follower that know the same, and a third tab, whose messages only the follower hears.
struct Crossing {
  explicit Crossing(Kind kind) : world(kind, 2, Json::object(), no_poll) {
    world.server.put(slot("r0"));
    world.start();
    for (const std::size_t index : {0U, 1U}) world[index].signal(testing::force);
    world.pass(2 * beat_ms);
  }
  // The third tab sends its read.
  void send_read() {
    pass();
    sent = {world[0].now_ms, 0, "z"};
  }
  // Its answer names `row`, and the follower hears that; also that it lives again, where the third tab found that out.
  void tell_read(const Json& row, bool new_life = false) {
    pass();
    RowsEvent event;
    event.collection = "slots";
    event.stamp = sent;
    event.rows.add(row);
    if (new_life) event.gone = {{row["id"].dump(), nullptr, true}};
    follower.receive(encode_message({"z", 1, 1, follower.now_ms, {event}}));
    follower.sent.clear();
  }
  // The leader's list is sent and answered; the follower does not hear of it.
  void list_unheard() {
    pass();
    leader.signal(testing::force);
    world.serve(leader);
    leader.sent.clear();
  }
  // A row comes and goes, and no tab hears of it. Returns it.
  Json delete_row(const std::string& id) {
    world.server.put(slot(id));
    Json row = world.server.rows().at(id);
    world.server.remove(id);
    return row;
  }
  void pass() { world.advance(10); }
  // The leader's digest tells that they differ, and they tell each other what they have.
  void heal() { world.pass(2 * beat_ms, 10); }

  World world;
  Tab& leader = world[0];
  Tab& follower = world[1];
  Stamp sent;
};

TEST(TransferCrossed, ARowOfAReadThatWasUnderWayWhenTheListWasSentStays) {
  for (const Kind kind : stamped_rungs) {
    Crossing crossing(kind);
    crossing.send_read();
    crossing.list_unheard();
    crossing.world.server.put(slot("x1"));
    crossing.tell_read(crossing.world.server.rows().at("x1"));
    ASSERT_TRUE(crossing.follower.rows().contains("x1"));
    crossing.heal();
    EXPECT_TRUE(crossing.follower.rows().contains("x1")) << "nobody deleted it";
    crossing.leader.signal(testing::force);
    crossing.heal();
    crossing.world.expect_all_equal_to_server();
  }
}

TEST(TransferCrossed, TheNextListTellsThatSuchARowWasDeleted) {
  for (const Kind kind : stamped_rungs) {
    Crossing crossing(kind);
    const Json deleted = crossing.delete_row("x1");
    crossing.send_read();
    crossing.list_unheard();
    crossing.tell_read(deleted);
    ASSERT_TRUE(crossing.follower.rows().contains("x1"));
    crossing.pass();  // of one millisecond nobody can tell
    crossing.leader.signal(testing::force);
    crossing.heal();
    crossing.world.expect_all_equal_to_server();
  }
}

TEST(TransferCrossed, ARowThatWasKnownBeforeTheListWasSentIsGone) {
  for (const Kind kind : stamped_rungs) {
    Crossing crossing(kind);
    const Json deleted = crossing.delete_row("x1");
    crossing.send_read();
    crossing.tell_read(deleted);
    ASSERT_TRUE(crossing.follower.rows().contains("x1"));
    crossing.list_unheard();
    crossing.heal();
    crossing.world.expect_all_equal_to_server();
  }
}

TEST(TransferCrossed, ANewLifeThatIsToldAfterALaterListIsTheRowThatThisListNamed) {
  Crossing crossing(Kind::versioned);
  crossing.send_read();
  crossing.pass();
  crossing.leader.signal(testing::force);
  crossing.world.pass(10);
  crossing.tell_read(crossing.world.server.rows().at("r0"), true);
  EXPECT_TRUE(crossing.follower.rows().contains("r0"));
}

TEST(TransferCrossed, AHigherVersionOfAReadThatWasUnderWayIsNoEarlierLife) {
  Crossing crossing(Kind::versioned);
  crossing.send_read();
  crossing.list_unheard();
  crossing.world.server.put(slot("r0", {{"text", "second"}}));
  crossing.tell_read(crossing.world.server.rows().at("r0"));
  ASSERT_EQ(crossing.follower.row("r0")["text"], "second");
  crossing.heal();
  EXPECT_EQ(crossing.follower.row("r0")["text"], "second");
  EXPECT_EQ(crossing.leader.row("r0")["text"], "second");
}

// The leader's answer is about what this tab had when it said hello.
TEST(TransferCrossed, ASavedChangeIsNotDroppedFromARowThatCameAfterTheHello) {
  for (const Kind kind : stamped_rungs) {
    Crossing crossing(kind);
    crossing.world.server.put(slot("x1"));
    const Json before = crossing.world.server.rows().at("x1");
    crossing.send_read();
    crossing.pass();
    const Mutation change{
        {"z", 1}, {crossing.follower.now_ms, 0, "z"}, "slots", R"("x1")", Operation::update, {{"text", "second"}}};
    MutationEvent told;
    told.mutation = change;
    const OutcomeEvent acked = outcome_event(change, OutcomeEvent::Kind::acked, {change.stamp.ms + 1, 0, "z"});
    for (Tab* tab : {&crossing.leader, &crossing.follower}) {
      tab->receive(encode_message({"z", 1, 2, tab->now_ms, {told, acked}}));
      tab->sent.clear();
    }
    crossing.world.server.remove("x1");
    crossing.list_unheard();
    crossing.follower.signal({{"type", "suspend"}});
    crossing.follower.sent.clear();
    crossing.follower.signal({{"type", "start"}});
    const std::vector<std::string> hello = crossing.follower.sent;
    crossing.tell_read(before);
    ASSERT_EQ(crossing.follower.row("x1")["text"], "second");
    for (const std::string& text : hello) crossing.leader.receive(text);
    crossing.world.advance(1);
    for (const std::string& text : crossing.leader.sent) crossing.follower.receive(text);
    const Json shown = crossing.follower.row("x1");
    EXPECT_TRUE(shown.is_null() || shown["text"] == "second") << dump_json(shown);
    crossing.heal();
    crossing.leader.signal(testing::force);
    crossing.heal();
    crossing.world.expect_all_equal_to_server();
  }
}

// World 1484801: what came to a newcomer after its hello is not what it was told of, and their list tells nothing of it.
TEST(TransferCrossed, ASavedChangeIsNotDroppedFromARowThatCameToANewcomerAfterItsHello) {
  for (const Kind kind : stamped_rungs) {
    Crossing crossing(kind);
    crossing.world.server.put(slot("x1"));
    RowsEvent late;
    late.collection = "slots";
    late.rows.add(crossing.world.server.rows().at("x1"));
    crossing.send_read();
    late.stamp = crossing.sent;
    crossing.pass();
    MutationEvent told;
    const Stamp changed = {crossing.leader.now_ms, 0, "z"};
    told.mutation = {{"z", 1}, changed, "slots", R"("x1")", Operation::update, {{"text", "second"}}};
    const OutcomeEvent acked = outcome_event(told.mutation, OutcomeEvent::Kind::acked, {changed.ms + 1, 0, "z"});
    crossing.world.server.remove("x1");
    crossing.list_unheard();
    crossing.pass();
    Tab& newcomer = crossing.world.add();
    newcomer.signal({{"type", "start"}});
    newcomer.receive(encode_message({"z", 1, 1, newcomer.now_ms, {late, told, acked}}));
    ASSERT_EQ(newcomer.row("x1")["text"], "second");
    crossing.world.pass(100, 1);
    const Json shown = newcomer.row("x1");
    EXPECT_TRUE(shown.is_null() || shown["text"] == "second") << dump_json(shown);
    crossing.leader.signal(testing::force);
    crossing.heal();
    crossing.world.expect_all_equal_to_server();
  }
}

// World 69110: on a feed a list has a revision. The stamp of one that another tab took, by a clock that is ahead, tells
// nothing of what came after that revision.
TEST(TransferCrossed, OnAFeedAStateWithoutCursorDeletesNothing) {
  constexpr std::int64_t ahead_ms = 40'000;
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.server.put(slot("r0"));
  world.start();
  Tab& tab = world[0];
  tab.signal({{"type", "suspend"}});
  tab.sent.clear();
  tab.signal({{"type", "start"}});
  const Result<Message> hello = decode_message(tab.sent.at(0));
  ASSERT_TRUE(hello.ok());
  world.server.put(slot("r1"));
  tab.signal(testing::force);
  world.serve(tab);
  ASSERT_FALSE(tab.row("r1").is_null());

  StateEvent state;
  state.to = hello.value.from;
  state.id = std::get<HelloEvent>(hello.value.events.at(0)).id;
  state.end.emplace();
  state.end->parts = 1;
  Holding& theirs = state.end->collections["slots"];
  theirs.complete = true;
  theirs.complete_at = {tab.now_ms + ahead_ms, 0, "z"};
  for (std::uint64_t& bucket : theirs.buckets) bucket += 1;
  tab.receive(encode_message({"z", 1, 1, tab.now_ms, {state}}));
  EXPECT_FALSE(tab.row("r1").is_null());
}

// The tombstone is in no bucket, so nothing of it is told to who knew nothing of the row.
TEST(TransferCrossed, WhatCameToANewcomerAfterItsHelloMayBeOlderThanTheCursorItIsGiven) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.server.put(slot("r0"));
  world.server.put(slot("x1"));
  RowsEvent late;
  late.collection = "slots";
  late.rows.add(world.server.rows().at("x1"));
  world.server.remove("x1");
  world.start();
  world[0].signal(testing::force);
  world.pass(2 * beat_ms);
  Tab& newcomer = world.add();
  newcomer.signal({{"type", "start"}});
  late.stamp = {newcomer.now_ms, 0, "z"};
  newcomer.receive(encode_message({"z", 1, 1, newcomer.now_ms, {late}}));
  world.pass(100, 10);
  world[0].signal({{"type", "suspend"}});  // before its next beat shows that they differ
  world.freeze(0);
  world.pass(5 * beat_ms, 10);
  newcomer.signal(testing::force);
  world.pass(beat_ms, 10);
  EXPECT_EQ(newcomer.rows(), world.server.rows());
}

// Its list named no row of that key, of which it never had a tombstone.
TEST(TransferCrossed, OnAFeedADeletionIsNotSettledWithoutTheCursorThatTellsIt) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.server.put(slot("x1"));
  const Json deleted = world.server.rows().at("x1");
  world.server.remove("x1");
  Tab& tab = world[0];
  tab.signal({{"type", "start"}});
  MutationEvent deletion;
  deletion.mutation = {{"z", 1}, {tab.now_ms, 0, "z"}, "slots", "\"x1\"", Operation::remove, nullptr};
  OutcomeEvent unknown = outcome_event(deletion.mutation, OutcomeEvent::Kind::unknown, {tab.now_ms, 1, "z"});
  tab.receive(encode_message({"z", 1, 1, tab.now_ms, {deletion, unknown}}));
  Holding theirs;
  theirs.complete = true;
  theirs.complete_at = {tab.now_ms, 2, "y"};
  theirs.cursor = 2;
  StateEvent state;
  state.to = tab.status()["client"].get<std::string>();
  state.back = true;  // so this tab, which has no list of its own, does not become complete by it
  state.end = StateEnd{1, {}, {}, {{"slots", theirs}}};
  state.end->settled.add(deletion.mutation.name);
  tab.receive(encode_message({"y", 1, 1, tab.now_ms, {state}}));
  OutcomeEvent late;  // of the row's creation
  late.name = {"w", 1};
  late.collection = "slots";
  late.key = "\"x1\"";
  late.stamp = {tab.now_ms, 3, "w"};
  late.row = deleted;
  tab.receive(encode_message({"w", 1, 1, tab.now_ms, {late}}));
  EXPECT_TRUE(tab.row("x1").is_null());
  world.settle();
  tab.signal(testing::force);
  world.settle();
  world.expect_all_equal_to_server();
}

}  // namespace
}  // namespace tablattice
