#include "support/world.hpp"

#include <gtest/gtest.h>

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
  return *tabs_.back();
}

void World::start() {
  for (auto& tab : tabs_) tab->signal({{"type", "start"}});
  settle();
}

void World::exchange(int copies) {
  for (bool quiet = false; !quiet;) {
    quiet = true;
    for (auto& tab : tabs_) {
      for (const std::string& text : std::exchange(tab->sent, {})) {
        quiet = false;
        for (auto& other : tabs_) {
          for (int copy = 0; copy < copies && other != tab; ++copy) other->receive(text);
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
    for (auto& tab : tabs_) serve(*tab);
  }
}

void World::advance(std::int64_t ms) {
  now_ms_ += ms;
  for (auto& tab : tabs_) tab->advance(ms);
}

void World::expect_all_equal_to_server() {
  for (auto& tab : tabs_) {
    EXPECT_EQ(tab->rows(), server.rows()) << "tab " << tab->status()["client"];
    EXPECT_EQ(tab->pending(), Json::array());
  }
}

Json rename(const std::string& id, const std::string& text) { return {{"id", id}, {"changes", {{"text", text}}}}; }

}  // namespace tablattice::testing
