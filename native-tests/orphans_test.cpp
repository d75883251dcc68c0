// Dead clients' mutations: which are known, when their clients count as dead, and what is handed over.
// writer_adoption_test.cpp has what becomes of them.
#include "core/orphans.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/tabs.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

class OrphansTest : public ::testing::Test {
 protected:
  explicit OrphansTest(bool locks = true) : session(config(locks), Random::from_seed(std::string(64, '1')).value) {
    session.set_time(testing::start_ms);
    orphans.on_orphan = [this](const MutationEvent& event, const std::optional<std::string>& text) {
      const bool lost = event.stored && !text;
      taken.push_back(event.mutation.name.text() + (lost ? " lost" : ""));
    };
    orphans.hears_state_until = [this] { return heard_until_ms; };
    orphans.decided = [this](const Mutation& mutation) { return ended.contains(mutation.name); };
  }

  static Config config(bool locks) {
    Config config;
    config.client = "me";
    config.locks = locks;
    CollectionOptions options;
    options.name = "slots";
    config.collections.push_back(options);
    return config;
  }

  static MutationEvent change(const std::string& client, std::uint64_t n, std::int64_t ms, bool stored = false) {
    MutationEvent event;
    event.mutation = {{client, n}, {ms, 0, client}, "slots", "\"s1\"", Operation::update, {{"text", "x"}}};
    event.stored = stored;
    return event;
  }

  // The effects of that kind since the last call, as "kind name".
  std::vector<std::string> effects() {
    std::vector<std::string> words;
    for (const Json& effect : Json::parse(session.effects.take(session.now_ms)))
      words.push_back(effect["kind"].get<std::string>() + (effect.contains("name") ? " " : "") +
                      effect.value("name", ""));
    return words;
  }

  using Words = std::vector<std::string>;
  Session session;
  Orphans orphans{session};
  std::optional<std::int64_t> heard_until_ms;
  std::set<MutationName> ended;
  Words taken;
};

TEST_F(OrphansTest, OnlyALeaderWaitsForOthersToDie) {
  orphans.heard(change("b", 1, 1), "b");
  EXPECT_EQ(effects(), Words());
  orphans.lead(true);
  EXPECT_EQ(effects(), (Words{"lock client:b", "scan"}));
  orphans.heard(change("c", 1, 1), "c");
  orphans.heard(change("c", 2, 2), "c");
  EXPECT_EQ(effects(), Words{"lock client:c"}) << "once for each client";
  orphans.lead(false);
  EXPECT_EQ(effects(), (Words{"unlock client:b", "unlock client:c"})) << "the next leader waits for them";
  orphans.locked("b");
  EXPECT_EQ(effects(), Words()) << "too late";
}

TEST_F(OrphansTest, WhatADeadClientLeftIsTakenInItsOrderOnceStorageWasRead) {
  orphans.lead(true);
  orphans.heard(change("b", 2, 20), "b");
  orphans.heard(change("b", 1, 10), "b");
  orphans.heard(change("c", 1, 5), "c");
  effects();
  orphans.locked("b");
  EXPECT_EQ(effects(), Words{"scan"});
  EXPECT_TRUE(taken.empty());
  orphans.scanned({});
  EXPECT_EQ(taken, (Words{"b:1", "b:2"}));
  EXPECT_EQ(effects(), Words{"unlock client:b"});
  EXPECT_EQ(orphans.owner({"b", 1}), "");
  EXPECT_EQ(orphans.owner({"c", 1}), "c");
  orphans.scanned({});
  EXPECT_EQ(taken.size(), 2U) << "once";
}

