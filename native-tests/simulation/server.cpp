#include "simulation/server.hpp"

#include <algorithm>
#include <utility>

#include "simulation/instant.hpp"
#include "simulation/json_slice.hpp"

namespace tablattice::simulation {
namespace {

constexpr std::int64_t key_memory_margin_ms = 60'000;  // a request sent in time may come late
constexpr std::int64_t clock_margin_ms = 600'000;      // and its sender's clock may be wrong
// It decides nothing: the same key may come with another If-Match.
constexpr int precondition_failed = 412;

Call::Type call_type(std::string_view word) {
  if (word == "\"list\"") return Call::Type::list;
  if (word == "\"changes\"") return Call::Type::changes;
  if (word == "\"read\"") return Call::Type::read;
  if (word == "\"create\"") return Call::Type::create;
  return word == "\"update\"" ? Call::Type::update : Call::Type::remove;
}

}  // namespace

std::string favourite_key(std::size_t index) { return "\"r" + std::to_string(index) + '"'; }

Call read_call(std::string_view text, const Plan& plan) {
  Call call;
  for_each_member(text, [&](std::string_view name, std::string_view value) {
    if (name == "type") call.type = call_type(value);
    if (name == "collection") call.collection = value.substr(1, value.size() - 2) == collection_names[1] ? 1 : 0;
    if (name == "key") call.key = value;
    if (name == "since") call.since = static_cast<std::uint64_t>(number_of(value));
    if (name == "page") call.page = static_cast<std::size_t>(number_of(value));
    if (name == "ifNoneMatch" && plan.etags) call.if_none_match = unquoted(value);
    if (name == "ifMatch") call.if_match = unquoted(value);
    if (name == "idempotencyKey") call.idempotency_key = unquoted(value);
    if (name == "row" || name == "changes") call.body = value;
  });
  return call;
}

Server::Server(const Plan& plan, Ledger& ledger, Tally& tally)
    : plan_(plan),
      ledger_(ledger),
      tally_(tally),
      dice_(plan.seed, 2),
      key_memory_ms_(plan.key_memory_ms + key_memory_margin_ms + (plan.clocks_agree() ? 0 : clock_margin_ms)) {
  for (std::size_t collection = 0; collection < plan.collections; ++collection) {
    const std::size_t rows = 1 + dice_.below(4);
    for (std::size_t row = 0; row < rows; ++row) {
      const std::string key = plan.server_ids ? made_key() : favourite_key(row);
      create_by_other(collection, key, 0);
    }
  }
}

Reply Server::handle(const Call& call, std::int64_t now_ms, bool late) {
  if (call.type == Call::Type::list) return list(call);
  if (call.type == Call::Type::changes) return changes(call);
  if (call.type == Call::Type::read) return read(call);
  return write(call, now_ms, late);
}

Reply Server::write(const Call& call, std::int64_t now_ms, bool late) {
  if (!plan_.keys) return carry_out(call, now_ms, late);
  const auto known = remembered_.find(call.idempotency_key);
  if (known != remembered_.end() && now_ms - known->second.at_ms <= key_memory_ms_) {
    tally_.count(Repair::key_replayed);
    return known->second.reply;
  }
  Reply reply = carry_out(call, now_ms, late);
  if (reply.status != precondition_failed) remembered_[call.idempotency_key] = {reply, now_ms};
  return reply;
}

Reply Server::carry_out(const Call& call, std::int64_t now_ms, bool late) {
  const Deed* asked = ledger_.find(call.idempotency_key);
  const int deed = asked == nullptr ? -1 : static_cast<int>(asked->index);
  if (deed >= 0 && asked->applied.empty()) {
    ledger_.deeds()[asked->index].first_applied_by_copy = call.copy;
    ledger_.deeds()[asked->index].applied_overtaken = call.overtaken;
  }
  const bool refused = call.body.find(std::string(":\"") + refused_letter) != std::string::npos;
  Reply reply;
  if (refused) {
    reply = {422, R"({"title":"This text is not allowed.","field":"a"})", "", ""};
  } else if (call.type == Call::Type::create) {
    reply = create(call, now_ms, deed, late);
  } else {
    reply = call.type == Call::Type::update ? update(call, now_ms, deed, late) : remove(call, now_ms, deed, late);
  }
  const bool decides = reply.status >= 400 && reply.status != precondition_failed;
  if (decides && deed >= 0) ledger_.deeds()[static_cast<std::size_t>(deed)].answered_no = true;
  if (reply.status < 300 && plan_.bare_answers && dice_.per_mille(600)) reply = {204, "", "", ""};
  return reply;
}

Reply Server::create(const Call& call, std::int64_t now_ms, int deed, bool late) {
  Json row = Json::parse(call.body);
  const std::string key = row.contains("id") ? dump_json(row["id"]) : made_key();
  if (tables_[call.collection].rows.contains(key)) return {409, R"({"title":"There is such a row."})", "", ""};
  if (deed >= 0) {
    const Deed& asked = ledger_.deeds()[static_cast<std::size_t>(deed)];
    if (asked.key != key) ledger_.alias(call.collection, asked.key, key);
  }
  row["id"] = Json::parse(key);
  return {201, put(call.collection, key, std::move(row), now_ms, deed, late).text, "", ""};
}

Reply Server::update(const Call& call, std::int64_t now_ms, int deed, bool late) {
  auto& rows = tables_[call.collection].rows;
  const auto found = rows.find(call.key);
  if (found == rows.end()) return {404, R"({"title":"There is no such row."})", "", ""};
  if (precondition_fails(call, found->second)) return {precondition_failed, R"({"title":"It was changed."})", "", ""};
  Json row = found->second.json;
  patch(row, Json::parse(call.body));
  return {200, put(call.collection, call.key, std::move(row), now_ms, deed, late).text, "", ""};
}

Reply Server::remove(const Call& call, std::int64_t now_ms, int deed, bool late) {
  auto& rows = tables_[call.collection].rows;
  const auto found = rows.find(call.key);
  if (found == rows.end()) {
    if (deed >= 0) ledger_.deeds()[static_cast<std::size_t>(deed)].absent_seen = true;
    return {dice_.per_mille(500) ? 404 : 410, R"({"title":"There is no such row."})", "", ""};
  }
  if (precondition_fails(call, found->second)) return {precondition_failed, R"({"title":"It was changed."})", "", ""};
  const Json version = erase(call.collection, call.key, now_ms, deed, late);
  const bool told = plan_.rung == Rung::feed || (plan_.rung == Rung::versioned && dice_.per_mille(400));
  if (!told) return {204, "", "", ""};
  return {200, R"({"id":)" + call.key + R"(,"version":)" + dump_json(version) + "}", "", ""};
}

bool Server::precondition_fails(const Call& call, const Row& row) const {
  if (call.if_match.empty() || !row.json.contains("version")) return false;
  const Json& version = row.json["version"];
  return call.if_match != '"' + (version.is_string() ? version.get<std::string>() : dump_json(version)) + '"';
}

void Server::patch(Json& row, const Json& changes) const {
  plan_.assign ? assign_members(row, changes) : merge_patch(row, changes);
}

// The version that a row gets by a change; null on the plain rung. A feed's is the number of the change.
Json Server::next_version(Key& key, std::int64_t now_ms, bool alive) {
  if (plan_.rung == Rung::plain) return nullptr;
  if (plan_.rung == Rung::feed) {
    ++key.rank;
    return history_.size() + 1;
  }
  if (plan_.version_form == VersionForm::instant) {
    if (key.instant_ms != now_ms || key.rank == 0) ++key.rank;
    key.instant_ms = now_ms;
    // One notation for one instant: the same version in two notations would be two entity tags.
    return instant_text(epoch_ms + now_ms, static_cast<std::size_t>(now_ms / 7 % 4));
  }
  ++key.rank;
  ++key.count;
  const std::uint64_t count = key.count;
  if (!alive && plan_.version_form == VersionForm::count_restarting) key.count = 0;
  return plan_.version_form == VersionForm::decimal_string ? Json(std::to_string(count)) : Json(count);
}

// A change of that key as it now stands.
Change Server::begin_change(std::size_t collection, const std::string& key, std::int64_t now_ms, int deed, bool late) {
  const Key& lasting = tables_[collection].keys[key];
  Change change;
  change.collection = collection;
  change.key = key;
  change.at_ms = now_ms;
  change.life = lasting.life;
  change.rank = lasting.rank;
  change.deed = deed;
  change.late = late;
  return change;
}

const Server::Row& Server::put(std::size_t collection, const std::string& key, Json json, std::int64_t now_ms, int deed,
                               bool late) {
  Table& table = tables_[collection];
  Key& lasting = table.keys[key];
  if (!table.rows.contains(key)) {
    ++lasting.life;
    lasting.rank = 0;
  }
  const Json version = next_version(lasting, now_ms, true);
  if (!version.is_null()) json["version"] = version;
  json["mark"] = history_.size() + 1;
  Change change = begin_change(collection, key, now_ms, deed, late);
  for (std::size_t field = 0; field < field_count; ++field)
    change.fields[field] = string_member(json, field_names[field]).value_or("");
  Row& row = table.rows[key];
  row = {std::move(json), "", history_.size() + 1};
  row.text = dump_json(row.json);
  change.text = row.text;
  note(std::move(change));
  return row;
}

Json Server::erase(std::size_t collection, const std::string& key, std::int64_t now_ms, int deed, bool late) {
  Table& table = tables_[collection];
  Key& lasting = table.keys[key];
  const Json version = next_version(lasting, now_ms, false);
  table.rows.erase(key);
  Change change = begin_change(collection, key, now_ms, deed, late);
  change.alive = false;
  note(std::move(change));
  return version;
}

void Server::note(Change change) {
  change.mark = history_.size() + 1;
  Table& table = tables_[change.collection];
  table.list_text.clear();
  table.marks[change.key].push_back(change.mark);
  if (change.deed >= 0) {
    Deed& deed = ledger_.deeds()[static_cast<std::size_t>(change.deed)];
    if (deed.applied.empty()) deed.first_applied_late = change.late;
    deed.applied.push_back(change.mark);
  }
  history_.push_back(std::move(change));
  if (on_change) on_change(history_.back());
}

const std::vector<std::uint64_t>& Server::marks_of(std::size_t collection, const std::string& key) const {
  static const std::vector<std::uint64_t> none;
  const auto found = tables_[collection].marks.find(key);
  return found == tables_[collection].marks.end() ? none : found->second;
}

std::uint64_t Server::deleted_after(std::size_t collection, const std::string& key, std::uint64_t mark) const {
  for (const std::uint64_t candidate : marks_of(collection, key)) {
    if (candidate > mark && !change(candidate).alive) return candidate;
  }
  return 0;
}

std::string Server::made_key() { return "\"s" + std::to_string(++keys_made_) + '"'; }

}  // namespace tablattice::simulation
