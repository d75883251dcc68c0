// A message of rows is read without a tree of values as it is read with one. The long way, which a space before the message
// enforces, is the oracle.
#include "core/rows_message.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/row_marks.hpp"

namespace tablattice {
namespace {

// What differs from a usual message in a test.
struct Parts {
  std::string rows = R"({"id":"s1","text":"a b","version":3},{"id":17,"nested":{"a":[1,2.5]},"version":4})";
  std::string gone = R"({"key":"s2"},{"key":3,"newLife":true},{"key":"s4","version":9})";
  std::string before_gone;  // complete and from
  std::string mutations;
  std::string stamp = R"([1000,2,"a"])";
  std::string to;
};

std::string event_of(const Parts& parts) {
  return R"({"collection":"slots")" + parts.before_gone + R"(,"gone":[)" + parts.gone + R"(],"kind":"rows")" +
         parts.mutations + R"(,"rows":[)" + parts.rows + R"(],"stamp":)" + parts.stamp + parts.to + "}";
}

std::string message_of(const std::string& events) {
  return R"({"at":1000,"events":[)" + events + R"(],"from":"a","life":1,"n":5,"p":1})";
}

std::string message_of(const Parts& parts) { return message_of(event_of(parts)); }

std::optional<Message> read_alone(const std::string& text) {
  RowOpenings none;
  return read_rows_message(text, none);
}

Collection collection_of(Rung rung, SettledNames& settled) {
  CollectionOptions options;
  options.name = "slots";
  options.rung = rung;
  return {options, settled};
}

// Of what is read as a good row's marks, Collection::read_row() reads the same.
void expect_same_marks(const RowsEvent& event, const Collection& collection) {
  for (std::size_t index = 0; index < event.rows.size(); ++index) {
    const auto row = event.rows.read(index, collection);
    if (!row) continue;
    const Result<RowText> slowly = collection.read_row(event.rows.json(index), "row");
    ASSERT_TRUE(slowly.ok()) << event.rows.text(index) << ": " << slowly.status.message;
    EXPECT_EQ(slowly.value.key, row->key);
    EXPECT_EQ(slowly.value.version, row->version);
    EXPECT_EQ(slowly.value.text, row->text);
  }
}

// Whether it was read without a tree; then it is what the long way reads. So it is whatever was read before.
bool read_quickly(const std::string& text) {
  static RowOpenings read_before;
  RowOpenings none;
  const auto message = read_rows_message(text, read_before);
  EXPECT_EQ(message.has_value(), read_rows_message(text, none).has_value()) << text;
  if (!message) return false;
  const Result<Message> slowly = decode_message(" " + text);
  EXPECT_TRUE(slowly.ok()) << text << ": " << slowly.status.message;
  EXPECT_EQ(encode_message(*message), encode_message(slowly.value)) << text;
  SettledNames settled;
  for (const SyncEvent& event : message->events) {
    for (const Rung rung : {Rung::versioned, Rung::plain})
      expect_same_marks(std::get<RowsEvent>(event), collection_of(rung, settled));
  }
  return true;
}

TEST(RowsMessage, IsReadAsItIsWritten) {
  Parts full;
  full.before_gone = R"(,"complete":"00000000000000ff","from":3)";
  full.to = R"(,"to":"4")";
  Parts bare;
  bare.rows = bare.gone = "";
  for (const std::string& text : {message_of(Parts()), message_of(full), message_of(bare),
                                  message_of(event_of(full) + "," + event_of(bare) + "," + event_of(Parts()))})
    EXPECT_TRUE(read_quickly(text)) << text;
  const auto message = read_alone(message_of(full));
  ASSERT_TRUE(message);
  EXPECT_EQ(encode_message(*message), message_of(full));
  const auto& event = std::get<RowsEvent>(message->events.front());
  EXPECT_EQ(event.hash, 255U);
  EXPECT_EQ(event.from, 3);
  EXPECT_EQ(event.to, "4");
  EXPECT_TRUE(event.complete);
}

TEST(RowsMessage, ThatIsWrittenOtherwiseIsReadTheLongWay) {
  Parts parts;
  parts.mutations = R"(,"mutations":["a:1"])";
  std::vector<std::string> texts = {message_of(parts), message_of(""), R"({"at":1000})", "",
                                    message_of(R"({"kind":"forget"})")};
  for (const std::string rows :
       {R"({"version":3,"id":"s1"})", R"({"id":"s1","id":"s1"})", R"({"$pending":true,"id":"s1"})", R"({"id" :"s1"})",
        R"({"id":"\u0041"})", R"({"id":"s1","n":1e3})", R"({"id":"s1"},)", R"({"id":"s1",})", R"({"id":"s1")", "1",
        "{}", R"({"id":"s1","n":{"b":1,"a":2}})", R"({"a!":1,"a":2})"}) {
    parts = {};
    parts.rows = rows;
    texts.push_back(message_of(parts));
  }
  for (const std::string& text : texts) EXPECT_FALSE(read_alone(text)) << text;
}

TEST(RowsMessage, BoundsAreTheOnesOfTheLongWay) {
  std::string rows = R"({"id":0})";
  std::string gone = R"({"key":0})";
  for (std::size_t count = 1; count < event_rows_max; ++count) {
    rows += R"(,{"id":)" + std::to_string(count) + "}";
    gone += R"(,{"key":)" + std::to_string(count) + "}";
  }
  Parts parts;
  parts.rows = rows;
  parts.gone = gone;
  EXPECT_TRUE(read_quickly(message_of(parts)));
  parts.rows = rows + R"(,{"id":"one too many"})";
  EXPECT_FALSE(read_alone(message_of(parts)));
  EXPECT_EQ(decode_message(message_of(parts)).status.where, "message/events/0/rows");
  parts.rows = rows;
  parts.gone = gone + R"(,{"key":"one too many"})";
  EXPECT_FALSE(read_alone(message_of(parts)));
  EXPECT_EQ(decode_message(message_of(parts)).status.where, "message/events/0/gone");
  for (const std::size_t depth : {json_depth_max - 6, json_depth_max - 5, json_depth_max - 4}) {
    parts = {};
    parts.rows = R"({"deep":)" + std::string(depth, '[') + std::string(depth, ']') + R"(,"id":1})";
    EXPECT_EQ(read_quickly(message_of(parts)), decode_message(message_of(parts)).ok()) << depth;
  }
}

TEST(RowsMessage, WhateverStandsInItsPlacesIsReadAsTheLongWayReadsIt) {
  std::size_t quick = 0;
  for (const std::string value : {"0",
                                  "-0",
                                  "1",
                                  "-5",
                                  "1.0",
                                  "1.5",
                                  "1.50",
                                  "1e3",
                                  "01",
                                  "123456789012345",
                                  "1234567890123456",
                                  "null",
                                  "true",
                                  "false",
                                  "tru",
                                  R"("")",
                                  R"("a")",
                                  R"("17")",
                                  R"("2026-11-23T00:00:00Z")",
                                  R"("\n")",
                                  R"("\u0041")",
                                  R"("\/")",
                                  "\"\xc3\xa9\"",
                                  "\"\xff\"",
                                  "\"\x01\"",
                                  "\"a",
                                  "[]",
                                  "[1,2]",
                                  "[1, 2]",
                                  "{}",
                                  R"({"a":1,"b":2})",
                                  R"({"b":1,"a":2})",
                                  R"({"a":1,"a":2})",
                                  "",
                                  "[",
                                  "{"}) {
    std::vector<Parts> cases(7);
    cases[0].rows = R"({"id":)" + value + R"(,"version":1})";
    cases[1].rows = R"({"id":"s1","version":)" + value + "}";
    cases[2].rows = R"({"id":"s1","text":)" + value + R"(,"version":1})";
    cases[3].gone = R"({"key":)" + value + "}";
    cases[4].gone = R"({"key":"s1","version":)" + value + "}";
    cases[5].before_gone = R"(,"from":)" + value;
    cases[6].to = R"(,"to":)" + value;
    for (const std::string& stamp :
         {"[" + value + R"(,0,"a"])", "[1000," + value + R"(,"a"])", "[1000,0," + value + "]"})
      cases.emplace_back().stamp = stamp;
    for (const Parts& parts : cases) quick += read_quickly(message_of(parts)) ? 1 : 0;
    for (const std::string name : {"at", "life", "n", "p", "from"}) {
      std::string text = message_of(Parts());
      const std::size_t place = text.find("\"" + name + "\":") + name.size() + 3;
      text.replace(place, text.find_first_of(",}", place) - place, value);
      quick += read_quickly(text) ? 1 : 0;
    }
  }
  EXPECT_GT(quick, 60U) << "the cases that are canonical";
}

TEST(RowsMessage, EveryOtherByteInEveryPlaceIsReadAsTheLongWayReadsIt) {
  Parts parts;
  parts.before_gone = R"(,"complete":"00000000000000ff","from":3)";
  parts.to = R"(,"to":"4")";
  const std::string text = message_of(parts);
  std::size_t quick = 0;
  for (std::size_t place = 0; place < text.size(); ++place) {
    for (const char byte : std::string("\"\\,:{}[]09-.eta $!\x01\xc3", 19)) {
      std::string changed = text;
      changed[place] = byte;
      quick += read_quickly(changed) ? 1 : 0;
    }
    EXPECT_FALSE(read_quickly(text.substr(0, place)));
    std::string shorter = text;
    shorter.erase(place, 1);
    read_quickly(shorter);
  }
  EXPECT_GT(quick, 500U) << "other letters and digits";
}

// Rows that begin as the ones before did, and then do not: each of these after each.
TEST(RowsMessage, IsReadTheSameWhateverRowsWereReadBefore) {
  const std::vector<std::string> rows = {
      R"({"id":"s1"})",
      R"({"id":"s1","text":"a"})",
      R"({"id":"s1","text":"a","version":1})",
      R"({"a":1,"id":"s1","version":1})",
      R"({"id":"s1","version":1})",
      R"({"id":"s1","text":"a","version":1,"z":[{"id":2}]})",
      R"({"text":"a","id":"s1"})",
      R"({"id":"s1","id":"s1"})",
      R"({"id":"s1","$pending":true})",
      R"({"id":"s1","te\u0078t":"a"})",
      R"({"id":"s1" ,"text":"a"})",
      R"({"id" :"s1"})",
      R"({,"id":"s1"})",
      R"({"id":"s1",{"text":"a"})",
      R"({"":1,"id":"s1"})",
      "{}",
  };
  int quick = 0;
  for (const std::string& before : rows) {
    for (const std::string& after : rows) {
      Parts parts;
      parts.rows = before;
      read_quickly(message_of(parts));
      parts.rows = after;
      if (read_quickly(message_of(parts))) ++quick;
      parts.rows = before + "," + after;
      read_quickly(message_of(parts));
    }
  }
  EXPECT_EQ(quick, 16 * 7) << "the first six, and the one with an empty name";
}

TEST(RowsMessage, KeepsNoMoreOfARowThanOthersNeed) {
  Parts parts;
  parts.rows = R"({"id":"s1")";
  for (int member = 100; member < 1'000; ++member) parts.rows += ",\"m" + std::to_string(member) + "\":1";
  parts.rows += "}";
  RowOpenings openings;
  EXPECT_TRUE(read_rows_message(message_of(parts), openings));
  EXPECT_EQ(openings.size(), 64U);
  EXPECT_TRUE(read_rows_message(message_of(parts), openings));
  EXPECT_TRUE(read_quickly(message_of(parts)));
}

}  // namespace
}  // namespace tablattice
