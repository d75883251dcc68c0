#include "core/config.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "core/slice.hpp"

namespace tablattice {
namespace {

Status invalid(const std::string& where, const std::string& message) {
  return problem("config_invalid", message, where);
}

Status refuse_unknown(const Json& object, const std::string& where, std::initializer_list<const char*> known) {
  if (!object.is_object()) return invalid(where, "This must be an object.");
  for (const auto& [name, value] : object.items()) {
    bool found = false;
    for (const char* candidate : known) found = found || name == candidate;
    if (!found) return invalid(where + "/" + name, "There is no such option.");
  }
  return {};
}

// One numeric option: its name, where it goes, and its smallest value.
struct NumberOption {
  const char* name;
  std::int64_t* target;
  std::int64_t least;
};

Status read_numbers(const Json& object, const std::string& where, std::initializer_list<NumberOption> options) {
  for (const NumberOption& option : options) {
    const auto found = object.find(option.name);
    if (found == object.end()) continue;
    const bool good = found->is_number_integer() && found->get<std::int64_t>() >= option.least &&
                      found->get<std::int64_t>() <= safe_integer_max;
    if (!good)
      return invalid(where + "/" + option.name,
                     "This must be a whole number of at least " + std::to_string(option.least) + ".");
    *option.target = found->get<std::int64_t>();
  }
  return {};
}

Status read_poll(const Json& value, PollOptions& poll) {
  if (value.is_boolean() && !value.get<bool>()) {
    poll.enabled = false;
    return {};
  }
  Status status = refuse_unknown(
      value, "poll",
      {"activeMs", "idleMs", "idleAfterMs", "staleMs", "deadlineMs", "backoffMinMs", "backoffMaxMs", "sliceBytes"});
  if (!status.ok()) return status;
  return read_numbers(value, "poll",
                      {{"activeMs", &poll.active_ms, 1},
                       {"idleMs", &poll.idle_ms, 1},
                       {"idleAfterMs", &poll.idle_after_ms, 1},
                       {"staleMs", &poll.stale_ms, 0},
                       {"deadlineMs", &poll.deadline_ms, 1},
                       {"backoffMinMs", &poll.backoff_min_ms, 1},
                       {"backoffMaxMs", &poll.backoff_max_ms, 1},
                       {"sliceBytes", &poll.slice_bytes, 1}});
}

Status read_outbox(const Json& value, OutboxOptions& outbox) {
  Status status = refuse_unknown(
      value, "outbox",
      {"concurrency", "attemptsMax", "queueMax", "deadlineMs", "backoffMinMs", "backoffMaxMs", "keyMemoryMs"});
  if (!status.ok()) return status;
  return read_numbers(value, "outbox",
                      {{"concurrency", &outbox.concurrency, 1},
                       {"attemptsMax", &outbox.attempts_max, 1},
                       {"queueMax", &outbox.queue_max, 1},
                       {"deadlineMs", &outbox.deadline_ms, 1},
                       {"backoffMinMs", &outbox.backoff_min_ms, 1},
                       {"backoffMaxMs", &outbox.backoff_max_ms, 1},
                       {"keyMemoryMs", &outbox.key_memory_ms, 1}});
}

Status read_tabs(const Json& value, TabsOptions& tabs) {
  Status status = refuse_unknown(value, "tabs", {"beatMs", "beatsMissed", "helloMs", "gapMs", "stealMs", "memoryMs"});
  if (!status.ok()) return status;
  return read_numbers(value, "tabs",
                      {{"beatMs", &tabs.beat_ms, 1},
                       {"beatsMissed", &tabs.beats_missed, 1},
                       {"helloMs", &tabs.hello_ms, 1},
                       {"gapMs", &tabs.gap_ms, 1},
                       {"stealMs", &tabs.steal_ms, 1},
                       {"memoryMs", &tabs.memory_ms, 1}});
}

Status read_collections(const Json& json, Config& config) {
  const auto found = json.find("collections");
  if (found == json.end() || !found->is_object() || found->empty())
    return invalid("collections", "Name at least one collection.");
  for (const auto& [name, value] : found->items()) {
    if (name.empty() || name.find('/') != std::string::npos)
      return invalid("collections/" + name, "A collection's name is not empty and holds no slash.");
    Result<CollectionOptions> options = read_collection_options(name, value);
    if (!options.ok()) return options.status;
    const std::string& slice = options.value.slice;
    if (Status status = slice.empty() ? Status{} : slice_problem(slice); !status.ok()) {
      status.where = "collections/" + name + "/slice";
      return status;
    }
    config.collections.push_back(std::move(options.value));
  }
  return {};
}

Status read_identity(const Json& json, Config& config) {
  for (const auto& [name, target] : {std::pair<const char*, std::string*>{"client", &config.client},
                                     {"seed", &config.seed},
                                     {"scope", &config.scope}}) {
    const auto text = string_member(json, name);
    if (!text || text->empty()) return invalid(name, "This must be a string that is not empty.");
    *target = *text;
  }
  const bool good_client = std::all_of(config.client.begin(), config.client.end(),
                                       [](char letter) { return letter > ' ' && letter <= '~' && letter != ':'; });
  if (!good_client) return invalid("client", "A client's id is visible ASCII without a colon.");
  if (json.contains("identity")) {
    const auto identity = string_member(json, "identity");
    if (!identity || identity->empty()) return invalid("identity", "This must be a string that is not empty.");
    config.identity = *identity;
  }
  for (const auto& [name, target] : {std::pair<const char*, bool*>{"visible", &config.visible},
                                     {"online", &config.online},
                                     {"locks", &config.locks}}) {
    const auto found = json.find(name);
    if (found == json.end()) continue;
    if (!found->is_boolean()) return invalid(name, "This must be a boolean.");
    *target = found->get<bool>();
  }
  std::int64_t life = 1;
  Status status = read_numbers(json, "config", {{"life", &life, 1}});
  config.life = static_cast<std::uint64_t>(life);
  return status;
}

Status read_unauthorized(const Json& value, std::set<int>& statuses) {
  if (!value.is_array()) return invalid("unauthorized", "This must be an array of HTTP status codes.");
  statuses.clear();
  for (const Json& item : value) {
    if (!item.is_number_integer() || item.get<std::int64_t>() < 400 || item.get<std::int64_t>() > 499) {
      return invalid("unauthorized", "An HTTP status code here is a whole number from 400 to 499.");
    }
    statuses.insert(item.get<int>());
  }
  return {};
}

}  // namespace

Result<Config> read_config(std::string_view text) {
  Result<Json> json = parse_json(text, "config");
  if (!json.ok()) return json.status;
  Status status = refuse_unknown(json.value, "config",
                                 {"client", "life", "seed", "scope", "visible", "online", "locks", "identity",
                                  "collections", "poll", "outbox", "tabs", "unauthorized"});
  Config config;
  if (status.ok()) status = read_identity(json.value, config);
  if (status.ok()) status = read_collections(json.value, config);
  if (status.ok() && json.value.contains("poll")) status = read_poll(json.value["poll"], config.poll);
  if (status.ok() && json.value.contains("outbox")) status = read_outbox(json.value["outbox"], config.outbox);
  if (status.ok() && json.value.contains("tabs")) status = read_tabs(json.value["tabs"], config.tabs);
  if (status.ok() && json.value.contains("unauthorized"))
    status = read_unauthorized(json.value["unauthorized"], config.unauthorized);
  const std::int64_t longest_ms = std::max(config.poll.deadline_ms, config.outbox.deadline_ms);
  if (status.ok() && config.tabs.memory_ms < 2 * longest_ms)
    status =
        invalid("tabs/memoryMs", "This must be at least twice the deadlines of requests, which it has to outlive.");
  if (!status.ok()) return status;
  return config;
}

}  // namespace tablattice
