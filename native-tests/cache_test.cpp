// The persisted start: what the leader keeps, and what a tab makes of it (issue: "Persisted start").
#include "core/cache.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

const Json persisted = {{"persist", true}};

Json feed_persisted() { return {{"feed", true}, {"persist", true}}; }
Json rung_persisted(Kind kind) {
  if (kind == Kind::feed) return feed_persisted();
  return kind == Kind::plain ? Json{{"version", nullptr}, {"persist", true}} : persisted;
}

// The cache that a tab has left after it read two rows of that server.
std::map<std::string, std::string> cache_of(World& world) {
  for (const char* id : {"s1", "s2"}) world.server.put(slot(id));
  world.start();
  world.pass(2 * cache_interval_ms);
  return world.cache;
}

// A first tab, some time later, on what was left.
Tab& later_tab(World& world, const std::map<std::string, std::string>& left) {
  world.cache = left;
  world.advance(3'600'000);
  Tab& tab = world[0];
  tab.signal({{"type", "start"}});
  return tab;
}

TEST(Cache, AFirstTabShowsRowsBeforeTheNetworkAnswers) {
  for (const Kind kind : {Kind::feed, Kind::versioned, Kind::plain}) {
    World before(kind, 1, rung_persisted(kind));
    const auto left = cache_of(before);
    World world(kind, 1, rung_persisted(kind));
    world.server = before.server;
    world.server.log.clear();
    Tab& tab = later_tab(world, left);
    EXPECT_EQ(tab.rows(), world.server.rows());
    EXPECT_EQ(tab.status()["collections"]["slots"]["status"], "ready");
    EXPECT_EQ(tab.status()["collections"]["slots"]["stale"], true) << "it is to be confirmed";
    EXPECT_EQ(tab.status()["collections"]["slots"]["fetchedAt"], testing::start_ms);
    EXPECT_EQ(tab.requests.size(), 1U);
    world.server.remove("s2");
    world.server.put(slot("s3"));
    world.pass(1'000);
    world.expect_all_equal_to_server();
    EXPECT_EQ(tab.status()["collections"]["slots"]["stale"], false);
    EXPECT_EQ(world.server.count("list"), kind == Kind::feed ? 0 : 1) << "a feed goes on from the cursor";
  }
}

TEST(Cache, OfflineItStartsWithWhatItHas) {
  World before(Kind::feed, 1, feed_persisted());
  const auto left = cache_of(before);
  World world(Kind::feed, 1, feed_persisted(), {{"online", false}});
  Tab& tab = later_tab(world, left);
  EXPECT_EQ(tab.rows().size(), 2U);
  tab.dispatch("slots/update", rename("s1", "second"));
  EXPECT_EQ(tab.row("s1")["text"], "second");
  EXPECT_TRUE(tab.requests.empty());
}

TEST(Cache, TheFirstReadWaitsForItButNotForLong) {
  World world(Kind::feed, 1, feed_persisted());
  Tab& tab = world[0];
  tab.answers_recalls = false;
  tab.signal({{"type", "start"}});
  EXPECT_TRUE(tab.requests.empty());
  tab.advance(recall_ms_max - 1);
  EXPECT_TRUE(tab.requests.empty());
  tab.advance(1);
  EXPECT_EQ(tab.open("list"), 1U);
}

TEST(Cache, OnlyTheLeaderWritesIt) {
  World world(Kind::feed, 3, feed_persisted());
  cache_of(world);
  world[1].dispatch("slots/update", rename("s1", "second"));
  world.pass(3 * cache_interval_ms);
  EXPECT_GE(world[0].cache_writes.size(), 2U);
  EXPECT_TRUE(world[1].cache_writes.empty() && world[2].cache_writes.empty());
}

TEST(Cache, OnlyWhatChangedIsWrittenAndNotTooOften) {
  World world(Kind::feed, 1, feed_persisted());
  cache_of(world);
  world.pass(60'000);
  world[0].cache_writes.clear();
  world.pass(60'000);
  EXPECT_TRUE(world[0].cache_writes.empty()) << "polls that bring nothing write nothing";
  for (int count = 0; count < 40; ++count) {
    world[0].dispatch("slots/update", rename("s1", std::to_string(count)));
    world.pass(100);
  }
  EXPECT_LE(world[0].cache_writes.size(), 3U) << "forty changes in four seconds";
  EXPECT_EQ(world[0].cache_writes.back().size(), 2U) << "the row's bucket, and what speaks for all";
}

TEST(Cache, WhatChangedLastIsWrittenBeforeTheTabIsFrozen) {
  World before(Kind::feed, 1, feed_persisted());
  cache_of(before);
  before[0].dispatch("slots/update", rename("s1", "second"));
  before.settle();
  before[0].signal({{"type", "suspend"}});
  World world(Kind::feed, 1, feed_persisted());
  EXPECT_EQ(later_tab(world, before.cache).row("s1")["text"], "second");
}

TEST(Cache, WhatIsOnlyPendingIsNotInIt) {
  World before(Kind::feed, 1, feed_persisted());
  cache_of(before);
  before[0].signal({{"type", "online"}, {"online", false}});
  before[0].dispatch("slots/update", rename("s1", "second"));
  before[0].signal({{"type", "suspend"}});
  World world(Kind::feed, 1, feed_persisted());
  EXPECT_EQ(later_tab(world, before.cache).row("s1")["text"], "first") << "the outbox keeps it";
}

TEST(Cache, ARowThatIsGoneLeavesIt) {
  World before(Kind::versioned, 1, persisted);
  cache_of(before);
  before[0].dispatch("slots/delete", "s1");
  before.pass(2 * cache_interval_ms);
  World world(Kind::versioned, 1, persisted);
  Tab& tab = later_tab(world, before.cache);
  EXPECT_EQ(tab.rows().size(), 1U);
}

TEST(Cache, WhatCannotBeReadIsDroppedAndFetched) {
  World before(Kind::feed, 1, feed_persisted());
  const auto good = cache_of(before);
  const std::string meta = good.at("slots/meta");
  std::string bucket;
  for (const auto& [key, text] : good) {
    if (key != "slots/meta") bucket = key;
  }
  const auto changed = [&](const char* member, const Json& value) {
    Json json = Json::parse(meta);
    json[member] = value;
    return dump_json(json);
  };
  for (const auto& [key, text] :
       std::vector<std::pair<std::string, std::string>>{{"slots/meta", "{"},
                                                        {"slots/meta", "[]"},
                                                        {"slots/meta", "{}"},
                                                        {"slots/meta", changed("p", 99)},
                                                        {"slots/meta", changed("hash", "1")},
                                                        {"slots/meta", changed("hash", 1)},
                                                        {bucket, "[["},
                                                        {bucket, "{}"},
                                                        {bucket, "[7]"},
                                                        {bucket, "[[]]"},
                                                        {bucket, R"([[[1,0,"a"],{"id":"s9"}]])"},
                                                        {bucket, R"([[7,{"id":"s9","version":1}]])"}}) {
    auto left = good;
    left[key] = text;
    World world(Kind::feed, 1, feed_persisted());
    world.server = before.server;
    Tab& tab = later_tab(world, left);
    EXPECT_TRUE(tab.rows().empty()) << key << " " << text;
    EXPECT_EQ(tab.reported("cache_dropped"), 1) << key << " " << text;
    EXPECT_FALSE(world.cache.contains("slots/meta")) << "nothing counts without it";
    EXPECT_EQ(tab.open("list"), 1U);
    world.settle();
    world.expect_all_equal_to_server();
  }
}

TEST(Cache, ABucketThatIsMissingDropsAll) {
  World before(Kind::feed, 1, feed_persisted());
  auto left = cache_of(before);
  left.erase(left.begin()->first == "slots/meta" ? std::next(left.begin()) : left.begin());
  World world(Kind::feed, 1, feed_persisted());
  Tab& tab = later_tab(world, left);
  EXPECT_EQ(tab.reported("cache_dropped"), 1);
}

// Another tab with an older cache of its own, of another version of the application say, has written it since.
TEST(Cache, ATabThatKnowsThatThereIsNothingTakesNoOlderRows) {
  World before(Kind::feed, 1, feed_persisted());
  const auto older = cache_of(before);
  for (const char* id : {"s1", "s2"}) before.server.remove(id);
  before[0].signal(testing::force);
  before.pass(2 * cache_interval_ms);
  const auto empty = before.cache;
  World world(Kind::feed, 1, feed_persisted());
  world.server = before.server;
  Tab& tab = later_tab(world, empty);
  tab.signal({{"type", "suspend"}});
  world.cache = older;
  tab.signal({{"type", "start"}});
  EXPECT_TRUE(tab.rows().empty());
  world.settle();
  EXPECT_EQ(tab.rows(), world.server.rows());
}

TEST(Cache, NothingOrRubbishInItIsNoTrouble) {
  World world(Kind::feed, 1, feed_persisted());
  world.cache = {{"", ""}, {"other/meta", "{"}, {"slots/3", "["}};
  Tab& tab = world[0];
  tab.signal({{"type", "start"}});
  EXPECT_TRUE(tab.reports.empty());
  EXPECT_EQ(tab.open("list"), 1U);
  for (const Json& entries : {Json(), Json(7), Json({{"a", 1}}), Json({7})})
    EXPECT_EQ(tab.signal({{"type", "cached"}, {"entries", entries}}) & mask_refused, 0U);
}

TEST(Cache, AHostThatCannotWriteItIsReportedAndNotAskedAgain) {
  World world(Kind::feed, 1, feed_persisted());
  cache_of(world);
  Tab& tab = world[0];
  tab.signal({{"type", "uncached"}, {"message", "The quota is exceeded."}});
  EXPECT_EQ(tab.reported("cache_failed"), 1);
  tab.cache_writes.clear();
  tab.dispatch("slots/update", rename("s1", "second"));
  world.pass(3 * cache_interval_ms);
  EXPECT_TRUE(tab.cache_writes.empty());
}

TEST(Cache, ATabThatHearsOthersTakesTheirState) {
  World world(Kind::feed, 1, feed_persisted());
  cache_of(world);
  world[0].dispatch("slots/update", rename("s1", "second"));
  world.settle();
  Tab& late = world.add();
  late.signal({{"type", "start"}});
  world.settle();
  EXPECT_EQ(late.rows(), world.server.rows());
  EXPECT_EQ(late.counter("reads"), 0U);
  EXPECT_TRUE(late.reports.empty());
}

TEST(Cache, WithoutPersistNothingIsKeptNorAskedFor) {
  World world(Kind::feed, 1);
  cache_of(world);
  EXPECT_TRUE(world[0].cache_writes.empty());
  EXPECT_TRUE(world.cache.empty());
}

TEST(Cache, AfterASignOutNothingIsWrittenAnyMore) {
  World world(Kind::feed, 1, feed_persisted());
  cache_of(world);
  world[0].dispatch("slots/update", rename("s1", "second"));
  world.settle();
  world[0].cache_writes.clear();
  world[0].signal({{"type", "forget"}});
  EXPECT_TRUE(world[0].cache_writes.empty()) << "the host wipes it";
}

}  // namespace
}  // namespace tablattice
