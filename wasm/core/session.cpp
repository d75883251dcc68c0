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

Request& Session::start_request(Request request, Json operation, std::int64_t deadline_ms) {
  request.id = ++last_request_;
  request.stamp = tick();
  request.sent_ms = now_ms;
  request.deadline_ms = now_ms + deadline_ms;
  if (const Collection* collection = find(request.collection)) request.sequence = collection->sequence();
  operation["type"] = request_word(request.type);
  operation["collection"] = request.collection;
  if (!request.key.empty()) operation["key"] = key_json(request.key);
  effects.push({{"kind", "request"}, {"id", request.id}, {"operation", std::move(operation)}});
  ++(request.reads() ? counters.reads : counters.writes);
  return requests.emplace(request.id, std::move(request)).first->second;
}

void Session::expire_authorization() {
  if (auth_expired) return;
  auth_expired = true;
  effects.push({{"kind", "unauthorized"}});
}

}  // namespace tablattice
