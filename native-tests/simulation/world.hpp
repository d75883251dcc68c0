// One world: a backend, a network, a browser with its tabs, and users. A seed makes it, wholly.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "simulation/browser.hpp"
#include "simulation/check.hpp"
#include "simulation/ledger.hpp"
#include "simulation/network.hpp"
#include "simulation/plan.hpp"
#include "simulation/server.hpp"
#include "simulation/surface.hpp"
#include "simulation/tab.hpp"
#include "simulation/tally.hpp"
#include "simulation/timeline.hpp"
#include "simulation/trace.hpp"
#include "simulation/users.hpp"

namespace tablattice::simulation {

// More events than this in one world: something runs in circles.
inline constexpr std::uint64_t steps_max = 30'000;

class World {
 public:
  World(std::uint64_t seed, const Leave& leave, bool traced);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Lives through it all. Afterwards failure() says which invariant broke, if one did.
  void run();

  const Plan plan;
  Timeline timeline;
  Trace trace;
  Tally tally;
  Ledger ledger;
  Server server;
  Network network;
  Storage storage;
  Channel channel;
  Locks locks;
  Cache cache;
  Users users;
  std::vector<std::unique_ptr<Tab>> tabs;  // all that ever were; never taken out
  std::vector<std::unique_ptr<Check>> checks;
  bool calm = false;  // no more faults
  MakeSurface make_surface = native_surface;
  bool pages = false;  // the whole module stands for the engines: it takes no pushes, and tells promises only

  // Whether that fault strikes now; if so it is counted.
  bool strikes(Fault kind);
  Dice& dice(Fault kind) { return fault_dice_[static_cast<std::size_t>(kind)]; }
  Dice& channel_dice() { return channel_dice_; }
  Dice& network_dice() { return network_dice_; }

  Tab& open_tab(bool newer);
  [[nodiscard]] std::size_t alive() const;
  // The machine's network comes or goes.
  void connect(bool online);
  // Lets time pass, until then or until an invariant breaks.
  void advance(std::int64_t until_ms);
  // One that runs (and, with `attached`, follows); null where there is none.
  Tab* pick(Dice& dice, bool attached);

  // A tab speaks as the leader. Where two of them take turns, both lead.
  void note_beat(std::size_t tab);

  // What a tab said reaches another one after so long.
  void note_under_way(std::int64_t delay_ms) {
    heard_all_at_ms_ = std::max(heard_all_at_ms_, timeline.now_ms() + delay_ms);
  }
  // When all that the tabs have said so far has come.
  [[nodiscard]] std::int64_t heard_all_at_ms() const { return heard_all_at_ms_; }

  void fail(const char* invariant, const std::string& text);
  [[nodiscard]] bool failed() const { return !failure_.empty(); }
  [[nodiscard]] const std::string& failure() const { return failure_; }

  template <typename... Parts>
  void note(const Parts&... parts) {
    trace.note(timeline.now_ms(), parts...);
  }

 private:
  std::array<Dice, fault_count> fault_dice_;
  Dice channel_dice_;
  Dice network_dice_;
  struct Beat {
    std::size_t tab = 0;
    std::int64_t at_ms = -1'000'000;
  };
  std::array<Beat, 2> last_beats_;  // the last one first
  std::int64_t heard_all_at_ms_ = 0;
  bool online_ = true;
  std::string failure_;
};

}  // namespace tablattice::simulation
