// What is read from an engine: views, rows, changes and status.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "core/engine.hpp"
#include "support/view_client.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::no_poll;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

// One started tab on a feed with s1 and s2 read.
class EngineReadsTest : public ::testing::Test {
 protected:
  EngineReadsTest() {
    for (const char* id : {"s1", "s2"}) world.server.put(slot(id));
    world.start();
    tab.signal({{"type", "refresh"}, {"collection", "slots"}});
    world.serve(tab);
    tab.engine.take_changes();
  }
  Json read(int handle) { return Json::parse(patch_of(handle, tab.engine.read_views())); }
  // The ids of the window's rows, of a view that was not read yet.
  Json ids(int handle) {
    Json ids = Json::array();
    const Json patch = read(handle);
    for (const Json& splice : patch["splices"]) {
      for (const Json& each : splice[2]) ids.push_back(each["id"]);
    }
    return ids;
  }

  World world{Kind::feed, 1, Json::object(), no_poll};
  Tab& tab = world[0];
};

TEST_F(EngineReadsTest, AViewTellsItsRowsAndThenOnlyWhatChanged) {
  const int handle = tab.engine.open_view(R"({"from":"slots","orderBy":["id"],"aggregates":{"all":{"op":"count"}}})");
  ASSERT_GT(handle, 0);
  const Json first = read(handle);
  EXPECT_EQ(first["total"], 2);
  ASSERT_EQ(first["splices"].size(), 1U);
  EXPECT_EQ(first["splices"][0][2].size(), 2U);
  EXPECT_EQ(first["aggregates"]["all"], 2);
  EXPECT_EQ(first["status"], "ready");
  EXPECT_EQ(first["fetching"], false);
  EXPECT_EQ(first["stale"], false);
  EXPECT_EQ(first["error"], nullptr);
  EXPECT_EQ(first["fetchedAt"], tab.now_ms);
  EXPECT_EQ(tab.engine.read_views(), "[]");
  EXPECT_EQ(tab.dispatch("slots/update", rename("s1", "second")) & mask_views, mask_views);
  const Json changed = read(handle);
  ASSERT_EQ(changed["splices"].size(), 1U);
  EXPECT_EQ(changed["splices"][0][2][0]["$pending"], true);
  world.serve(tab);
  const Json settled = read(handle);
  ASSERT_EQ(settled["splices"].size(), 1U) << "that it is no longer pending is a change";
  EXPECT_FALSE(settled["splices"][0][2][0].contains("$pending"));
}

TEST_F(EngineReadsTest, AViewFollowsCreatesAndDeletes) {
  const int handle = tab.engine.open_view(R"({"from":"slots","where":{"text":"first"},"orderBy":["-id"]})");
  ViewClient client;
  EXPECT_EQ(client.apply(patch_of(handle, tab.engine.read_views())), "");
  tab.dispatch("slots/create", slot("s3"));
  tab.dispatch("slots/delete", "s2");
  tab.dispatch("slots/update", rename("s1", "other"));
  EXPECT_EQ(client.apply(patch_of(handle, tab.engine.read_views())), "");
  ASSERT_EQ(client.rows().size(), 1U);
  EXPECT_EQ(Json::parse(client.rows()[0])["id"], "s3");
}

TEST_F(EngineReadsTest, ItsStatusIsNewsToo) {
  const int handle = tab.engine.open_view(R"({"from":"slots"})");
  read(handle);
  EXPECT_EQ(tab.signal({{"type", "refresh"}, {"collection", "slots"}, {"force", true}}) & mask_views, mask_views);
  const Json fetching = read(handle);
  EXPECT_EQ(fetching["fetching"], true);
  EXPECT_FALSE(fetching.contains("splices") || fetching.contains("total"));
  tab.respond(tab.take_request("changes"), testing::refusal(500));
  const Json failed = read(handle);
  EXPECT_EQ(failed["status"], "error");
  EXPECT_EQ(failed["error"]["code"], "http_error");
  EXPECT_EQ(failed["stale"], true);
}

