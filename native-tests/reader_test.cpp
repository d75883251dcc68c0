// A collection's reads through the engine: lists, absence, late answers, ETags, pages and failures. reader_feed_test.cpp has
// the deltas, reader_refresh_test.cpp what asks for a read.
#include "core/reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::force;
using testing::good;
using testing::lost;
using testing::ModelServer;
using testing::no_poll;
using testing::OpenRequest;
using testing::quiet;
using testing::refusal;
using testing::rename;
using testing::Reply;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = ModelServer::Kind;

Reply listed(const std::vector<Json>& rows) { return good(rows); }
Json row_at(const std::string& id, const Json& version, const std::string& text = "first") {
  return slot(id, {{"version", version}, {"text", text}});
}

// A started tab without polling: what it reads, the test asks for.
struct Desk {
  explicit Desk(Kind kind, const Json& slots = Json::object()) : world(kind, 1, slots, quiet) { world.start(); }
  OpenRequest ask() {
    tab.signal(force);
    EXPECT_EQ(tab.requests.size(), 1U);
    const OpenRequest request = tab.requests.front();
    tab.requests.clear();
    return request;
  }
  void answer(const Reply& reply) { tab.respond(ask(), reply); }
  Json list_body() { return Json::parse(world.server.handle({{"type", "list"}}).body); }

  World world;
  Tab& tab = world[0];
};

TEST(Reader, TheFirstListMakesTheCollectionReady) {
  World world(Kind::versioned, 1);
  world.server.put(slot("s1"));
  Tab& tab = world[0];
  EXPECT_EQ(tab.status()["collections"]["slots"]["status"], "loading");
  tab.signal({{"type", "start"}});
  EXPECT_EQ(tab.status()["collections"]["slots"]["fetching"], true);
  world.serve(tab);
  const Json status = tab.status()["collections"]["slots"];
  EXPECT_EQ(status["status"], "ready");
  EXPECT_EQ(status["fetching"], false);
  EXPECT_EQ(status["fetchedAt"], testing::start_ms);
  EXPECT_EQ(status["size"], 1);
  EXPECT_TRUE(tab.told("rows").empty()) << "a newcomer's first list is no news: who lacks it asks for the state";
  EXPECT_EQ(tab.told("beat").back()["collections"]["slots"]["complete"], true) << "but that it has one is told";
  EXPECT_EQ(tab.status()["poll"]["nextAt"], tab.now_ms + 5'000);
}

TEST(Reader, WhatAListNoLongerNamesIsGone) {
  for (const Kind kind : {Kind::feed, Kind::versioned, Kind::plain}) {
    Desk desk(kind);
    for (const char* id : {"s1", "s2"}) desk.world.server.put(slot(id));
    desk.answer(good(desk.list_body()));
    desk.world.server.remove("s1");
    desk.world.server.forget_history();
    desk.tab.sent.clear();
    desk.tab.signal(force);
    desk.world.serve(desk.tab);
    EXPECT_EQ(desk.tab.rows(), desk.world.server.rows());
    const std::vector<Json> told = desk.tab.told("rows");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0]["gone"].at(0)["key"], "s1");
    EXPECT_TRUE(told[0]["rows"].empty()) << "only what is news";
  }
}

