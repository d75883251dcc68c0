#include "core/read_facts.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/body.hpp"
#include "support/event_rows.hpp"

namespace tablattice {
namespace {

class ReadFactsTest : public ::testing::Test {
 protected:
  explicit ReadFactsTest(Rung rung = Rung::versioned) : session(config(rung), some_random()) {}

  static Random some_random() { return Random::from_seed(std::string(64, '1')).value; }
  static Config config(Rung rung) {
    Config config;
    config.client = "a";
    CollectionOptions options;
    options.name = "slots";
    options.rung = rung;
    config.collections.push_back(options);
    return config;
  }

  static Json row(const std::string& id, int version) { return {{"id", id}, {"version", version}}; }
  void join(const Json& json, std::int64_t ms) { slots.join_row(slots.read_row(json, "").value, {ms, 0, "b"}, true); }
  Request request_at(std::int64_t ms) {
    Request request;
    request.stamp = {ms, 0, "a"};
    request.sequence = slots.sequence();
    return request;
  }
  std::vector<std::string> gone_keys() const {
    std::vector<std::string> keys;
    for (const GoneKey& gone : event.gone) keys.push_back(gone.key);
    return keys;
  }
  // The rows of a list's body are taken; what was news of them is in `event` afterwards.
  CheckedRows take(const Request& request, const Json& rows) {
    const std::string body = dump_json(rows);
    ListBody list = read_list_body(body).value;
    RowsEvent read;
    read.collection = "slots";
    read.stamp = request.stamp;
    RowsNews news(read);
    Trace trace(session);
    CheckedRows checked;
    checked.hash_wanted = true;
    checked.listed.mark = slots.next_mark();
    RowText memory;
    for (std::size_t index = 0; index < list.rows.size(); ++index)
      take_row({handler, slots, request, body, list.rows, read, trace}, index, memory, checked, news);
    event = std::move(news.event);
    return checked;
  }
  // Those of all rows that are known here, and of those beside.
  static std::set<std::string> listed_keys(const Collection& collection, const Listed& listed) {
    std::set<std::string> keys = listed.others;
    collection.for_each_confirmed([&](const std::string& key, const RowFact& /*fact*/, std::uint32_t mark) {
      if (listed.names(key, mark)) keys.insert(key);
    });
    return keys;
  }