// World 1207631: at the next beat the leader would send what all tabs had long forgotten.
TEST_F(OrphansTest, WhatWaitsForTheRestOfAStateIsTakenUpAsSoonAsThatIsNotWaitedForAnyMore) {
  orphans.lead(true);
  orphans.heard(change("b", 1, 10), "b");
  orphans.locked("b");
  effects();
  heard_until_ms = testing::start_ms + 5;
  orphans.scanned({});
  EXPECT_TRUE(taken.empty());
  EXPECT_EQ(orphans.due_at(), heard_until_ms);
  orphans.pump();
  EXPECT_EQ(effects(), Words());
  heard_until_ms = std::nullopt;
  orphans.pump();
  EXPECT_EQ(effects(), Words{"scan"});
  EXPECT_EQ(orphans.due_at(), std::nullopt);
  orphans.pump();
  EXPECT_EQ(effects(), Words()) << "once";
  orphans.scanned({});
  EXPECT_EQ(taken, Words{"b:1"});
}

TEST_F(OrphansTest, StoredAndItsKeyIsGoneMeansLost) {
  orphans.lead(true);
  orphans.heard(change("b", 1, 1, true), "b");
  orphans.heard(change("b", 2, 2, true), "b");
  orphans.heard(change("b", 3, 3, false), "b");
  orphans.locked("b");
  orphans.scanned({{"outbox/b:1", ""}});
  EXPECT_EQ(taken, (Words{"b:1", "b:2 lost", "b:3"})) << "what never was in storage runs from memory";
}

TEST_F(OrphansTest, WhatFollowsAnEntryOfANewerProtocolIsLeftUntilThatIsGone) {
  orphans.lead(true);
  for (const std::uint64_t n : {1U, 2U, 3U, 4U}) orphans.heard(change("b", n, 10), "b");
  MutationEvent failed = change("b", 5, 10);
  failed.problem = {{"code", "rejected"}};
  orphans.heard(failed, "b");
  orphans.heard(change("c", 9, 10), "b");
  effects();
  orphans.locked("b");
  orphans.leave({"b", 2});
  orphans.scanned({});
  EXPECT_EQ(taken, (Words{"b:1", "b:5", "c:9"})) << "b:3 may have to wait for b:2, of which nobody here knows the row";
  EXPECT_EQ(effects(), (Words{"scan", "unlock client:b"})) << "it may be alive again";
  for (std::uint64_t beat = 0; beat < scan_beats; ++beat) orphans.tidy();
  EXPECT_EQ(effects(), (Words{"lock client:b", "scan"}));
  orphans.locked("b");
  orphans.leave({"b", 2});
  session.settled.add({"b", 2});
  orphans.scanned({});
  EXPECT_EQ(taken, (Words{"b:1", "b:5", "c:9", "b:3", "b:4"})) << "its end is known, so nothing waits for it";
}

TEST_F(OrphansTest, TheOwnerIsWhoSendsIt) {
  MutationEvent adopted = change("b", 1, 1);
  adopted.owner = "c";
  orphans.heard(adopted, "z");
  EXPECT_EQ(orphans.owner({"b", 1}), "c");
  adopted.owner.clear();
  orphans.heard(adopted, "d");
  EXPECT_EQ(orphans.owner({"b", 1}), "d") << "who tells it as its own";
  adopted.owner = "me";
  orphans.heard(adopted, "z");
  EXPECT_EQ(orphans.owner({"b", 1}), "d") << "what is this tab's is no orphan";
  orphans.lead(true);
  effects();
  orphans.locked("b");
  orphans.scanned({});
  EXPECT_TRUE(taken.empty());
}

TEST_F(OrphansTest, TheGreatestCountOfAttemptsIsKeptAndTheirIfMatch) {
  MutationEvent event = change("b", 1, 1);
  event.attempts = 3;
  event.if_match = "\"7\"";
  orphans.heard(event, "b");
  event.attempts = 1;
  event.if_match.clear();
  orphans.heard(event, "b");
  EXPECT_EQ(orphans.find({"b", 1})->attempts, 3U);
  EXPECT_EQ(orphans.find({"b", 1})->if_match, "\"7\"");
  EXPECT_FALSE(orphans.find({"b", 2}));
}