// The heart of the matter: an answer that was held back undoes nothing that came after its request.
TEST(Reader, AHeldBackListUndoesNeitherCreateNorUpdateNorDelete) {
  for (const Kind kind : {Kind::feed, Kind::versioned, Kind::plain}) {
    Desk desk(kind);
    for (const char* id : {"s1", "s2"}) desk.world.server.put(slot(id));
    desk.answer(good(desk.list_body()));
    const OpenRequest held = desk.ask();
    const Reply old = desk.world.server.handle(held.operation);
    desk.tab.dispatch("slots/create", slot("s3"));
    desk.tab.dispatch("slots/update", rename("s1", "second"));
    desk.tab.dispatch("slots/delete", "s2");
    for (const char* type : {"create", "update", "delete"}) {
      const OpenRequest request = desk.tab.take_request(type);
      desk.tab.respond(request, desk.world.server.handle(request.operation));
    }
    const std::map<std::string, Json> before = desk.tab.rows();
    EXPECT_EQ(before.size(), 2U);
    desk.tab.respond(held, old);
    EXPECT_EQ(desk.tab.rows(), before) << "rung " << desk.tab.status()["rungs"];
    desk.world.serve(desk.tab);
    desk.tab.signal(force);
    desk.world.serve(desk.tab);
    EXPECT_EQ(desk.tab.rows(), desk.world.server.rows());
  }
}

TEST(Reader, AHeldBackListDoesNotUndoWhatIsStillPending) {
  Desk desk(Kind::versioned);
  desk.world.server.put(slot("s1"));
  desk.answer(good(desk.list_body()));
  const OpenRequest held = desk.ask();
  const Reply old = desk.world.server.handle(held.operation);
  desk.tab.dispatch("slots/update", rename("s1", "second"));
  desk.tab.dispatch("slots/create", slot("s2"));
  desk.tab.respond(held, old);
  EXPECT_EQ(desk.tab.row("s1")["text"], "second");
  EXPECT_TRUE(desk.tab.rows().contains("s2"));
}

TEST(Reader, ARowHeardOfAfterTheRequestIsNotAbsent) {
  World world(Kind::versioned, 2, Json::object(), no_poll);
  world.start();
  world[0].signal(force);
  const OpenRequest held = world[0].take_request("list");
  const Reply old = world.server.handle(held.operation);
  world[1].dispatch("slots/create", slot("s1"));
  world.serve(world[1]);
  world.exchange();
  world[0].respond(held, old);
  EXPECT_EQ(world[0].rows(), world.server.rows());
}

TEST(Reader, AHeldBackListDoesNotReviveWhatWasToldGoneMeanwhile) {
  Desk desk(Kind::plain);
  desk.answer(listed({slot("s1"), slot("s2")}));
  RowsEvent gone;
  gone.collection = "slots";
  gone.stamp = {desk.tab.now_ms, 0, "b"};
  gone.gone.push_back({"\"s1\"", nullptr, false});
  desk.tab.advance(10);
  const OpenRequest held = desk.ask();
  desk.tab.receive(encode_message({"b", 1, 1, desk.tab.now_ms, {gone}}));
  ASSERT_TRUE(desk.tab.row("s1").is_null());
  desk.tab.respond(held, listed({slot("s1"), slot("s2", {{"text", "second"}})}));
  EXPECT_TRUE(desk.tab.row("s1").is_null()) << "nobody can tell which of the two was answered first";
  EXPECT_EQ(desk.tab.row("s2")["text"], "second");
  desk.tab.respond(desk.tab.take_request("list"), listed({slot("s1")}));
  EXPECT_EQ(desk.tab.rows().count("s1"), 1U) << "the next list tells";
}

TEST(Reader, RestartedVersionsAreANewLife) {
  World world(Kind::versioned, 2, Json::object(), no_poll);
  for (int count = 0; count < 5; ++count) world.server.put(slot("s1"));
  world.start();
  for (std::size_t index : {0U, 1U}) world[index].signal(force);
  world.settle();
  EXPECT_EQ(world[0].row("s1")["version"], 5);
  world.server.restart_versions();
  world.server.put(slot("s1", {{"text", "restored"}}));
  world[0].signal(force);
  world.settle();
  EXPECT_EQ(world[0].row("s1")["version"], 1);
  EXPECT_EQ(world[1].row("s1")["version"], 1) << "the other tab is told of the new life";
}

