// One engine and what its host would hold: a fake host that executes effects by noting them. It drives the engine through
// its public surface only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/engine.hpp"
#include "core/json.hpp"
#include "support/model_server.hpp"

namespace tablattice::testing {

inline constexpr std::int64_t start_ms = 1'700'000'000'000;

// The configuration of a client with one collection, "slots"; `more` is merged into it.
Json tab_config(const std::string& client, const Json& slots, const Json& more = Json::object());

struct OpenRequest {
  double id = 0;
  Json operation;
  Json entry;  // what storage must hold when it is sent; null: whatever it does
};

class Tab {
 public:
  explicit Tab(const Json& config, std::int64_t now_ms = start_ms);

  Engine engine;
  std::int64_t now_ms;

  // Inputs. Each takes the effects afterwards and returns the mask.
  std::uint32_t dispatch(const std::string& type, const Json& payload, bool promised = true);
  std::uint32_t receive(const std::string& text, const std::string& source = "channel");
  std::uint32_t signal(const Json& signal);
  std::uint32_t load(const std::string& body);
  std::uint32_t respond(const OpenRequest& request, const Reply& reply);
  // Nothing was sent: storage holds `text`, null for nothing, and not the request's entry.
  std::uint32_t displace(const OpenRequest& request, const Json& text);
  std::uint32_t wake();
  // The lock is this tab's now, or no more.
  std::uint32_t lock(const std::string& name, bool held = true);
  // What storage holds is told to the engine. Other tabs' entries: World shares the storage.
  std::uint32_t scan();
  // What the cache holds is told to the engine.
  std::uint32_t recall();
  // Moves the clock and wakes the engine if it asked for that by then.
  std::uint32_t advance(std::int64_t ms);

  // The open requests of that type, oldest first, taken out; respond() to them, now or later.
  std::vector<OpenRequest> take_requests(const std::string& type);
  // The only one; fails the test where there is none or more than one.
  OpenRequest take_request(const std::string& type);
  [[nodiscard]] std::size_t open(const std::string& type) const;

  // Nothing is due for half an hour: in a `quiet` world only the leader's next beat.
  [[nodiscard]] bool rests() const { return !wake_at || *wake_at >= now_ms + 1'800'000; }

  // The events of that kind in the messages sent so far, oldest first.
  [[nodiscard]] std::vector<Json> told(const std::string& kind) const;

  // The name of the last dispatch's only mutation; its key.
  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::string key() const;
  // The code of the problem that refused the last input; "" where there was none.
  [[nodiscard]] std::string refused_code() const;

  // The visible row of that id; null where there is none. Rows by id.
  [[nodiscard]] Json row(const std::string& id) const;
  [[nodiscard]] std::map<std::string, Json> rows() const;
  [[nodiscard]] Json status() const;
  [[nodiscard]] Json pending() const;
  [[nodiscard]] Json failures() const;
  [[nodiscard]] std::uint64_t counter(const std::string& name) const;
  // How often a problem of this code was reported.
  [[nodiscard]] int reported(const std::string& code) const;

  // What the effects said. Tests may clear these.
  std::vector<std::string> sent;
  std::map<std::string, std::string> stored;
  std::map<std::string, std::string>* shared = nullptr;  // storage of all tabs; else `stored` alone
  bool full = false;                                     // storage takes nothing more
  std::map<std::string, std::string> cached;
  std::map<std::string, std::string>* shared_cache = nullptr;
  std::vector<Json> cache_writes;  // the entries of each `cache` effect
  bool answers_recalls = true;
  std::vector<OpenRequest> requests;
  std::vector<double> aborted;
  std::optional<std::int64_t> wake_at;
  std::map<std::string, Json> settled;      // by mutation name
  std::map<std::uint64_t, Json> refreshed;  // problems by token
  std::vector<Json> reports;
  std::vector<Json> events;
  std::set<std::string> locks;  // asked for and not given back
  // Who grants them; where nobody does, this tab is alone: its own and the leader's are granted at once.
  std::function<void(Tab& tab, const std::string& name, bool steal)> on_lock;
  std::function<void(Tab& tab, const std::string& name)> on_unlock;
  int scans = 0;  // of the outbox; answered with `stored` unless a test wants to do so itself
  bool answers_scans = true;
  int unauthorized = 0;
  bool forgotten = false;
  std::vector<Json> last_effects;  // of the last input, in order

 private:
  std::uint32_t took(std::uint32_t mask);
  void execute(const Json& effect);
  void answer(const Json& effect);
  void answer_request(const Json& effect);
  void answer_lock(const Json& effect);
  void persist(const std::string& key, const Json& text, const Json& held = {});
  void write_cache(const Json& entries);
};

}  // namespace tablattice::testing
