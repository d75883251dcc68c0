#include "support/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace tablattice::testing {
namespace {

Json options_for(ModelServer::Kind kind) {
  if (kind == ModelServer::Kind::feed) return {{"feed", true}};
  return kind == ModelServer::Kind::plain ? Json{{"version", nullptr}} : Json::object();
}

}  // namespace

Json slot(const std::string& id, const Json& more) {
  Json row = {{"id", id}, {"text", "first"}};
  row.update(more);
  return row;
}

World::World(ModelServer::Kind kind, std::size_t tabs, const Json& slots, const Json& more)
    : server(kind), slots_(options_for(kind)), more_(more) {
  slots_.update(slots);
  while (tabs_.size() < tabs) add();
}

Tab& World::add() {
  const std::string client(1, static_cast<char>('a' + tabs_.size()));
  tabs_.push_back(std::make_unique<Tab>(tab_config(client, slots_, more_), now_ms_));
  Tab& tab = *tabs_.back();
  tab.shared = &storage;
  tab.shared_cache = &cache;
  tab.on_lock = [this](Tab& own, const std::string& name, bool steal) { lock(own, name, steal); };
  tab.on_unlock = [this](Tab& own, const std::string& name) { unlock(own, name); };
  return tab;
}

void World::lock(Tab& tab, const std::string& name, bool steal) {
  auto& queue = locks_[name];
  Tab* holder = queue.empty() ? nullptr : queue.front();
  if (steal && holder != nullptr) queue.pop_front();
  steal ? queue.push_front(&tab) : queue.push_back(&tab);
  if (queue.front() == &tab) input(tab, [&tab, name] { tab.lock(name); });
  if (steal && holder != nullptr) input(*holder, [holder, name] { holder->lock(name, false); });
}

void World::unlock(const Tab& tab, const std::string& name) {
  auto& queue = locks_[name];
  const bool held = !queue.empty() && queue.front() == &tab;
  std::erase(queue, &tab);
  if (!held || queue.empty()) return;
  Tab* next = queue.front();
  input(*next, [next, name] { next->lock(name); });
}

void World::input(Tab& tab, std::function<void()> input) {
  if (dead_.contains(&tab)) return;
  const auto frozen = frozen_.find(&tab);
  frozen == frozen_.end() ? input() : frozen->second.push_back(std::move(input));
}

void World::freeze(std::size_t index) { frozen_[tabs_[index].get()]; }

void World::thaw(std::size_t index) {
  Tab& tab = *tabs_[index];
  const auto waiting = std::move(frozen_.at(&tab));
  frozen_.erase(&tab);
  for (const auto& input : waiting) input();
  tab.advance(0);
}

void World::kill(std::size_t index) {
  Tab& tab = *tabs_[index];
  dead_.insert(&tab);
  tab.requests.clear();
  for (const std::string& name : std::set<std::string>(tab.locks)) unlock(tab, name);
}

Tab& World::leader() {
  Tab* leader = nullptr;
  for (auto& tab : tabs_) {
    if (!runs(*tab) || tab->status()["role"] != "leader") continue;
    EXPECT_EQ(leader, nullptr) << "two leaders";
    leader = tab.get();
  }
  EXPECT_NE(leader, nullptr) << "no leader";
  return leader == nullptr ? *tabs_.front() : *leader;
}

void World::start() {
  for (auto& tab : tabs_) tab->signal({{"type", "start"}});
  settle();
  join();
  const auto ready = [](const auto& tab) { return tab->status()["collections"]["slots"]["status"] == "ready"; };
  const bool some = std::any_of(tabs_.begin(), tabs_.end(), ready);
  if (some && !std::all_of(tabs_.begin(), tabs_.end(), ready)) pass(beat_ms);
}

void World::join() {
  advance(hello_ms);
  settle();
}

void World::exchange(int copies) {
  for (bool quiet = false; !quiet;) {
    quiet = true;
    for (auto& tab : tabs_) {
      for (const std::string& text : std::exchange(tab->sent, {})) {
        quiet = false;
        for (auto& other : tabs_) {
          for (int copy = 0; copy < copies && other != tab; ++copy)
            input(*other, [&target = *other, text] { target.receive(text); });
        }
      }
    }
  }
}

void World::serve(Tab& tab) {
  while (!tab.requests.empty()) {
    const OpenRequest request = tab.requests.front();
    tab.respond(request, server.handle(request.operation));
  }
}

void World::settle() {
  for (int round = 0; round < 20; ++round) {
    exchange();
    for (auto& tab : tabs_) {
      if (runs(*tab)) serve(*tab);
    }
    const bool due = std::any_of(tabs_.begin(), tabs_.end(), [&](const auto& tab) {
      return runs(*tab) && tab->wake_at && *tab->wake_at <= tab->now_ms + 1;
    });
    if (due) advance(1);
    const bool said = std::any_of(tabs_.begin(), tabs_.end(), [](const auto& tab) { return !tab->sent.empty(); });
    if (!due && !said) return;
  }
}

void World::advance(std::int64_t ms) {
  now_ms_ += ms;
  for (auto& tab : tabs_) {
    tab->now_ms += ms;
    if (runs(*tab)) tab->advance(0);
  }
}

void World::pass(std::int64_t ms, std::int64_t step_ms) {
  for (const std::int64_t end_ms = now_ms_ + ms; now_ms_ < end_ms;) {
    advance(std::min(step_ms, end_ms - now_ms_));
    settle();
  }
}

void World::expect_all_equal_to_server() {
  for (auto& tab : tabs_) {
    if (dead_.contains(tab.get())) continue;
    EXPECT_EQ(tab->rows(), server.rows()) << "tab " << tab->status()["client"];
    EXPECT_EQ(tab->pending(), Json::array());
  }
}

Json rename(const std::string& id, const std::string& text) { return {{"id", id}, {"changes", {{"text", text}}}}; }

}  // namespace tablattice::testing