TEST_F(EngineReadsTest, AWindowMovesAndSaysWhetherThatChangedAnything) {
  const int handle = tab.engine.open_view(R"({"from":"slots","orderBy":["id"],"offset":0,"limit":1})");
  EXPECT_EQ(ids(handle), Json({"s1"}));
  EXPECT_EQ(tab.engine.set_window(handle, 0, 1), 0U);
  EXPECT_EQ(tab.engine.set_window(handle, 1, 1), std::uint32_t{mask_views});
  EXPECT_EQ(ids(handle), Json({"s2"}));
  tab.engine.set_window(handle, 0, -1);
  EXPECT_EQ(ids(handle), Json({"s1"})) << "s2 is there already";
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const auto& [offset, limit] : std::vector<std::pair<double, double>>{
           {-1, 1}, {0.5, 1}, {0, -2}, {0, 1.5}, {nan, 1}, {0, nan}, {infinity, 1}, {0, infinity}, {1e300, 1}}) {
    EXPECT_EQ(tab.engine.set_window(handle, offset, limit) & mask_refused, mask_refused) << offset << " " << limit;
    EXPECT_EQ(tab.refused_code(), "query_invalid");
  }
  EXPECT_EQ(tab.engine.set_window(handle + 1, 0, 1) & mask_refused, mask_refused);
}

TEST_F(EngineReadsTest, ABadQueryIsRefusedByName) {
  for (const auto& [query, code] : std::vector<std::pair<const char*, const char*>>{
           {"{\"from\":", "json_invalid"},
           {"[]", "query_invalid"},
           {"{}", "query_invalid"},
           {R"({"from":"nowhere"})", "collection_unknown"},
           {R"({"from":"slots","where":{"text":{"like":"x"}}})", "query_invalid"},
           {R"({"from":"slots","limit":-1})", "query_invalid"}}) {
    EXPECT_EQ(tab.engine.open_view(query), 0) << query;
    EXPECT_EQ(tab.refused_code(), code) << query;
  }
}

TEST_F(EngineReadsTest, ViewsAreOpenedUpToTheirBoundAndNotOneMore) {
  const char* query = R"({"from":"slots","where":{"text":"none"}})";
  for (std::size_t count = 0; count < views_max; ++count) ASSERT_GT(tab.engine.open_view(query), 0);
  EXPECT_EQ(tab.engine.open_view(query), 0);
  EXPECT_EQ(tab.refused_code(), "views_full");
  tab.engine.close_view(1);
  EXPECT_GT(tab.engine.open_view(query), 0);
  EXPECT_EQ(patch_of(1, tab.engine.read_views()), "{}");
}

TEST_F(EngineReadsTest, ARowIsReadByTheTextOfItsKey) {
  EXPECT_EQ(Json::parse(tab.engine.row("slots", "\"s1\"")), world.server.rows().at("s1"));
  for (const char* key : {"\"zz\"", "s1", "", "null", "{}", "\"\"", "[1"}) EXPECT_EQ(tab.engine.row("slots", key), "");
  EXPECT_EQ(tab.engine.row("nowhere", "\"s1\""), "");
  EXPECT_EQ(tab.engine.keys("slots"), R"(["s1","s2"])");
  EXPECT_EQ(tab.engine.keys("nowhere"), "[]");
}

TEST_F(EngineReadsTest, ChangesAreTheKeysOfRowsThatLookOtherwise) {
  EXPECT_EQ(tab.engine.take_changes(), "{}");
  tab.dispatch("slots/update", rename("s1", "second"));
  tab.dispatch("slots/delete", "s2");
  EXPECT_EQ(tab.engine.take_changes(), R"({"slots":["s1","s2"]})");
  EXPECT_EQ(tab.engine.take_changes(), "{}");
  world.serve(tab);
  EXPECT_EQ(tab.engine.take_changes(), R"({"slots":["s1"]})");
  tab.signal({{"type", "refresh"}, {"collection", "slots"}, {"force", true}});
  world.serve(tab);
  EXPECT_EQ(tab.engine.take_changes(), "{}") << "a poll that brings nothing changes nothing";
}

