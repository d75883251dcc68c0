// What the tabs of one browser share: localStorage with its events, BroadcastChannel, Web Locks and IndexedDB. It
// carries and keeps as browsers do, with the faults of the plan.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulation/dice.hpp"

namespace tablattice::simulation {

class Tab;
class World;

// The storage key that carries messages where the channel does not.
inline constexpr const char* message_key = "message";

// localStorage of the scope: what one tab writes, the others are told by an event.
class Storage {
 public:
  explicit Storage(World& world) : world_(world) {}

  // False: the quota refuses it. `text` null removes.
  bool write(Tab& writer, const std::string& key, const std::string* text);
  [[nodiscard]] const std::map<std::string, std::string>& items() const { return items_; }
  // The user clears the site's data.
  void lose();
  void wipe() { items_.clear(); }

  bool refuses = false;

 private:
  World& world_;
  std::map<std::string, std::string> items_;
};

// BroadcastChannel: every other open end hears what is posted, each in its own time.
class Channel {
 public:
  explicit Channel(World& world) : world_(world) {}
  void post(Tab& sender, const std::string& text);
  // All that was posted by tabs of this protocol.
  [[nodiscard]] const std::vector<std::string>& said() const { return said_; }

 private:
  void carry(Tab& receiver, const std::string& sender, std::uint64_t place, const std::string& text,
             std::int64_t delay_ms);

  World& world_;
  std::uint64_t posted_ = 0;
  std::vector<std::string> said_;
  std::map<std::pair<std::string, std::string>, std::uint64_t> heard_;  // the last place by receiver and sender
};

// Web Locks: a queue for each name. A tab that is gone gives up its place and what it holds; one that is frozen or
// stopped keeps both, and hears of a grant when it goes on.
class Locks {
 public:
  explicit Locks(World& world) : world_(world) {}
  void request(Tab& tab, const std::string& name, bool steal);
  void release(Tab& tab, const std::string& name);
  void release_all(std::size_t tab);
  [[nodiscard]] bool holds(std::size_t tab, const std::string& name) const;
  // -1: nobody.
  [[nodiscard]] int holder(const std::string& name) const;
  [[nodiscard]] std::size_t waiting(const std::string& name) const;

 private:
  struct Queue {
    int holder = -1;
    std::deque<std::size_t> waiting;
  };
  void grant_next(const std::string& name, Queue& queue);
  void tell(std::size_t tab, const std::string& name, bool held);

  World& world_;
  std::map<std::string, Queue> queues_;
  std::uint64_t asked_ = 0;
  std::map<std::pair<std::size_t, std::string>, std::uint64_t> requests_;  // which of a tab's for a name stands
};

// The scope's part of IndexedDB.
class Cache {
 public:
  explicit Cache(World& world) : world_(world) {}
  void recall(Tab& tab);
  // `entries`: the effect's array.
  void write(Tab& tab, std::string_view entries);
  void lose() { items_.clear(); }
  void wipe() { items_.clear(); }

 private:
  World& world_;
  std::map<std::string, std::string> items_;  // the JSON text of each text
};

}  // namespace tablattice::simulation
