// Web Locks, and the host's part of them (web/engine/locks.js): a name is asked for once, and given up by release.
#include <algorithm>

#include "simulation/browser.hpp"
#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {

void Locks::request(Tab& tab, const std::string& name, bool steal) {
  if (!world_.plan.locks) return;
  Queue& queue = queues_[name];
  const auto place = std::find(queue.waiting.begin(), queue.waiting.end(), tab.index);
  if (holds(tab.index, name) || (place != queue.waiting.end() && !steal)) return;
  if (place != queue.waiting.end()) queue.waiting.erase(place);
  requests_[{tab.index, name}] = ++asked_;
  if (!steal) {
    queue.waiting.push_back(tab.index);
    return grant_next(name, queue);
  }
  if (queue.holder >= 0) {
    world_.tally.count(Repair::stolen);
    tell(static_cast<std::size_t>(queue.holder), name, false);
  }
  queue.holder = static_cast<int>(tab.index);
  tell(tab.index, name, true);
}

void Locks::release(Tab& tab, const std::string& name) {
  Queue& queue = queues_[name];
  std::erase(queue.waiting, tab.index);
  requests_.erase({tab.index, name});
  if (!holds(tab.index, name)) return;
  queue.holder = -1;
  grant_next(name, queue);
}

void Locks::release_all(std::size_t tab) {
  for (auto& [name, queue] : queues_) {
    std::erase(queue.waiting, tab);
    if (queue.holder != static_cast<int>(tab)) continue;
    queue.holder = -1;
    grant_next(name, queue);
  }
}

void Locks::grant_next(const std::string& name, Queue& queue) {
  if (queue.holder >= 0 || queue.waiting.empty()) return;
  queue.holder = static_cast<int>(queue.waiting.front());
  queue.waiting.pop_front();
  tell(static_cast<std::size_t>(queue.holder), name, true);
}

// The tab hears of it in a task of its own, unless it has given that request up by then.
void Locks::tell(std::size_t index, const std::string& name, bool held) {
  Tab& tab = *world_.tabs[index];
  const std::uint64_t request = requests_[{index, name}];
  world_.timeline.after(world_.channel_dice().between(0, 4), [this, &tab, name, held, request] {
    tab.deliver([this, &tab, name, held, request] {
      const auto standing = requests_.find({tab.index, name});
      if (standing == requests_.end() || standing->second != request) return;
      if (!held) requests_.erase(standing);
      world_.note(tab.client, held ? " is granted " : " loses ", name);
      tab.signal(R"({"type":"lock","name":)" + json_string(name) + R"(,"held":)" + (held ? "true}" : "false}"));
    });
  });
}

bool Locks::holds(std::size_t tab, const std::string& name) const { return holder(name) == static_cast<int>(tab); }

int Locks::holder(const std::string& name) const {
  const auto found = queues_.find(name);
  return found == queues_.end() ? -1 : found->second.holder;
}

std::size_t Locks::waiting(const std::string& name) const {
  const auto found = queues_.find(name);
  return found == queues_.end() ? 0 : found->second.waiting.size();
}

}  // namespace tablattice::simulation