TEST_F(OrphansTest, ThatItIsStoredIsOlderNewsThanThatStorageRefusedIt) {
  orphans.lead(true);
  orphans.heard(change("b", 1, 1, false), "b");
  orphans.heard(change("b", 1, 1, true), "b");
  MutationEvent again = change("b", 2, 2, false);
  orphans.heard(again, "b");
  again.stored = true;
  again.attempts = 1;
  orphans.heard(again, "b");
  orphans.heard(change("b", 3, 3, false), "z");
  orphans.heard(change("b", 3, 3, true), "y");
  orphans.locked("b");
  orphans.locked("y");
  orphans.scanned({});
  EXPECT_EQ(taken, (Words{"b:1", "b:2 lost", "b:3 lost"})) << "a later attempt, or a new owner, may have stored it";
}

TEST_F(OrphansTest, WhatItsHeirRunsFromMemoryIsTheHeirsThoughStorageHoldsTheDeadTabsText) {
  orphans.lead(true);
  MutationEvent inherited = change("b", 1, 1, false);
  inherited.owner = "c";
  orphans.heard(inherited, "c");
  orphans.found(change("b", 1, 1), "b");
  orphans.heard(change("b", 1, 1, true), "b");
  EXPECT_EQ(orphans.owner({"b", 1}), "c");
  MutationEvent goes_on = change("b", 1, 1, true);
  goes_on.attempts = 1;
  orphans.heard(goes_on, "b");
  EXPECT_EQ(orphans.owner({"b", 1}), "b") << "it was not dead";
  effects();
  orphans.found(change("b", 1, 1), "d");
  EXPECT_EQ(orphans.owner({"b", 1}), "d");
  EXPECT_EQ(effects(), Words{"lock client:d"}) << "somebody has to notice that it dies";
}

// Its first owner has stored it after all, and died.
TEST_F(OrphansTest, WhatItsHeirGivesBackIsItsFirstOwnersAgain) {
  orphans.lead(true);
  MutationEvent from_memory = change("b", 1, 10);
  from_memory.owner = "c";
  orphans.heard(from_memory, "c");
  effects();
  MutationEvent given = change("b", 1, 10, true);
  given.owner = "b";
  orphans.heard(given, "d");
  EXPECT_EQ(orphans.owner({"b", 1}), "c") << "who only found it in storage may know less";
  orphans.heard(given, "c");
  EXPECT_EQ(orphans.owner({"b", 1}), "b");
  EXPECT_EQ(effects(), Words{"lock client:b"});
}

TEST_F(OrphansTest, WhatItsFirstOwnerHasEndedIsKeptForItsUserThoughAnHeirRunsItFromMemory) {
  for (const bool failed : {false, true}) {
    const std::uint64_t n = failed ? 2 : 1;
    MutationEvent inherited = change("b", n, 1, false);
    inherited.owner = "c";
    orphans.heard(inherited, "c");
    MutationEvent ended = change("b", n, 1, true);
    ended.unknown_at = {5, 0, "b"};
    if (failed) ended.problem = {{"code", "outcome_unknown"}};
    orphans.found(ended, "b");
    orphans.heard(ended, "b");
    EXPECT_EQ(orphans.owner({"b", n}), "b") << "it was not dead";
    EXPECT_EQ(orphans.find({"b", n})->unknown_at, ended.unknown_at);
  }
}

TEST_F(OrphansTest, AnOutcomeEndsItAndAKeptFailureOutlivesItsRefusal) {
  orphans.heard(change("b", 1, 1), "b");
  MutationEvent failed = change("b", 2, 2);
  failed.problem = {{"code", "rejected"}};
  orphans.heard(failed, "b");
  OutcomeEvent refusal = outcome_event(failed.mutation, OutcomeEvent::Kind::rejected, {5, 0, "b"});
  refusal.problem = {{"code", "rejected"}};
  orphans.outcome(refusal);
  EXPECT_TRUE(orphans.find({"b", 2}));
  orphans.outcome(outcome_event(failed.mutation, OutcomeEvent::Kind::rejected, {6, 0, "b"}));
  EXPECT_FALSE(orphans.find({"b", 2})) << "its user let it go";
  orphans.outcome(outcome_event(change("b", 1, 1).mutation, OutcomeEvent::Kind::acked, {5, 0, "b"}));
  EXPECT_FALSE(orphans.find({"b", 1}));
}

