// The codec of sync events: each kind comes back as it went, and each member that is wrong is refused with its place.
// message_test.cpp has the envelope and its bounds.
#include "core/event.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "support/json.hpp"

namespace tablattice {
namespace {

const std::string digits = "00000000000000ff";

std::string bucket_digits() { return "00" + digits + "ff" + digits; }

Json mutation_json() {
  return {{"kind", "mutation"}, {"name", "a:1"},  {"stamp", {1000, 0, "a"}},     {"collection", "slots"},
          {"key", "s1"},        {"op", "update"}, {"payload", {{"text", "x"}}},  {"stored", true},
          {"attempts", 2},      {"owner", "b"},   {"unknownAt", {1500, 0, "b"}}, {"problem", {{"code", "rejected"}}},
          {"ifMatch", "\"7\""}};
}

Json holding_json() {
  return {{"complete", {900, 0, "a"}},
          {"cursor", 7},
          {"fetchedAt", 1000},
          {"buckets", bucket_digits()},
          {"unsettled", {"a:1", "b:2"}}};
}

Json state_json() {
  const Json fact = Json::array({3, {900, 0, "a"}, {{"id", "s1"}, {"version", 3}}});
  const Json tombstone = Json::array({2, {950, 0, "a"}, nullptr});
  const Json row = {{"key", "s1"},
                    {"facts", Json::array({fact, tombstone})},
                    {"gone", {100, 0, "a"}},
                    {"read", {990, 1, "a"}},
                    {"answers", Json::array({Json::array({"c:4", {800, 0, "c"}, "s1"})})},
                    {"mutations", Json::array({mutation_json()})}};
  const Json settled = {{"a", {{"to", 3}, {"and", {5}}}}};
  return {
      {"kind", "state"},
      {"to", "b"},
      {"id", 4},
      {"back", true},
      {"collection", "slots"},
      {"rows", Json::array({row})},
      {"aliases", Json::array({Json::array({"temporary:1", "s9"})})},
      {"end",
       {{"parts", 2}, {"heard", {{"a", {1, 5}}}}, {"settled", settled}, {"collections", {{"slots", holding_json()}}}}}};
}

// One of each kind, with all of its members.
std::vector<Json> every_kind() {
  return {mutation_json(),
          {{"kind", "outcome"},
           {"outcome", "rejected"},
           {"name", "a:1"},
           {"collection", "slots"},
           {"key", 17},
           {"stamp", {1000, 1, "a"}},
           {"row", {{"id", 17}}},
           {"tombstoneVersion", 9},
           {"problem", {{"code", "c"}}}},
          {{"kind", "rows"},
           {"collection", "slots"},
           {"stamp", {1000, 2, "a"}},
           {"rows", {{{"id", "s1"}, {"version", 3}}}},
           {"gone", {{{"key", "s2"}}, {{"key", "s3"}, {"version", 4}}, {{"key", "s4"}, {"newLife", true}}}},
           {"from", 3},
           {"to", "4"},
           {"mutations", {"a:1", "b:2"}},
           {"complete", digits}},
          {{"kind", "alias"}, {"collection", "slots"}, {"temporaryKey", "temporary:1"}, {"key", "s9"}},
          {{"kind", "ask"}, {"wish", "read"}, {"stamp", {1000, 0, "a"}}, {"collection", "slots"}},
          {{"kind", "hello"},
           {"id", 3},
           {"asks", true},
           {"heard", {{"a", {1, 2}}}},
           {"collections", {{"slots", holding_json()}}}},
          state_json(),
          {{"kind", "beat"},
           {"term", 2},
           {"stamp", {1000, 0, "a"}},
           {"visible", true},
           {"resigns", true},
           {"expired", true},
           {"heard", {{"a", {1, 2}}}},
           {"collections",
            {{"slots",
              {{"complete", true},
               {"hash", digits},
               {"unsettled", digits},
               {"fetchedAt", 1000},
               {"error", {{"code", "http_error"}}}}}}}},
          {{"kind", "forget"}}};
}

Json kind(const std::string& name) {
  for (Json& event : every_kind()) {
    if (event["kind"] == name) return event;
  }
  return {};
}

Status refusal_of(const Json& event) { return event_from_json(event, "event").status; }

TEST(Event, EveryKindComesBackAsItWent) {
  for (const Json& json : every_kind()) {
    const Result<SyncEvent> event = event_from_json(json, "event");
    ASSERT_TRUE(event.ok()) << json["kind"] << ": " << event.status.message << " " << event.status.where;
    EXPECT_EQ(event_to_json(event.value), json);
  }
}

TEST(Event, EveryWishHasItsWord) {
  for (const char* word : {"activity", "read", "present", "lead", "authorize"}) {
    Json json = {{"kind", "ask"}, {"wish", word}, {"stamp", {1000, 0, "a"}}};
    if (std::string(word) == "read") json["collection"] = "slots";
    const Result<SyncEvent> event = event_from_json(json, "event");
    ASSERT_TRUE(event.ok()) << word;
    EXPECT_EQ(event_to_json(event.value), json);
  }
}

TEST(Event, WhatATabLacksAltogetherIsNotWritten) {
  HelloEvent hello;
  hello.id = 1;
  hello.collections["slots"] = Holding();
  EXPECT_EQ(event_to_json(hello)["collections"]["slots"], Json({{"unsettled", Json::array()}}))
      << "256 empty buckets need no words";
  const Result<SyncEvent> read = event_from_json(event_to_json(hello), "event");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(std::get<HelloEvent>(read.value).collections.at("slots").buckets, Buckets{});
}

TEST(Event, EachMemberThatMustBeThereIsMissed) {
  const std::vector<std::pair<const char*, std::vector<const char*>>> needed = {
      {"mutation", {"kind", "name", "stamp", "collection", "key", "op", "payload"}},
      {"outcome", {"kind", "outcome", "name", "collection", "key", "stamp"}},
      {"rows", {"kind", "collection", "stamp"}},
      {"alias", {"kind", "collection", "temporaryKey", "key"}},
      {"ask", {"kind", "wish", "stamp", "collection"}},
      {"hello", {"kind", "id", "heard", "collections"}},
      {"state", {"kind", "to", "id", "collection"}},
      {"beat", {"kind", "term", "stamp", "heard", "collections"}},
      {"forget", {"kind"}}};
  for (const auto& [name, members] : needed) {
    for (const char* member : members) {
      Json event = kind(name);
      event.erase(member);
      EXPECT_FALSE(refusal_of(event).ok()) << name << " without " << member;
    }
  }
  for (const char* member : {"parts", "heard", "settled", "collections"}) {
    Json event = kind("state");
    event["end"].erase(member);
    EXPECT_FALSE(refusal_of(event).ok()) << "a state's end without " << member;
  }
  for (const char* member : {"hash", "unsettled"}) {
    Json event = kind("beat");
    event["collections"]["slots"].erase(member);
    EXPECT_FALSE(refusal_of(event).ok()) << "a pulse without " << member;
  }
}

struct Wrong {
  const char* kind;
  const char* pointer;  // the member that is wrong
  const char* value;
};

TEST(Event, EachMemberOfAWrongFormIsRefusedWithItsPlace) {
  const std::vector<Wrong> wrongs = {{"mutation", "/owner", "7"},
                                     {"mutation", "/attempts", "-1"},
                                     {"mutation", "/unknownAt", "1"},
                                     {"rows", "/complete", "true"},
                                     {"rows", "/complete", "\"ff\""},
                                     {"ask", "/wish", "\"gossip\""},
                                     {"ask", "/wish", "7"},
                                     {"ask", "/stamp", "[1]"},
                                     {"ask", "/collection", "7"},
                                     {"hello", "/id", "-1"},
                                     {"hello", "/id", "1.5"},
                                     {"hello", "/asks", "1"},
                                     {"hello", "/heard", "[]"},
                                     {"hello", "/heard/a", "[1]"},
                                     {"hello", "/collections", "[]"},
                                     {"hello", "/collections/slots", "7"},
                                     {"hello", "/collections/slots/complete", "true"},
                                     {"hello", "/collections/slots/cursor", "{}"},
                                     {"hello", "/collections/slots/fetchedAt", "-1"},
                                     {"hello", "/collections/slots/buckets", "\"00\""},
                                     {"hello", "/collections/slots/buckets", "7"},
                                     {"hello", "/collections/slots/unsettled", "[7]"},
                                     {"hello", "/collections/slots/unsettled", "[\"nocolon\"]"},
                                     {"state", "/to", "7"},
                                     {"state", "/id", "\"4\""},
                                     {"state", "/back", "1"},
                                     {"state", "/collection", "7"},
                                     {"state", "/rows", "{}"},
                                     {"state", "/rows/0", "7"},
                                     {"state", "/rows/0/key", "null"},
                                     {"state", "/rows/0/gone", "7"},
                                     {"state", "/rows/0/read", "[1,2]"},
                                     {"state", "/rows/0/facts", "7"},
                                     {"state", "/rows/0/facts/0", "[1]"},
                                     {"state", "/rows/0/facts/0/0", "true"},
                                     {"state", "/rows/0/facts/0/1", "null"},
                                     {"state", "/rows/0/facts/0/2", "\"text\""},
                                     {"state", "/rows/0/answers/0", "[]"},
                                     {"state", "/rows/0/answers/0/0", "\"nocolon\""},
                                     {"state", "/rows/0/answers/0/1", "7"},
                                     {"state", "/rows/0/answers/0/2", "null"},
                                     {"state", "/rows/0/mutations/0", "7"},
                                     {"state", "/rows/0/mutations/0/op", "\"upsert\""},
                                     {"state", "/aliases", "7"},
                                     {"state", "/aliases/0", "[\"one\"]"},
                                     {"state", "/aliases/0/1", "true"},
                                     {"state", "/end", "7"},
                                     {"state", "/end/parts", "-1"},
                                     {"state", "/end/heard/a", "7"},
                                     {"state", "/end/settled", "[]"},
                                     {"state", "/end/settled/a", "7"},
                                     {"state", "/end/collections/slots/complete", "7"},
                                     {"beat", "/term", "-1"},
                                     {"beat", "/visible", "1"},
                                     {"beat", "/resigns", "1"},
                                     {"beat", "/expired", "\"no\""},
                                     {"beat", "/heard", "7"},
                                     {"beat", "/collections/slots", "[]"},
                                     {"beat", "/collections/slots/complete", "1"},
                                     {"beat", "/collections/slots/hash", "255"},
                                     {"beat", "/collections/slots/hash", "\"ff\""},
                                     {"beat", "/collections/slots/unsettled", "\"00000000000000fg\""},
                                     {"beat", "/collections/slots/fetchedAt", "\"now\""},
                                     {"beat", "/collections/slots/error", "\"broken\""}};
  for (const Wrong& wrong : wrongs) {
    Json event = kind(wrong.kind);
    Json& place = pointed(event, wrong.pointer);
    ASSERT_FALSE(place.is_null()) << wrong.kind << wrong.pointer;
    place = Json::parse(wrong.value);
    const Status refused = refusal_of(event);
    EXPECT_FALSE(refused.ok()) << wrong.kind << wrong.pointer << " = " << wrong.value;
    EXPECT_FALSE(refused.message.empty());
    const std::string member = std::string(wrong.pointer).substr(1, std::string(wrong.pointer).find('/', 1) - 1);
    const bool placed = refused.code == "mutation_name_invalid" || refused.code == "settled_invalid" ||
                        refused.where.starts_with("event/" + member);
    EXPECT_TRUE(placed) << wrong.kind << wrong.pointer << ": " << refused.code << " at " << refused.where;
  }
}

TEST(Event, BucketsAreReadWholeOrNotAtAll) {
  Json hello = kind("hello");
  const std::string one = "05" + std::string(16, '7');
  const std::string next = "06" + std::string(16, '7');
  Json& buckets = hello["collections"]["slots"]["buckets"];
  for (const std::string& good : {one, one + next}) {
    buckets = good;
    EXPECT_TRUE(refusal_of(hello).ok()) << good;
  }
  for (const std::string& bad :
       {one.substr(1), one + '0', one + one, next + one, one.substr(0, 17) + 'x', 'x' + one.substr(1)}) {
    buckets = bad;
    EXPECT_FALSE(refusal_of(hello).ok()) << bad;
  }
}

TEST(Event, NamesAndRowsAreTakenAtTheirBoundsAndNotOnePast) {
  Json hello = kind("hello");
  Json& names = hello["collections"]["slots"]["unsettled"];
  names = std::vector<std::string>(event_names_max, "a:1");
  EXPECT_TRUE(refusal_of(hello).ok());
  names.push_back("a:1");
  EXPECT_FALSE(refusal_of(hello).ok());
  Json state = kind("state");
  state["rows"] = std::vector<Json>(event_rows_max, {{"key", "s1"}});
  EXPECT_TRUE(refusal_of(state).ok());
  state["rows"].push_back({{"key", "s1"}});
  EXPECT_FALSE(refusal_of(state).ok());
}

TEST(Event, AStatesGreatestStampIsFoundWhereverItStands) {
  for (const char* pointer : {"/rows/0/facts/0/1", "/rows/0/gone", "/rows/0/read", "/rows/0/answers/0/1",
                              "/rows/0/mutations/0/stamp", "/end/collections/slots/complete"}) {
    Json state = kind("state");
    pointed(state, pointer) = {9'000, 0, "z"};
    const Result<SyncEvent> event = event_from_json(state, "event");
    ASSERT_TRUE(event.ok());
    EXPECT_EQ(place_of(event.value).stamp, (Stamp{9'000, 0, "z"})) << pointer;
    EXPECT_EQ(place_of(event.value).collection, "slots");
  }
}

}  // namespace
}  // namespace tablattice
