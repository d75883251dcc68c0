// Several tabs of one browser over an in-memory channel, and the API that they share.
#pragma once

#include <memory>
#include <vector>

#include "support/tab.hpp"

namespace tablattice::testing {

class World {
 public:
  // `slots`: the collection's options; empty: those that fit `kind`. `more`: of the configuration of each tab.
  World(ModelServer::Kind kind, std::size_t tabs, const Json& slots = Json::object(),
        const Json& more = Json::object());

  ModelServer server;
  Tab& operator[](std::size_t index) { return *tabs_[index]; }
  [[nodiscard]] std::size_t size() const { return tabs_.size(); }
  // One more tab of the same configuration; it isn't started.
  Tab& add();

  // Starts all tabs and lets the first lists come in.
  void start();
  // Delivers what was sent to all other tabs, `copies` times each, until nothing more is sent.
  void exchange(int copies = 1);
  // The server answers what is open in that tab, until nothing more is asked.
  void serve(Tab& tab);
  // exchange() and serve() until all is quiet.
  void settle();
  // Moves all clocks, and wakes who asked for it.
  void advance(std::int64_t ms);
  // All tabs show exactly the server's rows, and nothing is pending.
  void expect_all_equal_to_server();

 private:
  Json slots_;
  Json more_;
  std::int64_t now_ms_ = start_ms;
  std::vector<std::unique_ptr<Tab>> tabs_;
};

// A row with the members that tests do not care about filled in.
Json slot(const std::string& id, const Json& more = Json::object());

// The payload of an update that changes that row's text.
Json rename(const std::string& id, const std::string& text);

// Of a configuration: only what a test asks for is read.
inline const Json no_poll = {{"poll", false}};
// The signal of refresh({ force: true }).
inline const Json force = {{"type", "refresh"}, {"collection", "slots"}, {"force", true}};

}  // namespace tablattice::testing
