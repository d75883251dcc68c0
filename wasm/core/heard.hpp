// Which messages of the other clients were heard, and which were not: each numbers its own, 1, 2, 3 … in each of its
// incarnations (design §5, "Gaps").
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "core/json.hpp"
#include "core/status.hpp"

namespace tablattice {

// The last message of a client up to which all are heard.
struct Mark {
  std::uint64_t life = 0;
  std::uint64_t n = 0;

  bool operator==(const Mark&) const = default;
  [[nodiscard]] bool below(const Mark& other) const { return life != other.life ? life < other.life : n < other.n; }
};

using Marks = std::map<std::string, Mark>;

// {"client": [life, n], …}
Json marks_to_json(const Marks& marks);
Result<Marks> marks_from_json(const Json& value, const std::string& where);

class Heard {
 public:
  // `own`: this client; what others have heard of it is not news here.
  explicit Heard(std::string own) : own_(std::move(own)) {}

  // Notes one message. False: it was heard before. One of an earlier incarnation is not tracked (true).
  bool note(const std::string& client, Mark mark, std::int64_t now_ms);
  // Others say that messages up to `marks` exist.
  void expect(const Marks& marks, std::int64_t now_ms);
  // What all messages up to `marks` said is known: it came by a state transfer.
  void cover(const Marks& marks, std::int64_t now_ms);
  // Nobody could say what the missing messages held: they are no longer waited for.
  void give_up();

  // Since when a message is known to be missing; nothing: none is.
  [[nodiscard]] std::optional<std::int64_t> missing_since() const;
  [[nodiscard]] const Marks& marks() const { return marks_; }
  // When it was last heard itself; that others speak of it does not count.
  [[nodiscard]] std::optional<std::int64_t> heard_at(const std::string& client) const;
  // Forgets clients that were not heard, nor first heard of, since `before_ms`.
  void forget(std::int64_t before_ms);

 private:
  struct Sender {
    std::set<std::uint64_t> beyond;  // heard after a hole
    std::uint64_t expected = 0;      // a message of this number exists
    std::int64_t missing_since_ms = 0;
    std::int64_t known_ms = 0;  // heard or first heard of
    std::int64_t heard_ms = 0;
  };

  static void follow(Mark& known, Sender& sender, std::int64_t now_ms);

  std::string own_;
  Marks marks_;
  std::map<std::string, Sender> senders_;
};

// Numbers beyond a hole that are remembered of one client; those after are forgotten, and may be joined twice.
inline constexpr std::size_t heard_beyond_max = 1'000;

}  // namespace tablattice
