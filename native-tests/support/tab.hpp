// One engine and what its host would hold: a fake host that executes effects by noting them. It drives the engine through
// its public surface only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
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
  std::uint32_t wake();
  // Moves the clock and wakes the engine if it asked for that by then.
  std::uint32_t advance(std::int64_t ms);

  // The open requests of that type, oldest first, taken out; respond() to them, now or later.
  std::vector<OpenRequest> take_requests(const std::string& type);
  // The only one; fails the test where there is none or more than one.
  OpenRequest take_request(const std::string& type);
  [[nodiscard]] std::size_t open(const std::string& type) const;

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
  std::vector<OpenRequest> requests;
  std::vector<double> aborted;
  std::optional<std::int64_t> wake_at;
  std::map<std::string, Json> settled;      // by mutation name
  std::map<std::uint64_t, Json> refreshed;  // problems by token
  std::vector<Json> reports;
  std::vector<Json> events;
  std::vector<std::string> watched;
  int unauthorized = 0;
  bool forgotten = false;
  std::vector<Json> last_effects;  // of the last input, in order

 private:
  std::uint32_t took(std::uint32_t mask);
  void execute(const Json& effect);
};

}  // namespace tablattice::testing