TEST_F(EngineReadsTest, NewsAreChangesAndPatchesAtOnce) {
  const int handle = tab.engine.open_view(R"({"from":"slots","where":{"text":"second"}})");
  tab.engine.take_news();
  EXPECT_EQ(tab.engine.take_news(), R"({"changes":{},"views":[]})");
  tab.engine.keep_before(true);
  tab.dispatch("slots/update", rename("s1", "second"));
  const Json news = Json::parse(tab.engine.take_news());
  EXPECT_EQ(dump_json(news["changes"]), R"({"slots":["s1"]})");
  EXPECT_EQ(dump_json(news["before"]["slots"]), "[[\"s1\"," + dump_json(world.server.rows().at("s1")) + "]]");
  ASSERT_EQ(news["views"].size(), 1U);
  EXPECT_EQ(news["views"][0][0], handle);
  EXPECT_EQ(news["views"][0][1]["total"], 1);
  EXPECT_EQ(tab.engine.take_news(), R"({"changes":{},"before":{},"views":[]})");
}

// What was there may be known to somebody; of a thousand that came nobody knows yet.
TEST_F(EngineReadsTest, RowsThatComeByTheThousandAreNotNamed) {
  tab.engine.take_changes();
  const std::string given = dump_json(world.server.rows().at("s1"));
  std::string body = "{\"revision\":90000,\"rows\":[" + given;
  for (int row = 0; row < 1000; ++row) {
    body += R"(,{"id":"t)" + std::to_string(row) + R"(","version":)" + std::to_string(50'000 + row) + "}";
  }
  ASSERT_EQ(tab.load(body + "]}") & mask_refused, 0U) << tab.engine.result();
  EXPECT_EQ(tab.engine.take_changes(), R"({"slots":[null,"s2"]})") << "s2 is not in the list";
  EXPECT_EQ(tab.engine.take_changes(), "{}");
  EXPECT_EQ(Json::parse(tab.engine.keys("slots")).size(), 1001U);
}

TEST_F(EngineReadsTest, StatusSaysHowItStands) {
  const std::uint64_t sent = tab.counter("sent");
  tab.dispatch("slots/update", rename("s1", "second"));
  const Json status = tab.status();
  EXPECT_EQ(status["client"], "a");
  EXPECT_EQ(status["online"], true);
  EXPECT_EQ(status["outdated"], false);
  EXPECT_EQ(status["auth"], "ok");
  EXPECT_EQ(status["pending"], 1);
  EXPECT_EQ(status["failures"], 0);
  EXPECT_EQ(status["rungs"]["slots"], "feed");
  EXPECT_EQ(status["poll"], Json({{"mode", "off"}, {"nextAt", nullptr}, {"failures", 0}}));
  EXPECT_EQ(status["collections"]["slots"]["size"], 2);
  EXPECT_EQ(status["counters"]["reads"], 1);
  EXPECT_EQ(status["counters"]["writes"], 1);
  EXPECT_EQ(status["leader"], "a");
  EXPECT_EQ(status["role"], "leader");
  EXPECT_EQ(status["counters"]["sent"], sent + 1);
}

TEST_F(EngineReadsTest, PendingNamesWhatWaits) {
  tab.dispatch("slots/update", rename("s1", "second"));
  EXPECT_EQ(tab.pending(), Json::array({{{"name", "a:1"},
                                         {"collection", "slots"},
                                         {"key", "s1"},
                                         {"type", "update"},
                                         {"attempts", 1},
                                         {"at", tab.now_ms}}}));
}

TEST(EngineReads, PollStatusNamesTheNextRead) {
  World world(Kind::feed, 1);
  world.start();
  EXPECT_EQ(world[0].status()["poll"]["nextAt"], testing::start_ms + 5'000);
}

}  // namespace
}  // namespace tablattice
