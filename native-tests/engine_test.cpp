// The engine's inputs: what they refuse, what they return, and that no input can hurt it. engine_signals_test.cpp,
// engine_reads_test.cpp and engine_tabs_test.cpp have the rest.
#include "core/engine.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::good;
using testing::no_poll;
using testing::OpenRequest;
using testing::refusal;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

TEST(Engine, ABadConfigurationMakesItUnusableAndSaysWhy) {
  for (const auto& [config, code] : std::vector<std::pair<std::string, const char*>>{
           {"{", "json_invalid"},
           {dump_json(testing::tab_config("a", {{"kee", "id"}})), "config_invalid"},
           {dump_json(testing::tab_config("a", {{"slice", "nowhere"}})), "slice_unknown"},
           {dump_json(testing::tab_config("a", Json::object(), {{"seed", "zz"}})), "config_invalid"}}) {
    Engine engine(config, 0);
    EXPECT_EQ(Json::parse(engine.problem())["code"], code);
    EXPECT_EQ(engine.receive("channel", "{}", 0), mask_refused);
    EXPECT_EQ(engine.dispatch("{}", 0), mask_refused);
    EXPECT_EQ(engine.respond(1, "{}", "", 0), mask_refused);
    EXPECT_EQ(engine.load("slots", "[]", 0), mask_refused);
    EXPECT_EQ(engine.signal("{}", 0), mask_refused);
    EXPECT_EQ(engine.wake(0), mask_refused);
    EXPECT_EQ(Json::parse(engine.result())["problem"]["code"], code);
    EXPECT_EQ(engine.take_effects(), "[]");
    EXPECT_EQ(engine.open_view(R"({"from":"slots"})"), 0);
    EXPECT_EQ(engine.read_views(), "[]");
    EXPECT_EQ(engine.set_window(1, 0, 1), mask_refused);
    EXPECT_EQ(engine.row("slots", "\"s1\""), "");
    EXPECT_EQ(engine.keys("slots"), "[]");
    EXPECT_EQ(engine.take_changes(), "{}");
    EXPECT_EQ(engine.status(), "{}");
    EXPECT_EQ(engine.pending(), "[]");
    EXPECT_EQ(engine.failures(), "[]");
  }
}

TEST(Engine, ANewOneHasNothingToDo) {
  World world(Kind::feed, 1);
  EXPECT_EQ(Json::parse(world[0].engine.take_effects()), Json({{{"kind", "lock"}, {"name", "client:a"}}}))
      << "but to show that it lives";
  EXPECT_EQ(world[0].wake(), 0U);
  EXPECT_FALSE(world[0].wake_at);
}

// ---- messages ---------------------------------------------------------------------------------------------------------

TEST(Engine, AMalformedMessageChangesNothingIsCountedAndReported) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  Tab& tab = world[0];
  world[1].dispatch("slots/create", slot("s1"));
  const std::string message = world[1].sent.at(0);
  const std::vector<std::pair<std::string, const char*>> bad = {
      {message.substr(0, message.size() - 1), "json_invalid"},
      {"<html>", "json_invalid"},
      {"", "json_invalid"},
      {"[]", "message_invalid"},
      {R"({"p":1,"from":"b","life":1,"n":1,"events":[{"kind":"gossip"}]})", "message_invalid"},
      {R"({"p":1,"from":"b","life":1,"n":1,"events":[],"events":[]})", "json_duplicate_key"},
      {std::string(200, '['), "json_too_deep"},
      {std::string(10 * 1024 * 1024, 'x'), "message_too_long"},
      {"{\"p\":1,\"from\":\"\xc3\x28\"}", "json_invalid"}};
  std::uint64_t malformed = 0;
  for (const auto& [text, code] : bad) {
    tab.reports.clear();
    const std::uint32_t mask = tab.receive(text);
    EXPECT_EQ(mask & (mask_refused | mask_views), mask_refused) << code;
    EXPECT_EQ(tab.refused_code(), code);
    EXPECT_EQ(tab.reported(code), 1);
    EXPECT_EQ(tab.counter("malformed"), ++malformed);
    EXPECT_TRUE(tab.rows().empty());
  }
  EXPECT_EQ(tab.receive(message) & mask_refused, 0U) << "and it goes on";
  EXPECT_EQ(tab.rows().size(), 1U);
}

