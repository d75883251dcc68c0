// The half of Server that other users use.
#include <iterator>
#include <utility>

#include "simulation/server.hpp"

namespace tablattice::simulation {

void Server::change_by_other(std::int64_t now_ms) {
  tally_.count(Fault::other_user);
  const std::size_t collection = dice_.below(plan_.collections);
  const auto& rows = tables_[collection].rows;
  const std::size_t choice = dice_.below(10);
  const std::string key = other_key(collection);
  if (!rows.contains(key)) return create_by_other(collection, key, now_ms);
  if (choice < 7) return update_by_other(collection, key, now_ms);
  erase(collection, key, now_ms, -1, false);
}

void Server::burst_by_other(std::int64_t now_ms) {
  tally_.count(Fault::same_millisecond);
  const std::size_t changes = 2 + dice_.below(3);
  for (std::size_t count = 0; count < changes; ++count) change_by_other(now_ms);
}

void Server::live_again_by_other(std::int64_t now_ms) {
  const std::size_t collection = dice_.below(plan_.collections);
  const std::string key = other_key(collection);
  if (!tables_[collection].rows.contains(key)) return create_by_other(collection, key, now_ms);
  tally_.count(Fault::key_lives_again);
  erase(collection, key, now_ms, -1, false);
  create_by_other(collection, key, now_ms);
  if (dice_.per_mille(500)) update_by_other(collection, key, now_ms);
}

// A row that stands, or where the application makes the keys, one of those that everybody uses.
std::string Server::other_key(std::size_t collection) {
  const auto& rows = tables_[collection].rows;
  if (!plan_.server_ids && dice_.per_mille(400)) return favourite_key(dice_.below(favourite_keys));
  if (rows.empty()) return plan_.server_ids ? made_key() : favourite_key(0);
  return std::next(rows.begin(), static_cast<std::ptrdiff_t>(dice_.below(rows.size())))->first;
}

void Server::create_by_other(std::size_t collection, const std::string& key, std::int64_t now_ms) {
  Json row = {{"id", Json::parse(key)}};
  for (const char* field : field_names) row[field] = "u" + std::to_string(++texts_made_);
  put(collection, key, std::move(row), now_ms, -1, false);
}

void Server::update_by_other(std::size_t collection, const std::string& key, std::int64_t now_ms) {
  Json row = tables_[collection].rows.at(key).json;
  row[field_names[dice_.below(field_count)]] = "u" + std::to_string(++texts_made_);
  put(collection, key, std::move(row), now_ms, -1, false);
}

}  // namespace tablattice::simulation
