#include "support/tab.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace tablattice::testing {

Json tab_config(const std::string& client, const Json& slots, const Json& more) {
  Json config = {{"client", client},
                 {"seed", "9e3779b97f4a7c15f39cc0605cedc8341082276bf3a27251f86c6a11d0c18e95"},
                 {"scope", "test"},
                 {"locks", true}};
  config["collections"] = {{"slots", slots}};
  merge_patch(config, more);
  return config;
}

Tab::Tab(const Json& config, std::int64_t now) : engine(dump_json(config), static_cast<double>(now)), now_ms(now) {
  EXPECT_EQ(engine.problem(), "");
}

std::uint32_t Tab::dispatch(const std::string& type, const Json& payload, bool promised) {
  Json action = {{"type", type}, {"payload", payload}};
  if (promised) action["promised"] = true;
  return took(engine.dispatch(dump_json(action), static_cast<double>(now_ms)));
}

std::uint32_t Tab::receive(const std::string& text, const std::string& source) {
  return took(engine.receive(source, text, static_cast<double>(now_ms)));
}

std::uint32_t Tab::signal(const Json& signal) {
  return took(engine.signal(dump_json(signal), static_cast<double>(now_ms)));
}

std::uint32_t Tab::load(const std::string& body) {
  return took(engine.load("slots", body, static_cast<double>(now_ms)));
}

std::uint32_t Tab::respond(const OpenRequest& request, const Reply& reply) {
  Json meta = {{"status", reply.status}, {"mapped", reply.mapped}};
  if (!reply.etag.empty()) meta["etag"] = reply.etag;
  if (!reply.retry_after.empty()) meta["retryAfter"] = reply.retry_after;
  if (!reply.error.empty()) meta["error"] = {{"message", reply.error}};
  std::erase_if(requests, [&](const OpenRequest& open) { return open.id == request.id; });
  return took(engine.respond(request.id, dump_json(meta), reply.body, static_cast<double>(now_ms)));
}

std::uint32_t Tab::displace(const OpenRequest& request, const Json& text) {
  std::erase_if(requests, [&](const OpenRequest& open) { return open.id == request.id; });
  const Json meta = {{"status", 0}, {"entry", text}};
  return took(engine.respond(request.id, dump_json(meta), "", static_cast<double>(now_ms)));
}

std::uint32_t Tab::wake() {
  wake_at.reset();
  return took(engine.wake(static_cast<double>(now_ms)));
}

std::uint32_t Tab::lock(const std::string& name, bool held) {
  return signal({{"type", "lock"}, {"name", name}, {"held", held}});
}

std::uint32_t Tab::scan() {
  Json entries = Json::array();
  for (const auto& [key, text] : shared == nullptr ? stored : *shared)
    entries.push_back({{"key", key}, {"text", text}});
  return signal({{"type", "stored"}, {"entries", std::move(entries)}});
}

std::uint32_t Tab::recall() {
  Json entries = Json::array();
  for (const auto& [key, text] : shared_cache == nullptr ? cached : *shared_cache)
    entries.push_back({{"key", key}, {"text", text}});
  return signal({{"type", "cached"}, {"entries", std::move(entries)}});
}

std::uint32_t Tab::advance(std::int64_t ms) {
  now_ms += ms;
  return wake_at && *wake_at <= now_ms ? wake() : 0;
}

std::vector<OpenRequest> Tab::take_requests(const std::string& type) {
  std::vector<OpenRequest> taken;
  std::copy_if(requests.begin(), requests.end(), std::back_inserter(taken),
               [&](const OpenRequest& request) { return request.operation["type"] == type; });
  std::erase_if(requests, [&](const OpenRequest& request) { return request.operation["type"] == type; });
  return taken;
}

OpenRequest Tab::take_request(const std::string& type) {
  const std::vector<OpenRequest> taken = take_requests(type);
  EXPECT_EQ(taken.size(), 1U) << "open requests of type " << type;
  return taken.empty() ? OpenRequest() : taken.front();
}

std::size_t Tab::open(const std::string& type) const {
  return static_cast<std::size_t>(std::count_if(
      requests.begin(), requests.end(), [&](const OpenRequest& request) { return request.operation["type"] == type; }));
}

std::vector<Json> Tab::told(const std::string& kind) const {
  std::vector<Json> events;
  for (const std::string& text : sent) {
    const Json message = Json::parse(text);
    std::copy_if(message["events"].begin(), message["events"].end(), std::back_inserter(events),
                 [&](const Json& event) { return event["kind"] == kind; });
  }
  return events;
}

std::string Tab::name() const { return Json::parse(engine.result())["mutations"].at(0)["name"]; }

std::string Tab::key() const { return Json::parse(engine.result())["mutations"].at(0)["key"]; }

std::string Tab::refused_code() const {
  const Json result = Json::parse(engine.result());
  return result.contains("problem") ? result["problem"]["code"].get<std::string>() : "";
}

Json Tab::row(const std::string& id) const {
  const std::string text = engine.row("slots", dump_json(id));
  return text.empty() ? Json() : Json::parse(text);
}

std::map<std::string, Json> Tab::rows() const {
  std::map<std::string, Json> rows;
  for (const Json& id : Json::parse(engine.keys("slots"))) rows[id.get<std::string>()] = row(id.get<std::string>());
  return rows;
}