TEST(Engine, ANewerMessageMakesItOutdated) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  Tab& tab = world[0];
  EXPECT_EQ(tab.receive(R"({"p":2,"from":"b"})") & mask_status, mask_status);
  EXPECT_EQ(tab.status()["outdated"], true);
  EXPECT_EQ(tab.reported("message_newer"), 1);
  world[1].dispatch("slots/create", slot("s1"));
  world.exchange();
  EXPECT_TRUE(tab.rows().empty()) << "foreign messages are no longer applied";
  EXPECT_EQ(tab.receive("rubbish"), 0U) << "nor looked at";
  EXPECT_EQ(tab.status()["outdated"], true);
  tab.dispatch("slots/create", slot("s2"));
  EXPECT_EQ(tab.open("create"), 1U) << "its own user's work is still saved";
}

TEST(Engine, ATabWhoseClockIsAnHourOffIsNotHeardAndReported) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  world[1].now_ms += 3'600'000;
  world[1].dispatch("slots/create", slot("s1"));
  world.exchange();
  EXPECT_TRUE(world[0].rows().empty());
  EXPECT_EQ(world[0].reported("clock_skew"), 1);
  EXPECT_EQ(world[0].reports.at(0)["where"], "message/events/0/stamp");
  world[0].dispatch("slots/create", slot("s2"));
  world.exchange();
  EXPECT_TRUE(world[1].rows().contains("s2")) << "a stamp from the past is as good as any";
}

TEST(Engine, WhenTheMachinesClockIsPutBackTabsGoOnHearingEachOther) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"));
  world.settle();
  for (std::size_t index : {0U, 1U}) world[index].now_ms -= 3'600'000;
  world[1].dispatch("slots/update", rename("s1", "second"));
  world.exchange();
  EXPECT_EQ(world[0].row("s1")["text"], "second");
  world.settle();
  world.expect_all_equal_to_server();
  EXPECT_TRUE(world[0].reports.empty() && world[1].reports.empty());
}

// ---- actions ----------------------------------------------------------------------------------------------------------

TEST(Engine, ARefusedActionMakesNoRequestNoEventAndUsesNoName) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  Tab& tab = world[0];
  const std::string deep = R"({"type":"slots/create","payload":)" + std::string(100, '[') + std::string(100, ']') + "}";
  for (const auto& [text, code] : std::vector<std::pair<std::string, const char*>>{
           {"", "json_invalid"},
           {"{\"type\":", "json_invalid"},
           {R"({"type":"slots/create","payload":{"text":"\ud800"}})", "json_invalid"},
           {"{\"type\":\"slots/create\",\"payload\":{\"text\":\"\xff\"}}", "json_invalid"},
           {R"({"type":"slots/create","payload":{"id":"x","id":"y"}})", "json_duplicate_key"},
           {deep, "json_too_deep"},
           {"[]", "action_invalid"},
           {R"({"type":"slots/update","payload":{"id":"zz","changes":{"a":1}}})", "row_not_found"},
           {std::string(action_bytes_max + 1, ' '), "action_too_long"}}) {
    const std::uint64_t refused = tab.counter("refused");
    const std::uint32_t mask = tab.engine.dispatch(text, static_cast<double>(tab.now_ms));
    EXPECT_EQ(mask & (mask_refused | mask_views | mask_effects), mask_refused) << code;
    EXPECT_EQ(tab.refused_code(), code);
    EXPECT_EQ(tab.counter("refused"), refused + 1);
    EXPECT_EQ(tab.engine.take_effects(), "[]");
  }
  tab.dispatch("slots/create", slot("s1"));
  EXPECT_EQ(tab.name(), "a:1");
}

TEST(Engine, AnActionIsTakenAtItsBound) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  Json action = {{"type", "slots/create"}, {"payload", slot("s1", {{"text", ""}})}};
  action["payload"]["text"] = std::string(action_bytes_max - dump_json(action).size(), 'x');
  ASSERT_EQ(dump_json(action).size(), action_bytes_max);
  EXPECT_EQ(world[0].dispatch("slots/create", action["payload"], false) & mask_refused, 0U);
  world.settle();
  EXPECT_EQ(world[1].rows(), world.server.rows()) << "what an action may hold, a message carries";
}

