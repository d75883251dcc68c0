#include "core/session.hpp"

#include <utility>

namespace tablattice {

const char* request_word(RequestType type) {
  switch (type) {
    case RequestType::list:
      return "list";
    case RequestType::changes:
      return "changes";
    case RequestType::read:
      return "read";
    case RequestType::create:
      return "create";
    case RequestType::update:
      return "update";
    case RequestType::remove:
      return "delete";
  }
  return "";
}

Session::Session(Config options, Random generator)
    : config(std::move(options)),
      clock(config.client),
      random(generator),
      effects(config.client, config.life),
      heard(config.client),
      visible(config.visible),
      online(config.online) {
  for (const CollectionOptions& item : config.collections) {
    collections.emplace(std::piecewise_construct, std::forward_as_tuple(item.name),
                        std::forward_as_tuple(item, settled));
  }
}

Collection* Session::find(const std::string& name) {
  const auto found = collections.find(name);
  return found == collections.end() ? nullptr : &found->second;
}

Request& Session::start_request(Request request, Json operation, std::int64_t deadline_ms, Json entry) {
  request.id = ++last_request_;
  request.stamp = tick();
  request.sent_ms = now_ms;
  request.deadline_ms = now_ms + deadline_ms;
  if (const Collection* collection = find(request.collection)) request.sequence = collection->sequence();
  operation["type"] = request_word(request.type);
  operation["collection"] = request.collection;
  if (!request.key.empty()) operation["key"] = key_json(request.key);
  Json effect = json_object("kind", "request", "id", request.id, "operation", std::move(operation));
  if (!entry.is_null()) effect["entry"] = std::move(entry);
  effects.push(std::move(effect));
  ++(request.reads() ? counters.reads : counters.writes);
  return requests.emplace(request.id, std::move(request)).first->second;
}

void Session::give_up_request(std::uint64_t& id) {
  if (requests.erase(id) > 0) effects.push(json_object("kind", "abort", "id", id));
  id = 0;
}

void Session::set_time(std::int64_t machine_ms) {
  now_ms += std::max<std::int64_t>(machine_ms - wall_ms, 0);
  wall_ms = machine_ms;
  for (auto& [name, collection] : collections) collection.set_time(machine_ms);
}

void Session::expire_authorization() {
  if (auth_expired) return;
  auth_expired = true;
  if (reads) return effects.push(json_object("kind", "unauthorized"));
  effects.send(AskEvent{AskEvent::Wish::authorize, {}, tick()});
}

std::uint64_t Session::decisions() const {
  std::uint64_t decisions = settled.additions();
  for (const auto& [name, collection] : collections) decisions += collection.answers_heard();
  return decisions;
}

Marks Session::marks() const {
  Marks marks = heard.marks();
  marks[config.client] = effects.mark();
  return marks;
}

}  // namespace tablattice