TEST_F(OrphansTest, WhatWasDecidedWithoutAnOutcomeIsDropped) {
  orphans.heard(change("b", 1, 1), "b");
  MutationEvent failed = change("b", 2, 2);
  failed.problem = {{"code", "rejected"}};
  orphans.heard(failed, "b");
  ended = {{"b", 1}, {"b", 2}};
  orphans.tidy();
  EXPECT_FALSE(orphans.find({"b", 1}));
  EXPECT_TRUE(orphans.find({"b", 2})) << "a failure that is kept for its user is decided, and stays";
}

TEST_F(OrphansTest, ALockThatWasNotAskedForMeansNothing) {
  orphans.heard(change("b", 1, 1), "b");
  orphans.locked("b");
  EXPECT_EQ(effects(), Words());
  orphans.lead(true);
  orphans.clear();
  effects();
  orphans.scanned({});
  EXPECT_TRUE(taken.empty());
}

class LocklessOrphansTest : public OrphansTest {
 protected:
  LocklessOrphansTest() : OrphansTest(false) {}
  std::int64_t patience_ms() const { return silent_beats_max * session.config.tabs.beat_ms; }
};

TEST_F(LocklessOrphansTest, TheSilentCountAsDead) {
  session.heard.note("b", {1, 1}, session.now_ms);
  orphans.heard(change("b", 1, 1), "b");
  orphans.lead(true);
  EXPECT_EQ(effects(), Words{"scan"}) << "no locks are asked for";
  session.set_time(testing::start_ms + patience_ms());
  orphans.tidy();
  EXPECT_EQ(effects(), Words());
  session.set_time(testing::start_ms + patience_ms() + 1);
  orphans.tidy();
  EXPECT_EQ(effects(), Words{"scan"});
  orphans.scanned({});
  EXPECT_EQ(taken, Words{"b:1"});
}

TEST_F(LocklessOrphansTest, WhatIsLeftToANewerProtocolIsLookedAtAgainAfterASilence) {
  orphans.lead(true);
  orphans.heard(change("b", 2, 1), "b");
  session.set_time(testing::start_ms + patience_ms() + 1);
  orphans.tidy();
  orphans.leave({"b", 1});
  orphans.scanned({});
  effects();
  orphans.tidy();
  EXPECT_EQ(effects(), Words()) << "not at each beat";
  session.set_time(testing::start_ms + 2 * patience_ms() + 2);
  orphans.tidy();
  EXPECT_EQ(effects(), Words{"scan"});
  orphans.scanned({});
  EXPECT_EQ(taken, Words{"b:2"});
}

TEST_F(LocklessOrphansTest, WhoWasHeardLivesAndWhoWasOnlyFoundInStorageGetsItsTime) {
  orphans.lead(true);
  orphans.heard(change("b", 1, 1), "b");
  session.set_time(testing::start_ms + patience_ms());
  session.heard.note("b", {1, 1}, session.now_ms);
  orphans.heard(change("c", 1, 1), "c");
  session.set_time(testing::start_ms + patience_ms() + 10);
  orphans.tidy();
  orphans.scanned({});
  EXPECT_TRUE(taken.empty());
  session.set_time(testing::start_ms + 2 * patience_ms() + 1);
  orphans.tidy();
  orphans.scanned({});
  EXPECT_EQ(taken.size(), 2U);
}

}  // namespace
}  // namespace tablattice
