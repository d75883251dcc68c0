#include "core/message.hpp"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

namespace tablattice {
namespace {

const Json mutation_json = {
    {"kind", "mutation"}, {"name", "a:1"},      {"stamp", {1000, 0, "a"}},          {"collection", "slots"},
    {"key", "s1"},        {"op", "update"},     {"payload", {{"text", "x"}}},       {"stored", true},
    {"attempts", 2},      {"ifMatch", "\"7\""}, {"problem", {{"code", "rejected"}}}};
const Json outcome_json = {{"kind", "outcome"},
                           {"outcome", "rejected"},
                           {"name", "a:1"},
                           {"collection", "slots"},
                           {"key", 17},
                           {"stamp", {1000, 1, "a"}},
                           {"row", {{"id", 17}}},
                           {"tombstoneVersion", 9},
                           {"problem", {{"code", "c"}}}};
const Json rows_json = {
    {"kind", "rows"},
    {"collection", "slots"},
    {"stamp", {1000, 2, "a"}},
    {"rows", {{{"id", "s1"}, {"version", 3}}}},
    {"gone", {{{"key", "s2"}}, {{"key", "s3"}, {"version", 4}}, {{"key", "s4"}, {"newLife", true}}}},
    {"from", 3},
    {"to", "4"},
    {"mutations", {"a:1", "b:2"}}};
const Json alias_json = {{"kind", "alias"}, {"collection", "slots"}, {"temporaryKey", "temporary:1"}, {"key", "s9"}};
const Json forget_json = {{"kind", "forget"}};

Json envelope(const Json& events) {
  return {{"p", 1}, {"from", "a"}, {"life", 1}, {"n", 5}, {"at", 1000}, {"events", events}};
}
Json envelope_of(const Json& event) { return envelope(Json::array({event})); }

Status refusal_of(const Json& message) { return decode_message(dump_json(message)).status; }

TEST(Message, EveryEventComesBackAsItWent) {
  const Json events = {mutation_json, outcome_json, rows_json, alias_json, forget_json};
  const Result<Message> message = decode_message(dump_json(envelope(events)));
  ASSERT_TRUE(message.ok()) << message.status.message << " " << message.status.where;
  EXPECT_EQ(message.value.from, "a");
  EXPECT_EQ(message.value.life, 1U);
  EXPECT_EQ(message.value.n, 5U);
  EXPECT_EQ(message.value.at_ms, 1000);
  ASSERT_EQ(message.value.events.size(), 5U);
  EXPECT_EQ(Json::parse(encode_message(message.value)), envelope(events));
}

TEST(Message, MembersThatMayBeMissingAreNotWritten) {
  const Mutation mutation{{"a", 1}, {1000, 0, "a"}, "slots", "\"s1\"", Operation::remove, nullptr};
  MutationEvent plain;
  plain.mutation = mutation;
  EXPECT_EQ(event_to_json(plain), Json({{"kind", "mutation"},
                                        {"name", "a:1"},
                                        {"stamp", {1000, 0, "a"}},
                                        {"collection", "slots"},
                                        {"key", "s1"},
                                        {"op", "delete"}}));
  EXPECT_EQ(event_to_json(outcome_event(mutation, OutcomeEvent::Kind::unknown, {1000, 1, "b"})),
            Json({{"kind", "outcome"},
                  {"outcome", "unknown"},
                  {"name", "a:1"},
                  {"collection", "slots"},
                  {"key", "s1"},
                  {"stamp", {1000, 1, "b"}}}));
}

TEST(Message, EveryOutcomeHasItsWord) {
  for (const char* word : {"acked", "rejected", "unknown"}) {
    Json event = outcome_json;
    event["outcome"] = word;
    const Result<Message> message = decode_message(dump_json(envelope_of(event)));
    ASSERT_TRUE(message.ok()) << word;
    EXPECT_EQ(event_to_json(message.value.events[0])["outcome"], word);
  }
}

TEST(Message, EachMemberThatMustBeThereIsMissed) {
  for (const char* member : {"p", "from", "life", "n", "at", "events"}) {
    Json message = envelope_of(forget_json);
    message.erase(member);
    const Status refused = refusal_of(message);
    EXPECT_EQ(refused.code, "message_invalid") << member;
    EXPECT_EQ(refused.where, std::string("message/") + member);
  }
  const std::vector<std::pair<Json, std::vector<const char*>>> events = {
      {mutation_json, {"kind", "name", "stamp", "collection", "key", "op", "payload"}},
      {outcome_json, {"kind", "outcome", "name", "collection", "key", "stamp"}},
      {rows_json, {"kind", "collection", "stamp"}},
      {alias_json, {"kind", "collection", "temporaryKey", "key"}}};
  for (const auto& [good, members] : events) {
    for (const char* member : members) {
      Json event = good;
      event.erase(member);
      EXPECT_FALSE(refusal_of(envelope_of(event)).ok()) << good["kind"] << " without " << member;
    }
  }
}

struct WrongMember {
  const char* event;
  const char* member;
  const char* value;
};

TEST(Message, EachMemberOfAWrongTypeIsRefusedWithItsPlace) {
  const std::vector<WrongMember> wrongs = {{"mutation", "name", "7"},
                                           {"mutation", "stamp", "[1,2]"},
                                           {"mutation", "stamp", "[-1,0,\"a\"]"},
                                           {"mutation", "collection", "{}"},
                                           {"mutation", "key", "null"},
                                           {"mutation", "key", "9007199254740993"},
                                           {"mutation", "op", "\"upsert\""},
                                           {"mutation", "payload", "[1]"},
                                           {"mutation", "stored", "1"},
                                           {"mutation", "attempts", "-1"},
                                           {"mutation", "attempts", "1.5"},
                                           {"mutation", "attempts", "4294967296"},
                                           {"mutation", "ifMatch", "7"},
                                           {"mutation", "problem", "\"no\""},
                                           {"outcome", "outcome", "\"maybe\""},
                                           {"outcome", "row", "[]"},
                                           {"outcome", "problem", "7"},
                                           {"outcome", "key", "\"\""},
                                           {"rows", "rows", "{}"},
                                           {"rows", "gone", "7"},
                                           {"rows", "gone", "[7]"},
                                           {"rows", "gone", "[{}]"},
                                           {"rows", "mutations", "[7]"},
                                           {"rows", "mutations", "[\"nocolon\"]"},
                                           {"rows", "from", "{}"},
                                           {"rows", "to", "[]"},
                                           {"alias", "key", "true"},
                                           {"rows", "gone", "[{\"key\":\"s\",\"newLife\":2}]"}};
  for (const WrongMember& wrong : wrongs) {
    Json event = Json::object();
    for (const Json& good : {mutation_json, outcome_json, rows_json, alias_json}) {
      if (good["kind"] == wrong.event) event = good;
    }
    event[wrong.member] = Json::parse(wrong.value);
    const Status refused = refusal_of(envelope_of(event));
    EXPECT_FALSE(refused.ok()) << wrong.event << "/" << wrong.member << " = " << wrong.value;
    EXPECT_FALSE(refused.message.empty());
  }
}

TEST(Message, AWrongEnvelopeIsRefused) {
  for (const char* text : {"7", "null", "[]", "\"text\"", "{}"}) {
    EXPECT_EQ(decode_message(text).status.code, "message_invalid") << text;
  }
  for (const auto& [member, value] : std::vector<std::pair<const char*, const char*>>{{"p", "0"},
                                                                                      {"p", "-1"},
                                                                                      {"p", "1.5"},
                                                                                      {"p", "\"1\""},
                                                                                      {"p", "18446744073709551615"},
                                                                                      {"from", "7"},
                                                                                      {"from", "\"\""},
                                                                                      {"life", "-1"},
                                                                                      {"n", "\"5\""},
                                                                                      {"n", "9007199254740992"},
                                                                                      {"events", "{}"}}) {
    Json message = envelope_of(forget_json);
    message[member] = Json::parse(value);
    EXPECT_EQ(refusal_of(message).code, "message_invalid") << member << " = " << value;
  }
}

TEST(Message, AnEventThatIsNoneOrOfAnUnknownKindIsRefused) {
  EXPECT_EQ(refusal_of(envelope_of("forget")).where, "message/events/0");
  const Status unknown = refusal_of(envelope({forget_json, {{"kind", "gossip"}}}));
  EXPECT_EQ(unknown.code, "message_invalid");
  EXPECT_EQ(unknown.where, "message/events/1/kind");
}

TEST(Message, ANewerProtocolIsToldApartWhateverElseItHolds) {
  EXPECT_EQ(decode_message(R"({"p":2,"quite":"different"})").status.code, "message_newer");
}

TEST(Message, NothingOfATruncatedTextIsTaken) {
  const std::string text = dump_json(envelope({mutation_json, outcome_json, rows_json}));
  for (std::size_t length = 0; length < text.size(); ++length) {
    const Result<Message> message = decode_message(std::string_view(text).substr(0, length));
    ASSERT_EQ(message.status.code, "json_invalid") << "after " << length << " bytes";
    ASSERT_TRUE(message.value.events.empty());
  }
}

TEST(Message, BadTextIsRefusedByTheParsersCodes) {
  EXPECT_EQ(decode_message(R"({"p":1,"p":1,"from":"a","life":1,"n":1,"events":[]})").status.code, "json_duplicate_key");
  EXPECT_EQ(decode_message("{\"p\":1,\"from\":\"\xff\xfe\",\"life\":1,\"n\":1,\"events\":[]}").status.code,
            "json_invalid");
  EXPECT_EQ(decode_message(R"({"p":1,"from":"\ud800","life":1,"n":1,"events":[]})").status.code, "json_invalid");
  const std::string deep = std::string(json_depth_max + 1, '[') + std::string(json_depth_max + 1, ']');
  EXPECT_EQ(decode_message(deep).status.code, "json_too_deep");
  EXPECT_EQ(decode_message(std::string(1'000'000, '[')).status.code, "json_too_deep");
}

TEST(Message, IsTakenAtTheBoundOfBytesAndRefusedOnePastIt) {
  std::string text = dump_json(envelope_of(forget_json));
  text += std::string(message_bytes_max - text.size(), ' ');
  EXPECT_TRUE(decode_message(text).ok());
  text += ' ';
  const Status refused = decode_message(text).status;
  EXPECT_EQ(refused.code, "message_too_long");
  EXPECT_NE(refused.message.find(std::to_string(message_bytes_max + 1)), std::string::npos);
}

TEST(Message, AnEventIsTakenAtTheBoundOfRowsAndRefusedOnePastIt) {
  const Json key = {{"key", "s1"}};
  for (const auto& [member, item, bound] : std::vector<std::tuple<const char*, Json, std::size_t>>{
           {"rows", key, event_rows_max}, {"gone", key, event_rows_max}, {"mutations", "a:1", event_names_max}}) {
    Json event = {{"kind", "rows"}, {"collection", "slots"}, {"stamp", {1000, 2, "a"}}};
    event[member] = std::vector<Json>(bound, item);
    EXPECT_TRUE(refusal_of(envelope_of(event)).ok()) << member;
    event[member].push_back(item);
    EXPECT_EQ(refusal_of(envelope_of(event)).where, std::string("message/events/0/") + member);
  }
}

RowsEvent rows_event(std::size_t rows, std::size_t gone, std::size_t row_bytes) {
  RowsEvent event;
  event.collection = "slots";
  event.stamp = {1000, 0, "a"};
  event.from = 3;
  event.to = 4;
  event.mutations = {{"a", 1}};
  for (std::size_t index = 0; index < rows; ++index) event.rows.add(Json(std::string(row_bytes, 'x')));
  for (std::size_t index = 0; index < gone; ++index) event.gone.push_back({"\"g\"", nullptr, false});
  return event;
}

TEST(SplitRows, WhatFitsStaysWholeWithItsCursors) {
  const std::vector<RowsEvent> parts = split_rows(rows_event(event_rows_max, event_rows_max, 1));
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0].rows.size(), event_rows_max);
  EXPECT_EQ(parts[0].gone.size(), event_rows_max);
  EXPECT_EQ(parts[0].to, 4);
  EXPECT_EQ(parts[0].mutations.size(), 1U);
}

