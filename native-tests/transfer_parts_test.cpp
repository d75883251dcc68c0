// A state comes in parts, in any order, and not all of them may come.
#include "core/transfer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "support/seed.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::beat_ms;
using testing::no_poll;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

void fill(World& world, std::size_t rows) {
  for (std::size_t index = 0; index < rows; ++index) world.server.put(slot("r" + std::to_string(index)));
}

// What a tab has just said is lost.
void lose(Tab& tab) { tab.sent.clear(); }

// A leader with more rows than one part holds, and a late joiner's answer, not yet heard.
struct Parts {
  Parts() : world(Kind::feed, 1, Json::object(), no_poll) {
    fill(world, 2 * event_rows_max + 10);
    world.start();
    tab.signal(testing::force);
    world.settle();
    // Settled, so that its name travels in the watermark.
    tab.dispatch("slots/update", rename("r0", "second"));
    world.settle();
    Tab& late = world.add();
    late.signal({{"type", "start"}});
    for (const std::string& text : late.sent) tab.receive(text);
    late.sent.clear();
    tab.sent.clear();
    tab.advance(1);
    while (tab.wake_at == tab.now_ms) tab.wake();
    late.now_ms += 1;
    // Each part as a message of its own.
    for (const std::string& text : tab.sent) {
      Json message = Json::parse(text);
      const Json events = message["events"];
      for (const Json& event : events) {
        message["events"] = Json::array({event});
        message["n"] = 100 + messages.size();
        messages.push_back(dump_json(message));
      }
    }
    tab.sent.clear();
  }

  World world;
  Tab& tab = world[0];
  std::vector<std::string> messages;
};

TEST(TransferParts, ComeInAnyOrder) {
  const std::uint64_t seed = announced_seed("TransferParts.ComeInAnyOrder");
  for (std::uint64_t run = 0; run < 4; ++run) {
    Parts parts;
    ASSERT_GE(parts.messages.size(), 3U);
    Chooser random(seed + run);
    for (std::size_t index = parts.messages.size(); index > 1; --index)
      std::swap(parts.messages[index - 1], parts.messages[random.below(index)]);
    Tab& late = parts.world[1];
    for (const std::string& text : parts.messages) {
      EXPECT_NE(late.status()["collections"]["slots"]["status"], "ready") << "before the last part";
      late.receive(text);
    }
    EXPECT_EQ(late.status()["collections"]["slots"]["status"], "ready");
    EXPECT_EQ(late.rows(), parts.world.server.rows());
    EXPECT_TRUE(late.requests.empty());
  }
}

TEST(TransferParts, WhereOneIsLostNothingIsSettledAndNothingIsComplete) {
  for (std::size_t lost = 0; lost < Parts().messages.size(); ++lost) {
    Parts parts;
    Tab& late = parts.world[1];
    // A change that is settled for the teller: here it may only be dropped together with the row that holds it.
    MutationEvent change;
    change.mutation = {{"a", 1}, {testing::start_ms, 0, "a"}, "slots", "\"r0\"", Operation::update, {{"text", "mine"}}};
    late.receive(encode_message({"a", 1, 99, testing::start_ms, {change}}));
    for (std::size_t index = 0; index < parts.messages.size(); ++index) {
      if (index != lost) late.receive(parts.messages[index]);
    }
    EXPECT_TRUE(!late.rows().contains("r0") || late.row("r0").contains("$pending")) << "without part " << lost;
    EXPECT_NE(late.status()["collections"]["slots"]["status"], "ready") << "without part " << lost;
    lose(parts.tab);
    parts.world.pass(3 * beat_ms, 50);
    EXPECT_EQ(late.rows(), parts.world.server.rows()) << "it asks again";
    EXPECT_EQ(late.counter("reads"), 0U);
  }
}

TEST(TransferParts, OfSeveralTransfersNeverMakeOneWhole) {
  Parts parts;
  Tab& late = parts.world[1];
  // Nobody asked for these: they answer this tab's own state. Of the first one a part is lost.
  std::uint64_t n = 200;
  const auto unasked = [&](std::size_t index, std::uint64_t id) {
    Json message = Json::parse(parts.messages[index]);
    message["events"][0]["id"] = id;
    message["events"][0]["back"] = true;
    message["n"] = ++n;
    return dump_json(message);
  };
  for (std::size_t index = 1; index < parts.messages.size(); ++index) late.receive(unasked(index, 1'000));
  const std::size_t rows = late.rows().size();
  ASSERT_LT(rows, parts.world.server.rows().size());
  late.receive(unasked(1, 1'001));
  EXPECT_NE(late.status()["collections"]["slots"]["status"], "ready");
  EXPECT_LT(late.rows().size(), parts.world.server.rows().size());
}

TEST(TransferParts, LostOnesDoNotMakeATabDeaf) {
  Parts parts;
  Tab& late = parts.world[1];
  for (std::size_t round = 0; round < transfers_max + 4; ++round) {
    // Each hello is answered, and of each answer the first message is lost.
    parts.world.advance(beat_ms);
    for (const std::string& text : std::exchange(parts.tab.sent, {})) {
      if (text.find("\"kind\":\"state\"") == std::string::npos) late.receive(text);
    }
    for (const std::string& text : std::exchange(late.sent, {})) parts.tab.receive(text);
    parts.world.advance(1);
    std::vector<std::string> answers = std::exchange(parts.tab.sent, {});
    for (std::size_t index = 1; index < answers.size(); ++index) late.receive(answers[index]);
  }
  parts.world.pass(10'000, 50);
  EXPECT_EQ(late.rows(), parts.world.server.rows());
}

}  // namespace
}  // namespace tablattice
