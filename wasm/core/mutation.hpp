// An action's optimistic effect on one row, and the names of those that are settled.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/json.hpp"
#include "core/stamp.hpp"
#include "core/status.hpp"

namespace tablattice {

// `(client, n)`: who dispatched it, and which one of theirs it is (1, 2, 3 …). Also the idempotency key, as `client:n`.
struct MutationName {
  std::string client;
  std::uint64_t n = 0;

  // Written out: libc++ 14 (Emscripten 3.1.6) has no <=> on strings.
  std::strong_ordering operator<=>(const MutationName& other) const {
    if (client != other.client) return client.compare(other.client) <=> 0;
    return n <=> other.n;
  }
  bool operator==(const MutationName&) const = default;
  [[nodiscard]] std::string text() const { return client + ":" + std::to_string(n); }
  static Result<MutationName> from_text(const std::string& text);
};

enum class Operation { create, update, remove };

// "create", "update", "delete": the words of actions, messages and operations.
const char* operation_word(Operation operation);
std::optional<Operation> operation_from_word(const std::string& word);

struct Mutation {
  MutationName name;
  Stamp stamp;
  std::string collection;
  std::string key;  // canonical key text (key_text)
  Operation operation = Operation::update;
  Json payload;  // create: the whole row; update: the changes; delete: null

  // The order in which a row's mutations are folded: stamp, client, n.
  [[nodiscard]] bool before(const Mutation& other) const;
};

// The settled names of all clients: per client a watermark (all up to n) and the sparse rest. Joining is a union.
class SettledNames {
 public:
  void add(const MutationName& name);
  [[nodiscard]] bool contains(const MutationName& name) const;
  void join(const SettledNames& other);
  // {"client": {"to": n, "and": [n, …]}, …}
  [[nodiscard]] Json to_json() const;
  static Result<SettledNames> from_json(const Json& value);
  [[nodiscard]] std::vector<std::string> clients() const;
  void forget(const std::string& client) { clients_.erase(client); }
  // Grows whenever names may have come to it.
  [[nodiscard]] std::uint64_t additions() const { return additions_; }

 private:
  struct Names {
    std::uint64_t watermark = 0;
    std::set<std::uint64_t> sparse;  // beyond the watermark, with a gap before each run

    void add(std::uint64_t n);
    void compact();  // moves the watermark over what follows it without a gap
  };
  std::map<std::string, Names> clients_;
  std::uint64_t additions_ = 0;
};

}  // namespace tablattice