TEST(SplitRows, OnePastABoundGoesInPartsWithoutCursors) {
  const std::vector<std::pair<RowsEvent, std::size_t>> cases = {{rows_event(event_rows_max + 1, 1, 1), 2},
                                                                {rows_event(1, event_rows_max + 1, 1), 2},
                                                                {rows_event(0, 2 * event_rows_max + 1, 1), 3},
                                                                {rows_event(3, 0, message_bytes_wanted / 2), 3}};
  for (const auto& [event, count] : cases) {
    const std::vector<RowsEvent> parts = split_rows(event);
    EXPECT_EQ(parts.size(), count);
    std::size_t rows = 0;
    std::size_t gone = 0;
    for (const RowsEvent& part : parts) {
      rows += part.rows.size();
      gone += part.gone.size();
      EXPECT_EQ(part.collection, "slots");
      EXPECT_EQ(part.stamp, event.stamp);
      EXPECT_TRUE(part.from.is_null() && part.to.is_null() && part.mutations.empty());
      EXPECT_LE(dump_json(event_to_json(part)).size(), message_bytes_wanted + 100);
    }
    EXPECT_EQ(rows, event.rows.size());
    EXPECT_EQ(gone, event.gone.size());
  }
}

}  // namespace
}  // namespace tablattice