TEST(Engine, RowsNamedLikeObjectsOwnMembersAreRowsLikeAnyOther) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  for (const char* id : {"__proto__", "constructor", "toString"}) world[0].dispatch("slots/create", slot(id));
  world.settle();
  world.expect_all_equal_to_server();
  EXPECT_EQ(world[1].rows().size(), 3U);
}

// ---- answers ----------------------------------------------------------------------------------------------------------

TEST(Engine, AnAnswerThatNobodyWaitsForIsDropped) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  Engine& engine = world[0].engine;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double id : {0.0, -1.0, 7.0, 1e300, nan, -std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(engine.respond(id, R"({"status":200})", "[]", static_cast<double>(world[0].now_ms)), 0U);
  }
}

TEST(Engine, AnAnswersMetaMustBeAnObject) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"));
  const OpenRequest request = world[0].take_request("create");
  for (const char* meta : {"", "[]", "7", "{\"status\":"}) {
    EXPECT_EQ(world[0].engine.respond(request.id, meta, "", static_cast<double>(world[0].now_ms)) & mask_refused,
              mask_refused);
    EXPECT_EQ(world[0].refused_code(), "answer_invalid");
  }
  EXPECT_EQ(world[0].row("s1")["$pending"], true) << "the request is still open";
  world[0].respond(request, world.server.handle(request.operation));
  EXPECT_EQ(world[0].rows(), world.server.rows());
}

TEST(Engine, AnAnswerTwiceCountsOnce) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"));
  const OpenRequest request = world[0].take_request("create");
  const testing::Reply reply = world.server.handle(request.operation);
  world[0].respond(request, reply);
  EXPECT_EQ(world[0].respond(request, refusal(422)) & (mask_views | mask_effects), 0U);
  EXPECT_EQ(world[0].rows(), world.server.rows());
}

TEST(Engine, TheTimeMayBeAnyNumber) {
  World world(Kind::feed, 1);
  Engine& engine = world[0].engine;
  for (const double now :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -5.0, 1e300, 1.5, 0.0}) {
    engine.signal(R"({"type":"start"})", now);
    engine.wake(now);
    EXPECT_TRUE(parse_json(engine.take_effects()).ok());
  }
  EXPECT_EQ(Json::parse(engine.status())["poll"]["mode"], "active");
}

// ---- load -------------------------------------------------------------------------------------------------------------

TEST(Engine, LoadNamesWhatItDoesNotKnow) {
  World world(Kind::feed, 1);
  EXPECT_EQ(world[0].engine.load("nowhere", "[]", 0) & mask_refused, mask_refused);
  EXPECT_EQ(world[0].refused_code(), "collection_unknown");
}

// ---- the mask ---------------------------------------------------------------------------------------------------------

TEST(Engine, TheMaskSaysWhatAnInputDid) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  Tab& tab = world[0];
  tab.signal({{"type", "refresh"}, {"collection", "slots"}});
  const std::uint32_t all = mask_effects | mask_views | mask_status;
  EXPECT_EQ(tab.respond(tab.take_request("list"), good({{"revision", 0}, {"rows", Json::array()}})) & mask_status,
            mask_status);
  world.settle();
  EXPECT_EQ(tab.dispatch("slots/create", slot("s1")), all);
  const OpenRequest request = tab.take_request("create");
  EXPECT_EQ(tab.respond(request, world.server.handle(request.operation)), all);
  tab.signal({{"type", "activity"}});
  EXPECT_EQ(tab.signal({{"type", "activity"}}), 0U);
  EXPECT_EQ(tab.signal({{"type", "trace"}, {"on", true}}), 0U);
  const std::vector<std::string> sent = tab.sent;
  EXPECT_EQ(world[1].receive(sent.at(0)), mask_views | mask_status);
  EXPECT_EQ(world[1].receive(sent.at(0)), std::uint32_t{mask_status}) << "a duplicate is counted and changes nothing";
  EXPECT_EQ(world[1].receive(sent.at(1)), mask_views | mask_status) << "the row is no longer pending";
}

}  // namespace
}  // namespace tablattice
