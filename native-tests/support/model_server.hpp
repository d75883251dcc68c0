// The API as engine tests need it: rows, versions, a feed and remembered idempotency keys, in memory. It speaks the
// operations and bodies of web/docs/host-contract.md.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/json.hpp"

namespace tablattice::testing {

// What the host hands to respond().
struct Reply {
  int status = 200;
  std::string body;
  std::string etag;
  std::string retry_after;
  std::string error;    // with status 0: why there was no answer
  bool mapped = false;  // the body comes from the application's own mapping
};

Reply good(const Json& body);
Reply refusal(int status, const Json& problem = Json::object());
Reply lost();        // no answer came
Reply login_page();  // 200, but HTML

class ModelServer {
 public:
  enum class Kind { feed, versioned, plain };

  explicit ModelServer(Kind kind) : kind_(kind) {}

  bool bare_writes = false;  // writes are answered with 204
  bool server_ids = false;   // creates come without a key
  bool etags = false;

  // Carries the operation out once for each idempotency key (on the feed rung), and notes it in `log`.
  Reply handle(const Json& operation);

  // Another program writes.
  void put(const Json& row);
  void remove(const std::string& id);
  // All versions begin again from 1, as after a restored backup.
  void restart_versions() { revision_ = 0; }
  // The feed no longer reaches back: `changes` is answered with 410.
  void forget_history() { history_start_ = revision_; }

  [[nodiscard]] const std::map<std::string, Json>& rows() const { return rows_; }
  [[nodiscard]] std::uint64_t revision() const { return revision_; }
  [[nodiscard]] int count(const std::string& type) const;
  std::vector<Json> log;

 private:
  struct Change {
    std::uint64_t revision;
    std::string id;
    std::string mutation;
  };

  [[nodiscard]] Reply list(const Json& operation) const;
  [[nodiscard]] Reply changes(const Json& operation) const;
  Reply write(const Json& operation);
  Reply apply_write(const Json& operation);
  Reply create(const Json& operation);
  Reply update(const Json& operation);
  Reply erase(const Json& operation);
  [[nodiscard]] bool precondition_fails(const Json& operation, const Json& row) const;
  Json stamp_row(Json row, const std::string& id, const std::string& mutation);

  Kind kind_;
  std::uint64_t revision_ = 0;
  std::uint64_t history_start_ = 0;
  std::uint64_t ids_made_ = 0;
  std::map<std::string, Json> rows_;
  std::vector<Change> history_;
  std::map<std::string, Reply> remembered_;
};

}  // namespace tablattice::testing
