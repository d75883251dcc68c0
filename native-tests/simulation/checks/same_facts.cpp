// (p) Two tabs that have seen the same facts show the same rows (design §1): order, duplicates and the way a fact came do
// not matter. At the end, in one world of eight, what was said of rows on the channel is told to two engines that know
// nothing else, to each in an order of its own and some of it twice.
//
// Not so what was said of mutations: whose refusal is believed depends on who was known to send the request (design §6).
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/engine.hpp"
#include "simulation/checks/all.hpp"
#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class SameFacts final : public Check {
 public:
  explicit SameFacts(World& world) : Check(world, "p"), dice_(world.plan.seed, 9) {}

  void finished() override {
    if (world_.plan.seed % 8 != 3 || !world_.plan.remembers_all() || world_.pages || world_.failed()) return;
    world_.tally.count(Repair::twin_drill);
    const std::string one = shown_by_listener();
    const std::string other = shown_by_listener();
    if (one != other) fail("of two that heard the same, one shows " + one + ", the other " + other);
  }

 private:
  std::string shown_by_listener() {
    const auto now_ms = static_cast<double>(epoch_ms + world_.timeline.now_ms());
    Engine engine(config_text(world_.plan, "listener", world_.plan.seed, true, true), now_ms);
    std::vector<const std::string*> heard;
    for (const std::string& text : world_.channel.said()) {
      if (text.find(R"("kind":"mutation")") != std::string::npos) continue;
      heard.push_back(&text);
      if (dice_.per_mille(100)) heard.push_back(&text);
    }
    for (std::size_t left = heard.size(); left > 1; --left) std::swap(heard[left - 1], heard[dice_.below(left)]);
    for (const std::string* text : heard) engine.receive("channel", *text, now_ms);
    std::string rows;
    for (std::size_t collection = 0; collection < world_.plan.collections; ++collection) {
      const std::string keys = engine.keys(collection_names[collection]);
      for_each_element(keys, [&](std::string_view key) {
        rows += engine.row(collection_names[collection], std::string(key)) + ' ';
      });
    }
    return rows;
  }

  Dice dice_;
};

}  // namespace

std::unique_ptr<Check> same_facts(World& world) { return std::make_unique<SameFacts>(world); }

}  // namespace tablattice::simulation
