#include "support/model_server.hpp"

#include <algorithm>
#include <utility>

namespace tablattice::testing {
namespace {

std::string member(const Json& operation, const char* name) { return string_member(operation, name).value_or(""); }

}  // namespace

Reply good(const Json& body) {
  Reply reply;
  reply.body = dump_json(body);
  return reply;
}

Reply refusal(int status, const Json& problem) {
  Reply reply;
  reply.status = status;
  reply.body = dump_json(problem);
  return reply;
}

Reply lost() {
  Reply reply;
  reply.status = 0;
  reply.error = "The network failed.";
  return reply;
}

Reply login_page() {
  Reply reply;
  reply.body = "<!doctype html><title>Sign in</title>";
  return reply;
}

Reply ModelServer::handle(const Json& operation) {
  log.push_back(operation);
  const std::string type = member(operation, "type");
  if (type == "list") return list(operation);
  if (type == "changes") return changes(operation);
  if (type != "read") return write(operation);
  const auto found = rows_.find(member(operation, "key"));
  return found == rows_.end() ? refusal(404) : good(found->second);
}

Reply ModelServer::list(const Json& operation) const {
  Json rows = Json::array();
  for (const auto& [id, row] : rows_) rows.push_back(row);
  Reply reply = kind_ == Kind::feed ? good({{"revision", revision_}, {"rows", rows}}) : good(rows);
  if (!etags) return reply;
  reply.etag = '"' + std::to_string(std::hash<std::string>()(reply.body)) + '"';
  if (member(operation, "ifNoneMatch") != reply.etag) return reply;
  reply.status = 304;
  reply.body.clear();
  return reply;
}

Reply ModelServer::changes(const Json& operation) const {
  const auto since = operation["since"].get<std::uint64_t>();
  if (since < history_start_) return refusal(410);
  Json body = {{"cursor", revision_}, {"rows", Json::array()}, {"tombstones", Json::array()}};
  body["mutations"] = Json::array();
  for (const Change& change : history_) {
    if (change.revision <= since) continue;
    const auto found = rows_.find(change.id);
    const bool last = found == rows_.end() || found->second["version"] == change.revision;
    if (found == rows_.end()) {
      body["tombstones"].push_back({{"id", change.id}, {"version", change.revision}});
    } else if (last) {
      body["rows"].push_back(found->second);
    }
    if (!change.mutation.empty()) body["mutations"].push_back(change.mutation);
  }
  return good(body);
}

Reply ModelServer::write(const Json& operation) {
  const std::string key = kind_ == Kind::feed ? member(operation, "idempotencyKey") : "";
  const auto known = remembered_.find(key);
  if (!key.empty() && known != remembered_.end()) return known->second;
  Reply reply = apply_write(operation);
  if (bare_writes && reply.status < 300) reply = {204, "", "", "", "", false};
  if (!key.empty() && reply.status != 412) remembered_[key] = reply;
  return reply;
}

Reply ModelServer::apply_write(const Json& operation) {
  const std::string type = member(operation, "type");
  if (type == "create") return create(operation);
  return type == "update" ? update(operation) : erase(operation);
}

Reply ModelServer::create(const Json& operation) {
  Json row = operation["row"];
  const std::string id = server_ids ? "made-" + std::to_string(++ids_made_) : member(row, "id");
  if (rows_.contains(id)) return refusal(409);
  row["id"] = id;
  return good(stamp_row(row, id, member(operation, "idempotencyKey")));
}

Reply ModelServer::update(const Json& operation) {
  const auto found = rows_.find(member(operation, "key"));
  if (found == rows_.end()) return refusal(404);
  if (precondition_fails(operation, found->second)) return refusal(412, {{"title", "Changed by someone else."}});
  Json row = found->second;
  merge_patch(row, operation["changes"]);
  return good(stamp_row(row, found->first, member(operation, "idempotencyKey")));
}

Reply ModelServer::erase(const Json& operation) {
  const auto found = rows_.find(member(operation, "key"));
  if (found == rows_.end()) return refusal(404);
  if (precondition_fails(operation, found->second)) return refusal(412);
  const std::string id = found->first;
  rows_.erase(found);
  history_.push_back({++revision_, id, member(operation, "idempotencyKey")});
  if (kind_ != Kind::feed) return {204, "", "", "", "", false};
  return good({{"id", id}, {"version", revision_}});
}

bool ModelServer::precondition_fails(const Json& operation, const Json& row) const {
  const std::string if_match = member(operation, "ifMatch");
  return !if_match.empty() && if_match != '"' + dump_json(row["version"]) + '"';
}

Json ModelServer::stamp_row(Json row, const std::string& id, const std::string& mutation) {
  ++revision_;
  if (kind_ != Kind::plain) row["version"] = revision_;
  history_.push_back({revision_, id, mutation});
  return rows_[id] = std::move(row);
}

void ModelServer::put(const Json& row) { stamp_row(row, member(row, "id"), ""); }

void ModelServer::remove(const std::string& id) {
  rows_.erase(id);
  history_.push_back({++revision_, id, ""});
}

int ModelServer::count(const std::string& type) const {
  return static_cast<int>(
      std::count_if(log.begin(), log.end(), [&](const Json& operation) { return operation["type"] == type; }));
}

}  // namespace tablattice::testing
