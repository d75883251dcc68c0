// The backend: rows, versions, a history of every change with its cause, and remembered idempotency keys. One machine,
// one store: each request is carried out in one step, and a read tells what stands in that step (design §4: lists read
// the client's own acknowledged writes). What it may do, the rung says; that it may be late, twice or never, is the
// network's.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "simulation/dice.hpp"
#include "simulation/ledger.hpp"
#include "simulation/plan.hpp"

namespace tablattice::simulation {

// Virtual time 0 on every clock that is right: 2023-11-14T22:13:20Z.
inline constexpr std::int64_t epoch_ms = 1'700'000'000'000;

// An operation of web/docs/host-contract.md, read.
struct Call {
  enum class Type { list, changes, read, create, update, remove };
  Type type = Type::list;
  std::size_t collection = 0;
  std::string key;  // key text
  std::uint64_t since = 0;
  std::size_t page = 0;
  std::string if_none_match;
  std::string if_match;
  std::string idempotency_key;  // the mutation's name, also where the backend ignores it
  std::string body;             // the row or the changes
  bool copy = false;            // the network's own: nobody waits for its answer
  bool overtaken = false;       // another tab took the mutation over, or may have

  [[nodiscard]] bool reads() const { return type == Type::list || type == Type::changes || type == Type::read; }
};

Call read_call(std::string_view text, const Plan& plan);

struct Reply {
  int status = 200;
  std::string body;
  std::string etag;
  std::string retry_after;
};

// One change of one row. Its mark is its place in the history, from 1.
struct Change {
  std::uint64_t mark = 0;
  std::size_t collection = 0;
  std::string key;
  bool alive = true;
  std::string text;
  std::array<std::string, field_count> fields;
  std::int64_t at_ms = 0;
  std::uint32_t life = 0;  // how often this key was created
  std::uint64_t rank = 0;  // of its version among those of this life; changes that share a version share it
  int deed = -1;           // who asked for it; -1: another user
  bool late = false;       // its sender had given that request up
};

class Server {
 public:
  Server(const Plan& plan, Ledger& ledger, Tally& tally);

  // Told of each change, in the step in which it is made.
  std::function<void(const Change&)> on_change;

  // `late`: the client has given this request up.
  Reply handle(const Call& call, std::int64_t now_ms, bool late);

  // Another user does something.
  void change_by_other(std::int64_t now_ms);
  // Several changes in one step, of one row or of several.
  void burst_by_other(std::int64_t now_ms);
  void live_again_by_other(std::int64_t now_ms);
  void forget_history() { history_start_ = history_.size(); }

  // A request with this key is being carried out; another one with it is answered 409 meanwhile.
  std::set<std::string> keys_in_progress;
  bool signed_in = true;
  bool up = true;

  [[nodiscard]] const std::vector<Change>& history() const { return history_; }
  [[nodiscard]] const Change& change(std::uint64_t mark) const { return history_[mark - 1]; }
  // The marks of all changes of a row, in order.
  [[nodiscard]] const std::vector<std::uint64_t>& marks_of(std::size_t collection, const std::string& key) const;
  struct Row {
    Json json;
    std::string text;
    std::uint64_t mark = 0;
  };
  // By key text.
  [[nodiscard]] const std::map<std::string, Row>& rows(std::size_t collection) const {
    return tables_[collection].rows;
  }
  // The deletion of that row after `mark`; 0: there is none.
  [[nodiscard]] std::uint64_t deleted_after(std::size_t collection, const std::string& key, std::uint64_t mark) const;

 private:
  struct Key {  // what outlives a row
    std::uint32_t life = 0;
    std::uint64_t rank = 0;
    std::uint64_t count = 0;
    std::int64_t instant_ms = 0;
  };
  struct Table {
    std::map<std::string, Row> rows;
    std::map<std::string, Key> keys;
    std::map<std::string, std::vector<std::uint64_t>> marks;
    std::string list_text;  // of all rows; empty: to be made again
  };
  struct Remembered {
    Reply reply;
    std::int64_t at_ms = 0;
  };

  Reply list(const Call& call);
  Reply changes(const Call& call) const;
  Reply read(const Call& call) const;
  Reply write(const Call& call, std::int64_t now_ms, bool late);
  Reply carry_out(const Call& call, std::int64_t now_ms, bool late);
  Reply create(const Call& call, std::int64_t now_ms, int deed, bool late);
  Reply update(const Call& call, std::int64_t now_ms, int deed, bool late);
  Reply remove(const Call& call, std::int64_t now_ms, int deed, bool late);
  [[nodiscard]] bool precondition_fails(const Call& call, const Row& row) const;
  void patch(Json& row, const Json& changes) const;
  Json next_version(Key& key, std::int64_t now_ms, bool alive);
  const Row& put(std::size_t collection, const std::string& key, Json row, std::int64_t now_ms, int deed, bool late);
  Json erase(std::size_t collection, const std::string& key, std::int64_t now_ms, int deed, bool late);
  Change begin_change(std::size_t collection, const std::string& key, std::int64_t now_ms, int deed, bool late);
  void note(Change change);
  std::string other_key(std::size_t collection);
  void create_by_other(std::size_t collection, const std::string& key, std::int64_t now_ms);
  void update_by_other(std::size_t collection, const std::string& key, std::int64_t now_ms);
  std::string made_key();

  const Plan& plan_;
  Ledger& ledger_;
  Tally& tally_;
  Dice dice_;
  std::int64_t key_memory_ms_;
  std::array<Table, 2> tables_;
  std::vector<Change> history_;
  std::uint64_t history_start_ = 0;
  std::map<std::string, Remembered> remembered_;
  std::uint64_t keys_made_ = 0;
  std::uint64_t texts_made_ = 0;
};

// The keys that users like to use: few, so that they meet and live again.
inline constexpr std::size_t favourite_keys = 6;
std::string favourite_key(std::size_t index);

}  // namespace tablattice::simulation