Json Tab::status() const { return Json::parse(engine.status()); }
Json Tab::pending() const { return Json::parse(engine.pending()); }
Json Tab::failures() const { return Json::parse(engine.failures()); }

std::uint64_t Tab::counter(const std::string& name) const { return status()["counters"][name].get<std::uint64_t>(); }

int Tab::reported(const std::string& code) const {
  return static_cast<int>(
      std::count_if(reports.begin(), reports.end(), [&](const Json& problem) { return problem["code"] == code; }));
}

std::uint32_t Tab::took(std::uint32_t mask) {
  const bool due = wake_at && *wake_at <= now_ms;
  const Json effects = Json::parse(engine.take_effects());
  EXPECT_EQ((mask & mask_effects) != 0, !effects.empty()) << "bit 1 says whether effects wait: " << effects;
  last_effects.assign(effects.begin(), effects.end());
  for (const Json& effect : effects) execute(effect);
  for (const Json& effect : effects) answer(effect);
  const bool joining = engine.status().find("\"progress\":0") != std::string::npos;
  const bool telling = std::any_of(effects.begin(), effects.end(), [](const Json& effect) {
    return effect["kind"] == "send" && effect["text"].text().find(R"("kind":"state")") != std::string::npos;
  });
  if (wake_at && !joining && !telling && !due) {
    EXPECT_GT(*wake_at, now_ms) << "an engine that asks to be woken at once would spin";
  }
  return mask;
}

void Tab::persist(const std::string& key, const Json& text, const Json& held) {
  for (auto* storage : {&stored, shared}) {
    if (storage == nullptr || (full && !text.is_null())) continue;
    const auto found = storage->find(key);
    const Json now = found == storage->end() ? Json() : Json(found->second);
    if (!held.empty() && std::find(held.begin(), held.end(), now) == held.end()) continue;
    storage->erase(key);
    if (!text.is_null()) (*storage)[key] = text;
  }
}

// What the host answers on its own account, as inputs that follow.
void Tab::answer(const Json& effect) {
  const std::string kind = effect["kind"];
  const std::string name = effect.value("name", "");
  if (kind == "scan" && answers_scans) scan();
  if (kind == "recall" && answers_recalls) recall();
  if (kind == "unlock" && on_unlock) on_unlock(*this, name);
  if (kind == "lock" && locks.contains(name)) answer_lock(effect);
  if (kind == "request" && effect.contains("entry")) answer_request(effect);
  if (kind == "persist" && full && !effect["text"].is_null())
    signal({{"type", "unstored"}, {"key", effect["key"]}, {"message", "The quota is exceeded."}});
}

// The host compares and sets just before it sends.
void Tab::answer_request(const Json& effect) {
  const Json& entry = effect["entry"];
  const auto& storage = shared == nullptr ? stored : *shared;
  const auto found = storage.find(entry["key"]);
  const Json text = found == storage.end() ? Json() : Json(found->second);
  const auto open = std::find_if(requests.begin(), requests.end(),
                                 [&](const OpenRequest& request) { return request.id == effect["id"].get<double>(); });
  if (open == requests.end()) return;
  if (text != entry["text"]) {
    displace(OpenRequest(*open), text);
  } else {
    persist(entry["key"], entry["next"], {});
  }
}

void Tab::answer_lock(const Json& effect) {
  const std::string name = effect["name"];
  const bool own = name == "leader" || name == "client:" + status()["client"].get<std::string>();
  if (on_lock) {
    on_lock(*this, name, effect.value("steal", false));
  } else if (own) {
    lock(name);
  }
}

void Tab::write_cache(const Json& entries) {
  for (auto* cache : {&cached, shared_cache}) {
    if (cache == nullptr) continue;
    for (const Json& entry : entries) {
      cache->erase(entry["key"]);
      if (!entry["text"].is_null()) (*cache)[entry["key"]] = entry["text"];
    }
  }
}

void Tab::execute(const Json& effect) {
  const std::string kind = effect["kind"];
  if (kind == "send") sent.push_back(effect["text"]);
  if (kind == "persist") persist(effect["key"], effect["text"], effect.value("held", Json()));
  if (kind == "request") requests.push_back({effect["id"], effect["operation"], effect.value("entry", Json())});
  if (kind == "wake") wake_at = effect["at"].is_null() ? std::nullopt : std::optional(effect["at"].get<std::int64_t>());
  if (kind == "lock") locks.insert(effect["name"]);
  if (kind == "unlock") locks.erase(effect["name"]);
  if (kind == "scan") ++scans;
  if (kind == "cache") cache_writes.push_back(effect["entries"]);
  if (kind == "cache") write_cache(effect["entries"]);
  if (kind == "unauthorized") ++unauthorized;
  if (kind == "settle") settled[effect["name"]] = effect;
  if (kind == "refreshed") refreshed[effect["token"]] = effect["problem"];
  if (kind == "report") reports.push_back(effect["problem"]);
  if (kind == "event") events.push_back(effect);
  if (kind == "forgotten") forgotten = true;
  if (kind != "abort") return;
  aborted.push_back(effect["id"]);
  std::erase_if(requests, [&](const OpenRequest& open) { return open.id == effect["id"].get<double>(); });
}

}  // namespace tablattice::testing