  Session session;
  SyncHandler handler{session};
  Collection& slots = *session.find("slots");
  RowsEvent event;
};

TEST_F(ReadFactsTest, GoodRowsAreTakenAndBadOnesLeftOut) {
  const CheckedRows checked =
      take(request_at(10), Json::array({row("a", 1), {{"id", "b"}}, 7, {{"id", nullptr}}, row("c", 2)}));
  EXPECT_EQ(rows_in(event.rows), (std::vector<Json>{row("a", 1), row("c", 2)}));
  EXPECT_EQ(checked.bad, 3U);
  EXPECT_EQ(checked.first_bad.code, "version_missing");
  EXPECT_EQ(checked.first_bad.where, "slots/rows/1/version");
  EXPECT_EQ(listed_keys(slots, checked.listed), (std::set<std::string>{"\"a\"", "\"b\"", "\"c\""}))
      << "a bad row is listed all the same";
  EXPECT_FALSE(checked.all_keys_readable);
}

TEST_F(ReadFactsTest, ALowerVersionThanWasKnownWhenItWasSentIsANewLife) {
  join(row("a", 7), 5);
  join(row("b", 7), 5);
  const Request request = request_at(10);
  join(row("c", 9), 11);
  take(request, Json::array({row("a", 2), row("b", 7), row("c", 8)}));
  ASSERT_EQ(gone_keys(), std::vector<std::string>{"\"a\""}) << "c's 9 came after the request was sent";
  EXPECT_TRUE(event.gone[0].new_life);
}

TEST_F(ReadFactsTest, ADeletionsVersionCountsForANewLifeToo) {
  slots.join_tombstone("\"a\"", *Version::from_json(7), {5, 0, "b"}, true);
  EXPECT_TRUE(proves_new_life(slots, request_at(10), "\"a\"", *Version::from_json(6)));
  EXPECT_FALSE(proves_new_life(slots, request_at(10), "\"a\"", *Version::from_json(7)));
  EXPECT_FALSE(proves_new_life(slots, request_at(10), "\"z\"", *Version::from_json(1)));
  slots.become_plain();
  EXPECT_FALSE(proves_new_life(slots, request_at(10), "\"a\"", *Version::from_json(6)));
}

TEST_F(ReadFactsTest, ARowThatWasToldGoneSinceTheRequestComesTooLate) {
  join(row("a", 1), 5);
  join(row("b", 1), 5);
  slots.join_gone("\"b\"", {6, 0, "b"});
  const Request request = request_at(10);
  slots.join_gone("\"a\"",
                  {7, 0, "b"});  // by a write that was sent before the list, and answered while it was on its way
  const CheckedRows checked = take(request, Json::array({row("a", 1), row("b", 2)}));
  EXPECT_TRUE(checked.open);
  EXPECT_EQ(rows_in(event.rows), std::vector<Json>{row("b", 2)}) << "b was gone when it was sent, and lives again";
  EXPECT_EQ(slots.confirmed("\"a\""), nullptr);
  EXPECT_EQ(listed_keys(slots, checked.listed).count("\"b\""), 1U);
  EXPECT_EQ(checked.hash, row_hash("\"a\"", dump_json(row("a", 1))) + row_hash("\"b\"", dump_json(row("b", 2))));
  EXPECT_FALSE(comes_too_late(slots, request_at(11), slots.read_row(row("a", 1), "").value)) << "the next list tells";
}

TEST_F(ReadFactsTest, ARowThatALaterListDidNotNameComesTooLate) {
  const RowText late = slots.read_row(row("a", 1), "").value;
  EXPECT_FALSE(comes_too_late(slots, request_at(10), late)) << "it was never heard of";
  slots.join_complete({12, 0, "b"});
  EXPECT_TRUE(comes_too_late(slots, request_at(10), late));
  EXPECT_FALSE(comes_too_late(slots, request_at(13), late));
  slots.join_tombstone("\"a\"", *Version::from_json(3), {11, 0, "b"}, true);
  EXPECT_FALSE(comes_too_late(slots, request_at(10), late)) << "the deletion's version decides";
}

TEST_F(ReadFactsTest, AListNamesAllWhereItNamesEachRowAsItStands) {
  join(row("a", 1), 5);
  join(row("b", 1), 5);
  const auto names_all = [this](const Json& rows) { return take(request_at(10), rows).listed.names_all(slots); };
  EXPECT_TRUE(names_all(Json::array({row("a", 1), row("b", 1)})));
  EXPECT_TRUE(names_all(Json::array({row("a", 2), row("b", 1), row("c", 1)}))) << "as they stand once they are joined";
  EXPECT_FALSE(names_all(Json::array({row("a", 2), row("a", 2), row("c", 1)}))) << "a row is not counted twice";
  const CheckedRows checked = take(request_at(10), Json::array({row("a", 2), row("b", 1), row("c", 1)}));
  join(row("b", 2), 11);
  EXPECT_FALSE(checked.listed.names_all(slots)) << "b is another one since";
  add_absent(slots, request_at(12), checked.listed, nullptr, event);
  EXPECT_TRUE(event.gone.empty()) << "and is named all the same";
}

TEST_F(ReadFactsTest, OnlyRowsThatStoodWhenItWasSentAreAbsent) {
  join(row("a", 1), 5);
  join(row("b", 1), 5);
  const Request request = request_at(10);
  join(row("c", 1), 11);
  join(row("b", 2), 12);
  add_absent(slots, request, {}, nullptr, event);
  EXPECT_EQ(gone_keys(), std::vector<std::string>{"\"a\""});
  event.gone.clear();
  add_absent(slots, request_at(20), Listed{0, 0, {"\"a\"", "\"c\""}}, nullptr, event);
  EXPECT_EQ(gone_keys(), std::vector<std::string>{"\"b\""});
}

class FeedFactsTest : public ReadFactsTest {
 protected:
  FeedFactsTest() : ReadFactsTest(Rung::feed) {}
};

TEST_F(FeedFactsTest, AbsenceIsADeletionAtTheListsRevision) {
  join(row("a", 5), 5);
  add_absent(slots, request_at(10), {}, 7, event);
  ASSERT_EQ(event.gone.size(), 1U);
  EXPECT_EQ(event.gone[0].version, 7);
  for (const Json& revision : {Json(4), Json(), Json("opaque")}) {
    event.gone.clear();
    add_absent(slots, request_at(10), {}, revision, event);
    EXPECT_TRUE(event.gone.at(0).version.is_null()) << "a restored backup's, or none: " << revision;
  }
}

TEST_F(FeedFactsTest, NoRowComesTooLate) {
  slots.join_complete({12, 0, "b"});
  EXPECT_FALSE(comes_too_late(slots, request_at(10), slots.read_row(row("a", 1), "").value));
}

TEST_F(ReadFactsTest, TheHashIsThatOfTheListThatStands) {
  const CheckedRows checked = take(request_at(10), Json::array({row("a", 1), row("b", 2)}));
  EXPECT_EQ(checked.hash, slots.hash());
  EXPECT_EQ(take(request_at(11), Json::array({row("b", 2), row("a", 1)})).hash, slots.hash()) << "whatever the order";
  join(row("a", 2), 11);
  EXPECT_NE(checked.hash, slots.hash());
}

TEST_F(ReadFactsTest, AListReadAgainConfirmsWhatStoodAndRevivesNothing) {
  join(row("a", 1), 5);
  join(row("b", 1), 5);
  const Request request = request_at(10);
  slots.join_gone("\"b\"", {11, 0, "b"});
  confirm_again(slots, request);
  EXPECT_EQ(slots.confirmed("\"a\"")->stamp, request.stamp);
  EXPECT_EQ(slots.confirmed("\"b\""), nullptr);
}

}  // namespace
}  // namespace tablattice
