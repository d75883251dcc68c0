// What an API's answer to a write means: the table of design §6, as one pure function.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "core/collection.hpp"
#include "core/mutation.hpp"
#include "core/session.hpp"

namespace tablattice {

enum class Meaning {
  acked,          // done; the body may hold the row
  unanswered,     // stays pending, is sent again
  unauthorized,   // nobody's fault: outbox and poller pause
  conflict,       // 412 under conflict: 'merge': take the server's row, send again with a new If-Match
  rejected,       // refused: every tab rolls back
  rejected_gone,  // refused because the row is not there
  unknown,        // it may have been applied: folded like an acked one until a later read
};

struct AnswerContext {
  Operation operation = Operation::update;
  bool keys = false;             // the backend remembers idempotency keys (and this one is not older than its memory)
  bool client_id = true;         // a create carries its own id
  bool fate_unknown = false;     // an earlier attempt went out and was not answered
  bool body_good = true;         // a 2xx body is what was asked for
  bool key_in_progress = false;  // a 409 says that the first request with this key is still being processed
  Conflict conflict = Conflict::merge;
  const std::set<int>* unauthorized = nullptr;
};

Meaning meaning_of(int status, const AnswerContext& context);

// Whether a request that was not answered may have been applied (false: 408, 425 and 429 say that it was not).
bool fate_unknown_after(int status);

// Retry-After (RFC 9110, 10.2.3): seconds or an HTTP date, as milliseconds from now; 0 where it is missing or unreadable.
std::int64_t retry_after_ms(std::string_view header, std::int64_t now_ms);

}  // namespace tablattice
