// The half of Engine that is read: views, rows and status.
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/engine.hpp"
#include "core/json_items.hpp"

namespace tablattice {

int Engine::open_view(std::string_view text) {
  result_ = "{}";
  const auto refused = [this](const Status& status) {
    refuse(status);
    return 0;
  };
  if (!problem_.empty()) return 0;
  if (views_.size() >= views_max)
    return refused(
        tablattice::problem("views_full", "Too many views are open; close those that are no longer shown.", "view"));
  const Result<Json> json = parse_json(text, "query");
  if (!json.ok()) return refused(json.status);
  Result<Query> query = Query::parse(json.value);
  if (!query.ok()) return refused(query.status);
  const Collection* collection = session_->find(query.value.from);
  if (collection == nullptr)
    return refused(tablattice::problem("collection_unknown",
                                       "This engine has no collection '" + query.value.from + "'.", "query/from"));
  View& view = live_views_.at(query.value.from).views.open(query.value);
  views_.emplace(++last_view_, OpenView{&view, query.value.from, std::nullopt});
  handles_.emplace(&view, last_view_);
  return last_view_;
}

void Engine::close_view(int handle) {
  const auto found = views_.find(handle);
  if (found == views_.end()) return;
  handles_.erase(found->second.view);
  live_views_.at(found->second.collection).views.close(*found->second.view);
  views_.erase(found);
}

void Engine::append_patches(std::string& news) {
  for (auto& [name, live] : live_views_) {
    const std::vector<View*> views = live.views.news();
    for (const View* view : views) {
      const int handle = handles_.at(view);
      begin_item(news);
      news += '[';
      append_count(static_cast<std::uint64_t>(handle), news);
      news += ",{";
      append_patch(live, views_.at(handle), news);
      news += "}]";
    }
  }
}

void Engine::append_patch(const CollectionViews& live, OpenView& open, std::string& news) const {
  live.views.take_patch(*open.view, news);
  if (open.told_signature == live.signature) return;
  open.told_signature = live.signature;
  const std::string status = dump_json(readers_.at(open.collection).view_status());
  begin_item(news);
  news.append(status, 1, status.size() - 2);
}

std::uint32_t Engine::set_window(int handle, double offset, double limit) {
  const auto found = views_.find(handle);
  const bool good =
      offset >= 0 && offset == std::floor(offset) && (limit == -1 || (limit >= 0 && limit == std::floor(limit)));
  if (found == views_.end() || !good || offset > static_cast<double>(safe_integer_max) ||
      limit > static_cast<double>(safe_integer_max)) {
    return refuse(tablattice::problem(
        "query_invalid", "A window is an open view's offset and limit, whole numbers of at least 0.", "window"));
  }
  View& view = *found->second.view;
  view.set_window(static_cast<std::uint64_t>(offset),
                  limit < 0 ? std::nullopt : std::optional<std::uint64_t>(static_cast<std::uint64_t>(limit)));
  return view.changed() ? std::uint32_t{mask_views} : 0U;
}

std::optional<std::string_view> Engine::CollectionViews::text(const std::string& key) const {
  const std::string* text = collection.visible(key);
  return text == nullptr ? std::nullopt : std::optional<std::string_view>(*text);
}

void Engine::CollectionViews::for_each(const Visit& visit) const { collection.for_each_visible(visit); }

// Lets the views follow the rows; whether a view, its status or a row changed.
bool Engine::update_views() {
  bool changed = false;
  for (auto& [name, live] : live_views_) {
    if (keeps_before_) note_before(name, live.collection);
    changed = follow(live) || changed;
    Signature signature;
    live.reader.sign(signature);
    if (std::exchange(live.signature, signature) == signature) continue;
    live.views.set_all_changed();
    changed = changed || !live.views.empty();
  }
  return changed;
}

// Takes in which rows changed; whether any did. Rows that come by the thousand are not named: nobody can know them yet.
bool Engine::follow(CollectionViews& live) {
  constexpr std::size_t many = 1'000;
  const bool many_changed = live.collection.changed_count() > many;
  bool changed = false;
  std::vector<LiveViews::Came> came;
  live.collection.take_changed([&](const std::string& key, const std::string* text, bool was_missing) {
    changed = true;
    if (many_changed && was_missing) {
      live.many_came = true;
      came.push_back({&key, *text});
    } else {
      live.changed_keys.push_back(key);
      live.views.change(key, text == nullptr ? std::nullopt : std::optional<std::string_view>(*text));
    }
  });
  live.views.come(came);
  return changed;
}

void Engine::keep_before(bool on) {
  keeps_before_ = on;
  before_.clear();
}

void Engine::note_before(const std::string& name, const Collection& collection) {
  auto& before = before_[name];
  collection.for_each_changed([&before](const std::string& key, const std::string* text) {
    before.try_emplace(key, text == nullptr ? "null" : *text);
  });
}

void Engine::append_before(std::string& news) {
  for (const auto& [name, rows] : before_) {
    begin_item(news);
    news.append(live_views_.at(name).name_text).append(":[");
    for (const auto& [key, text] : rows) {
      begin_item(news);
      news.append("[").append(key).append(",").append(text).append("]");
    }
    news += ']';
  }
  before_.clear();
}

std::string Engine::rows(const std::string& collection, std::string_view keys) const {
  const Result<Json> list = parse_json(keys, "keys");
  if (!list.ok() || !list.value.is_array()) return "[]";
  std::string rows = "[";
  for (const Json& key : list.value) {
    const std::string text = row(collection, dump_json(key));
    begin_item(rows);
    rows += text.empty() ? "null" : text;
  }
  return rows += "]";
}

std::string Engine::row(const std::string& collection, const std::string& key) const {
  const Collection* found = session_ ? session_->find(collection) : nullptr;
  const Result<Json> json = parse_json(key, "key");
  const Result<std::string> text = json.ok() ? key_text(json.value, "key") : Result<std::string>(json.status);
  if (found == nullptr || !text.ok()) return "";
  const std::string* row = found->visible(found->resolve(text.value));
  return row == nullptr ? "" : *row;
}

std::string Engine::keys(const std::string& collection) const {
  const Collection* found = session_ ? session_->find(collection) : nullptr;
  Json keys = Json::array();
  if (found != nullptr) {
    for (const std::string& key : found->keys()) keys.push_back(key_json(key));
  }
  return dump_json(keys);
}

void Engine::append_changes(std::string& news) {
  for (auto& [name, live] : live_views_) {
    std::vector<std::string> keys = std::exchange(live.changed_keys, {});
    if (std::exchange(live.many_came, false)) keys.emplace_back();  // the first one in their order
    if (keys.empty()) continue;
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    begin_item(news);
    news.append(live.name_text).append(":[");
    for (const std::string& key : keys) news.append(key.empty() ? std::string_view("null") : key).append(",");
    news.back() = ']';
  }
}

std::string Engine::take_changes() {
  std::string changes = "{";
  append_changes(changes);
  return changes += "}";
}

std::string Engine::read_views() {
  std::string patches = "[";
  append_patches(patches);
  return patches += "]";
}

std::string Engine::take_news() {
  std::string news = R"({"changes":{)";
  append_changes(news);
  if (keeps_before_) {
    news += R"(},"before":{)";
    append_before(news);
  }
  news += R"(},"views":[)";
  append_patches(news);
  return news += "]}";
}

Signature Engine::sign_status() const {
  Signature signature;
  const Counters& counters = session_->counters;
  for (const std::uint64_t number :
       {std::uint64_t{session_->online}, std::uint64_t{session_->outdated}, std::uint64_t{session_->auth_expired},
        std::uint64_t{session_->running}, std::uint64_t{writer_->outbox().entries().size()},
        std::uint64_t{writer_->outbox().failures().size()}, counters.joined, counters.stale, counters.duplicate,
        counters.refused, counters.malformed, counters.gaps, counters.healed, counters.adopted, counters.steals,
        counters.reads, counters.writes})
    signature.add(number);
  for (const auto& [name, live] : live_views_) {
    signature.add(live.collection.size());
    signature.add(static_cast<std::uint64_t>(live.collection.rung()));
    signature.add(static_cast<std::uint64_t>(live.reader.policy().mode(session_->now_ms)));
    live.reader.sign(signature);
  }
  signature.add(tabs_->leader());
  return signature;
}

Json Engine::poll_status() const {
  const Reader& first = readers_.begin()->second;
  std::optional<std::int64_t> next;
  unsigned failures = 0;
  for (const auto& [name, reader] : readers_) {
    const auto due = reader.due_at();
    if (due && (!next || *due < *next)) next = due;
    failures = std::max(failures, reader.policy().failures());
  }
  const bool paused = !session_->running || session_->auth_expired;
  return json_object("mode", paused ? "paused" : poll_mode_word(first.policy().mode(session_->now_ms)), "nextAt",
                     next ? Json(session_->machine_time(*next)) : Json(), "failures", failures);
}

std::string Engine::status() const {
  if (!session_) return "{}";
  Json rungs = Json::object();
  Json collections = Json::object();
  for (const auto& [name, reader] : readers_) {
    const Collection& collection = *session_->find(name);
    rungs[name] = rung_word(collection.rung());
    collections[name] = reader.view_status();
    collections[name]["size"] = collection.size();
    collections[name]["progress"] = reader.joining() ? Json(reader.progress()) : Json();
  }
  const Counters& counters = session_->counters;
  return dump_json(json_object(
      "client", session_->config.client, "leader", tabs_->leader().empty() ? Json() : Json(tabs_->leader()), "role",
      tabs_->leads() ? "leader" : "follower", "online", session_->online, "outdated", session_->outdated, "auth",
      session_->auth_expired ? "expired" : "ok", "pending", writer_->outbox().entries().size(), "failures",
      writer_->outbox().failures().size(), "rungs", std::move(rungs), "poll", poll_status(), "collections",
      std::move(collections), "counters",
      json_object("joined", counters.joined, "stale", counters.stale, "duplicate", counters.duplicate, "refused",
                  counters.refused, "malformed", counters.malformed, "gaps", counters.gaps, "healed", counters.healed,
                  "adopted", counters.adopted, "steals", counters.steals, "beats", counters.beats, "sent",
                  session_->effects.messages_sent(), "reads", counters.reads, "writes", counters.writes)));
}

std::string Engine::pending() const {
  Json list = Json::array();
  if (!session_) return "[]";
  for (const OutboxEntry& entry : writer_->outbox().entries()) {
    const Mutation& mutation = entry.mutation;
    list.push_back(json_object("name", mutation.name.text(), "collection", mutation.collection, "key",
                               key_json(mutation.key), "type", operation_word(mutation.operation), "attempts",
                               entry.attempts, "at", mutation.stamp.ms));
  }
  return dump_json(list);
}

std::string Engine::failures() const {
  Json list = Json::array();
  if (!session_) return "[]";
  for (const auto& [name, failure] : writer_->outbox().failures()) {
    const Mutation& mutation = failure.mutation;
    list.push_back(json_object("name", name.text(), "collection", mutation.collection, "key", key_json(mutation.key),
                               "type", operation_word(mutation.operation), "payload", mutation.payload, "problem",
                               failure.problem, "at", failure.at_ms));
  }
  return dump_json(list);
}

}  // namespace tablattice
