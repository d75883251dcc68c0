// (m) A temporary key is never sent, neither as the row that a request is for nor in its body (design §4): what waits for
// a key that the server makes goes out under that key. And a row that was shown under a temporary key is found by it in
// each tab that showed it, as soon as one of them knows which row it turned out to be; where no tab was ever away, since who
// was may never hear of what is long settled.
#include <algorithm>
#include <map>
#include <utility>

#include "simulation/checks/all.hpp"
#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class KnownKeys final : public Check {
 public:
  explicit KnownKeys(World& world) : Check(world, "m") {}

  void sent(const Tab& tab, const Request& request) override {
    const Call& call = request.call;
    const bool keyless = call.key.empty() && (call.type == Call::Type::update || call.type == Call::Type::remove);
    const bool temporary = call.key.starts_with("\"temporary:") || call.body.find("\"temporary:") != std::string::npos;
    if (keyless || temporary) fail(tab.client + " sends " + call.idempotency_key + " before its row has a key");
  }

  void finished() override {
    const auto was_away = [](const auto& tab) { return tab->sleeps > 0; };
    if (std::any_of(world_.tabs.begin(), world_.tabs.end(), was_away)) return;
    for (const auto& tab : world_.tabs) {
      for (std::size_t collection = 0; tab->alive() && collection < world_.plan.collections; ++collection) {
        for (const auto& [key, row] : tab->shown(collection)) {
          if (key.starts_with("\"temporary:")) found_by(*tab, collection, key);
        }
      }
    }
  }

 private:
  void found_by(const Tab& tab, std::size_t collection, const std::string& temporary_key) {
    const std::string row = tab.row(collection, temporary_key);
    const std::string key(row.empty() ? "nothing" : member(row, "id"));
    const auto [known, first] = found_.try_emplace({collection, temporary_key}, key);
    if (known->second != key)
      fail(tab.client + " finds " + key + " by " + temporary_key + ", another tab " + known->second);
  }

  std::map<std::pair<std::size_t, std::string>, std::string> found_;  // by collection and temporary key: the row's key
};

}  // namespace

std::unique_ptr<Check> known_keys(World& world) { return std::make_unique<KnownKeys>(world); }

}  // namespace tablattice::simulation
