#include "simulation/push.hpp"

#include <cstdint>
#include <string>

#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

// The change before it of that collection; 0: there is none.
std::uint64_t mark_before(const Server& server, const Change& change) {
  std::uint64_t mark = change.mark - 1;
  while (mark > 0 && server.change(mark).collection != change.collection) --mark;
  return mark;
}

std::string message_of(const World& world, const Change& change) {
  const std::string mark = std::to_string(change.mark);
  const std::string at = std::to_string(epoch_ms + change.at_ms);
  const std::string gone = R"({"key":)" + change.key + R"(,"version":)" + mark + "}";
  const std::string name =
      change.deed < 0 ? "" : json_string(world.ledger.deeds()[static_cast<std::size_t>(change.deed)].name);
  return R"({"at":)" + at + R"(,"events":[{"kind":"rows","collection":")" + collection_names[change.collection] +
         R"(","stamp":[)" + at + "," + mark + R"(,"server"],"rows":[)" + (change.alive ? change.text : "") +
         R"(],"gone":[)" + (change.alive ? "" : gone) + R"(],"mutations":[)" + name + R"(],"from":)" +
         std::to_string(mark_before(world.server, change)) + R"(,"to":)" + mark +
         R"(}],"from":"server","life":1,"n":0,"p":1})";
}

void carry(World& world, Tab& receiver, const std::string& text, std::int64_t late_ms) {
  world.tally.count(Repair::push);
  world.timeline.after(world.network.latency_ms() + late_ms, [&receiver, text] {
    if (receiver.life != Life::suspended) receiver.deliver([&receiver, text] { receiver.hear("push", text); });
  });
}

}  // namespace

void push(World& world, const Change& change) {
  const std::string text = message_of(world, change);
  Dice& dice = world.network_dice();
  for (const auto& tab : world.tabs) {
    if (!tab->follows() || !tab->online || tab->cut || world.strikes(Fault::message_lost)) continue;
    const std::int64_t late_ms = dice.per_mille(300) && !world.calm ? dice.between(30, 8'000) : 0;
    const int times = world.strikes(Fault::message_twice) ? 2 : 1;
    for (int time = 0; time < times; ++time) carry(world, *tab, text, late_ms);
  }
}

void push_again(World& world, Tab& receiver, const Deed& deed) {
  if (world.pages || deed.applied.empty() || !receiver.online || receiver.cut || !world.strikes(Fault::push_overdue))
    return;
  std::uint64_t before = 0;
  for (const std::uint64_t mark : world.server.marks_of(deed.collection, world.ledger.home(deed.key))) {
    if (mark < deed.applied.front()) before = mark;
  }
  if (before > 0) carry(world, receiver, message_of(world, world.server.change(before)), 0);
}

}  // namespace tablattice::simulation