TEST(Reader, NotModifiedIsTheListReadAgain) {
  Desk desk(Kind::plain);
  desk.world.server.etags = true;
  desk.world.server.put(slot("s1"));
  const OpenRequest first = desk.ask();
  EXPECT_FALSE(first.operation.contains("ifNoneMatch"));
  const Reply list = desk.world.server.handle(first.operation);
  desk.tab.respond(first, list);
  desk.tab.advance(10'000);
  const OpenRequest second = desk.ask();
  EXPECT_EQ(second.operation["ifNoneMatch"], list.etag);
  const Reply same = desk.world.server.handle(second.operation);
  EXPECT_EQ(same.status, 304);
  desk.tab.respond(second, same);
  EXPECT_EQ(desk.tab.rows(), desk.world.server.rows());
  EXPECT_EQ(desk.tab.status()["collections"]["slots"]["fetchedAt"], desk.tab.now_ms);
}

TEST(Reader, NotModifiedSettlesWhatWasAcknowledgedBefore) {
  Desk desk(Kind::plain);
  desk.world.server.etags = true;
  desk.world.server.bare_writes = true;
  desk.world.server.put(slot("s1"));
  desk.answer(desk.world.server.handle({{"type", "list"}}));
  desk.tab.dispatch("slots/update", rename("s1", "first"));
  desk.world.serve(desk.tab);
  EXPECT_TRUE(desk.world.server.log.back().contains("ifNoneMatch"));
  EXPECT_EQ(desk.tab.rows(), desk.world.server.rows());
}

TEST(Reader, TheEtagIsSentOnlyWhileTheStateIsItsBody) {
  Desk desk(Kind::plain);
  desk.world.server.etags = true;
  desk.world.server.put(slot("s1"));
  desk.answer(desk.world.server.handle({{"type", "list"}}));
  EXPECT_EQ(desk.tab.load(R"([{"id":"s1","text":"elsewhere"}])") & mask_refused, 0U);
  EXPECT_FALSE(desk.ask().operation.contains("ifNoneMatch"));
}

TEST(Reader, AnUnaskedNotModifiedIsAFailure) {
  Desk desk(Kind::plain);
  Reply same;
  same.status = 304;
  desk.answer(same);
  EXPECT_EQ(desk.tab.status()["collections"]["slots"]["status"], "error");
  EXPECT_EQ(desk.tab.reported("http_error"), 1);
}

TEST(Reader, OneBadRowAmongGoodOnesIsLeftOutAndReported) {
  Desk desk(Kind::versioned);
  desk.answer(listed({row_at("s1", 1), row_at("s2", 1), row_at("s3", 1)}));
  desk.answer(listed({row_at("s1", 2), {{"id", "s2"}}, 7}));
  EXPECT_EQ(desk.tab.row("s1")["version"], 2);
  EXPECT_EQ(desk.tab.row("s2")["version"], 1) << "kept as it was known";
  EXPECT_TRUE(desk.tab.rows().contains("s3")) << "a row whose key cannot be read may be any";
  ASSERT_EQ(desk.tab.reported("row_invalid"), 1);
  EXPECT_EQ(desk.tab.reports[0]["details"]["code"], "version_missing");
  EXPECT_NE(desk.tab.reports[0]["message"].get<std::string>().find("2 rows"), std::string::npos);
  desk.answer(listed({row_at("s1", 2), {{"id", "s2"}}}));
  EXPECT_FALSE(desk.tab.rows().contains("s3")) << "where all keys are readable, absence counts";
  EXPECT_TRUE(desk.tab.rows().contains("s2"));
}

TEST(Reader, ABadRowSettlesNoMutation) {
  Desk desk(Kind::versioned);
  desk.world.server.bare_writes = true;
  desk.answer(listed({row_at("s1", 1)}));
  desk.tab.dispatch("slots/update", rename("s1", "second"));
  desk.tab.respond(desk.tab.take_request("update"), {204, "", "", "", "", false});
  desk.tab.respond(desk.tab.take_request("list"), listed({row_at("s2", 1), {{"id", "s1"}}}));
  EXPECT_EQ(desk.tab.row("s1")["text"], "second");
}

TEST(Reader, PagesOfOneRevisionAreOneList) {
  Desk desk(Kind::versioned);
  desk.answer(listed({row_at("s1", 1), row_at("s2", 1), row_at("s3", 1)}));
  const OpenRequest first = desk.ask();
  EXPECT_FALSE(first.operation.contains("page"));
  desk.tab.respond(first, good({{"revision", 7}, {"rows", Json::array({row_at("s1", 2)})}, {"next", "p2"}}));
  EXPECT_EQ(desk.tab.rows().size(), 3U) << "nothing is known before the last page";
  const OpenRequest second = desk.tab.take_request("list");
  EXPECT_EQ(second.operation["page"], "p2");
  desk.tab.respond(second, good({{"revision", 7}, {"rows", Json::array({row_at("s3", 2)})}}));
  EXPECT_FALSE(desk.tab.rows().contains("s2"));
  EXPECT_EQ(desk.tab.rows().size(), 2U);
}

TEST(Reader, PagesOfSeveralRevisionsOrNoneSayNothingOfAbsence) {
  for (const Json& revision : {Json(8), Json()}) {
    Desk desk(Kind::versioned);
    desk.answer(listed({row_at("s1", 1), row_at("s2", 1)}));
    const OpenRequest first = desk.ask();
    desk.tab.respond(first, good({{"revision", revision.is_null() ? Json() : Json(7)},
                                  {"rows", Json::array({row_at("s1", 2)})},
                                  {"next", 2}}));
    desk.tab.respond(desk.tab.take_request("list"),
                     good({{"revision", revision}, {"rows", Json::array({row_at("s3", 2)})}}));
    EXPECT_EQ(desk.tab.rows().size(), 3U);
    EXPECT_EQ(desk.tab.row("s1")["version"], 2);
  }
}

TEST(Reader, AFailedPageFailsTheWholeListAndBeginsAgain) {
  Desk desk(Kind::versioned);
  const OpenRequest first = desk.ask();
  desk.tab.respond(first, good({{"rows", Json::array({row_at("s1", 1)})}, {"next", 2}}));
  desk.tab.respond(desk.tab.take_request("list"), refusal(500));
  EXPECT_TRUE(desk.tab.rows().empty());
  desk.tab.advance(60'000);
  EXPECT_FALSE(desk.tab.take_request("list").operation.contains("page"));
}

TEST(Reader, PagesWithoutEndAreRefusedAtTheirBound) {
  Desk desk(Kind::versioned);
  OpenRequest request = desk.ask();
  for (std::size_t page = 1; page <= list_pages_max; ++page) {
    desk.tab.respond(request, good({{"rows", Json::array()}, {"next", page}}));
    request = desk.tab.take_request("list");
  }
  desk.tab.respond(request, good({{"rows", Json::array()}, {"next", "more"}}));
  EXPECT_EQ(desk.tab.reported("list_too_long"), 1);
  EXPECT_TRUE(desk.tab.requests.empty());
}

struct Failure {
  Reply reply;
  const char* code;
};

TEST(Reader, AReadThatFailsKeepsTheRowsAndBacksOff) {
  for (const Failure& failure :
       std::vector<Failure>{{lost(), "network_error"},
                            {refusal(500), "http_error"},
                            {refusal(404), "http_error"},
                            {testing::login_page(), "body_unexpected"},
                            {good({{"items", Json::array()}}), "body_unexpected"},
                            {{200, "[{\"id\":", "", "", "", false}, "json_invalid"},
                            {{200, "[{\"id\":\"\xff\"}]", "", "", "", false}, "json_invalid"},
                            {{200, R"([{"id":1,"id":2}])", "", "", "", false}, "json_duplicate_key"},
                            {{200, std::string(100, '['), "", "", "", false}, "json_too_deep"}}) {
    Desk desk(Kind::versioned);
    desk.answer(listed({row_at("s1", 1)}));
    desk.answer(failure.reply);
    EXPECT_EQ(desk.tab.rows().size(), 1U) << failure.code;
    EXPECT_EQ(desk.tab.reported(failure.code), 1) << failure.code;
    const Json status = desk.tab.status();
    EXPECT_EQ(status["collections"]["slots"]["status"], "error");
    EXPECT_EQ(status["collections"]["slots"]["stale"], true);
    EXPECT_EQ(status["collections"]["slots"]["error"]["code"], failure.code);
    EXPECT_EQ(status["poll"]["failures"], 1);
    EXPECT_EQ(desk.tab.refreshed.at(2)["code"], failure.code) << "refresh() rejects";
    ASSERT_TRUE(desk.tab.wake_at);
    EXPECT_LE(*desk.tab.wake_at, desk.tab.now_ms + 1'000);
    desk.tab.advance(1'000);
    desk.tab.respond(desk.tab.take_request("list"), listed({row_at("s1", 2)}));
    EXPECT_EQ(desk.tab.status()["collections"]["slots"]["status"], "ready");
  }
}

TEST(Reader, ADeadlineFailsTheRead) {
  Desk desk(Kind::versioned);
  const OpenRequest request = desk.ask();
  desk.tab.advance(15'000);
  EXPECT_EQ(desk.tab.aborted, std::vector<double>{request.id});
  EXPECT_EQ(desk.tab.reported("network_error"), 1);
  desk.tab.respond(request, listed({row_at("s1", 1)}));
  EXPECT_TRUE(desk.tab.rows().empty()) << "given up is given up";
}

TEST(Reader, SignedOutItPausesAndGoesOn) {
  Desk desk(Kind::versioned);
  desk.answer(refusal(401));
  EXPECT_EQ(desk.tab.unauthorized, 1);
  EXPECT_TRUE(desk.tab.refreshed.empty()) << "refresh() waits for the sign-in";
  EXPECT_EQ(desk.tab.status()["poll"]["mode"], "paused");
  desk.tab.signal({{"type", "authorized"}, {"ok", true}});
  desk.tab.respond(desk.tab.take_request("list"), listed({row_at("s1", 1)}));
  EXPECT_EQ(desk.tab.rows().size(), 1U);
  EXPECT_TRUE(desk.tab.refreshed.at(1).is_null());
}

TEST(Reader, FindsOutThePlainRung) {
  Desk desk(Kind::versioned);
  desk.answer(good(Json::array()));
  EXPECT_EQ(desk.tab.status()["rungs"]["slots"], "versioned") << "an empty list says nothing";
  desk.answer(listed({slot("s1"), slot("s2")}));
  EXPECT_EQ(desk.tab.status()["rungs"]["slots"], "plain");
  EXPECT_EQ(desk.tab.rows().size(), 2U);
  EXPECT_TRUE(desk.tab.reports.empty());
}

TEST(Reader, AVersionWithoutOrderMakesTheCollectionPlainAndSaysSo) {
  Desk desk(Kind::versioned);
  desk.answer(listed({row_at("s1", 1), row_at("s2", "v2-beta")}));
  EXPECT_EQ(desk.tab.status()["rungs"]["slots"], "plain");
  EXPECT_EQ(desk.tab.rows().size(), 2U);
  EXPECT_EQ(desk.tab.reported("rung_plain"), 1);
}

TEST(Reader, AToldRungIsKept) {
  Desk desk(Kind::versioned, {{"rung", "versioned"}});
  desk.answer(listed({slot("s1")}));
  EXPECT_EQ(desk.tab.status()["rungs"]["slots"], "versioned");
  EXPECT_EQ(desk.tab.reported("row_invalid"), 1);
}

}  // namespace
}  // namespace tablattice
