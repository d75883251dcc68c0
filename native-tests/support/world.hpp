// Several tabs of one browser over an in-memory channel, and the API that they share.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "support/tab.hpp"

namespace tablattice::testing {

class World {
 public:
  // `slots`: the collection's options; empty: those that fit `kind`. `more`: of the configuration of each tab.
  World(ModelServer::Kind kind, std::size_t tabs, const Json& slots = Json::object(),
        const Json& more = Json::object());

  ModelServer server;
  std::map<std::string, std::string> storage;  // localStorage, which all tabs share
  std::map<std::string, std::string> cache;    // IndexedDB, likewise
  Tab& operator[](std::size_t index) { return *tabs_[index]; }
  [[nodiscard]] std::size_t size() const { return tabs_.size(); }
  // One more tab of the same configuration; it isn't started.
  Tab& add();

  // Starts all tabs, lets the first list come in and the others have it.
  void start();
  // Lets the hellos that are out be answered, or not.
  void join();
  // The tab dies: it hears and says nothing more, and its locks go to those who wait for them.
  void kill(std::size_t index);
  // The tab is frozen: it keeps its locks; what it would hear waits until thaw(). (A host that is told of it suspends.)
  void freeze(std::size_t index);
  void thaw(std::size_t index);
  // The tab that leads; fails the test where none or several do.
  Tab& leader();
  // Delivers what was sent to all other tabs, `copies` times each, until nothing more is sent.
  void exchange(int copies = 1);
  // The server answers what is open in that tab, until nothing more is asked.
  void serve(Tab& tab);
  // exchange() and serve() until all is quiet; where a tab puts something off by a millisecond, that passes.
  void settle();
  // Moves all clocks, and wakes who asked for it.
  void advance(std::int64_t ms);
  // Time passes, and all goes its way.
  void pass(std::int64_t ms, std::int64_t step_ms = 100);
  // All tabs show exactly the server's rows, and nothing is pending.
  void expect_all_equal_to_server();

 private:
  void lock(Tab& tab, const std::string& name, bool steal);
  void unlock(const Tab& tab, const std::string& name);
  // Now, or when the tab is thawed; never where it is dead.
  void input(Tab& tab, std::function<void()> input);
  [[nodiscard]] bool runs(const Tab& tab) const { return !dead_.contains(&tab) && !frozen_.contains(&tab); }

  std::map<std::string, std::deque<Tab*>> locks_;  // the first one holds it
  std::set<const Tab*> dead_;
  std::map<const Tab*, std::vector<std::function<void()>>> frozen_;
  Json slots_;
  Json more_;
  std::int64_t now_ms_ = start_ms;
  std::vector<std::unique_ptr<Tab>> tabs_;
};

// Where the configuration says nothing else: how long a hello waits for an answer, and the time between two beats.
inline constexpr std::int64_t hello_ms = 100;
inline constexpr std::int64_t beat_ms = 2'000;

// A row with the members that tests do not care about filled in.
Json slot(const std::string& id, const Json& more = Json::object());

// The payload of an update that changes that row's text.
Json rename(const std::string& id, const std::string& text);

// Of a configuration: only what a test asks for is read.
inline const Json no_poll = {{"poll", false}};
// The same, and the leader is silent for an hour: the timer is the test's own.
inline const Json quiet = {{"poll", false}, {"tabs", {{"beatMs", 3'600'000}}}};
// The signal of refresh({ force: true }).
inline const Json force = {{"type", "refresh"}, {"collection", "slots"}, {"force", true}};

}  // namespace tablattice::testing
